"""What is known of an indicator, as plain values: the input of judging, forecasting and drawing. Pure: no ORM."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from .arithmetic import is_percent, meets, ratio
from .known import Break, Ended, Excluded, FormerRange, Observation, Point, Step, TargetRow
from .numbers import MAX_DECIMALS, decimals_of
from .periods import MONTHS_A_YEAR, Period, first_day_of, index_of, periods_between, periods_of_year
from .terms import Direction, Frequency, Kind, ObservationStatus, Path, Series

# The unit of a rank, as it is written and as it may be translated.
RANKS = ("位", "place", "places", "rank", "番")
LONGEST_CYCLE = 5 * MONTHS_A_YEAR  # of a survey


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything the rules look at.

    Of each period at most one observation: the latest approved revision. Periods are of the frequency's grain, those of
    a yearly sum's baseline and targets are years; models and the `evaluate` command see to that.
    """

    direction: Direction
    series: Series
    frequency: Frequency
    targets: tuple[TargetRow, ...] = ()
    observations: tuple[Observation, ...] = ()
    unit: str = ""
    decimals: int = 0
    baseline: Point | None = None
    baseline_is_provisional: bool = False
    baseline_is_reading: bool = False  # the plan does not state it: this portal reads it so
    lower: Decimal | None = None
    upper: Decimal | None = None
    former_ranges: tuple[FormerRange, ...] = ()  # by time
    margin: Decimal = Decimal(0)  # a difference no larger than this is none, in the indicator's unit
    plan_start: date | None = None
    plan_end: date | None = None
    first_period: Period | None = None  # of the indicator's life; of a survey one of its years
    last_period: Period | None = None
    ended: Ended | None = None  # with a last period, after which it is not judged any more
    excluded: tuple[Excluded, ...] = ()
    breaks: tuple[Break, ...] = ()  # by time
    reporting_from: Period | None = None  # nothing is late before it; see also `due_on`
    reporting_lag_days: int = 30
    due_month: int | None = None  # 1–12: values are due at the end of the first such month after the period
    is_reference: bool = False
    is_part_of_whole: bool = False
    due_on: Mapping[Period, date] = field(default_factory=dict)  # a review's own due dates
    kind: Kind = Kind.NUMBER
    strict: bool = False  # the target itself is not enough: 10%未満, 50件を超える
    path: Path = Path.LINEAR
    steps: tuple[Step, ...] = ()  # of a milestone, in order; its values are how many of them are done
    has_done_months: bool = (
        False  # the steps say themselves in which months they were done, up to the day asked for
    )

    @property
    def is_rank(self) -> bool:
        """Whether its values are places in an order, of which the first is the best."""
        return self.unit in RANKS and self.direction is Direction.KEEP_AT_MOST

    @property
    def says_its_bound(self) -> bool:
        """Whether its targets are no plain upper or lower limits: 10%未満, 50件超, 10位以内."""
        return self.strict or self.is_rank

    def meets(self, value: Decimal, target: Decimal) -> bool:
        """Whether the value meets the target, as strictly as it was promised."""
        return meets(value, target, self.direction.sign, strict=self.strict)

    @property
    def is_percent(self) -> bool:
        return is_percent(self.unit)

    def is_over(self, at: date) -> bool:
        """Whether the indicator had come to its end on that day."""
        return self.ended is not None and self.last_period is not None and at > self.last_period.last_day

    def known(self, at: date, last_index: int | None = None) -> tuple[Observation, ...]:
        """Observations with a value that speak of a day up to `at` (and of an index up to `last_index`), by time.

        Those in a former unit, from before a break that changed it, are none: no number here can be held against them.
        """
        return tuple(
            sorted(
                (
                    row
                    for row in self.observations
                    if row.has_value
                    and row.known_on <= at
                    and (last_index is None or row.period.index <= last_index)
                    and self.former_unit(row.period) is None
                ),
                key=lambda row: row.period.index,
            )
        )

    def judged_rows(self, at: date, last_index: int | None = None) -> tuple[Observation, ...]:
        """The same without those of excluded periods, and of before the break from which on is judged."""
        rows = self.known(at, last_index)
        found = self.break_at(at)
        if found is not None:
            rows = tuple(row for row in rows if row.period.index >= found.period.index)
        return tuple(row for row in rows if self.exclusion_of(row.period) is None) if self.excluded else rows

    def former_unit(self, period: Period) -> str | None:
        """The unit in which a value of that period stands, where it is not today's; None: today's."""
        later = (row for row in self.breaks if row.unit_before is not None)
        return next((row.unit_before for row in later if period.index < row.period.index), None)

    def in_unit_of(self, period: Period) -> "Facts":
        """In the unit of that period's values: where it is a former one, nothing of today's promise is left to compare.

        They are shown with the digits that they have: those of today belong to today's unit.
        """
        unit = self.former_unit(period)
        if unit is None:
            return self
        alike = [row.value for row in self.observations if self.former_unit(row.period) == unit]
        digits = max((decimals_of(value) for value in alike if value is not None), default=self.decimals)
        return replace(
            self,
            unit=unit,
            decimals=min(digits, MAX_DECIMALS),
            baseline=None,
            targets=(),
            lower=None,
            upper=None,
            former_ranges=(),
        )

    def with_digits_of(self, *values: Decimal | None) -> "Facts":
        """Shown with at least the digits that somebody typed: 78.4% never reads as 78%."""
        typed = [decimals_of(value) for value in values if value is not None]
        digits = max([self.decimals, *(count for count in typed if count <= MAX_DECIMALS)])
        return self if digits == self.decimals else replace(self, decimals=digits)

    def ranges_before(self, at: date) -> tuple[FormerRange, ...]:
        """Those that held no more on that day."""
        return tuple(row for row in self.former_ranges if row.until <= at)

    def with_range_of(self, day: date) -> "Facts":
        """With the range that was decided on that day in the place of today's."""
        found = next((row for row in self.former_ranges if day < row.until), None)
        return self if found is None else replace(self, lower=found.lower, upper=found.upper)

    def breaks_known(self, at: date) -> tuple[Break, ...]:
        """Those that have come about on that day."""
        return tuple(row for row in self.breaks if self.first_day_of(row.period) <= at)

    def break_at(self, at: date) -> Break | None:
        """The break from which on is judged on that day: the last one not after the last target's time.

        A target whose time was over before the break is judged as it was meant, by the values of before.
        """
        rows = self.breaks_known(at)
        if not rows:
            return None
        last = max((point.period.index for point in self._points_in_force(at)), default=None)
        rows = tuple(row for row in rows if last is None or row.period.index <= last)
        return rows[-1] if rows else None

    def is_before_break(self, period: Period, at: date) -> bool:
        """Whether the period's value counts something else than what is judged on that day."""
        found = self.break_at(at)
        return found is not None and period.index < found.period.index

    def is_broken_between(self, first: int, last: int, at: date) -> bool:
        """Whether a break lies between two places on the time axis, the first being before the second."""
        return any(first < row.period.index <= last for row in self.breaks_known(at))

    def alike(self, rows: tuple[Observation, ...], at: date) -> tuple[Observation, ...]:
        """Of rows by time those that count the same as the last one."""
        return tuple(
            row for row in rows if not self.is_broken_between(row.period.index, rows[-1].period.index, at)
        )

    def exclusion_of(self, period: Period) -> Excluded | None:
        """What excludes the period. A yearly sum is excluded as a whole: it has no like to compare with."""
        for excluded in self.excluded:
            if excluded.period.covers(period.index):
                return excluded
            year = Period(period.year, is_calendar=period.is_calendar)
            if self.series.is_yearly_sum and year.covers(excluded.period.index):
                return excluded
        return None

    def missing_marks(self, at: date) -> frozenset[Period]:
        """Periods of which is known that there will be no value (M)."""
        return frozenset(
            row.period
            for row in self.observations
            if row.status is ObservationStatus.MISSING and row.known_on <= at
        )

    def has_no_end(self, time: Period, at: date) -> bool:
        """Whether no value will ever stand at that time, as far as is known on the day: the last one is M or excluded.

        That of a year is its last quarter's or month's, of a survey the last one held before.
        """
        last = self.last_due(time.index)
        if last is None or at < time.last_day or (last.index < time.index and at == time.last_day):
            return False
        return last in self.missing_marks(at) or self.exclusion_of(last) is not None

    def due_day(self, period: Period) -> date:
        """When the period's value is due: the review's day, else by month or lag after its end."""
        named = self.due_on.get(period)
        if named is not None:
            return named
        if self.due_month is None:
            return period.last_day + timedelta(days=self.reporting_lag_days)
        end = period.last_day
        year = end.year + (self.due_month <= end.month)
        return date(year, self.due_month, monthrange(year, self.due_month)[1])

    def is_alive_in(self, period: Period) -> bool:
        """Whether the indicator existed in that period."""
        starts_late = self.first_period is not None and period.index < self.first_period.index
        ended = self.last_period is not None and period.index > self.last_period.index
        return not starts_late and not ended

    @property
    def survey_year(self) -> int | None:
        """One of the years in which a survey is held; None where every year has values."""
        if not self.frequency.is_survey:
            return None
        if self.first_period is not None:
            return self.first_period.year
        years = [row.period.year for row in self.observations]
        years += [self.baseline.period.year] if self.baseline else []
        years += [row.period.year for row in self.targets]
        return min(years, default=None)

    def due_periods(self, first: int, last: int) -> tuple[Period, ...]:
        """The periods that ask for a value, from one place on the time axis to another, within the indicator's life."""
        found = periods_between(first, last, self.frequency, self.survey_year)
        return tuple(period for period in found if self.is_alive_in(period))

    def last_due(self, index: int) -> Period | None:
        """The newest period up to that place that asks for a value: of a survey its last year; None where there is none."""
        return next(iter(reversed(self.due_periods(index - LONGEST_CYCLE + 1, index))), None)

    def due_in_year(self, year: int, *, from_plan_start: bool = True) -> tuple[Period, ...]:
        """The periods whose amounts make up that year, in order.

        Of the plan's first year only those that begin with it or later, of its last those that end with it or before, of
        the indicator's first and last year those of its life; a year altogether outside is asked for as a whole.
        """
        periods = periods_of_year(year, self.frequency)
        is_limited = from_plan_start and self.plan_start is not None
        start = first_day_of(index_of(self.plan_start)) if is_limited and self.plan_start else date.min
        end = self.plan_end or date.max
        own = tuple(
            period
            for period in periods
            if self.is_alive_in(period) and self.first_day_of(period) >= start and period.last_day <= end
        )
        return own or periods

    def first_day_of(self, period: Period) -> date:
        """The day on which what it counts begins: of a half-year, which is stored as its second quarter, the half's."""
        return period.first_day_at(self.frequency)

    def value_of(self, rows: tuple[Observation, ...]) -> Decimal | None:
        """The value of these observations together: sums, or the ratio of the summed parts. None: denominator 0.

        Raises ValueError when parts and plain values are mixed, or there is no row: they have no common sum.
        """
        if not rows:
            raise ValueError("no observations to sum")
        if all(row.value is not None for row in rows):
            return sum((row.value for row in rows if row.value is not None), Decimal(0))
        if not all(row.has_parts for row in rows):
            raise ValueError("observations without a common sum")
        numerator = sum((row.numerator for row in rows if row.numerator is not None), Decimal(0))
        denominator = sum((row.denominator for row in rows if row.denominator is not None), Decimal(0))
        return ratio(numerator, denominator, self.unit) if denominator else None

    def targets_in_force(self, at: date) -> tuple[Point, ...]:
        """Per period the row with the latest `effective_from` not after `at`, withdrawn ones left out, by time.

        Those of before the break from which on is judged meant something else: they are left out too.
        """
        points = self._points_in_force(at)
        found = self.break_at(at) if self.breaks else None
        return tuple(point for point in points if found is None or point.period.index >= found.period.index)

    def _points_in_force(self, at: date) -> tuple[Point, ...]:
        by_index: dict[int, TargetRow] = {}
        for row in sorted(self.targets, key=lambda row: row.effective_from or date.min):
            if row.effective_from is None or row.effective_from <= at:
                by_index[row.period.index] = row
        return tuple(
            Point(row.period, row.value)
            for _, row in sorted(by_index.items())
            if row.value is not None and row.unit is None and not self._is_of_former_count(row, at)
        )

    def _is_of_former_count(self, row: TargetRow, at: date) -> bool:
        """Whether it promised another thing than what its time's value counts on that day."""
        if not row.is_of_former_count:
            return False
        return any(one.period.index <= row.period.index for one in self.breaks_known(at))

    def withdrawn_on(self, at: date) -> date | None:
        """The day of the newest withdrawal that holds; None without any, or where a target is in force."""
        if self.targets_in_force(at):
            return None
        days = [row.effective_from for row in self.targets if row.value is None and row.effective_from]
        return max((day for day in days if day <= at), default=None)
