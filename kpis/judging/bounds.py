"""Rule 7: a bound to keep instead of a way to go. Pure: no ORM."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plans.era import Quarter

from .facts import Facts, Point
from .periods import Period, periods_between
from .terms import Direction, Verdict
from .value import Reading, read

TOLERANCE = Decimal("0.05")  # of |bound|, or of half the range


@dataclass(frozen=True)
class Judged:
    verdict: Verdict
    bound: Decimal | None  # None for a range
    kept: tuple[int, int]
    is_final: bool


def judge_bound(
    facts: Facts,
    at: date,
    targets: tuple[Point, ...],
    reading: Reading,
    keep: Direction,
    since: int | None = None,
) -> Judged:
    """The verdict on a bound, with "k of n periods kept"; `since`: the index from which on periods are due."""
    is_final = bool(targets) and not reading.in_progress and reading.path_index == targets[-1].period.index
    bound = bound_at(facts, targets, reading.path_index)
    outside = distance(facts, keep, bound, reading.judged)
    kept = _count_kept(facts, at, targets, reading, keep, since)
    verdict = _verdict(outside, _tolerance(facts, keep, bound), kept, is_final=is_final)
    return Judged(verdict, bound, kept, is_final)


def bound_at(facts: Facts, targets: tuple[Point, ...], index: int) -> Decimal | None:
    """The bound in force for that place on the time axis: the first target not before it, else the last.

    A target that the baseline met already is one bound: the last.
    """
    if facts.direction is Direction.KEEP_WITHIN:
        return None
    if not facts.direction.keeps:
        return targets[-1].value
    return next((point.value for point in targets if point.period.index >= index), targets[-1].value)


def distance(facts: Facts, keep: Direction, bound: Decimal | None, value: Decimal) -> Decimal:
    """How far outside the bound or range the value lies, 0 inside."""
    if keep is Direction.KEEP_WITHIN:
        assert facts.lower is not None  # noqa: S101 else it is not rated
        assert facts.upper is not None  # noqa: S101
        return max(facts.lower - value, value - facts.upper, Decimal(0))
    assert bound is not None  # noqa: S101 only a range has none
    return max((bound - value) * keep.sign, Decimal(0))


def _tolerance(facts: Facts, keep: Direction, bound: Decimal | None) -> Decimal:
    if keep is Direction.KEEP_WITHIN:
        assert facts.lower is not None  # noqa: S101
        assert facts.upper is not None  # noqa: S101
        return TOLERANCE * abs(facts.upper - facts.lower) / 2
    assert bound is not None  # noqa: S101
    return TOLERANCE * abs(bound)


def _verdict(outside: Decimal, tolerance: Decimal, kept: tuple[int, int], *, is_final: bool) -> Verdict:
    if not is_final:
        if not outside:
            return Verdict.ON_TRACK
        return Verdict.SLIGHTLY_BEHIND if outside <= tolerance else Verdict.BEHIND
    if not outside and kept[0] == kept[1]:
        return Verdict.ACHIEVED
    return Verdict.NEARLY if outside <= tolerance else Verdict.NOT_ACHIEVED


def _count_kept(
    facts: Facts,
    at: date,
    targets: tuple[Point, ...],
    reading: Reading,
    keep: Direction,
    since: int | None,
) -> tuple[int, int]:
    """How many of the periods due up to the value's own were kept; a period without a value was not.

    Of a yearly sum the periods are full years.
    """
    values = _values(facts, at, reading)
    first = _first_index(facts, reading, values) if since is None else since
    if facts.series.is_yearly_sum:
        last = reading.period.year_end - (4 if reading.in_progress else 0)
        # A year counts when its first quarter does: of a plan that begins in December, from the next one on.
        due = [Period(year) for year in range((first + 2) // 4, (last - 1) // 4 + 1)]
    else:
        due = list(periods_between(first, reading.period.index, facts.frequency))
    kept = sum(
        period.index in values
        and not distance(facts, keep, bound_at(facts, targets, period.index), values[period.index])
        for period in due
    )
    return kept, len(due)


def _values(facts: Facts, at: date, reading: Reading) -> dict[int, Decimal]:
    """The value at each place on the time axis up to the reading's; of a yearly sum, of its full years."""
    rows = facts.known(at, reading.period.index)
    values = {}
    if not facts.series.is_yearly_sum:
        for row in rows:
            value = facts.value_of((row,))
            if value is not None:
                values[row.period.index] = value
        return values
    for year in {row.period.year for row in rows}:
        full = read(facts, at, min(4 * year + 4, reading.period.index))
        if full is not None and full.period.year == year and not full.in_progress and full.value is not None:
            values[full.period.year_end] = full.value
    return values


def _first_index(facts: Facts, reading: Reading, values: dict[int, Decimal]) -> int:
    """From where on periods are due: the plan's start, else after the baseline, else the first value."""
    if facts.plan_start is not None:
        return Quarter.of(facts.plan_start).index
    if facts.baseline is not None:
        return facts.baseline.period.index + 1
    earliest = min(values, default=reading.path_index)
    return earliest - 3 if facts.series.is_yearly_sum else earliest
