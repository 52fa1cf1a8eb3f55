"""The day whose judgements a visitor looks at: with the report that was published of it, and values corrected since."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.http import HttpRequest

from kpis.models import Indicator, Report
from plans import chosen_day as of_plan
from plans.models import Plan
from plans.models.base import Promised

from .later_known import later_values


@dataclass(frozen=True)
class JudgedDay(of_plan.ChosenDay):
    """The chosen day on a page that shows judgements."""

    report: Report | None = None  # what was published of the chosen quarter

    @property
    def report_url(self) -> str:
        return self.report.get_absolute_url() if self.report else ""


def chosen_day(
    request: HttpRequest, plan: Plan, models: Collection[type[Promised]] = (Indicator,)
) -> JudgedDay:
    """As of a page without judgements; `models`: whose rows the page shows."""
    found = of_plan.chosen_day(request, plan, models)
    day = JudgedDay(found.at, found.quarter, found.choices, found.problem, found.later)
    if day.quarter is None:
        return day
    report = Report.objects.of_plan(plan).filter(review__period=str(day.quarter)).first()
    return replace(day, later=(*later_values(plan, day.at), *day.later), report=report)
