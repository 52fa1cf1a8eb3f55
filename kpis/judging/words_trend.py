"""A target in words (向上, 減少傾向へ, 維持): judged by where the value went since the baseline. Pure: no ORM."""

from datetime import date
from typing import Any

from .bounds import values_by_place
from .facts import Facts
from .known import Point
from .outcome import Evaluation, Reason
from .periods import MONTHS_A_YEAR, Period
from .staleness import Overdue
from .terms import GROUP_OF, Group, Verdict
from .value import Reading, read, read_newest


def evaluate_words(facts: Facts, at: date, *, overdue: Overdue | None) -> Evaluation:
    """IMPROVED, UNCHANGED or WORSENED: the value against the baseline, a difference within the margin being none.

    Without a stated baseline the first value stands for it. Of a yearly sum only whole years are compared, and a year in
    progress is not the newest value while there is a whole one.
    """
    reading, newest = _whole(facts, at, read(facts, at)), read_newest(facts, at)
    common: dict[str, Any] = {
        "at": at,
        "overdue": overdue,
        "reading": reading,
        "newest": reading if newest is not None and newest.in_progress else newest,
        "is_of_words": True,
    }
    if reading is None:
        return Evaluation(verdict=Verdict.NO_DATA, group=Group.NONE, **common)
    if reading.problem is not None or reading.value is None:
        reason = Reason(reading.problem.value) if reading.problem is not None else Reason.GAP
        return Evaluation(verdict=Verdict.NOT_EVALUABLE, group=Group.NONE, reason=reason, **common)
    if reading.in_progress or reading.is_part_of_year:
        return _early(Reason.YEAR_IN_PROGRESS, common)
    start, is_provisional = _start(facts, at, reading)
    common |= {"baseline": start, "baseline_is_provisional": is_provisional}
    if start is None or (is_provisional and start.period.index >= reading.path_index):
        return _early(Reason.FIRST_VALUE, common)
    if reading.path_index < start.period.index:
        return _early(Reason.BEFORE_START, common)
    better_by = (reading.value - start.value) * facts.direction.sign
    is_unchanged = abs(better_by) <= facts.margin
    verdict = Verdict.UNCHANGED if is_unchanged else Verdict.IMPROVED if better_by > 0 else Verdict.WORSENED
    return Evaluation(verdict=verdict, group=GROUP_OF[verdict], is_unchanged=is_unchanged, **common)


def _early(reason: Reason, common: dict[str, Any]) -> Evaluation:
    return Evaluation(verdict=Verdict.TOO_EARLY, group=Group.NONE, reason=reason, **common)


def _whole(facts: Facts, at: date, reading: Reading | None) -> Reading | None:
    """Of a year in progress the year before, where that is whole."""
    if reading is None or not (reading.in_progress or reading.is_part_of_year):
        return reading
    before = read(facts, at, reading.period.year_end - MONTHS_A_YEAR)
    is_like = before is not None and before.value is not None and not before.problem
    return before if is_like and before is not None and not before.is_part_of_year else reading


def _start(facts: Facts, at: date, reading: Reading) -> tuple[Point | None, bool]:
    """What the value is compared with: the stated baseline, else the first value, and whether it is only that."""
    stated = facts.baseline
    if (
        stated is not None
        and not facts.baseline_is_provisional
        and not facts.is_before_break(stated.period, at)
    ):
        return stated, False
    values = values_by_place(facts, at, reading)
    if not values:
        return None, True
    first = min(values)
    if facts.series.is_yearly_sum:
        year = Period.at_index(first).year
        return Point(Period(year, is_calendar=reading.period.is_calendar), values[first]), True
    period = next(row.period for row in facts.judged_rows(at) if row.period.index == first)
    return Point(period, values[first]), True
