"""All approved values of a plan as one CSV, for whoever wants to calculate with them."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kpis.assessment.as_of import chosen_day
from kpis.documents.value_rows import VALUE_COLUMNS, value_rows
from plans.export_files import csv_pieces, sent
from plans.layout import plan_page
from plans.models import Plan
from plans.spreadsheets import CSV_TYPE

from .scorecard import refused_file


@plan_page
def values_csv(request: HttpRequest, plan: Plan) -> HttpResponseBase:
    """One row for each indicator and period, with `?at=` as on that day; sent as it is read, however long."""
    now = chosen_day(request, plan)
    if now.problem:
        return refused_file(request, plan)
    response = sent(csv_pieces(VALUE_COLUMNS, value_rows(plan, now.at)))
    response["Content-Type"] = CSV_TYPE
    name = f"{plan.municipality.slug}-{plan.slug}-values{now.suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
