"""The rows of the quarter's sheet, the same for Excel and CSV."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import AbstractUser
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.stored_facts import facts_of
from kpis.judging.comparison import compare_entry, newest_before
from kpis.judging.facts import Facts
from kpis.judging.numbers import format_number
from kpis.judging.periods import Period
from kpis.judging.terms import Frequency, Kind, ObservationStatus, Series
from kpis.models import ActionProgress, Indicator, Review, State
from kpis.workflow.due_items import DueItem, due_items_with_figures
from kpis.workflow.self_assessments import aspects_of
from plans.access import Right, with_those_below
from plans.models import Department

from .columns import INPUTS, VALUE
from .row_keys import RowKey, Seen, inputs_of


@dataclass(frozen=True)
class SheetRow:
    """One row: what stands in it by column name, and the names of the columns that may be filled in."""

    due_item: DueItem
    kind: str
    cells: dict[str, object]
    open_inputs: frozenset[str]

    @property
    def is_ratio(self) -> bool:
        return self.kind == VALUE and self.due_item.owner.is_ratio

    @property
    def asks_own(self) -> bool:
        return self.kind == VALUE and bool(aspects_of(self.due_item.review.plan))

    @property
    def decimals(self) -> int:
        return self.due_item.owner.decimals if self.kind == VALUE else 0

    @property
    def is_yearly_sum(self) -> bool:
        """Whether the expected value speaks of the whole fiscal year."""
        return self.kind == VALUE and Series(self.due_item.owner.series).is_yearly_sum


def due_items_for(
    review: Review, *, user: AbstractUser | None = None, department: Department | None = None
) -> list[DueItem]:
    """The due items for a sheet: those the user may fill in (None: all), of that department and those below it."""
    below = with_those_below([department.pk]) if department else frozenset()
    return [
        due_item
        for due_item in due_items_with_figures(review)
        if (user is None or due_item.is_for(user, Right.WRITE_ENTRIES))
        and (department is None or not below.isdisjoint(due_item.department_ids))
    ]


def sheet_rows(found: Iterable[DueItem], at: date | None = None) -> list[SheetRow]:
    """The rows of these due items, compared as of the day `at` (today)."""
    day = at or timezone.localdate()
    return [_row(due_item, day) for due_item in found]


def _row(due_item: DueItem, day: date) -> SheetRow:
    kind = due_item.kind
    owner = due_item.owner
    cells: dict[str, object] = {
        "key": str(RowKey.of(due_item)),
        "seen": str(Seen.of(due_item)),
        "number": owner.number,
        "name": name_of(due_item),
        "departments": due_item.department_names,
        "state": _state_text(due_item),
    }
    if kind == VALUE:
        cells |= _comparison(owner, due_item.period, day)
        if owner.is_ratio:
            cells["parts"] = f"{owner.numerator_label} / {owner.denominator_label}"
    cells |= {"period": period_label(due_item)}
    cells |= {name: shown(name, value) for name, value in inputs_of(due_item).items()}
    return SheetRow(due_item, kind, cells, _open_inputs(due_item, kind))


def period_label(due_item: DueItem) -> str:
    """令和7年6月, 令和7年度第1四半期, 令和7年度上半期"""
    frequency = Frequency(due_item.owner.frequency) if due_item.is_value else Frequency.QUARTERLY
    return due_item.period.short_label_at(frequency)


def name_of(due_item: DueItem) -> str:
    """The indicator's name, or the action's title."""
    return due_item.owner.name if due_item.is_value else due_item.owner.title


def _open_inputs(due_item: DueItem, kind: str) -> frozenset[str]:
    if due_item.is_locked:
        return frozenset()
    unused = set()
    if kind == VALUE:
        unused = {"value"} if due_item.owner.is_ratio else {"numerator", "denominator"}
        if not aspects_of(due_item.review.plan):
            unused |= {column.name for column in INPUTS[kind] if column.is_own}
    return frozenset(column.name for column in INPUTS[kind]) - unused


def shown(name: str, value: object) -> object:
    """A stored input as the sheet shows it: statuses by their label."""
    labels = {"observation_status": ObservationStatus.choices(), "status": ActionProgress.Status.choices}
    return str(dict(labels[name]).get(value, value)) if name in labels and value else value


def _state_text(due_item: DueItem) -> str:
    if due_item.entry is not None and due_item.entry.state == State.RETURNED and due_item.entry.return_reason:
        return _("差し戻し: %s") % due_item.entry.return_reason
    return due_item.state_label


def _comparison(indicator: Indicator, period: Period, day: date) -> dict[str, object]:
    """What the value is compared with, as numbers."""
    facts = facts_of(indicator)
    found = compare_entry(facts, period, day)
    cells: dict[str, object] = {
        "unit": found.facts.unit,
        "previous": _short(facts, found.previous_value),
        "expected": _short(facts, found.expected_value),
    }
    if found.range:
        cells["target"] = "〜".join(format_number(bound, facts.decimals) for bound in found.range)
    elif facts.steps:
        numbered = [f"{number} {step.title}" for number, step in enumerate(facts.steps, start=1)]
        cells |= {"target": " / ".join(numbered), "target_time": found.target_label}
    elif facts.kind is Kind.WORDS:
        cells["target"] = found.target
    elif found.aim:
        cells |= {"target": found.aim.value, "target_time": found.target_label}
    return cells


def previous_value(facts: Facts, period: Period) -> Decimal | None:
    """The newest approved value before the period, as the sheet shows it."""
    before = newest_before(facts, period)
    return _short(facts, facts.value_of((before,))) if before else None


def _short(facts: Facts, value: Decimal | None) -> Decimal | None:
    """To three digits more than reported values have: a third has no end of digits."""
    return value if value is None else round(value, facts.decimals + 3)
