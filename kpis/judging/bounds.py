"""Rule 7: a bound to keep instead of a way to go. Pure: no ORM."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from .facts import Facts
from .known import Point
from .periods import MONTHS_A_QUARTER, MONTHS_A_YEAR, first_day_of, index_of
from .terms import Direction, Path, Verdict
from .value import Reading, is_last_value, read

TOLERANCE = Decimal("0.05")  # of |bound|, or of half the range


@dataclass(frozen=True)
class Judged:
    verdict: Verdict
    bound: Decimal | None  # None for a range
    kept: tuple[int, int]
    is_final: bool


def judge_bound(
    facts: Facts, at: date, targets: tuple[Point, ...], reading: Reading, keep: Direction
) -> Judged:
    """The verdict on a bound, with "k of n periods kept": n counts the periods that have a value."""
    # A sum with parts missing is judged only where its answer is certain: more will not come.
    is_whole = not reading.in_progress or bool(reading.missing)
    is_final = bool(targets) and is_whole and is_last_value(facts, at, reading, targets[-1])
    bound = bound_at(facts, targets, reading.path_index)
    outside = distance(facts, keep, bound, reading.judged)
    kept = _count_kept(facts, at, targets, reading, keep)
    tolerance = max(_tolerance(facts, keep, bound), facts.margin)
    is_in = is_kept(facts, keep, bound, reading.judged)
    return Judged(_verdict(outside, tolerance, kept, is_in=is_in, is_final=is_final), bound, kept, is_final)


def bound_at(facts: Facts, targets: tuple[Point, ...], index: int) -> Decimal | None:
    """The bound in force for that place on the time axis: the first target not before it, else the last.

    Stepwise the last one that has come, before the first the first.
    A target that the baseline met already is one bound: the last.
    """
    if facts.direction is Direction.KEEP_WITHIN:
        return None
    if not facts.direction.keeps:
        return targets[-1].value
    if facts.path is Path.STEPWISE:
        come = [point.value for point in targets if point.period.index <= index]
        return come[-1] if come else targets[0].value
    return next((point.value for point in targets if point.period.index >= index), targets[-1].value)


def distance(facts: Facts, keep: Direction, bound: Decimal | None, value: Decimal) -> Decimal:
    """How far outside the bound or range the value lies, 0 inside."""
    if keep is Direction.KEEP_WITHIN:
        assert facts.lower is not None  # noqa: S101 else it is not rated
        assert facts.upper is not None  # noqa: S101
        return max(facts.lower - value, value - facts.upper, Decimal(0))
    assert bound is not None  # noqa: S101 only a range has none
    return max((bound - value) * keep.sign, Decimal(0))


def is_kept(facts: Facts, keep: Direction, bound: Decimal | None, value: Decimal) -> bool:
    """Whether the value keeps the bound or range; of a strict one (10%未満) its end itself does not."""
    if distance(facts, keep, bound, value):
        return False
    return not facts.strict or value not in ((facts.lower, facts.upper) if bound is None else (bound,))


def _tolerance(facts: Facts, keep: Direction, bound: Decimal | None) -> Decimal:
    if keep is Direction.KEEP_WITHIN:
        assert facts.lower is not None  # noqa: S101
        assert facts.upper is not None  # noqa: S101
        return TOLERANCE * abs(facts.upper - facts.lower) / 2
    assert bound is not None  # noqa: S101
    return TOLERANCE * abs(bound)


def _verdict(
    outside: Decimal, tolerance: Decimal, kept: tuple[int, int], *, is_in: bool, is_final: bool
) -> Verdict:
    if not is_final:
        if is_in:
            return Verdict.ON_TRACK
        return Verdict.SLIGHTLY_BEHIND if outside <= tolerance else Verdict.BEHIND
    if is_in and kept[0] == kept[1]:
        return Verdict.ACHIEVED
    return Verdict.NEARLY if outside <= tolerance else Verdict.NOT_ACHIEVED


def _count_kept(
    facts: Facts, at: date, targets: tuple[Point, ...], reading: Reading, keep: Direction
) -> tuple[int, int]:
    """How many of the periods with a value, from the plan's start to the value's own, were kept.

    Each by the bound that was decided in its time: one that was tightened since does not make them late.

    Of a yearly sum the periods are full years. What has no value (M, a survey's years between, 0 of 0) or is excluded
    counts neither way.
    """
    first = _first_index(facts)
    values = {index: value for index, value in values_by_place(facts, at, reading).items() if index >= first}
    kept = sum(
        is_kept(facts.with_range_of(_day(at, index)), keep, _bound_then(facts, at, targets, index), value)
        for index, value in values.items()
    )
    return kept, len(values)


def has_left_out(facts: Facts, at: date) -> bool:
    """Whether an excluded value lies where periods are counted: since the start, and since the count is this one."""
    first, found = _first_index(facts), facts.break_at(at)
    begin = found.period.index if found is not None else 0
    return any(
        row.period.index >= begin
        and (row.period.year_end if facts.series.is_yearly_sum else row.period.index) >= first
        for row in facts.known(at)
        if facts.exclusion_of(row.period)
    )


def _bound_then(facts: Facts, at: date, targets: tuple[Point, ...], index: int) -> Decimal | None:
    """The bound for that place on the time axis as it was decided by then; where none was yet, today's."""
    if not facts.direction.keeps:
        return bound_at(facts, targets, index)
    then = facts.targets_in_force(_day(at, index))
    return bound_at(facts, then or targets, index)


def _day(at: date, index: int) -> date:
    """The last day of a place on the time axis, as far as it has come."""
    return min(at, first_day_of(index + 1) - timedelta(days=1))


def values_by_place(facts: Facts, at: date, reading: Reading) -> dict[int, Decimal]:
    """The value at each place on the time axis up to the reading's; of a yearly sum, of its full years."""
    rows = facts.judged_rows(at, reading.period.index)
    values = {}
    if not facts.series.is_yearly_sum:
        for row in rows:
            value = facts.value_of((row,))
            if value is not None:
                values[row.period.index] = value
        return values
    for end in {row.period.year_end for row in rows}:
        full = read(facts, at, min(end, reading.period.index))
        if full is None or full.period.year_end != end or full.value is None:
            continue
        if full.in_progress or full.is_part_of_year:
            continue
        values[end] = full.value
    return values


def _first_index(facts: Facts) -> int:
    """From where on periods count: the plan's start, else after the baseline, else from the first value on.

    A yearly sum counts from the first year that the plan sees the beginning of, be it a quarter late.
    """
    if facts.plan_start is None:
        return facts.baseline.period.index + 1 if facts.baseline is not None else 0
    start = index_of(facts.plan_start)
    return start + MONTHS_A_YEAR - MONTHS_A_QUARTER if facts.series.is_yearly_sum else start
