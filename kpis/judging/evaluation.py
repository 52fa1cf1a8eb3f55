"""How an indicator is judged: rule version 2. Pure functions on Decimals: no ORM, no clock.

`evaluate(facts, at)` answers for one day. A is the value, B the baseline, T the targets, E the expected value on the
straight path through them, P the attainment, S the pace. /method/ explains the rules to readers.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from .arithmetic import CONTEXT, quotient
from .baseline import baseline_of
from .bounds import bound_at, judge_bound
from .facts import Facts
from .known import Point
from .milestones import evaluate_milestone, steps_planned
from .outcome import Evaluation, Reason
from .periods import Period
from .staleness import overdue_at
from .terms import GROUP_OF, Direction, Group, Kind, Verdict
from .trajectory import (
    achievement,
    change,
    expected_at,
    is_no_straight_way,
    lone_progress,
    progress_from_target,
    progress_on,
    year_progress,
)
from .value import Reading, ValueProblem, is_certain_sum, is_last_value, read, read_newest
from .verdict_table import REVERSED_BELOW, judged_by_table
from .words_trend import evaluate_words

RULE_VERSION = 2


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
    if not targets or _not_rated(facts, targets, at) or facts.direction.keeps:
        return None
    if facts.kind is Kind.MILESTONE:
        return Decimal(steps_planned(facts, period.index))
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
    if is_provisional and baseline is not None and facts.meets(baseline.value, last.value):
        return last.value
    if _keep(facts, targets, baseline, is_provisional=is_provisional):
        return bound_at(facts, targets, index)
    return expected_at(targets, baseline, index, facts.path)


def _evaluate(facts: Facts, at: date) -> Evaluation:
    targets = facts.targets_in_force(at)
    last = targets[-1] if targets else None
    reason = _not_rated(facts, targets, at)
    if reason is None and facts.kind in (Kind.MILESTONE, Kind.WORDS):
        judge = evaluate_milestone if facts.kind is Kind.MILESTONE else evaluate_words
        return judge(facts, at, overdue=overdue_at(facts, at))
    reading = read(facts, at, None if reason or last is None else last.period.index)
    baseline, is_provisional = facts.baseline, facts.baseline_is_provisional
    if baseline is not None and is_provisional and facts.is_before_break(baseline.period, at):
        baseline, is_provisional = None, False
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
        "is_of_words": facts.kind is Kind.WORDS,
    }
    if reason:
        return _result(Verdict.NOT_RATED, reason=reason, **common)
    if reading is None:
        return _result(Verdict.NO_DATA, **common)
    keep = _keep(facts, targets, baseline, is_provisional=is_provisional)
    if reading.problem is not None and not _is_certain(facts, targets, reading, keep):
        return _result(Verdict.NOT_EVALUABLE, reason=Reason(reading.problem.value), keep=keep, **common)
    if _is_unclear_part(facts, targets, reading, keep):
        return _result(Verdict.NOT_EVALUABLE, reason=Reason.PART_OF_YEAR, keep=keep, **common)
    if keep is None and _is_before_start(reading, baseline, last):
        return _result(Verdict.TOO_EARLY, facts=facts, reason=Reason.BEFORE_START, **common)
    if keep is not None:
        return _evaluate_bound(facts, at, targets, reading, keep, common)
    assert last is not None  # noqa: S101 without a numeric target it is not rated
    return _evaluate_way(facts, at, targets, reading, common)


def _is_certain(facts: Facts, targets: tuple[Point, ...], reading: Reading, keep: Direction | None) -> bool:
    """Whether a year that is not whole is judged all the same: its sum has reached what that year asks for."""
    if reading.problem is not ValueProblem.GAP or not targets:
        return False
    bound = bound_at(facts, targets, reading.path_index) if keep else targets[-1].value
    return bound is not None and is_certain_sum(facts, reading, bound)


def _is_before_start(reading: Reading, baseline: Point | None, last: Point | None) -> bool:
    """Whether the value is from before the path's beginning: better or worse than what came later says nothing."""
    if baseline is None or last is None or baseline.period.index >= last.period.index:
        return False
    return reading.path_index < baseline.period.index


def _is_unclear_part(
    facts: Facts, targets: tuple[Point, ...], reading: Reading, keep: Direction | None
) -> bool:
    """Whether the last target is a year's, and all that was asked of that year is a part of it that leaves it open.

    A sum only grows: a part that has reached what is to be reached, or has exceeded what is not to be exceeded, tells.
    """
    if not targets or not reading.is_part_of_year or reading.in_progress or reading.value is None:
        return False
    if reading.path_index != targets[-1].period.index:
        return False
    if keep is Direction.KEEP_WITHIN:
        return facts.upper is not None and reading.value <= facts.upper
    wants_more = (keep or facts.direction) in (Direction.INCREASE, Direction.KEEP_AT_LEAST)
    target = targets[-1].value
    if wants_more:
        return not facts.meets(reading.value, target)
    return reading.value < target if facts.strict else reading.value <= target


