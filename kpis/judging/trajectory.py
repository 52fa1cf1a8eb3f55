"""Rules 4 and 5: how far a value has come on its way, and where it was expected to be. Pure: no ORM."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from .arithmetic import divided, quotient
from .facts import Facts
from .known import Point
from .terms import Direction, Path
from .value import Reading

SMALL_STEP = Decimal("0.10")  # of the whole way: an expected change too small to divide by


@dataclass(frozen=True)
class Progress:
    """The numbers for a value on its way to a target. `near_start`: the path has hardly begun."""

    expected: Decimal
    index: int
    attainment: Decimal | None
    pace: Decimal | None
    gap: Decimal | None
    near_start: bool


def progress_on(
    facts: Facts, targets: tuple[Point, ...], baseline: Point | None, reading: Reading
) -> Progress:
    """Rules 4 and 5. `judged` is A*, the year at this pace, while a year is in progress."""
    sign, last, index = facts.direction.sign, targets[-1].value, reading.path_index
    judged = reading.judged
    expected = expected_at(targets, baseline, index, facts.path)
    if baseline is None and facts.path is Path.STEPWISE:
        return Progress(
            expected, index, None, None, _gap(judged, expected, abs(last), sign), near_start=False
        )
    if baseline is None:
        pace = _pace_without_baseline(judged, expected, sign)
        # Nothing left of what is to be reduced: better than any pace, by the whole of what was expected.
        scale = expected if expected > 0 else abs(last) or abs(expected)
        gap = None if pace is not None else _gap(judged, expected, scale, sign)
        return Progress(expected, index, None, pace, gap, near_start=False)
    whole, step = last - baseline.value, expected - baseline.value
    if is_no_straight_way(facts, targets, baseline):
        # Neither a part of a way that goes back and forth, or by steps, nor a pace on it means anything.
        gap = _gap(judged, expected, abs(whole), sign)
        return Progress(expected, index, None, None, gap, near_start=False)
    attainment = quotient(judged - baseline.value, whole)
    small = abs(step) < SMALL_STEP * abs(whole)
    first_end = next((p.period.index for p in targets if p.period.index > baseline.period.index), index)
    in_first_segment = index <= first_end
    pace = gap = None
    if not step or step * whole < 0 or (small and not in_first_segment):
        gap = _gap(judged, expected, abs(whole), sign)
    else:
        pace = quotient(judged - baseline.value, step)
    return Progress(expected, index, attainment, pace, gap, near_start=small and in_first_segment)


def lone_progress(facts: Facts, targets: tuple[Point, ...], baseline: Point, reading: Reading) -> Progress:
    """Of a first value that is its own baseline: there is no way yet that it could have come."""
    expected = expected_at(targets, baseline, reading.path_index, facts.path)
    return Progress(expected, reading.path_index, None, None, None, near_start=False)


def progress_from_target(facts: Facts, targets: tuple[Point, ...], reading: Reading) -> Progress:
    """Of an indicator that had reached its target when reporting began: only the distance from that tells."""
    last, judged = targets[-1].value, reading.judged
    gap = _gap(judged, last, abs(last), facts.direction.sign)
    return Progress(last, reading.path_index, None, None, gap, near_start=False)


def turns(targets: tuple[Point, ...], baseline: Point | None) -> bool:
    """Whether the path from a baseline goes both up and down. Without one each year's target stands for itself."""
    if baseline is None:
        return False
    ahead = (point.value for point in targets if point.period.index > baseline.period.index)
    values = [baseline.value, *ahead]
    steps = [after - before for before, after in pairwise(values)]
    return any(step > 0 for step in steps) and any(step < 0 for step in steps)


def is_no_straight_way(facts: Facts, targets: tuple[Point, ...], baseline: Point | None) -> bool:
    """Whether no part of a way can be told: the path turns, or goes by steps."""
    return facts.path is Path.STEPWISE or turns(targets, baseline)


def expected_at(
    targets: tuple[Point, ...], baseline: Point | None, index: int, path: Path = Path.LINEAR
) -> Decimal:
    """E on the straight lines from the baseline through the targets, linear in months.

    Before the baseline its value, after the last target that target's. Without a baseline: between targets linear,
    before the first one the first target. On a stepwise path the last target whose time has come holds until the next.
    """
    if path is Path.STEPWISE:
        return _step_at(targets, baseline, index)
    points = [(point.period.index, point.value) for point in targets]
    if baseline is not None:
        start = baseline.period.index
        points = [(start, baseline.value), *(point for point in points if point[0] > start)]
        if len(points) == 1:
            return targets[-1].value
    if index <= points[0][0]:
        return points[0][1]
    for (i0, v0), (i1, v1) in pairwise(points):
        if index <= i1:
            return v0 + divided((v1 - v0) * (index - i0), i1 - i0)
    return points[-1][1]


def _step_at(targets: tuple[Point, ...], baseline: Point | None, index: int) -> Decimal:
    """The last dated target that has come; before the first one the baseline, or without it the first target."""
    come = [point.value for point in targets if point.period.index <= index]
    if come:
        return come[-1]
    return baseline.value if baseline is not None else targets[0].value


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


def achievement(facts: Facts, reading: Reading, last: Point | None) -> Decimal | None:
    """達成率 A / Tn, of an increase towards a positive target."""
    if facts.direction is not Direction.INCREASE or last is None or last.value <= 0:
        return None
    return quotient(reading.judged, last.value)


def change(
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


def year_progress(facts: Facts, reading: Reading, reference: Decimal) -> Decimal | None:
    """年度進捗率: what of the year's amount has been reached; of what is to fall, little is not little progress."""
    if facts.direction is not Direction.INCREASE or not reading.in_progress or reading.missing:
        return None
    if reading.is_ratio or reading.value is None or reference <= 0:
        return None
    return quotient(reading.value, reference)
