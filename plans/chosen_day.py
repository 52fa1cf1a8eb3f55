"""The day a visitor looks at the plan: today, or the end of a quarter chosen with `?at=2025-Q2`."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from .era import Quarter, date_label, quarter_span
from .ledger.as_of import as_of
from .ledger.later import LaterKnown, later_promises, later_rest, later_sentence
from .ledger.promised import label_of
from .models import Plan
from .models.base import Promised
from .typed_periods import read_quarter

FURTHEST_BACK = 40  # quarters offered for a plan that names no first day


@dataclass(frozen=True)
class ChosenDay:
    """The day to show, the quarter it was chosen by (None: today), and what may be chosen."""

    at: date
    quarter: Quarter | None
    choices: tuple[Quarter, ...]  # newest first
    problem: str = ""  # why another day is shown than the one asked for
    later: tuple[LaterKnown, ...] = ()  # what was not known yet on that day

    @property
    def query(self) -> str:
        """To be put behind addresses, so that the choice is kept from page to page."""
        return f"?at={self.quarter}" if self.quarter else ""

    def of(self, model: type[Promised], code: str) -> Self:
        """The same for the page of one row: what became known later of that one only."""
        key = (label_of(model), code)
        return replace(self, later=tuple(row for row in self.later if (row.model, row.code) == key))

    @property
    def later_text(self) -> str:
        return later_sentence(self.later)

    @property
    def later_rest(self) -> list[str]:
        return later_rest(self.later)

    def instead(self, problem: str) -> Self:
        """Today in the place of a day that cannot be shown, and why."""
        return type(self)(timezone.localdate(), None, self.choices, problem)

    @property
    def suffix(self) -> str:
        """For the names of files: what they hold is of that quarter."""
        return f"-{self.quarter}" if self.quarter else ""

    @property
    def day_label(self) -> str:
        """令和7年度（2025年度）第2四半期末, 令和8年（2026年）11月26日"""
        return _("%s末") % self.quarter.label if self.quarter else date_label(self.at)


def chosen_day(request: HttpRequest, plan: Plan, models: Collection[type[Promised]]) -> ChosenDay:
    """From the address. A quarter that cannot be shown is answered with today, and says so.

    `models`: whose rows the page shows, to name what was recorded of them later. The plan object itself is set back to
    its title, edition and words of that day.
    """
    today = timezone.localdate()
    choices = _choices(plan, today)
    asked = request.GET.get("at", "").strip()
    if not asked:
        return ChosenDay(today, None, choices)
    try:
        quarter = read_quarter(asked)
    except ValueError:
        problem = (
            _(
                "「%s」は四半期として読めません（2025-Q2、令和7年度第2四半期 のように書きます）。今日の時点を表示しています。"
            )
            % asked[:20]
        )
        return ChosenDay(today, None, choices, problem)
    if quarter not in choices:
        problem = _("%sの時点は選べません。今日の時点を表示しています。") % quarter.label
        return ChosenDay(today, None, choices, problem)
    as_of([plan], plan, quarter.last_day)
    later = tuple(later_promises(plan, quarter.last_day, models))
    return ChosenDay(quarter.last_day, quarter, choices, later=later)


def _choices(plan: Plan, today: date) -> tuple[Quarter, ...]:
    """Quarters that have ended, from the plan's first to its last."""
    last = Quarter.from_index(Quarter.of(today).index - 1)
    if plan.ends_on:
        last = min(last, Quarter.of(plan.ends_on))
    first = Quarter.of(plan.begins_on) if plan.begins_on else Quarter.from_index(last.index - FURTHEST_BACK)
    return tuple(reversed(quarter_span(first, last)))