def _result(verdict: Verdict, *, facts: Facts | None = None, **values: Any) -> Evaluation:
    """`facts`: of an indicator that is judged; what is too early stays so only until the deadline."""
    at, last, reading = values["at"], values["target"], values["reading"]
    if verdict is Verdict.NEARLY and reading.is_part_of_year:  # by how much it would have been missed is open
        verdict, values["reason"] = Verdict.NOT_EVALUABLE, Reason.PART_OF_YEAR
    if verdict is Verdict.TOO_EARLY and last is not None and at > last.period.last_day:
        verdict, values["reason"] = Verdict.NOT_EVALUABLE, Reason.DEADLINE_PASSED
    has_ended = facts is not None and facts.plan_end is not None and at > facts.plan_end
    group = Group.MISSED if verdict is Verdict.NOT_ACHIEVED and has_ended else GROUP_OF[verdict]
    return Evaluation(verdict=verdict, group=group, **values)


def _not_rated(facts: Facts, targets: tuple[Point, ...], at: date) -> Reason | None:
    if facts.is_reference:
        return Reason.REFERENCE
    if facts.is_over(at):
        return Reason.ENDED
    if facts.direction is Direction.MONITOR:
        return Reason.MONITORED
    if facts.direction is Direction.KEEP_WITHIN:
        # The range itself is the target; it is given up only by withdrawing what was set.
        is_withdrawn = bool(facts.targets) and not targets
        return Reason.NO_TARGET if is_withdrawn or facts.lower is None or facts.upper is None else None
    if facts.kind is Kind.WORDS:
        return None
    return None if targets else Reason.NO_TARGET


def _keep(
    facts: Facts, targets: tuple[Point, ...], baseline: Point | None, *, is_provisional: bool
) -> Direction | None:
    """The direction of a bound to keep: the indicator's own, or of a target that the stated baseline already meets."""
    if facts.direction.keeps:
        return facts.direction
    if baseline is None or is_provisional or not targets or is_no_straight_way(facts, targets, baseline):
        return None
    if not facts.meets(baseline.value, targets[-1].value):
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
    verdict, reason = judged.verdict, None
    if targets and not judged.is_final and facts.has_no_end(targets[-1].period, at):
        verdict, reason = Verdict.NOT_EVALUABLE, Reason.NO_END
    elif reading.is_lone_start:
        verdict, reason = Verdict.TOO_EARLY, Reason.FIRST_PERIOD
    return _result(
        verdict,
        facts=facts,
        reason=reason,
        keep=keep,
        bound=judged.bound,
        is_rank=facts.is_rank,
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
    was_met = common["baseline_is_provisional"] and facts.meets(baseline.value, last.value)
    if was_met:
        progress = progress_from_target(facts, targets, reading)
    elif is_first:
        progress = lone_progress(facts, targets, baseline, reading)
    else:
        progress = progress_on(facts, targets, baseline, reading)
    is_final = not reading.in_progress and is_last_value(facts, at, reading, last)
    is_known = baseline is not None and not is_first
    is_unchanged = is_known and abs(reading.judged - baseline.value) <= facts.margin
    verdict, reason = judged_by_table(
        facts, last, reading, progress, is_final=is_final, is_first=is_first, is_unchanged=is_unchanged
    )
    if reading.is_part_of_year and reading.annualized is None and sign < 0:
        # What a part of a year has used up says nothing of how far a whole one would have come.
        progress = replace(progress, attainment=None, pace=None)
    way = progress.attainment
    is_told = is_final or way is not None  # on a path that turns only the end tells
    is_worse = is_told and not is_unchanged and _is_worse(baseline, last, reading, sign)
    if is_worse and verdict is Verdict.NEARLY:
        verdict = Verdict.NOT_ACHIEVED
    if not is_final and verdict is not Verdict.ACHIEVED and facts.has_no_end(last.period, at):
        verdict, reason = Verdict.NOT_EVALUABLE, Reason.NO_END
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
        turns=is_no_straight_way(facts, targets, baseline),
        is_unchanged=is_unchanged and bool(facts.margin),
        is_worse_than_baseline=is_worse,
        was_met_at_start=was_met,
        reached_later=None if verdict is Verdict.ACHIEVED else _reached_later(facts, at, last),
        **common,
    )


def _is_worse(baseline: Point | None, last: Point, reading: Reading, sign: int) -> bool:
    """Whether the value lies more than 5 % of the way behind the baseline, whichever way the path takes between."""
    if baseline is None or (last.value - baseline.value) * sign <= 0:
        return False
    return quotient(reading.judged - baseline.value, last.value - baseline.value) < REVERSED_BELOW


def _reached_later(facts: Facts, at: date, last: Point) -> Point | None:
    """The first value after the deadline that meets what was to be reached by it."""
    newest = read_newest(facts, at)
    if newest is None or newest.path_index <= last.period.index:
        return None
    later = (row.period for row in facts.known(at) if row.period.index > last.period.index)
    for period in later:
        if facts.is_broken_between(last.period.index, period.index, at):
            return None
        found = read(facts, at, period.index)
        if found is None or found.value is None or found.problem is not None or found.in_progress:
            continue
        if found.period == period and facts.meets(found.value, last.value):
            return Point(period, found.value)
    return None
