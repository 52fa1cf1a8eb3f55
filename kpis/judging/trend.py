"""Whether the latest value is better or worse than the one it can fairly be compared with. Pure: no ORM."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .arithmetic import CONTEXT
from .coverage_words import counted_on, covers_text
from .facts import Facts
from .periods import Period, periods_of_year
from .terms import Direction, Frequency, Kind, LabelledEnum
from .value import Reading, read
from .wording import signed_difference_text


class Course(LabelledEnum):
    """What the change means; where nothing says which way is better, only up or down."""

    BETTER = "better", gettext_lazy("改善")
    WORSE = "worse", gettext_lazy("悪化")
    SAME = "same", gettext_lazy("横ばい")
    UP = "up", gettext_lazy("増加")
    DOWN = "down", gettext_lazy("減少")


@dataclass(frozen=True)
class Trend:
    """`own_before` and `own_change`: of a yearly sum the newest period's own figure, against the same a year ago."""

    course: Course
    arrow: str  # ↗ → ↘: which way the number went, whatever it means
    since: Period
    before: Decimal
    change: Decimal
    against: str  # what it is compared with: 前期, 前年同期, 前年度, 前回
    before_covers: str  # 令和6年度・4四半期の合計
    own_before: Decimal | None = None
    own_change: Decimal | None = None


def trend(facts: Facts, reading: Reading | None, at: date) -> Trend | None:
    """How the value compares; None of steps, which say more themselves, and of targets in words, whose verdict is a
    trend: two of them beside each other would be taken for one."""
    return compared(facts, reading, at) if facts.kind in (Kind.NUMBER, Kind.COMPOSITE) else None


def compared(facts: Facts, reading: Reading | None, at: date) -> Trend | None:
    """Against the value before; a yearly sum against the same part of the year before, which knows the seasons.

    Never across a break, whichever of its sides is judged.
    """
    if reading is None or reading.value is None:
        return None
    with localcontext(CONTEXT):
        if reading.is_yearly_sum:
            return _of_a_year(facts, reading, at)
        for row in reversed(facts.judged_rows(at, reading.period.index - 1)):
            if facts.is_broken_between(row.period.index, reading.period.index, at):
                return None
            before = facts.value_of((row,))
            if before is not None:
                against = _against(facts, reading, row.period)
                label = row.period.short_label_at(facts.frequency)
                covers = counted_on(facts, label, row.period, row.known_on)
                return _trend(facts, reading.value, row.period, before, against, covers)
    return None


def trend_text(facts: Facts, found: Trend) -> str:
    """前期比＋0.5ポイント, 前年同期比−3.2時間"""
    return _("%(against)s比%(change)s") % {
        "against": found.against,
        "change": signed_difference_text(facts, found.change),
    }


def own_trend_text(facts: Facts, found: Trend) -> str:
    """Of the newest period's own figure: 前年同期比−1.2時間. Blank where it cannot be told."""
    if found.own_change is None:
        return ""
    return _("前年同期比%s") % signed_difference_text(facts, found.own_change)


def _of_a_year(facts: Facts, reading: Reading, at: date) -> Trend | None:
    """Like with like: a whole year with a whole year, a sum so far with the sum so far a year ago."""
    assert reading.value is not None  # noqa: S101 the caller has looked
    same = same_period_a_year_ago(reading.period)
    if facts.is_broken_between(same.index, reading.period.index, at):
        return None
    earlier = read(facts, at, same.index)
    if earlier is None or earlier.period != same or earlier.value is None:
        return None
    has_hole = any(period.index < part.period.index for part in (reading, earlier) for period in part.missing)
    if has_hole or earlier.reported != reading.reported:
        return None
    whole = _("前年") if same.is_calendar else _("前年度")
    against = _("前年同期") if reading.in_progress else whole
    covers = covers_text(facts, replace(earlier, missing=()))
    found = _trend(facts, reading.value, same, earlier.value, against, covers)
    if reading.own is None or earlier.own is None:
        return found
    return replace(found, own_before=earlier.own, own_change=reading.own - earlier.own)


def same_period_a_year_ago(period: Period) -> Period:
    return replace(period, year=period.year - 1)


def _trend(facts: Facts, value: Decimal, since: Period, before: Decimal, against: str, covers: str) -> Trend:
    change = value - before
    arrow = "→" if abs(change) <= facts.margin else "↗" if change > 0 else "↘"
    return Trend(_course(facts, value, before), arrow, since, before, change, against, covers)


def _against(facts: Facts, reading: Reading, since: Period) -> str:
    """The name of the value before, where it is the period right before; else that period's own."""
    frequency = facts.frequency
    if frequency.is_survey:
        return _("前回")
    place = periods_of_year(since.year, frequency)
    after = (*place, *periods_of_year(since.year + 1, frequency))[place.index(since) + 1]
    if after != reading.period:
        return since.short_label_at(frequency)
    return {
        Frequency.MONTHLY: _("前月"),
        Frequency.YEARLY: _("前年度"),
        Frequency.CALENDAR_YEAR: _("前年"),
    }.get(frequency, _("前期"))


def _course(facts: Facts, value: Decimal, before: Decimal) -> Course:
    if abs(value - before) <= facts.margin:
        return Course.SAME
    if facts.direction is Direction.KEEP_WITHIN and facts.lower is not None and facts.upper is not None:
        outside, outside_before = (max(facts.lower - v, v - facts.upper, Decimal(0)) for v in (value, before))
        if outside != outside_before:
            return Course.BETTER if outside < outside_before else Course.WORSE
    if not facts.direction.sign:
        return Course.UP if value > before else Course.DOWN
    return Course.BETTER if (value - before) * facts.direction.sign > 0 else Course.WORSE
