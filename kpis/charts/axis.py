"""The two axes: fiscal years with their quarters, and round numbers."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _

from kpis.judging.periods import MONTHS_A_QUARTER, MONTHS_A_YEAR, Period, first_day_of, index_of
from kpis.judging.terms import Frequency
from plans.era import short_fiscal_year

_MOST_TICKS = 6
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
_FAR = Decimal("0.5")  # data that use less than this part of the way from 0 are drawn without 0
_FLAT = Decimal("0.0001")  # less than this part of it is no difference worth a picture
_FURTHEST = Decimal(100)


@dataclass(frozen=True)
class ValueAxis:
    """`ticks` from the lowest to the highest; the plot ends at both."""

    ticks: tuple[Decimal, ...]
    top: float
    bottom: float

    def y(self, value: Decimal) -> float:
        """Beyond the plot at most a hundred times its height: a picture's numbers are small."""
        part = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        part = min(max(part, -_FURTHEST), _FURTHEST)
        return self.bottom - float(part) * (self.bottom - self.top)

    @property
    def zero(self) -> float:
        """Where bars stand."""
        return self.y(Decimal(0))


@dataclass(frozen=True)
class TimeAxis:
    """Years side by side: fiscal ones, of calendar-year figures calendar ones.

    A quarter stands in the middle of its own quarter of the year's room, a month in the middle of its month's
    (`period_months`: 3 and 1). Where everything is yearly, and for bars, the year's end stands in the middle of the
    year's room instead, right above its name (12).
    """

    first_year: int
    last_year: int
    period_months: int
    left: float
    right: float
    is_calendar: bool = False

    @property
    def is_yearly(self) -> bool:
        return self.period_months == MONTHS_A_YEAR

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    @property
    def year_width(self) -> float:
        return (self.right - self.left) / len(self.years)

    def x(self, index: float) -> float:
        """Of a place on the time axis, in months."""
        start = year_start(self.first_year, is_calendar=self.is_calendar) + self.period_months / 2
        return self.left + (index - start) / MONTHS_A_YEAR * self.year_width

    def year_left(self, year: int) -> float:
        return self.left + (year - self.first_year) * self.year_width

    def of_day(self, on: date) -> float:
        """A day's place: a year's room is filled from its first day to its last."""
        year = year_of(index_of(on), is_calendar=self.is_calendar)
        start = year_start(year, is_calendar=self.is_calendar)
        first, after = first_day_of(start + 1), first_day_of(start + MONTHS_A_YEAR + 1)
        return self.year_left(year) + ((on - first).days + 1) / (after - first).days * self.year_width


def ticks_for(values: tuple[Decimal, ...], *, decimals: int, with_zero: bool) -> tuple[Decimal, ...]:
    """At most six round numbers around the values; 0 among them unless the values are all far from it."""
    low, high = min(values), max(values)
    if with_zero or not _is_far_from_zero(low, high):
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high = Decimal(1)  # nothing but zeros
    step = _step(low, high, Decimal(1).scaleb(-decimals))
    first = int((low / step).to_integral_value(ROUND_FLOOR))
    last = int((high / step).to_integral_value(ROUND_CEILING))
    return tuple(step * number for number in range(first, last + 1))


def with_room_below(ticks: tuple[Decimal, ...], values: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    """One step more below where the lowest value stands at the plot's foot: its words need room. Not below 0."""
    step = ticks[1] - ticks[0]
    is_low = min(values) - ticks[0] < step / 2
    if len(ticks) >= _MOST_TICKS or not is_low or ticks[0] - step < 0:
        return ticks
    return (ticks[0] - step, *ticks)


def _is_far_from_zero(low: Decimal, high: Decimal) -> bool:
    if low < 0 < high:
        return False
    largest = max(abs(low), abs(high))
    return largest * _FLAT <= high - low < largest * _FAR


def _step(low: Decimal, high: Decimal, smallest: Decimal) -> Decimal:
    """The finest step that takes at most six ticks and that the indicator's decimals can write."""
    exponent = ((high - low) / _MOST_TICKS).adjusted()
    is_finer = high - low < smallest
    while True:
        for digits in _STEPS:
            step = digits.scaleb(exponent)
            ticks = (
                (high / step).to_integral_value(ROUND_CEILING)
                - (low / step).to_integral_value(ROUND_FLOOR)
                + 1
            )
            if ticks <= _MOST_TICKS and (is_finer or _is_whole(step / smallest)):
                return step
        exponent += 1


def _is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def year_start(year: int, *, is_calendar: bool = False) -> int:
    """The place on the time axis right before the year's first month."""
    return MONTHS_A_YEAR * year + (0 if is_calendar else MONTHS_A_QUARTER)


def year_of(index: int, *, is_calendar: bool = False) -> int:
    """The fiscal (or calendar) year of a place on the time axis."""
    return (index - 1 - year_start(0, is_calendar=is_calendar)) // MONTHS_A_YEAR


def short_year(year: int) -> str:
    """R7 for 2025, R元 for 2019, H30 for 2018; before 明治 the western year."""
    return short_fiscal_year(year)


def short_place(frequency: Frequency, index: int, *, is_year: bool) -> str:
    """R8 Q2, R8 上期, R8.6; `is_year`: of what is summed up over one, and of years, R8."""
    if frequency is Frequency.CALENDAR_YEAR:
        return short_year((index - 1) // MONTHS_A_YEAR)
    if frequency is Frequency.MONTHLY and not is_year:
        year, month = divmod(index - 1, MONTHS_A_YEAR)
        return f"{short_year(year)}.{month + 1}"
    period = Period.at_index(index)
    year_name = short_year(period.year)
    if is_year or frequency.periods_a_year == 1 or period.quarter is None:
        return year_name
    if frequency is Frequency.HALF_YEARLY and period.quarter in (2, 4):
        form = _("%(year)s 上期") if period.quarter == 2 else _("%(year)s 下期")
        return form % {"year": year_name}
    return f"{year_name} Q{period.quarter}"
