"""Rules 1 and 2: the value of an indicator on a day, and a year in progress at this pace. Pure: no ORM."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .facts import Facts, Observation, divided
from .periods import Period, periods_of_year
from .terms import Series


class ValueProblem(StrEnum):
    """Why there is a report but no value."""

    GAP = "gap"
    ZERO_DENOMINATOR = "zero-denominator"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A, the value at d.

    Of a yearly sum, `reported` of the year's `periods` have been summed (with a gap: of the periods so far); `annualized` is A*, the year at this pace,
    while the year is in progress. A ratio is a rate already and is not annualized.
    """

    period: Period
    as_of: date
    value: Decimal | None
    problem: ValueProblem | None = None
    reported: int = 1
    periods: int = 1
    is_ratio: bool = False
    is_yearly_sum: bool = False
    annualized: Decimal | None = None
    has_earlier_year: bool = False

    @property
    def in_progress(self) -> bool:
        """Whether it is the sum of a fiscal year that is not complete."""
        return self.is_yearly_sum and self.reported < self.periods

    @property
    def is_lone_start(self) -> bool:
        """Whether a year's first report stands alone, with no earlier full year to tell what part of a year it is."""
        return self.in_progress and self.reported == 1 and not self.has_earlier_year

    @property
    def judged(self) -> Decimal:
        """A*, or A where there is no A*."""
        if self.annualized is not None:
            return self.annualized
        return self.value if self.value is not None else Decimal(0)

    @property
    def path_index(self) -> int:
        """Where on the time axis the value is compared with the path: a yearly sum at its year's end."""
        return self.period.year_end if self.is_yearly_sum else self.period.index


def read(facts: Facts, at: date, last_index: int | None = None) -> Reading | None:
    """The value on the day `at`, of periods up to `last_index`; None when nothing has been approved."""
    rows = facts.known(at, last_index)
    if not rows:
        return None
    latest = rows[-1]
    if not facts.series.is_yearly_sum:
        value = facts.value_of((latest,))
        return Reading(
            period=latest.period,
            as_of=latest.known_on,
            value=value,
            problem=None if value is not None else ValueProblem.ZERO_DENOMINATOR,
            is_ratio=latest.has_parts,
        )
    return _read_year(facts, rows)


def _read_year(facts: Facts, rows: tuple[Observation, ...]) -> Reading:
    latest = rows[-1]
    by_period = {row.period: row for row in rows}
    all_periods = periods_of_year(latest.period.year, facts.frequency)
    position = sum(period.index <= latest.period.index for period in all_periods)
    value, problem, reported = _year_value(facts, by_period, latest.period, position)
    shares = _shares(facts, by_period, latest.period.year, position)
    share = sum(shares, Decimal(0)) / len(shares) if shares else Decimal(0)
    reading = Reading(
        period=latest.period,
        as_of=latest.known_on,
        value=value,
        problem=problem,
        reported=reported,
        periods=len(all_periods) if problem is None else position,
        is_ratio=latest.has_parts,
        is_yearly_sum=True,
        has_earlier_year=share > 0,
    )
    if not reading.in_progress or value is None or reading.is_ratio:
        return reading
    if share <= 0:  # no earlier full year, or one whose sums say nothing of a share
        share = Decimal(position) / len(all_periods)
    return replace(reading, annualized=divided(value, share))


def _year_value(
    facts: Facts, by_period: dict[Period, Observation], upto: Period, position: int
) -> tuple[Decimal | None, ValueProblem | None, int]:
    """The year's sum up to that period, why there is none, and how many periods were reported."""
    if facts.series is Series.YEAR_TO_DATE:
        value = facts.value_of((by_period[upto],))
        return value, None if value is not None else ValueProblem.ZERO_DENOMINATOR, position
    periods = periods_of_year(upto.year, facts.frequency)[:position]
    rows = tuple(by_period[period] for period in periods if period in by_period)
    if len(rows) < position or len({row.has_parts for row in rows}) > 1:
        return None, ValueProblem.GAP, len(rows)
    value = facts.value_of(rows)
    return value, None if value is not None else ValueProblem.ZERO_DENOMINATOR, position


def _shares(facts: Facts, by_period: dict[Period, Observation], year: int, position: int) -> list[Decimal]:
    """Of each earlier full year, the part of its sum that its first `position` periods made up."""
    shares = []
    for earlier in sorted({period.year for period in by_period if period.year < year}):
        periods = periods_of_year(earlier, facts.frequency)
        if any(period not in by_period for period in periods):
            continue
        whole, _, _ = _year_value(facts, by_period, periods[-1], len(periods))
        part, _, _ = _year_value(facts, by_period, periods[position - 1], position)
        if whole and part is not None:
            shares.append(part / whole)
    return shares
