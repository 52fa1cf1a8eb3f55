"""How an indicator is judged: rule version 1. Pure functions on Decimals: no ORM, no clock.

`evaluate(facts, at)` answers for one day. A is the value, B the baseline, T the targets, E the expected value on the
straight path through them, P the attainment, S the pace. /method/ explains the rules to readers.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from enum import StrEnum
from itertools import pairwise
from typing import Any

from plans.era import Quarter

from .facts import CONTEXT, Facts, Observation, Point, meets, quotient
from .keeping import judge_bound
from .periods import Period, periods_between
from .reading import Problem, Reading, read
from .terms import GROUP_OF, Direction, Group, Series, Verdict

RULE_VERSION = 1

NEARLY_FROM = Decimal("0.90")
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
SMALL_STEP = Decimal("0.10")  # of the whole way: an expected change too small to divide by
GRACE = timedelta(days=14)  # after the due date, before a value counts as late


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
    change: Decimal | None = None  # see `_change`
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


@dataclass(frozen=True)
class _Standing:
    """The numbers of rules 4 and 5 for a value on its way to a target."""

    expected: Decimal
    index: int
    attainment: Decimal | None
    pace: Decimal | None
    gap: Decimal | None
    near_start: bool


def evaluate(facts: Facts, at: date) -> Evaluation:
    """The verdict on the day `at`. Never raises for finite numbers and known terms."""
    with localcontext(CONTEXT):
        return _evaluate(facts, at)


def _evaluate(facts: Facts, at: date) -> Evaluation:
    targets = facts.targets_in_force(at)
    last = targets[-1] if targets else None
    reason = _not_rated(facts, targets, at)
    reading = read(facts, at, None if reason or last is None else last.period.index)
    common: dict[str, Any] = {"at": at, "stale": is_stale(facts, at), "reading": reading, "target": last}
    if reason:
        return _result(Verdict.NOT_RATED, reason=reason, **common)
    if reading is None:
        return _result(Verdict.NO_DATA, **common)
    if reading.value is None:
        problem = Reason.ZERO_DENOMINATOR if reading.problem is Problem.ZERO_DENOMINATOR else Reason.GAP
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


def _not_rated(facts: Facts, targets: tuple[Point, ...], at: date) -> Reason | None:
    if facts.is_reference:
        return Reason.REFERENCE
    if facts.direction is Direction.MONITOR:
        return Reason.MONITORED
    if facts.direction is Direction.KEEP_WITHIN:
        # The range itself is the target; it is given up only by withdrawing what was set.
        is_withdrawn = bool(facts.targets) and not targets
        return Reason.NO_TARGET if is_withdrawn or facts.lower is None or facts.upper is None else None
    return None if targets else Reason.NO_TARGET


def _baseline(facts: Facts, at: date, last: Point | None) -> tuple[Point | None, bool]:
    """Rule 3: the baseline given, or what stands for it; and whether it is only provisional (仮の基準)."""
    if facts.baseline is not None:
        return facts.baseline, facts.baseline_is_provisional
    if facts.direction.keeps:
        return None, False  # a bound is kept or not, wherever one came from
    first_rows = facts.known(at, last.period.index if last else None)
    if facts.series is Series.CUMULATIVE:
        start = _start_index(facts, first_rows)
        return Point(_period_at(start), Decimal(0)), False
    if facts.series is Series.LEVEL:
        for row in first_rows:
            value = facts.value_of((row,))
            if value is not None:
                return Point(row.period, value), True
    return None, False


def _start_index(facts: Facts, rows: tuple[Observation, ...]) -> int:
    """Where a running total is 0: the end of the quarter before the plan begins.

    A plan without a first day: the end of the fiscal year before the first report.
    """
    if facts.plan_start is not None:
        return Quarter.of(facts.plan_start).index - 1
    return rows[0].period.year_end - 4


def _period_at(index: int) -> Period:
    quarter = Quarter.from_index(index)
    return Period(quarter.year, quarter.number)


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
    judged = judge_bound(facts, at, targets, reading, keep)
    return _result(
        judged.verdict,
        is_ended=_has_ended(facts, at),
        keep=keep,
        bound=judged.bound,
        kept=judged.kept,
        is_final=judged.is_final,
        expected=judged.bound,
        expected_index=reading.path_index,
        achievement=_achievement(facts, reading, targets[-1] if targets else None),
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
    only_first = common["baseline_is_provisional"] and reading.period == baseline.period
    standing = _stand(facts, targets, baseline, reading, only_first=only_first)
    is_final = not reading.in_progress and reading.path_index == last.period.index
    verdict, reason = _verdict(facts, last, reading, standing, is_final=is_final, only_first=only_first)
    return _result(
        verdict,
        is_ended=is_ended,
        reason=reason,
        is_final=is_final,
        expected=standing.expected,
        expected_index=standing.index,
        attainment=standing.attainment,
        achievement=_achievement(facts, reading, last),
        change=_change(facts, baseline, reading, standing.attainment),
        pace=standing.pace,
        gap=standing.gap,
        year_progress=_year_progress(reading, standing.expected),
        **common,
    )


def _stand(
    facts: Facts, targets: tuple[Point, ...], baseline: Point | None, reading: Reading, *, only_first: bool
) -> _Standing:
    """Rules 4 and 5. `judged` is A*, the year at this pace, while a year is in progress."""
    sign, last, index = facts.direction.sign, targets[-1].value, reading.path_index
    judged = reading.judged
    expected = expected_at(targets, baseline, index)
    if baseline is None:
        pace = _pace_without_baseline(judged, expected, sign)
        gap = None if pace is not None else _gap(judged, expected, abs(last) or abs(expected), sign)
        return _Standing(expected, index, None, pace, gap, near_start=False)
    whole, step = last - baseline.value, expected - baseline.value
    attainment = None if only_first else quotient(judged - baseline.value, whole)
    small = abs(step) < SMALL_STEP * abs(whole)
    first_end = next((p.period.index for p in targets if p.period.index > baseline.period.index), index)
    in_first_segment = index <= first_end
    pace = gap = None
    if not step or step * whole < 0 or (small and not in_first_segment):
        gap = _gap(judged, expected, abs(whole), sign)
    else:
        pace = quotient(judged - baseline.value, step)
    return _Standing(expected, index, attainment, pace, gap, near_start=small and in_first_segment)


def expected_at(targets: tuple[Point, ...], baseline: Point | None, index: int) -> Decimal:
    """E on the straight lines from the baseline through the targets, linear in quarters.

    Before the baseline its value, after the last target that target's. Without a baseline: between targets linear,
    before the first one the first target.
    """
    path = [(point.period.index, point.value) for point in targets]
    if baseline is not None:
        start = baseline.period.index
        path = [(start, baseline.value), *(point for point in path if point[0] > start)]
        if len(path) == 1:
            return targets[-1].value
    if index <= path[0][0]:
        return path[0][1]
    for (i0, v0), (i1, v1) in pairwise(path):
        if index <= i1:
            return v0 + (v1 - v0) * (index - i0) / (i1 - i0)
    return path[-1][1]


def _pace_without_baseline(judged: Decimal, reference: Decimal, sign: int) -> Decimal | None:
    """A / R for increase, R / A for decrease; None where a ratio of these numbers would mean nothing."""
    part, whole = (judged, reference) if sign > 0 else (reference, judged)
    return quotient(part, whole) if whole > 0 and (sign > 0 or part >= 0) else None


def _gap(judged: Decimal, expected: Decimal, whole: Decimal, sign: int) -> Decimal:
    """(A − E) / |whole|, + meaning better. With nothing to divide by, only better (1), equal (0) or worse (−1)."""
    difference = (judged - expected) * sign
    if whole:
        return quotient(difference, whole)
    return Decimal((difference > 0) - (difference < 0))


def _verdict(
    facts: Facts, last: Point, reading: Reading, standing: _Standing, *, is_final: bool, only_first: bool
) -> tuple[Verdict, Reason | None]:
    """Rule 6, rows from ACHIEVED down: the first that matches."""
    assert reading.value is not None  # noqa: S101 without a value it is not evaluable
    if _achieved(facts, last, reading, standing, is_final=is_final):
        return Verdict.ACHIEVED, None
    if is_final:
        return (
            Verdict.NEARLY if _nearly(reading.value, last.value, standing) else Verdict.NOT_ACHIEVED
        ), None
    reason = _too_early(reading, standing, only_first=only_first)
    if reason:
        return Verdict.TOO_EARLY, reason
    if standing.pace is not None:
        fell_back = standing.attainment is not None and standing.attainment < REVERSED_BELOW
        if fell_back and not reading.in_progress:
            return Verdict.REVERSED, None
        return _band(standing.pace, PACE_BANDS), None
    assert standing.gap is not None  # noqa: S101 one of the two judges
    return _band(standing.gap, GAP_BANDS), None


def _achieved(facts: Facts, last: Point, reading: Reading, standing: _Standing, *, is_final: bool) -> bool:
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
    return meets(reading.value, standing.expected, sign)


def _nearly(value: Decimal, target: Decimal, standing: _Standing) -> bool:
    if standing.attainment is not None:
        return standing.attainment >= NEARLY_FROM
    return abs(value - target) <= SMALL_STEP * abs(target)


def _too_early(reading: Reading, standing: _Standing, *, only_first: bool) -> Reason | None:
    if reading.in_progress and reading.reported == 1 and not reading.has_earlier_year:
        return Reason.FIRST_PERIOD
    if only_first:
        return Reason.FIRST_VALUE
    if standing.near_start and standing.attainment is not None and standing.attainment >= REVERSED_BELOW:
        return Reason.NEAR_START
    return None


def _band(number: Decimal, bands: tuple[tuple[Decimal, Verdict], ...]) -> Verdict:
    return next((verdict for threshold, verdict in bands if number >= threshold), Verdict.BEHIND)


def _achievement(facts: Facts, reading: Reading, last: Point | None) -> Decimal | None:
    """達成率 A / Tn, of an increase towards a positive target."""
    if facts.direction is not Direction.INCREASE or last is None or last.value <= 0:
        return None
    return quotient(reading.judged, last.value)


def _change(
    facts: Facts, baseline: Point | None, reading: Reading, attainment: Decimal | None
) -> Decimal | None:
    """Change from the baseline: towards the target in parts of the way, away from it in parts of the baseline.

    So 1 is the target, 0 the baseline, −0.10 ten percent worse than the baseline.
    """
    if baseline is None or attainment is None:
        return None
    if attainment >= 0:
        return attainment
    if not baseline.value:
        return None
    return quotient((reading.judged - baseline.value) * facts.direction.sign, abs(baseline.value))


def _year_progress(reading: Reading, reference: Decimal) -> Decimal | None:
    if not reading.in_progress or reading.is_ratio or reading.value is None or reference <= 0:
        return None
    return quotient(reading.value, reference)


def is_stale(facts: Facts, at: date) -> bool:
    """更新遅れ: the latest period that was due 14 days ago has neither a value nor an M, nor has any later one."""
    if facts.is_reference:
        return False
    period = latest_overdue(facts, at)
    return period is not None and not any(
        row.answers and row.period.index >= period.index and row.known_on <= at for row in facts.observations
    )


def latest_overdue(facts: Facts, at: date) -> Period | None:
    """The latest period of the plan's term whose due date is at least 14 days past on `at`."""
    last = Quarter.of(at).index
    if facts.plan_end is not None:
        last = min(last, Quarter.of(facts.plan_end).index)
    first = Quarter.of(facts.plan_start).index if facts.plan_start is not None else last - 40
    for period in reversed(periods_between(first, last, facts.frequency)):
        due = facts.due_on.get(period) or period.last_day + timedelta(days=facts.reporting_lag_days)
        if due + GRACE <= at:
            return period
    return None
