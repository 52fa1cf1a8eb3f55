"""How an indicator is judged: rule version 2. Pure functions on Decimals: no ORM, no clock.

`evaluate(facts, at)` answers for one day. A is the value, B the baseline, T the targets, E the expected value on the
straight path through them, P the attainment, S the pace. /method/ explains the rules to readers.
"""

from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from .baseline import baseline_of
from .bounds import bound_at, judge_bound
from .facts import CONTEXT, Facts, Point, meets
from .outcome import Evaluation, Reason
from .periods import Period
from .staleness import overdue_at
from .terms import GROUP_OF, Direction, Frequency, Group, Verdict
from .trajectory import (
    Progress,
    achievement,
    change,
    expected_at,
    lone_progress,
    progress_from_target,
    progress_on,
    turns,
    year_progress,
)
from .value import Reading, ValueProblem, is_certain_sum, read, read_newest

RULE_VERSION = 2

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
    baseline, is_provisional = baseline_of(facts, max(at, period.last_day), last, period)
    if baseline is None and not facts.series.is_yearly_sum:
        return None
    if baseline is not None and index <= baseline.period.index:
        return None
    if is_provisional and baseline is not None and meets(baseline.value, last.value, facts.direction.sign):
        return last.value
    if _keep(facts, targets, baseline, is_provisional=is_provisional):
        return bound_at(facts, targets, index)
    return expected_at(targets, baseline, index)


def _evaluate(facts: Facts, at: date) -> Evaluation:
    targets = facts.targets_in_force(at)
    last = targets[-1] if targets else None
    reason = _not_rated(facts, targets)
    reading = read(facts, at, None if reason or last is None else last.period.index)
    baseline, is_provisional = facts.baseline, facts.baseline_is_provisional
    if not reason and reading is not None:
        baseline, is_provisional = baseline_of(facts, at, last)
    common: dict[str, Any] = {
        "at": at,
        "overdue": None if reason else overdue_at(facts, at),
        "reading": reading,
        "newest": read_newest(facts, at),
        "target": last,
        "baseline": baseline,
        "baseline_is_provisional": is_provisional,
    }
    if reason:
        return _result(Verdict.NOT_RATED, reason=reason, **common)
    if reading is None:
        return _result(Verdict.NO_DATA, **common)
    keep = _keep(facts, targets, baseline, is_provisional=is_provisional)
    if reading.problem is not None and not _is_certain(facts, reading, last):
        return _result(Verdict.NOT_EVALUABLE, reason=Reason(reading.problem.value), keep=keep, **common)
    if keep is not None:
        return _evaluate_bound(facts, at, targets, reading, keep, common)
    assert last is not None  # noqa: S101 without a numeric target it is not rated
    return _evaluate_way(facts, at, targets, reading, common)


def _is_certain(facts: Facts, reading: Reading, last: Point | None) -> bool:
    """Whether a year that is not whole is judged all the same: its sum has reached the target."""
    return (
        reading.problem is ValueProblem.GAP
        and last is not None
        and is_certain_sum(facts, reading, last.value)
    )


def _result(verdict: Verdict, *, facts: Facts | None = None, **values: Any) -> Evaluation:
    """`facts`: of an indicator that is judged; what is too early stays so only until the deadline."""
    at, last = values["at"], values["target"]
    if verdict is Verdict.TOO_EARLY and last is not None and at > last.period.last_day:
        verdict, values["reason"] = Verdict.NOT_EVALUABLE, Reason.DEADLINE_PASSED
    has_ended = facts is not None and facts.plan_end is not None and at > facts.plan_end
    group = Group.MISSED if verdict is Verdict.NOT_ACHIEVED and has_ended else GROUP_OF[verdict]
    return Evaluation(verdict=verdict, group=group, **values)


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


def _keep(
    facts: Facts, targets: tuple[Point, ...], baseline: Point | None, *, is_provisional: bool
) -> Direction | None:
    """The direction of a bound to keep: the indicator's own, or of a target that the stated baseline already meets."""
    if facts.direction.keeps:
        return facts.direction
    if baseline is None or is_provisional or not targets or turns(targets, baseline):
        return None
    if not meets(baseline.value, targets[-1].value, facts.direction.sign):
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
    is_lone = reading.is_lone_start
    return _result(
        Verdict.TOO_EARLY if is_lone else judged.verdict,
        facts=facts,
        reason=Reason.FIRST_PERIOD if is_lone else None,
        keep=keep,
        bound=judged.bound,
        kept=judged.kept,
        is_final=judged.is_final,
        expected=judged.bound,
        expected_index=reading.path_index,
        achievement=achievement(facts, reading, targets[-1] if targets else None),
        was_met_at_start=not facts.direction.keeps,
        **common,
    )


