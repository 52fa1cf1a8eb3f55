"""Rule 3: where the way to the target begins. Pure: no ORM."""

from datetime import date
from decimal import Decimal

from .facts import Facts
from .known import Point
from .periods import MONTHS_A_YEAR, Period, index_of
from .terms import Series


def baseline_of(
    facts: Facts, at: date, last: Point | None, ahead: Period | None = None
) -> tuple[Point | None, bool]:
    """The baseline given, or what stands for it on the day `at`; and whether it is only provisional (仮の基準).

    `last`: the last target. `ahead`: a period that is yet to be reported, where that may be the first one.
    """
    if facts.direction.keeps:
        # A bound is kept or not, wherever one came from.
        return (None, False) if facts.baseline_is_provisional else (facts.baseline, False)
    is_stated = facts.baseline is not None and not facts.baseline_is_provisional
    if is_stated:
        return facts.baseline, False
    rows = facts.judged_rows(at, last.period.index if last else None)
    if facts.series is Series.LEVEL:
        # The earliest value, whichever was approved first.
        for row in rows:
            value = facts.value_of((row,))
            if value is not None:
                return Point(row.period, value), True
    found = facts.break_at(at)
    if facts.baseline is not None and not facts.is_before_break(facts.baseline.period, at):
        return facts.baseline, True
    if facts.series is Series.CUMULATIVE:
        # What counts otherwise from a period on counts from 0 again.
        start = found.period.index - _length(facts) if found else None
        if start is None:
            start = _start_index(facts, rows[0].period if rows else ahead)
        return Point(Period.at_index(start), Decimal(0)), False
    return None, False


def _length(facts: Facts) -> int:
    """How many months a period has; of a survey a year."""
    return min(facts.frequency.months, MONTHS_A_YEAR)


def _start_index(facts: Facts, first: Period | None) -> int:
    """Where a running total is 0: the end of the month before the plan begins.

    A plan without a first day: the end of the year before the first report.
    """
    if facts.plan_start is not None:
        return index_of(facts.plan_start) - 1
    assert first is not None  # noqa: S101 judged is what has a value, expected what has a period
    return first.year_end - 12
