"""Where the values would lead if they went on as before: an estimate beside the verdict, never a verdict. Pure: no ORM.

The line is Theil–Sen's: its slope is the median of the slopes between all pairs of values, its level the median of what
the slope leaves over, so that one odd value hardly moves it. It does not start at the latest value: that value's own
noise would move the whole forecast, and no range around it could be both honest and narrow.

Around the line stands an 80 % range for a value yet to be reported, its own noise included:

    half width = width(n) × m × √(1 + 1/n + (x − x̄)² / Σ(xᵢ − x̄)²) × stretch

n values at the indices xᵢ, m the mean absolute distance of the values from the line, x the index looked at. The root is
that of the usual prediction interval of a straight line. width(n) stands for Student's t: the number with which 80 % of
later values lie inside, worked out by simulation for this line and this m (`benchmarks/forecast_calibration.py`). m
rather than the standard deviation, because its ratio to an 80 % range is nearly the same for normal, Laplace and uniform
noise (1.61, 1.61, 1.60), and rather than a median of distances, which is 0 as soon as half of the values lie on the line.

`stretch` is what the indicator's own past says. Each value from the fifth on is forecast again from the values before
it; its reach is that forecast's half width / the value's distance from the line. Of k reaches, at least four, the one at
place (k + 1) × 0.2 in order is taken; 1 / reach is the stretch with which 80 % of those values would have been inside
(conformal prediction, as corrected for few values). A reach counts as at least 1/2 and at most 2: of few forecasts a
single odd one would decide. Between two places reaches are interpolated, which keeps the share at 80 %; with the worse of
the two instead, up to 90 % of the values of a straight line would lie inside.

Promised is 80 % for values that are a straight line with noise of each value's own. Where values drift (a random walk),
70 to 75 % of the next values lie inside, from eight values on with the stretch 79 %; twelve periods ahead less than 60 %.
An odd value hardly moves the line but does widen the range.

Nothing depends on the unit of the index: times enter as ratios of distances, and slopes are per step of the index.

Sources: H. Theil, Proc. Koninklijke Nederlandse Akademie van Wetenschappen 53 (1950), 386–392, 521–525, 1397–1412.
P. K. Sen, Journal of the American Statistical Association 63 (1968), 1379–1389. Prediction interval of a line:
N. R. Draper, H. Smith, Applied Regression Analysis, 3rd ed. (1998), ch. 3. Mean and standard deviation: R. C. Geary,
Biometrika 27 (1935), 310–332. Conformal prediction: J. Lei et al., Journal of the American Statistical Association 113
(2018), 1094–1111.
"""

from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from .arithmetic import CONTEXT, divided
from .facts import Facts
from .known import Point
from .outcome import Evaluation
from .periods import MONTHS_A_YEAR, Period
from .terms import Direction, Kind, Series, Verdict
from .trajectory import is_no_straight_way

FEWEST_VALUES = 4
FEWEST_TRIED = 4  # earlier forecasts, before anything is concluded from them
FURTHEST = 10 * MONTHS_A_YEAR  # an estimate further away says nothing
SHARE = Decimal("0.8")
LEAST_REACH, MOST_REACH = Decimal("0.5"), Decimal(2)
_UNLIMITED = Decimal("Infinity")
_NOTHING = Decimal("1E-45")

# What takes the place of Student's t, worked out in `benchmarks/forecast_calibration.py`. Of many values: √(π/2) × 1.2816,
# the 80 % of normal noise in its mean distances. Of n: n / (n − 2.23) times that, which is within 1 % from nine on.
WIDTH_OF_MANY, LOST = Decimal("1.606"), Decimal("2.23")
WIDTHS = {4: Decimal("3.35"), 5: Decimal("2.84"), 6: Decimal("2.51"), 7: Decimal("2.37"), 8: Decimal("2.20")}

Points = Sequence[tuple[int, Decimal]]  # index and value, by time


