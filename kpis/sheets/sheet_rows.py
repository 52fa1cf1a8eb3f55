"""The rows of the quarter's sheet, the same for Excel and CSV."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import AbstractUser
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.assessment import facts_of
from kpis.judging.facts import Facts
from kpis.judging.numbers import format_number
from kpis.judging.periods import Period
from kpis.judging.sentences import time_text
from kpis.judging.terms import Direction, Frequency, ObservationStatus
from kpis.judging.trajectory import expected_at
from kpis.models import ActionProgress, Indicator, Review, State
from kpis.workflow.due_items import DueItem, due_items
from kpis.workflow.entries import IN_HAND
from plans.access import Right, with_those_below
from plans.models import Department

from .columns import INPUTS, VALUE
from .row_keys import RowKey, Seen, inputs_of, kind_of


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
    def decimals(self) -> int:
        return self.due_item.owner.decimals if self.kind == VALUE else 0

    @property
    def is_yearly_sum(self) -> bool:
        """Whether the expected value speaks of the whole fiscal year."""
        return self.kind == VALUE and self.due_item.owner.series in ("flow", "year_to_date")


def all_due_items(review: Review) -> list[DueItem]:
    """Every due item of the review with its figures at hand."""
    return due_items(review, indicators=review.plan.indicators.with_figures())


def due_items_for(
    review: Review, *, user: AbstractUser | None = None, department: Department | None = None
) -> list[DueItem]:
    """The due items for a sheet: those the user may fill in (None: all), of that department and those below it."""
    below = with_those_below([department.pk]) if department else frozenset()
    return [
        due_item
        for due_item in all_due_items(review)
        if (user is None or due_item.is_for(user, Right.WRITE_ENTRIES))
        and (department is None or not below.isdisjoint(due_item.department_ids))
    ]


def sheet_rows(found: Iterable[DueItem], at: date | None = None) -> list[SheetRow]:
    """The rows of these due items, compared as of the day `at` (today)."""
    day = at or timezone.localdate()
    return [_row(due_item, day) for due_item in found]


def _row(due_item: DueItem, day: date) -> SheetRow:
    kind = kind_of(due_item)
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
    else:
        cells["period"] = due_item.period.short_label_at(Frequency.QUARTERLY)
    cells |= {name: shown(name, value) for name, value in inputs_of(due_item).items()}
    return SheetRow(due_item, kind, cells, _open_inputs(due_item, kind))


def name_of(due_item: DueItem) -> str:
    """The indicator's name, or the action's title."""
    return due_item.owner.name if due_item.is_value else due_item.owner.title


def is_locked(due_item: DueItem) -> bool:
    """Whether the row can only be read: handed in, approved, or of a review that is closed."""
    if due_item.entry is not None and due_item.entry.state not in IN_HAND:
        return True
    return not due_item.review.is_open and (due_item.entry is None or due_item.entry.revision == 1)


def _open_inputs(due_item: DueItem, kind: str) -> frozenset[str]:
    if is_locked(due_item):
        return frozenset()
    unused = set()
    if kind == VALUE:
        unused = {"value"} if due_item.owner.is_ratio else {"numerator", "denominator"}
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
    targets = facts.targets_in_force(day)
    cells: dict[str, object] = {
        "unit": facts.unit,
        "period": period.short_label_at(facts.frequency),
        "previous": previous_value(facts, period),
        "expected": _expected(facts, period, day),
    }
    if facts.direction is Direction.KEEP_WITHIN and facts.lower is not None and facts.upper is not None:
        bounds = (format_number(bound, facts.decimals) for bound in (facts.lower, facts.upper))
        cells["target"] = "〜".join(bounds)
    elif targets:
        cells |= {"target": targets[-1].value, "target_time": time_text(facts, targets[-1])}
    return cells


def previous_value(facts: Facts, period: Period) -> Decimal | None:
    """The newest approved value before the period."""
    rows = [row for row in facts.observations if row.has_value and row.period.index < period.index]
    found = facts.value_of((max(rows, key=lambda row: row.period.index),)) if rows else None
    return found if found is None else _short(facts, found)


def _short(facts: Facts, value: Decimal) -> Decimal:
    """To three digits more than reported values have: a third has no end of digits."""
    return round(value, facts.decimals + 3)


def _expected(facts: Facts, period: Period, day: date) -> Decimal | None:
    """Where the path from the baseline through the targets stands; of a yearly sum, at the year's end."""
    targets = facts.targets_in_force(day)
    if not targets or facts.is_reference or facts.direction.keeps or facts.direction is Direction.MONITOR:
        return None
    yearly = facts.series.is_yearly_sum
    index = period.year_end if yearly else period.index
    is_before = facts.baseline is not None and index <= facts.baseline.period.index
    if is_before or index > targets[-1].period.index or (facts.baseline is None and not yearly):
        return None
    return _short(facts, expected_at(targets, facts.baseline, index))
