"""How an indicator is judged: rule version 1. Pure functions on Decimals: no ORM, no clock.

`evaluate(facts, at)` answers for one day. A is the value, B the baseline, T the targets, E the expected value on the
straight path through them, P the attainment, S the pace. /method/ explains the rules to readers.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Any

from plans.era import Quarter

from .bounds import bound_at, judge_bound
from .facts import CONTEXT, Facts, Point, meets
from .periods import Period
from .staleness import is_stale
from .terms import GROUP_OF, Direction, Frequency, Group, Series, Verdict
from .trajectory import Progress, achievement, change, expected_at, progress_on, year_progress
from .value import Reading, ValueProblem, read

RULE_VERSION = 1

NEARLY_FROM = Decimal("0.90")  # of the way
NEARLY_WITHIN = Decimal("0.10")  # of the target, where the way is unknown
REVERSED_BELOW = Decimal("-0.05")
PACE_BANDS = (
    (Decimal("1.05"), Verdict.AHEAD),
    (Decimal("0.95"), Verdict.ON_TRACK),
    (Decimal("0.60"), Verdict.SLIGHTLY_BEHIND),
)
GAP_BANDS = (
    (Decimal("0.05"), Verdict.AHEAD),
    (Decimal("-0.05"), Verdict.ON_TRACK),
    (Decimal("-0.20"), Verdict.SLIGHTLY_BEHIND),
)


class Reason(StrEnum):
    """Why a verdict cannot be given, where the verdict itself does not say it."""

    MONITORED = "monitored"
    REFERENCE = "reference"
    NO_TARGET = "no-target"
    GAP = "gap"
    ZERO_DENOMINATOR = "zero-denominator"
    FIRST_PERIOD = "first-period"  # of a year, with no earlier full year to compare with
    FIRST_VALUE = "first-value"  # it is the baseline itself
    NEAR_START = "near-start"  # the path has hardly begun


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """The verdict with all its inputs. Ratios: 1 = 100 %. None: the rules give no such number here."""

    at: date
    verdict: Verdict
    group: Group
    reason: Reason | None = None
    stale: bool = False
    reading: Reading | None = None
    baseline: Point | None = None
    baseline_is_provisional: bool = False
    target: Point | None = None  # the last one in force
    is_final: bool = False  # the value stands at the last target's period
    expected: Decimal | None = None
    expected_index: int | None = None  # where on the time axis it is expected
    attainment: Decimal | None = None
    achievement: Decimal | None = None
    change: Decimal | None = None  # see `trajectory.change`
    pace: Decimal | None = None
    gap: Decimal | None = None
    year_progress: Decimal | None = None  # 年度進捗率
    keep: Direction | None = None  # the bound's direction, where a bound is judged
    bound: Decimal | None = None
    kept: tuple[int, int] | None = None  # periods kept, periods due

    @property
    def value(self) -> Decimal | None:
        return self.reading.value if self.reading else None

    @property
    def goalpost(self) -> Decimal | None:
        """What the value is held against: the bound to keep, else the last target."""
        if self.keep:
            return self.bound
        return self.target.value if self.target else None

    @property
    def as_of(self) -> date | None:
        return self.reading.as_of if self.reading else None

    @property
    def annualized(self) -> Decimal | None:
        return self.reading.annualized if self.reading else None


def evaluate(facts: Facts, at: date) -> Evaluation:
    """The verdict on the day `at`. Never raises for finite numbers and known terms."""
    with localcontext(CONTEXT):
        return _evaluate(facts, at)


def expected_for(facts: Facts, period: Period, at: date) -> Decimal | None:
    """E of a period that is yet to be reported: what its value will be held against, by what is known on the day `at`.

    Of a yearly sum what the whole year should bring. Of a target that the baseline meets already, the bound to keep.
    None where the rules expect nothing: no target, not rated, before the start or after the last target, the first
    value of a level without a baseline, or a bound that the indicator's own direction names (it is the target).
    """
    targets = facts.targets_in_force(at)
    if not targets or _not_rated(facts, targets) or facts.direction.keeps:
        return None
    with localcontext(CONTEXT):
        return _expected(facts, targets, period, at)


def _expected(facts: Facts, targets: tuple[Point, ...], period: Period, at: date) -> Decimal | None:
    last = targets[-1]
    index = period.year_end if facts.series.is_yearly_sum else period.index
    if index > last.period.index:
        return None
    baseline, _provisional = _baseline(facts, max(at, period.last_day), last, period)
    if baseline is None and not facts.series.is_yearly_sum:
        return None
    if baseline is not None and index <= baseline.period.index:
        return None
    if _keep(facts, baseline, last):
        return bound_at(facts, targets, index)
    return expected_at(targets, baseline, index)


def _evaluate(facts: Facts, at: date) -> Evaluation:
    targets = facts.targets_in_force(at)
    last = targets[-1] if targets else None
    reason = _not_rated(facts, targets)
    reading = read(facts, at, None if reason or last is None else last.period.index)
    common: dict[str, Any] = {
        "at": at,
        "stale": is_stale(facts, at),
        "reading": reading,
        "target": last,
        "baseline": facts.baseline,
        "baseline_is_provisional": facts.baseline_is_provisional,
    }
    if reason:
        return _result(Verdict.NOT_RATED, reason=reason, **common)
    if reading is None:
        return _result(Verdict.NO_DATA, **common)
    if reading.value is None:
        problem = Reason.ZERO_DENOMINATOR if reading.problem is ValueProblem.ZERO_DENOMINATOR else Reason.GAP
        return _result(Verdict.NOT_EVALUABLE, reason=problem, **common)
    baseline, provisional = _baseline(facts, at, last)
    common |= {"baseline": baseline, "baseline_is_provisional": provisional}
    keep = _keep(facts, baseline, last)
    if keep is not None:
        return _evaluate_bound(facts, at, targets, reading, keep, common)
    assert last is not None  # noqa: S101 without a numeric target it is not rated
    return _evaluate_way(facts, targets, reading, common, is_ended=_has_ended(facts, at))


def _result(verdict: Verdict, *, is_ended: bool = False, **values: Any) -> Evaluation:
    group = Group.MISSED if verdict is Verdict.NOT_ACHIEVED and is_ended else GROUP_OF[verdict]
    return Evaluation(verdict=verdict, group=group, **values)


def _has_ended(facts: Facts, at: date) -> bool:
    return facts.plan_end is not None and at > facts.plan_end


def _not_rated(facts: Facts, targets: tuple[Point, ...]) -> Reason | None:
    if facts.is_reference:
        return Reason.REFERENCE
    if facts.direction is Direction.MONITOR:
        return Reason.MONITORED
    if facts.direction is Direction.KEEP_WITHIN:
        # The range itself is the target; it is given up only by withdrawing what was set.
        is_withdrawn = bool(facts.targets) and not targets
        return Reason.NO_TARGET if is_withdrawn or facts.lower is None or facts.upper is None else None
    return None if targets else Reason.NO_TARGET


def _baseline(
    facts: Facts, at: date, last: Point | None, ahead: Period | None = None
) -> tuple[Point | None, bool]:
    """Rule 3: the baseline given, or what stands for it; and whether it is only provisional (仮の基準).

    `ahead`: a period that is yet to be reported, where that may be the first one.
    """
    if facts.baseline is not None:
        return facts.baseline, facts.baseline_is_provisional
    if facts.direction.keeps:
        return None, False  # a bound is kept or not, wherever one came from
    first_rows = facts.known(at, last.period.index if last else None)
    if facts.series is Series.CUMULATIVE:
        start = _start_index(facts, first_rows[0].period if first_rows else ahead)
        return Point(Period.of_index(start, Frequency.QUARTERLY), Decimal(0)), False
    if facts.series is Series.LEVEL:
        for row in first_rows:
            value = facts.value_of((row,))
            if value is not None:
                return Point(row.period, value), True
    return None, False


def _start_index(facts: Facts, first: Period | None) -> int:
    """Where a running total is 0: the end of the quarter before the plan begins.

    A plan without a first day: the end of the fiscal year before the first report.
    """
    if facts.plan_start is not None:
        return Quarter.of(facts.plan_start).index - 1
    assert first is not None  # noqa: S101 judged is what has a value, expected what has a period
    return first.year_end - 4


def _keep(facts: Facts, baseline: Point | None, last: Point | None) -> Direction | None:
    """The direction of a bound to keep: the indicator's own, or of a target that the baseline already meets."""
    if facts.direction.keeps:
        return facts.direction
    if baseline is None or last is None or not meets(baseline.value, last.value, facts.direction.sign):
        return None
    return Direction.KEEP_AT_LEAST if facts.direction is Direction.INCREASE else Direction.KEEP_AT_MOST