@dataclass(frozen=True)
class Forecast:
    """The line from the latest value's period to the last target's. Slopes are per step of the index.

    `from_value` is the line's value at the latest index, not the value reported there. `low` and `high` are the 80 %
    range at `to_index`, `from_low` and `from_high` that at `from_index`. All keep to what the values can be, see
    `Line.range_at`.
    """

    from_index: int
    from_value: Decimal
    from_low: Decimal
    from_high: Decimal
    to_index: int
    to_value: Decimal
    low: Decimal
    high: Decimal
    slope: Decimal
    target: Point
    meets_target: bool
    range_meets_target: bool  # all of it
    met_in: Period | None  # when the line first meets the target; None: not within ten years
    record: tuple[int, int] | None = None  # see `record`

    @property
    def met_in_label(self) -> str:
        if self.met_in is None:
            return ""
        return Period(self.met_in.year, is_calendar=self.met_in.is_calendar).label


def forecast(facts: Facts, evaluation: Evaluation) -> Forecast | None:
    """The continuation on the day of the evaluation.

    None for yearly sums (A* serves there), bounds to keep, paths that turn, too few values, or no target ahead that is
    still to be reached.
    """
    if facts.series not in (Series.LEVEL, Series.CUMULATIVE) or facts.is_reference:
        return None
    if evaluation.keep or _has_no_straight_way(facts, evaluation):
        return None
    if facts.direction not in (Direction.INCREASE, Direction.DECREASE):
        return None
    if evaluation.target is None or evaluation.verdict in (Verdict.ACHIEVED, Verdict.NOT_RATED):
        return None
    with localcontext(CONTEXT):
        return _forecast(facts, evaluation.at, evaluation.target)


def _has_no_straight_way(facts: Facts, evaluation: Evaluation) -> bool:
    if facts.kind is Kind.MILESTONE:
        return True
    return is_no_straight_way(facts, facts.targets_in_force(evaluation.at), evaluation.baseline)


def record(points: Points, *, is_part_of_whole: bool = False) -> tuple[int, int] | None:
    """成績: how many earlier forecasts of the next reported value held it in their range, and how many were tried.

    One forecast after each value from the fourth on, from the values up to there alone and with the range that would
    have stood there. Only the next value: forecasts of each later one would count every odd value many times over.
    Values count as they are known today, corrections included. None: fewer than four tried.
    """
    with localcontext(CONTEXT):
        return _record(list(lines(points)), points, _ceiling(is_part_of_whole))


def _forecast(facts: Facts, at: date, target: Point) -> Forecast | None:
    points = [
        (row.period.index, value)
        for row in facts.judged_rows(at, target.period.index)
        if (value := facts.value_of((row,))) is not None
    ]
    if len(points) < FEWEST_VALUES or points[-1][0] >= target.period.index:
        return None
    known, ceiling = list(lines(points)), _ceiling(facts.is_part_of_whole)
    line, from_index, to_index = known[-1], points[-1][0], target.period.index
    from_low, from_value, from_high = line.range_at(from_index, ceiling)
    low, to_value, high = line.range_at(to_index, ceiling)
    sign = facts.direction.sign
    return Forecast(
        from_index=from_index,
        from_value=from_value,
        from_low=from_low,
        from_high=from_high,
        to_index=to_index,
        to_value=to_value,
        low=low,
        high=high,
        slope=line.slope,
        target=target,
        meets_target=facts.meets(to_value, target.value),
        range_meets_target=facts.meets(low if sign > 0 else high, target.value),
        met_in=_met_in(facts, line, from_index, target.value),
        record=_record(known, points, ceiling),
    )


