"""Reporting periods: a fiscal year, or a quarter of one. Pure functions: no ORM, no clock.

On the time axis a period stands at its last quarter: `index` is 4 × fiscal year + quarter, a year at quarter 4, so
that everything linear in time is linear in quarters and can be checked by hand.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from plans.era import Quarter, fiscal_year_label, fiscal_year_wareki

from .terms import Frequency

PERIOD_PATTERN = r"^[12][0-9]{3}(-Q[1-4])?$"
_PERIOD = re.compile(r"([12]\d{3})(?:-Q([1-4]))?", re.ASCII)

# The quarters at whose end a value is reported; None stands for the year as a whole.
QUARTERS: dict[Frequency, tuple[int | None, ...]] = {
    Frequency.QUARTERLY: (1, 2, 3, 4),
    Frequency.HALF_YEARLY: (2, 4),
    Frequency.YEARLY: (None,),
}


@dataclass(frozen=True)
class Period:
    """Fiscal year `year` (April–March), or its quarter 1–4."""

    year: int
    quarter: int | None = None

    @classmethod
    def parse(cls, text: str) -> "Period":
        """From '2024' or '2024-Q3'. Raises ValueError with a sentence for anything else."""
        match = _PERIOD.fullmatch(text)
        if not match:
            raise ValueError(
                _("期間は 2024（年度）か 2024-Q3（年度と四半期）のように書いてください（「%s」）。")
                % text[:40]
            )
        return cls(int(match[1]), int(match[2]) if match[2] else None)

    @classmethod
    def of_index(cls, index: int, frequency: Frequency) -> "Period":
        """The latest period of that frequency that stands at or before `index`."""
        quarter = Quarter.from_index(index)
        if frequency is Frequency.YEARLY:
            return cls(quarter.year if quarter.number == 4 else quarter.year - 1)
        if frequency is Frequency.HALF_YEARLY and quarter.number % 2:
            quarter = Quarter.from_index(index - 1)
        return cls(quarter.year, quarter.number)

    @property
    def _last_quarter(self) -> Quarter:
        return Quarter(self.year, self.quarter or 4)

    @property
    def index(self) -> int:
        """Where it stands on the time axis, in quarters."""
        return self._last_quarter.index

    @property
    def year_end(self) -> int:
        """Index of the end of its fiscal year."""
        return 4 * self.year + 4

    @property
    def first_day(self) -> date:
        """First day of the year or quarter; of a half-year, which is stored as its second quarter, that quarter's."""
        return Quarter(self.year, self.quarter or 1).first_day

    @property
    def last_day(self) -> date:
        return self._last_quarter.last_day

    @property
    def label(self) -> str:
        """令和7年度（2025年度）第3四半期, 令和7年度（2025年度）"""
        return self._last_quarter.label if self.quarter else fiscal_year_label(self.year)

    def label_at(self, frequency: Frequency) -> str:
        """The label as people of that frequency say it: half-years are 上半期 and 下半期."""
        if frequency is Frequency.HALF_YEARLY and self.quarter in (2, 4):
            half = _("上半期") if self.quarter == 2 else _("下半期")
            return f"{fiscal_year_label(self.year)}{half}"
        return self.label

    def short_label_at(self, frequency: Frequency) -> str:
        """令和7年度第3四半期: for sentences and narrow places."""
        if self.quarter is None:
            return fiscal_year_wareki(self.year)
        return fiscal_year_wareki(self.year) + self.label_at(frequency).removeprefix(
            fiscal_year_label(self.year)
        )

    @property
    def end_label(self) -> str:
        """令和7年度末, 令和7年度第3四半期末"""
        return _("%s末") % self.short_label_at(Frequency.QUARTERLY)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.quarter}" if self.quarter else str(self.year)


def fits(period: Period, frequency: Frequency) -> bool:
    """Whether the period's grain is that of the frequency (half-years are stored as Q2 and Q4)."""
    return period.quarter in QUARTERS[frequency]


def grain_sentence(frequency: Frequency) -> str:
    """How to write a period of that frequency."""
    return {
        Frequency.QUARTERLY: _("四半期ごとの指標です。期間は 2024-Q1 から 2024-Q4 のように書いてください。"),
        Frequency.HALF_YEARLY: _(
            "半年ごとの指標です。上半期は 2024-Q2、下半期は 2024-Q4 のように書いてください。"
        ),
        Frequency.YEARLY: _("年1回の指標です。期間は 2024 のように年度だけを書いてください。"),
    }[frequency]


def due_period(frequency: Frequency, quarter: Quarter) -> Period | None:
    """The period of that frequency that ends with the quarter; None when none does."""
    if quarter.number in QUARTERS[frequency]:
        return Period(quarter.year, quarter.number)
    return Period(quarter.year) if frequency is Frequency.YEARLY and quarter.number == 4 else None


def periods_ending_with(quarter: Quarter) -> set[Period]:
    """The periods, of any frequency, that end with the quarter: what its review asks for."""
    found = (due_period(frequency, quarter) for frequency in Frequency)
    return {period for period in found if period is not None}


def quarter_of(period: Period) -> Quarter:
    """The quarter at whose end the period ends: the one whose review asks for it."""
    return Quarter.from_index(period.index)


def periods_of_year(year: int, frequency: Frequency) -> tuple[Period, ...]:
    """Every period of that fiscal year, in order."""
    return tuple(Period(year, quarter) for quarter in QUARTERS[frequency])


def periods_between(first: int, last: int, frequency: Frequency) -> tuple[Period, ...]:
    """The periods of that frequency that stand at an index from `first` to `last`, both included."""
    return tuple(
        period
        for year in range((first - 1) // 4, (last - 1) // 4 + 1)
        for period in periods_of_year(year, frequency)
        if first <= period.index <= last
    )
