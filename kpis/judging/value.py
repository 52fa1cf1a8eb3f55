"""Rules 1 and 2: the value of an indicator on a day, and a year in progress at this pace. Pure: no ORM."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .arithmetic import divided
from .facts import Facts
from .known import Observation, Point, least_sure
from .periods import Period, periods_of_year
from .terms import Direction, Frequency, ObservationStatus, Series


class ValueProblem(StrEnum):
    """Why there is a report but no value that could be judged."""

    GAP = "gap"  # a part of the year is missing for good: what there is, is only a part of its sum
    MIXED = "mixed"  # plain values and ratios in one year
    ZERO_DENOMINATOR = "zero-denominator"
    NOTHING_TO_COUNT = "nothing-to-count"  # 0 of 0 (該当なし)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A, the value at d.

    Of a yearly sum, `reported` of the year's `periods` are in it; `annualized` is A*, the year at this pace, while the
    year is in progress. A ratio is a rate already and is not annualized. `missing`: periods of the year that will not
    be reported any more, as far as is known; the sum is then told, and judged only where the answer is certain.
    """

    period: Period
    as_of: date
    value: Decimal | None
    problem: ValueProblem | None = None
    reported: int = 1
    periods: int = 1
    periods_a_year: int = (
        1  # how many a whole year has; more than `periods` where a plan or indicator began within it
    )
    missing: tuple[Period, ...] = ()
    awaited: tuple[Period, ...] = ()  # the year is over, and the day by which its last value is due is not
    own: Decimal | None = None  # of a yearly sum: the period's own figure
    status: ObservationStatus = ObservationStatus.NORMAL  # of a sum its least sure part's
    first: Period | None = None  # of a yearly sum the first period that is in it
    has_marked: bool = False  # of what is missing, some was reported as 値なし
    is_ratio: bool = False
    is_yearly_sum: bool = False
    annualized: Decimal | None = None
    has_earlier_year: bool = False

    @property
    def in_progress(self) -> bool:
        """Whether it is the sum of a year that is not complete."""
        return self.is_yearly_sum and self.reported < self.periods

    @property
    def is_part_of_year(self) -> bool:
        """Whether it is a sum of less than a year's periods: in progress, or of a year that began late or ended early."""
        return self.is_yearly_sum and not self.is_ratio and self.reported < self.periods_a_year

    @property
    def is_lone_start(self) -> bool:
        """Whether a year's first report stands alone, with no earlier full year to tell what part of a year it is."""
        is_alone = self.reported == 1 and (self.in_progress or self.is_part_of_year)
        return is_alone and not self.has_earlier_year and not self.missing

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
    """The judged value on the day `at`, of periods up to `last_index`, without excluded ones; None: nothing approved."""
    return _read(facts, at, facts.judged_rows(at, last_index), last_index)


def read_newest(facts: Facts, at: date, last_index: int | None = None) -> Reading | None:
    """The newest value known (of periods up to `last_index`), judged or not; None when nothing has been approved."""
    return _read(facts, at, facts.alike(facts.known(at, last_index), at), last_index)


def _read(facts: Facts, at: date, rows: tuple[Observation, ...], last_index: int | None) -> Reading | None:
    if not rows:
        return None
    if facts.series.is_yearly_sum:
        return _read_year(facts, at, rows, last_index)
    latest = rows[-1]
    value = facts.value_of((latest,))
    return Reading(
        period=latest.period,
        as_of=latest.known_on,
        value=value,
        problem=_no_ratio(latest.is_nothing_to_count) if value is None else None,
        status=latest.status,
        is_ratio=latest.has_parts,
    )


def _no_ratio(is_nothing_to_count: bool) -> ValueProblem:
    return ValueProblem.NOTHING_TO_COUNT if is_nothing_to_count else ValueProblem.ZERO_DENOMINATOR


def _read_year(facts: Facts, at: date, rows: tuple[Observation, ...], last_index: int | None) -> Reading:
    latest = rows[-1]
    by_period = {row.period: row for row in rows}
    whole_year = periods_of_year(latest.period.year, facts.frequency)
    is_sum_of_rows = facts.series is Series.FLOW
    # A running sum holds the year's beginning, whenever the plan began.
    due = facts.due_in_year(latest.period.year, from_plan_start=is_sum_of_rows)
    asked = tuple(period for period in whole_year if period in due or period in by_period)
    missing = _missing(facts, at, asked, by_period)
    summed = _summed(facts, by_period, asked)
    value, problem = _sum(facts, summed, missing)
    reading = Reading(
        period=latest.period,
        as_of=latest.known_on,
        value=value,
        problem=problem,
        # Of a running sum the earlier periods are in it, reported or not.
        reported=len(summed) if is_sum_of_rows else asked.index(latest.period) + 1,
        periods=len(asked),
        periods_a_year=len(whole_year),
        missing=missing,
        awaited=_awaited(at, asked, by_period) if not missing else (),
        own=_own_figure(facts, by_period, latest),
        status=least_sure(row.status for row in summed),
        first=summed[0].period if is_sum_of_rows else None,
        has_marked=any(period in facts.missing_marks(at) for period in missing),
        is_ratio=latest.has_parts,
        is_yearly_sum=True,
    )
    places = tuple(whole_year.index(row.period) for row in summed)
    shares = _shares(facts, by_period, latest.period.year, places)
    share = sum(shares, Decimal(0)) / len(shares) if shares else Decimal(0)
    reading = replace(reading, has_earlier_year=share > 0)
    is_part = reading.in_progress or reading.periods < reading.periods_a_year
    is_last = latest.period.year_end == last_index and not reading.in_progress
    if not is_part or is_last or value is None or reading.is_ratio or missing:
        return reading
    if share <= 0:  # no earlier full year, or one whose sums say nothing of a share
        share = Decimal(reading.reported) / len(whole_year)
    return replace(reading, annualized=divided(value, share))