def _evaluate_bound(
    facts: Facts,
    at: date,
    targets: tuple[Point, ...],
    reading: Reading,
    keep: Direction,
    common: dict[str, Any],
) -> Evaluation:
    # A first value that meets the target already: nothing is known, and nothing was due, before it.
    since = common["baseline"].period.index if common["baseline_is_provisional"] else None
    judged = judge_bound(facts, at, targets, reading, keep, since)
    is_lone = reading.is_lone_start
    return _result(
        Verdict.TOO_EARLY if is_lone else judged.verdict,
        reason=Reason.FIRST_PERIOD if is_lone else None,
        is_ended=_has_ended(facts, at),
        keep=keep,
        bound=judged.bound,
        kept=judged.kept,
        is_final=judged.is_final,
        expected=judged.bound,
        expected_index=reading.path_index,
        achievement=achievement(facts, reading, targets[-1] if targets else None),
        **common,
    )


def _evaluate_way(
    facts: Facts,
    targets: tuple[Point, ...],
    reading: Reading,
    common: dict[str, Any],
    *,
    is_ended: bool,
) -> Evaluation:
    last, baseline = targets[-1], common["baseline"]
    only_first = common["baseline_is_provisional"] and reading.period.index == baseline.period.index
    progress = progress_on(facts, targets, baseline, reading, only_first=only_first)
    is_final = not reading.in_progress and reading.path_index == last.period.index
    verdict, reason = _verdict(facts, last, reading, progress, is_final=is_final, only_first=only_first)
    return _result(
        verdict,
        is_ended=is_ended,
        reason=reason,
        is_final=is_final,
        expected=progress.expected,
        expected_index=progress.index,
        attainment=progress.attainment,
        achievement=achievement(facts, reading, last),
        change=change(facts, baseline, reading, progress.attainment),
        pace=progress.pace,
        gap=progress.gap,
        year_progress=year_progress(reading, progress.expected),
        **common,
    )


