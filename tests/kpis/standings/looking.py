"""How a test looks at what is stored of a plan, and at what would be judged of it."""

from django.db import connection
from django.utils import timezone

from kpis.models import Measurement
from kpis.standings import truth
from kpis.standings.reading import judged_rows, rows_of
from plans.models import Plan


def is_believed(plan: Plan) -> bool:
    """Both of what pages read: the rows and the counters."""
    today = timezone.localdate()
    rows = truth.true_rows_on(today).filter(plan_id=plan.pk).exists()
    assert rows <= counts_are_believed(plan)
    return rows


def counts_are_believed(plan: Plan) -> bool:
    return truth.true_on(timezone.localdate()).filter(plan_id=plan.pk).exists()


def raw(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def told(plan: Plan) -> list[tuple]:
    """What the table says of each row."""
    return [
        (str(row.indicator), row.evaluation.label, row.evaluation.group, row.evaluation.stale)
        for row in rows_of(
            Plan.objects.select_related("municipality").get(pk=plan.pk), timezone.localdate()
        ).rows
    ]


def judged(plan: Plan) -> list[tuple]:
    found = judged_rows(Plan.objects.select_related("municipality").get(pk=plan.pk), timezone.localdate())
    return [
        (str(row.indicator), row.evaluation.label, row.evaluation.group, row.evaluation.stale)
        for row in found.rows
    ]


def newest_value(plan: Plan) -> Measurement:
    rows = Measurement.objects.approved().filter(indicator__plan=plan, value__isnull=False)
    return rows.order_by("-period", "pk").first()
