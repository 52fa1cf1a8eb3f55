"""The day a visitor looks at: today, or the end of a quarter chosen with `?at=2025-Q2`."""

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.models import Report
from plans.era import Quarter, date_label, quarter_span
from plans.ledger.as_of import as_of
from plans.models import Plan

from .later_known import LaterKnown, later_known, later_sentence

FURTHEST_BACK = 40  # quarters offered for a plan that names no first day


@dataclass(frozen=True)
class ChosenDay:
    """The day to judge, the quarter it was chosen by (None: today), and what may be chosen."""

    at: date
    quarter: Quarter | None
    choices: tuple[Quarter, ...]  # newest first
    report: Report | None = None  # what was published of the chosen quarter
    problem: str = ""  # why another day is shown than the one asked for
    later: tuple[LaterKnown, ...] = ()  # what was not known yet on that day

    @property
    def query(self) -> str:
        """To be put behind addresses, so that the choice is kept from page to page."""
        return f"?at={self.quarter}" if self.quarter else ""

    def of(self, code: str) -> "ChosenDay":
        """The same for the page of one indicator: what became known later of that one only."""
        return replace(self, later=tuple(row for row in self.later if row.code == code))

    @property
    def later_text(self) -> str:
        return later_sentence(self.later)

    def instead(self, problem: str) -> "ChosenDay":
        """Today in the place of a day that cannot be shown, and why."""
        return ChosenDay(timezone.localdate(), None, self.choices, problem=problem)

    @property
    def suffix(self) -> str:
        """For the names of files: what they hold is of that quarter."""
        return f"-{self.quarter}" if self.quarter else ""

    @property
    def day_label(self) -> str:
        """令和7年度（2025年度）第2四半期末, 令和8年（2026年）11月26日"""
        return _("%s末") % self.quarter.label if self.quarter else date_label(self.at)

    @property
    def report_url(self) -> str:
        return self.report.get_absolute_url() if self.report else ""


def chosen_day(request: HttpRequest, plan: Plan) -> ChosenDay:
    """From the address. A quarter that cannot be shown is answered with today, and says so."""
    today = timezone.localdate()
    choices = _choices(plan, today)
    asked = request.GET.get("at", "").strip()
    if not asked:
        return ChosenDay(today, None, choices)
    try:
        quarter = Quarter.parse(asked)
    except ValueError:
        problem = _("「%s」は四半期として読めません。今日の時点を表示しています。") % asked[:20]
        return ChosenDay(today, None, choices, problem=problem)
    if quarter not in choices:
        problem = _("%sの時点は選べません。今日の時点を表示しています。") % quarter.label
        return ChosenDay(today, None, choices, problem=problem)
    as_of([plan], plan, quarter.last_day)  # its title and edition of that day, for this page
    published = Report.objects.of_plan(plan).filter(review__period=str(quarter)).first()
    later = tuple(later_known(plan, quarter.last_day))
    return ChosenDay(quarter.last_day, quarter, choices, published, later=later)


def _choices(plan: Plan, today: date) -> tuple[Quarter, ...]:
    """Quarters that have ended, from the plan's first to its last."""
    last = Quarter.from_index(Quarter.of(today).index - 1)
    if plan.ends_on:
        last = min(last, Quarter.of(plan.ends_on))
    first = Quarter.of(plan.begins_on) if plan.begins_on else Quarter.from_index(last.index - FURTHEST_BACK)
    return tuple(reversed(quarter_span(first, last)))
