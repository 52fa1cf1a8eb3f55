"""Whether the latest value is better or worse than the one it can fairly be compared with. Pure: no ORM."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from django.utils.translation import gettext_lazy

from .facts import CONTEXT, Facts
from .periods import Period
from .terms import Direction, LabelledEnum
from .value import Reading, read


class Course(LabelledEnum):
    """What the change means; where nothing says which way is better, only up or down."""

    BETTER = "better", gettext_lazy("改善")
    WORSE = "worse", gettext_lazy("悪化")
    SAME = "same", gettext_lazy("横ばい")
    UP = "up", gettext_lazy("増加")
    DOWN = "down", gettext_lazy("減少")


@dataclass(frozen=True)
class Trend:
    course: Course
    arrow: str  # ↗ → ↘: which way the number went, whatever it means
    since: Period
    before: Decimal
    change: Decimal


def trend(facts: Facts, reading: Reading | None, at: date) -> Trend | None:
    """Against the value before; a yearly sum against the same part of the year before, which knows the seasons."""
    if reading is None or reading.value is None:
        return None
    with localcontext(CONTEXT):
        earlier = _earlier(facts, reading, at)
        if earlier is None:
            return None
        since, before = earlier
        change = reading.value - before
        arrow = "→" if not change else "↗" if change > 0 else "↘"
        return Trend(_course(facts, reading.value, before), arrow, since, before, change)


def _earlier(facts: Facts, reading: Reading, at: date) -> tuple[Period, Decimal] | None:
    if reading.is_yearly_sum:
        same = Period(reading.period.year - 1, reading.period.quarter)
        earlier = read(facts, at, same.index)
        if earlier is None or earlier.period != same or earlier.value is None:
            return None
        return same, earlier.value
    for row in reversed(facts.known(at, reading.period.index - 1)):
        value = facts.value_of((row,))
        if value is not None:
            return row.period, value
    return None


def _course(facts: Facts, value: Decimal, before: Decimal) -> Course:
    if value == before:
        return Course.SAME
    if facts.direction is Direction.KEEP_WITHIN and facts.lower is not None and facts.upper is not None:
        outside, outside_before = (max(facts.lower - v, v - facts.upper, Decimal(0)) for v in (value, before))
        if outside != outside_before:
            return Course.BETTER if outside < outside_before else Course.WORSE
    if not facts.direction.sign:
        return Course.UP if value > before else Course.DOWN
    return Course.BETTER if (value - before) * facts.direction.sign > 0 else Course.WORSE