def _evaluate_way(
    facts: Facts, at: date, targets: tuple[Point, ...], reading: Reading, common: dict[str, Any]
) -> Evaluation:
    last, baseline = targets[-1], common["baseline"]
    sign = facts.direction.sign
    is_first = common["baseline_is_provisional"] and reading.period.index == baseline.period.index
    was_met = common["baseline_is_provisional"] and meets(baseline.value, last.value, sign)
    if was_met:
        progress = progress_from_target(facts, targets, reading)
    elif is_first:
        progress = lone_progress(targets, baseline, reading)
    else:
        progress = progress_on(facts, targets, baseline, reading)
    is_final = not reading.in_progress and _is_last_value(facts, at, reading, last)
    is_unchanged = baseline is not None and abs(reading.judged - baseline.value) <= facts.margin
    verdict, reason = _verdict(
        facts, last, reading, progress, is_final=is_final, is_first=is_first, is_unchanged=is_unchanged
    )
    way = progress.attainment
    is_worse = way is not None and way < REVERSED_BELOW and not is_unchanged and not reading.in_progress
    return _result(
        verdict,
        facts=facts,
        reason=reason,
        is_final=is_final,
        expected=progress.expected,
        expected_index=progress.index,
        attainment=way,
        achievement=achievement(facts, reading, last),
        change=change(facts, baseline, reading, way),
        pace=progress.pace,
        gap=progress.gap,
        year_progress=year_progress(facts, reading, progress.expected),
        turns=turns(targets, baseline),
        is_unchanged=is_unchanged and bool(facts.margin),
        is_worse_than_baseline=is_worse,
        was_met_at_start=was_met,
        reached_later=None if verdict is Verdict.ACHIEVED else _reached_later(facts, at, last),
        **common,
    )


def _is_last_value(facts: Facts, at: date, reading: Reading, last: Point) -> bool:
    """Whether the value stands at the target's period; of a survey, or of calendar years, whether none is to come before."""
    if reading.path_index == last.period.index:
        return True
    has_years_between = facts.frequency.is_survey or facts.frequency is Frequency.CALENDAR_YEAR
    if not has_years_between or at <= last.period.last_day:
        return False
    return not facts.due_periods(reading.path_index + 1, last.period.index)


def _reached_later(facts: Facts, at: date, last: Point) -> Point | None:
    """The first value after the deadline that meets what was to be reached by it."""
    newest = read_newest(facts, at)
    if newest is None or newest.path_index <= last.period.index:
        return None
    later = (row.period for row in facts.known(at) if row.period.index > last.period.index)
    for period in later:
        found = read(facts, at, period.index)
        if found is None or found.value is None or found.problem is not None or found.in_progress:
            continue
        if found.period == period and meets(found.value, last.value, facts.direction.sign):
            return Point(period, found.value)
    return None


def _verdict(
    facts: Facts,
    last: Point,
    reading: Reading,
    progress: Progress,
    *,
    is_final: bool,
    is_first: bool,
    is_unchanged: bool,
) -> tuple[Verdict, Reason | None]:
    """Rule 6, rows from ACHIEVED down: the first that matches."""
    assert reading.value is not None  # noqa: S101 without a value it is not evaluable
    if _achieved(facts, last, reading, progress, is_final=is_final):
        return Verdict.ACHIEVED, None
    if is_final:
        is_near = _nearly(facts, reading.value, last.value, progress)
        return (Verdict.NEARLY if is_near else Verdict.NOT_ACHIEVED), None
    if reading.missing:
        return Verdict.NOT_EVALUABLE, Reason.GAP
    has_fallen_back = (
        progress.attainment is not None and progress.attainment < REVERSED_BELOW and not is_unchanged
    )
    reason = _too_early(reading, progress, is_first=is_first, has_fallen_back=has_fallen_back)
    if reason:
        return Verdict.TOO_EARLY, reason
    if progress.pace is not None:
        if has_fallen_back and not reading.in_progress:
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


def _nearly(facts: Facts, value: Decimal, target: Decimal, progress: Progress) -> bool:
    if abs(value - target) <= facts.margin:
        return True
    if progress.attainment is not None:
        return progress.attainment >= NEARLY_FROM
    return abs(value - target) <= NEARLY_WITHIN * abs(target)


def _too_early(
    reading: Reading, progress: Progress, *, is_first: bool, has_fallen_back: bool
) -> Reason | None:
    if reading.is_lone_start:
        return Reason.FIRST_PERIOD
    if is_first and progress.gap is None:
        return Reason.FIRST_VALUE
    return Reason.NEAR_START if progress.near_start and not has_fallen_back else None


def _band(number: Decimal, bands: tuple[tuple[Decimal, Verdict], ...]) -> Verdict:
    return next((verdict for threshold, verdict in bands if number >= threshold), Verdict.BEHIND)