@dataclass(frozen=True)
class Line:
    """Theil–Sen's line through some values, and how far from it later ones may lie."""

    slope: Decimal
    start: int  # the first index
    level: Decimal  # the line's value there
    count: int
    sum: int  # of the indices
    scatter: int  # of the indices: count² × their variance
    distance: Decimal  # mean absolute one of the values from the line
    floor: Decimal
    stretch: Decimal

    @classmethod
    def through(cls, points: Points, slopes: list[Decimal], stretch: Decimal) -> "Line":
        """`slopes`: those between all pairs of the points, in order."""
        count, start, slope = len(points), points[0][0], _median(slopes)
        level = _median(sorted(value - slope * (index - start) for index, value in points))
        indices = [index for index, _ in points]
        total = sum(indices)
        ways = (abs(_rounded(value) - _sum(level, slope * (index - start))) for index, value in points)
        return cls(
            slope=slope,
            start=start,
            level=level,
            count=count,
            sum=total,
            scatter=count * sum(index * index for index in indices) - total * total,
            distance=sum(ways, Decimal(0)) / count,
            # What never was negative does not become so.
            floor=Decimal(0) if all(value >= 0 for _, value in points) else -_UNLIMITED,
            stretch=stretch,
        )

    def at(self, index: int) -> Decimal:
        return _sum(self.level, self.slope * (index - self.start))

    def half_width(self, index: int) -> Decimal:
        """Of the range at that index, before it is stretched."""
        off = Decimal((self.count * index - self.sum) ** 2) / self.scatter  # count × (x − x̄)² / Σ(xᵢ − x̄)²
        return width(self.count) * self.distance * (1 + (1 + off) / self.count).sqrt()

    def range_at(self, index: int, ceiling: Decimal) -> tuple[Decimal, Decimal, Decimal]:
        """Low, line and high, kept between floor and ceiling."""
        middle, half = self.at(index), self.half_width(index) * self.stretch
        low, middle, high = (
            min(max(value, self.floor), ceiling)
            for value in (_sum(middle, -half), middle, _sum(middle, half))
        )
        return low, middle, high


def lines(points: Points) -> Iterator[Line]:
    """What was known after each value from the fourth on, from the values up to there alone."""
    slopes: list[Decimal] = []
    reaches: list[Decimal] = []
    for count, (index, value) in enumerate(points, 1):
        for earlier, before in points[: count - 1]:
            insort(slopes, (value - before) / (index - earlier))
        if count < FEWEST_VALUES:
            continue
        line = Line.through(points[:count], slopes, _stretch(reaches))
        yield line
        if count < len(points):
            insort(reaches, _reach(line, *points[count]))


def _reach(line: Line, index: int, value: Decimal) -> Decimal:
    """How many times the half width goes into the way from the line to the value that came."""
    way = abs(_rounded(value) - line.at(index))
    return min(max(line.half_width(index) / way, LEAST_REACH), MOST_REACH) if way else MOST_REACH


def _stretch(reaches: list[Decimal]) -> Decimal:
    if len(reaches) < FEWEST_TRIED:
        return Decimal(1)
    return 1 / _at_place(reaches, (len(reaches) + 1) * (1 - SHARE))


def _record(known: list[Line], points: Points, ceiling: Decimal) -> tuple[int, int] | None:
    later = points[FEWEST_VALUES:]
    if len(later) < FEWEST_TRIED:
        return None
    hits = 0
    for line, (index, value) in zip(known, later, strict=False):  # after the last line there is no value yet
        low, _, high = line.range_at(index, ceiling)
        hits += low <= _rounded(value) <= high
    return hits, len(later)


def width(count: int) -> Decimal:
    """The number of `count` values that the head of the module calls `width(n)`."""
    return WIDTHS.get(count) or WIDTH_OF_MANY * count / (count - LOST)


def _median(ordered: list[Decimal]) -> Decimal:
    return _at_place(ordered, Decimal(len(ordered) + 1) / 2)


def _at_place(ordered: list[Decimal], place: Decimal) -> Decimal:
    """The number at that place, the first being 1; between two places linear between their numbers."""
    whole = int(place)
    below, above = ordered[whole - 1], ordered[min(whole, len(ordered) - 1)]
    return below + (above - below) * (place - whole)


def _sum(first: Decimal, second: Decimal) -> Decimal:
    """Rounded, and 0 where nothing but lost digits is left: a slope of 1/3 leads to its target, not just below."""
    total = first + second
    return _rounded(total) if abs(total) > abs(first) * _NOTHING else Decimal(0)


def _rounded(value: Decimal) -> Decimal:
    return divided(value, 1)


def _ceiling(is_part_of_whole: bool) -> Decimal:
    """A part is never more than its whole."""
    return Decimal(100) if is_part_of_whole else _UNLIMITED


def _met_in(facts: Facts, line: Line, index: int, target: Decimal) -> Period | None:
    """The first period, after the latest value's own, at which the line meets the target."""
    for period in facts.due_periods(index + 1, index + FURTHEST):
        if facts.meets(line.at(period.index), target):
            return period
    return None