def _missing(
    facts: Facts, at: date, asked: tuple[Period, ...], by_period: dict[Period, Observation]
) -> tuple[Period, ...]:
    """Periods of the year that hold no value and will not, as far as is known on the day.

    Those before the newest value (they are in a running sum), those marked M, and once the year is over and its last
    value was due, every one.
    """
    newest = max(period.index for period in by_period)
    is_over = at > asked[-1].last_day and at > facts.due_day(asked[-1])
    marked = facts.missing_marks(at)
    is_running_sum = facts.series is Series.YEAR_TO_DATE
    return tuple(
        period
        for period in asked
        if period not in by_period
        and (period.index > newest or not is_running_sum)
        and (period.index < newest or is_over or period in marked)
    )


def _awaited(at: date, asked: tuple[Period, ...], by_period: dict[Period, Observation]) -> tuple[Period, ...]:
    newest = max(period.index for period in by_period)
    if at <= asked[-1].last_day:
        return ()
    return tuple(period for period in asked if period.index > newest)


def _summed(
    facts: Facts, by_period: dict[Period, Observation], asked: tuple[Period, ...]
) -> tuple[Observation, ...]:
    """The reports of which the year's value is made: all of an amount's, the newest of a running sum's."""
    rows = tuple(by_period[period] for period in asked if period in by_period)
    return rows if facts.series is Series.FLOW else rows[-1:]


def _sum(
    facts: Facts, rows: tuple[Observation, ...], missing: tuple[Period, ...]
) -> tuple[Decimal | None, ValueProblem | None]:
    if len({row.has_parts for row in rows}) > 1:
        return None, ValueProblem.MIXED
    if any(row.is_impossible for row in rows):
        return None, ValueProblem.ZERO_DENOMINATOR
    value = facts.value_of(rows)
    if value is None:
        return None, _no_ratio(all(row.is_nothing_to_count for row in rows))
    return value, ValueProblem.GAP if missing else None


def _own_figure(facts: Facts, by_period: dict[Period, Observation], latest: Observation) -> Decimal | None:
    """What the newest period itself brought; None where a running sum does not tell, or the year has one period."""
    periods = periods_of_year(latest.period.year, facts.frequency)
    if len(periods) == 1:
        return None
    if facts.series is Series.FLOW:
        return facts.value_of((latest,))
    place = periods.index(latest.period)
    before = by_period.get(periods[place - 1]) if place else None
    if latest.value is None or (place and (before is None or before.value is None)):
        return None
    return latest.value - (before.value if before is not None and before.value is not None else 0)


def _shares(
    facts: Facts, by_period: dict[Period, Observation], year: int, places: tuple[int, ...]
) -> list[Decimal]:
    """Of each earlier full year, the part of its sum that the periods at these places of it made up."""
    shares = []
    for earlier in sorted({period.year for period in by_period if period.year < year}):
        periods = periods_of_year(earlier, facts.frequency)
        if any(period not in by_period for period in periods):
            continue
        rows = tuple(by_period[period] for period in periods)
        is_flow = facts.series is Series.FLOW
        whole, _ = _sum(facts, rows if is_flow else rows[-1:], ())
        part, _ = _sum(facts, tuple(rows[place] for place in places), ())
        if whole and part is not None:
            shares.append(part / whole)
    return shares


def is_last_value(facts: Facts, at: date, reading: Reading, last: Point) -> bool:
    """Whether the value stands at the target's period; of a survey, or of calendar years, whether none is to come before."""
    if reading.path_index == last.period.index:
        return True
    has_years_between = facts.frequency.is_survey or facts.frequency is Frequency.CALENDAR_YEAR
    if not has_years_between or at <= last.period.last_day:
        return False
    return not facts.due_periods(reading.path_index + 1, last.period.index)


def is_certain_sum(facts: Facts, reading: Reading, target: Decimal) -> bool:
    """Whether a sum with missing parts answers all the same: one that grows, and that has reached its target."""
    grows = facts.direction in (Direction.INCREASE, Direction.KEEP_AT_LEAST)
    return grows and not reading.is_ratio and reading.value is not None and facts.meets(reading.value, target)
