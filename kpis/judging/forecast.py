"""Where the values would lead if they went on as before: an estimate beside the verdict, never a verdict. Pure: no ORM.

Theil–Sen: the slope is the median of the slopes between all pairs of values, so that one odd value hardly moves it;
the quartiles of those slopes give the range. The line starts at the latest value.
Source: P. K. Sen, Journal of the American Statistical Association 63 (1968), 1379–1389.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from itertools import combinations

from .evaluation import Evaluation
from .facts import CONTEXT, Facts, Point, meets
from .periods import Period, periods_between
from .terms import Direction, Frequency, Series

FEWEST_VALUES = 4
FURTHEST = 40  # quarters: an estimate further away says nothing


@dataclass(frozen=True)
class Forecast:
    """The straight continuation from the latest value to the last target's period. Slopes are per quarter."""

    from_index: int
    from_value: Decimal
    to_index: int
    to_value: Decimal
    low: Decimal
    high: Decimal
    slope: Decimal
    target: Point
    meets_target: bool
    met_in: Period | None  # when the line first meets the target; None: not within ten years

    @property
    def met_in_label(self) -> str:
        return Period(self.met_in.year).label if self.met_in else ""


def forecast(facts: Facts, evaluation: Evaluation) -> Forecast | None:
    """The continuation on the day of the evaluation.

    None for yearly sums (A* serves there), bounds to keep, too few values, or no target ahead.
    """
    if facts.series not in (Series.LEVEL, Series.CUMULATIVE) or facts.is_reference:
        return None
    if evaluation.keep or facts.direction not in (Direction.INCREASE, Direction.DECREASE):
        return None
    if evaluation.target is None:
        return None
    with localcontext(CONTEXT):
        return _forecast(facts, evaluation.at, evaluation.target)


def _forecast(facts: Facts, at: date, target: Point) -> Forecast | None:
    points = [
        (row.period.index, value)
        for row in facts.known(at, target.period.index)
        if (value := facts.value_of((row,))) is not None
    ]
    if len(points) < FEWEST_VALUES or points[-1][0] >= target.period.index:
        return None
    slopes = sorted((v1 - v0) / (i1 - i0) for (i0, v0), (i1, v1) in combinations(points, 2))
    slope, (low, high) = (
        quantile(slopes, Decimal("0.5")),
        (quantile(slopes, Decimal(q)) for q in ("0.25", "0.75")),
    )
    index, value = points[-1]
    ahead = target.period.index - index
    floor, ceiling = _limits(facts, points)

    def at_end(rate: Decimal) -> Decimal:
        return min(max(value + rate * ahead, floor), ceiling)

    sign = facts.direction.sign
    return Forecast(
        from_index=index,
        from_value=value,
        to_index=target.period.index,
        to_value=at_end(slope),
        low=at_end(low),
        high=at_end(high),
        slope=slope,
        target=target,
        meets_target=meets(at_end(slope), target.value, sign),
        met_in=_met_in(index, value, slope, target.value, sign, facts.frequency),
    )


def quantile(ordered: list[Decimal], share: Decimal) -> Decimal:
    """The value below which that share of the ordered numbers lies, linear between neighbours."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def _limits(facts: Facts, points: list[tuple[int, Decimal]]) -> tuple[Decimal, Decimal]:
    """What never was negative does not become so, and a part is never more than its whole."""
    floor = Decimal(0) if all(value >= 0 for _, value in points) else Decimal("-Infinity")
    return floor, Decimal(100) if facts.is_part_of_whole else Decimal("Infinity")


def _met_in(
    index: int, value: Decimal, slope: Decimal, target: Decimal, sign: int, frequency: Frequency
) -> Period | None:
    """The first period, after the value's own, at which the line meets the target."""
    for period in periods_between(index + 1, index + FURTHEST, frequency):
        if meets(value + slope * (period.index - index), target, sign):
            return period
    return None
