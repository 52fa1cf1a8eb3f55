"""Reporting periods: a fiscal year, a quarter of one, a month, or a calendar year. Pure functions: no ORM, no clock.

On the time axis a period stands at its last month: `index` counts months, so that everything linear in time is linear
in months and a plan may begin in any of them. Three months are a quarter: what stands at the end of quarters only can
be checked by hand in quarters.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache

from django.utils.translation import gettext as _

from plans.era import (
    Quarter,
    fiscal_year_label,
    fiscal_year_wareki,
    in_year,
    month_label,
    month_name,
    short_month_label,
    short_year_label,
    year_label,
)

from .terms import Frequency

_PERIOD = re.compile(r"(C?)([12]\d{3})(?:-Q([1-4])|-(0[1-9]|1[0-2]))?", re.ASCII)
MONTHS_A_YEAR, MONTHS_A_QUARTER = 12, 3

# The quarters at whose end a value is reported; None stands for the year as a whole.
_QUARTERS: dict[Frequency, tuple[int | None, ...]] = {
    Frequency.QUARTERLY: (1, 2, 3, 4),
    Frequency.HALF_YEARLY: (2, 4),
}
_MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)  # of a fiscal year


@dataclass(frozen=True)
class Period:
    """Fiscal year `year` (April–March), or its quarter 1–4, or its month; or (`is_calendar`) a calendar year."""

    year: int
    quarter: int | None = None
    month: int | None = None
    is_calendar: bool = False

    @classmethod
    def parse(cls, text: str) -> "Period":
        """From '2024', '2024-Q3', '2024-06' (June 2024) or 'C2024'. Raises ValueError with a sentence for others."""
        return _parsed(text)

    @classmethod
    def of_month(cls, year: int, month: int) -> "Period":
        """The month of that calendar year."""
        return cls(year if month >= _MONTHS[0] else year - 1, month=month)

    @classmethod
    def at_index(cls, index: int) -> "Period":
        """The quarter that stands there, or where none ends the month."""
        year, month = divmod(index - 1, MONTHS_A_YEAR)
        if (month + 1) % MONTHS_A_QUARTER:
            return cls.of_month(year, month + 1)
        quarter = Quarter.of(date(year, month + 1, 1))
        return cls(quarter.year, quarter.number)

    @classmethod
    def month_at(cls, index: int) -> "Period":
        """The month that stands there."""
        year, month = divmod(index - 1, MONTHS_A_YEAR)
        return cls.of_month(year, month + 1)

    @property
    def _last_month(self) -> tuple[int, int]:
        """Calendar year and month in which it ends."""
        if self.is_calendar:
            return self.year, MONTHS_A_YEAR
        if self.month:
            return self.year + (self.month < _MONTHS[0]), self.month
        if self.quarter in (None, 4):
            return self.year + 1, _MONTHS[-1]
        return self.year, _MONTHS[MONTHS_A_QUARTER * self.quarter - 1]

    @property
    def months(self) -> int:
        """How many months it lasts; a half-year, which is stored as its second quarter, as that quarter."""
        if self.month:
            return 1
        return MONTHS_A_QUARTER if self.quarter else MONTHS_A_YEAR

    @cached_property
    def index(self) -> int:
        """Where it stands on the time axis, in months."""
        year, month = self._last_month
        return MONTHS_A_YEAR * year + month

    @cached_property
    def year_end(self) -> int:
        """Index of the end of its fiscal year, or of its calendar year."""
        return Period(self.year, is_calendar=self.is_calendar).index

    @property
    def first_day(self) -> date:
        """Its first day; of a half-year, which is stored as its second quarter, that quarter's."""
        return first_day_of(self.index - self.months + 1)

    def first_day_at(self, frequency: Frequency) -> date:
        """The day on which what it counts begins: of a half-year the half's."""
        if frequency is Frequency.HALF_YEARLY and self.quarter:
            return first_day_of(self.index - MONTHS_A_YEAR // 2 + 1)
        return self.first_day

    @cached_property
    def last_day(self) -> date:
        year, month = self._last_month
        return date(year, month, monthrange(year, month)[1])

    def covers(self, index: int) -> bool:
        """Whether that place on the time axis lies within it."""
        return self.index - self.months < index <= self.index

    @property
    def label(self) -> str:
        """令和7年度（2025年度）第3四半期, 令和7年度（2025年度）, 令和7年（2025年）6月, 令和7年（2025年）"""
        if self.is_calendar:
            return year_label(self.last_day)
        if self.month:
            return month_label(self.last_day)
        return Quarter(self.year, self.quarter).label if self.quarter else fiscal_year_label(self.year)

    def label_at(self, frequency: Frequency) -> str:
        """The label as people of that frequency say it: half-years are 上半期 and 下半期."""
        if frequency is Frequency.HALF_YEARLY and self.quarter in (2, 4):
            return in_year(fiscal_year_label(self.year), self.name_in_year(frequency))
        return self.label

    def short_label_at(self, frequency: Frequency) -> str:
        """令和7年度第3四半期, 令和7年6月, 令和7年: for sentences and narrow places."""
        if self.is_calendar:
            return short_year_label(self.last_day)
        if self.month:
            return short_month_label(self.last_day)
        if self.quarter is None:
            return fiscal_year_wareki(self.year)
        return in_year(fiscal_year_wareki(self.year), self.name_in_year(frequency))

    def name_in_year(self, frequency: Frequency) -> str:
        """What it is called within its year: 第3四半期, 下半期, 6月. A year has no such name."""
        if self.month:
            return month_name(self.last_day.month)
        if self.quarter is None:
            return ""
        if frequency is Frequency.HALF_YEARLY and self.quarter in (2, 4):
            return _("上半期") if self.quarter == 2 else _("下半期")
        return Quarter(self.year, self.quarter).short_label

    @property
    def end_label(self) -> str:
        """令和7年度末, 令和7年度第3四半期末, 令和7年6月末; a calendar year is named as it is: 令和7年"""
        return self.end_label_at(Frequency.QUARTERLY)

    def end_label_at(self, frequency: Frequency) -> str:
        """The same as people of that frequency say it: 令和7年度上半期末."""
        label = self.short_label_at(frequency)
        return label if self.is_calendar else _("%s末") % label

    def __str__(self) -> str:
        if self.month:
            return f"{self._last_month[0]}-{self.month:02}"
        if self.is_calendar:
            return f"C{self.year}"
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Period:
    """Read once: the same few periods stand in thousands of rows."""
    match = _PERIOD.fullmatch(text)
    if not match or (match[1] and (match[3] or match[4])):
        raise ValueError(
            _(
                "期間は 2024（年度）、2024-Q3（年度と四半期）、2024-06（月）、C2024（暦年）のように"
                "書いてください（「%s」）。"
            )
            % text[:40]
        )
    year = int(match[2])
    if match[4]:
        return Period.of_month(year, int(match[4]))
    return Period(year, int(match[3]) if match[3] else None, is_calendar=bool(match[1]))


def index_of(day: date) -> int:
    """The place on the time axis of the month in which the day lies."""
    return MONTHS_A_YEAR * day.year + day.month


def first_day_of(index: int) -> date:
    """The first day of the month that stands there."""
    year, month = divmod(index - 1, MONTHS_A_YEAR)
    return date(year, month + 1, 1)


def fits(period: Period, frequency: Frequency) -> bool:
    """Whether the period's grain is that of the frequency (half-years are stored as Q2 and Q4)."""
    if period.month or frequency is Frequency.MONTHLY:
        return bool(period.month) and frequency is Frequency.MONTHLY
    if period.is_calendar or frequency is Frequency.CALENDAR_YEAR:
        return period.is_calendar and frequency is Frequency.CALENDAR_YEAR
    return period.quarter in _QUARTERS.get(frequency, (None,))


def grain_sentence(frequency: Frequency) -> str:
    """How to write a period of that frequency."""
    by_frequency = {
        Frequency.MONTHLY: _("毎月の指標です。期間は 2024-06 のように書いてください。"),
        Frequency.QUARTERLY: _("四半期ごとの指標です。期間は 2024-Q1 から 2024-Q4 のように書いてください。"),
        Frequency.HALF_YEARLY: _(
            "半年ごとの指標です。上半期は 2024-Q2、下半期は 2024-Q4 のように書いてください。"
        ),
        Frequency.YEARLY: _("年1回の指標です。期間は 2024 のように年度だけを書いてください。"),
        Frequency.CALENDAR_YEAR: _("暦年ごとの指標です。期間は C2024 のように書いてください。"),
    }
    return by_frequency.get(
        frequency, _("数年に1回の指標です。期間は 2024 のように年度だけを書いてください。")
    )


@cache
def periods_of_year(year: int, frequency: Frequency) -> tuple[Period, ...]:
    """Every period of that year, in order: of the fiscal year, of a calendar-year figure of the calendar year."""
    if frequency is Frequency.MONTHLY:
        return tuple(Period(year, month=month) for month in _MONTHS)
    if frequency is Frequency.CALENDAR_YEAR:
        return (Period(year, is_calendar=True),)
    return tuple(Period(year, quarter) for quarter in _QUARTERS.get(frequency, (None,)))


@lru_cache(maxsize=4096)
def periods_between(
    first: int, last: int, frequency: Frequency, first_year: int | None = None
) -> tuple[Period, ...]:
    """The periods of that frequency that stand at an index from `first` to `last`, both included.

    `first_year`: of a survey every few years one of its years; None: every year.
    """
    step = frequency.years if first_year is not None else 1
    return tuple(
        period
        for year in range((first - 1) // MONTHS_A_YEAR - 1, (last - 1) // MONTHS_A_YEAR + 1)
        if (year - (first_year or 0)) % step == 0
        for period in periods_of_year(year, frequency)
        if first <= period.index <= last
    )


def periods_in(quarter: Quarter, frequency: Frequency, first_year: int | None = None) -> tuple[Period, ...]:
    """The periods of that frequency that end within the quarter: what its review asks for."""
    last = index_of(quarter.last_day)
    return periods_between(last - MONTHS_A_QUARTER + 1, last, frequency, first_year)


def periods_ending_with(quarter: Quarter) -> set[Period]:
    """The periods, of any frequency, that end within the quarter."""
    return {period for frequency in Frequency for period in periods_in(quarter, frequency)}


def quarter_of(period: Period) -> Quarter:
    """The quarter in which the period ends: the one whose review asks for it."""
    return Quarter.of(period.last_day)