def _verdict(
    facts: Facts, last: Point, reading: Reading, progress: Progress, *, is_final: bool, only_first: bool
) -> tuple[Verdict, Reason | None]:
    """Rule 6, rows from ACHIEVED down: the first that matches."""
    assert reading.value is not None  # noqa: S101 without a value it is not evaluable
    if _achieved(facts, last, reading, progress, is_final=is_final):
        return Verdict.ACHIEVED, None
    if is_final:
        return (
            Verdict.NEARLY if _nearly(reading.value, last.value, progress) else Verdict.NOT_ACHIEVED
        ), None
    reason = _too_early(reading, progress, only_first=only_first)
    if reason:
        return Verdict.TOO_EARLY, reason
    if progress.pace is not None:
        fell_back = progress.attainment is not None and progress.attainment < REVERSED_BELOW
        if fell_back and not reading.in_progress:
            return Verdict.REVERSED, None
        return _band(progress.pace, PACE_BANDS), None
    assert progress.gap is not None  # noqa: S101 one of the two judges
    return _band(progress.gap, GAP_BANDS), None


def _achieved(facts: Facts, last: Point, reading: Reading, progress: Progress, *, is_final: bool) -> bool:
    """A (not A*) meets the last target; before its period also no worse than expected.

    A year's sum so far is a lower bound of an increasing one only: a decreasing sum and a ratio need the full year.
    """
    assert reading.value is not None  # noqa: S101
    sign = facts.direction.sign
    if not meets(reading.value, last.value, sign):
        return False
    if is_final:
        return True
    if reading.in_progress and (sign < 0 or reading.is_ratio):
        return False
    return meets(reading.value, progress.expected, sign)


def _nearly(value: Decimal, target: Decimal, progress: Progress) -> bool:
    if progress.attainment is not None:
        return progress.attainment >= NEARLY_FROM
    return abs(value - target) <= NEARLY_WITHIN * abs(target)


def _too_early(reading: Reading, progress: Progress, *, only_first: bool) -> Reason | None:
    if reading.is_lone_start:
        return Reason.FIRST_PERIOD
    if only_first:
        return Reason.FIRST_VALUE
    if progress.near_start and progress.attainment is not None and progress.attainment >= REVERSED_BELOW:
        return Reason.NEAR_START
    return None


def _band(number: Decimal, bands: tuple[tuple[Decimal, Verdict], ...]) -> Verdict:
    return next((verdict for threshold, verdict in bands if number >= threshold), Verdict.BEHIND)
