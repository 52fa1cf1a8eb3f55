"""Japanese eras, fiscal years and quarters. Pure functions: no ORM, no clock.

A fiscal year runs from April to March and is named by the calendar year it begins in; quarter 1 is
April–June. Dates are shown in both calendars: 令和5年（2023年）12月13日.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

# First day of each era, newest first (改元の日).
ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 1, 25), "明治"),
)

PARTIAL_DATE = re.compile(r"([12]\d{3})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
QUARTER = re.compile(r"([12]\d{3})-Q([1-4])", re.ASCII)


def _era_year(name: str, year: int) -> str:
    return f"{name}元年" if year == 1 else f"{name}{year}年"


def wareki_year(on: date) -> str:
    """令和元年, 令和5年 … for the era in force on that day; before 明治, the western year."""
    for first_day, name in ERAS:
        if on >= first_day:
            return _era_year(name, on.year - first_day.year + 1)
    return f"{on.year}年"


def date_label(on: date) -> str:
    """令和5年（2023年）12月13日"""
    return f"{wareki_year(on)}（{on.year}年）{on.month}月{on.day}日"


def parse_partial_date(text: str) -> tuple[int, int | None, int | None]:
    """Year, month and day of '2023', '2023-03' or '2023-03-31'.

    Sources often give only a month. Raises ValueError for anything else, a 31st of June included.
    """
    match = PARTIAL_DATE.fullmatch(text)
    if not match:
        raise ValueError(f"日付は 2023、2023-03、2023-03-31 のいずれかの形で書いてください（「{text}」）。")
    year = int(match[1])
    month, day = (int(part) if part else None for part in match.groups()[1:])
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        raise ValueError(f"「{text}」という日付はありません。") from None
    return year, month, day


def partial_date_label(text: str) -> str:
    """令和5年（2023年）3月 for '2023-03'. A bare year takes the era at its end, a month the era on its last day."""
    year, month, day = parse_partial_date(text)
    if month and day:
        return date_label(date(year, month, day))
    if month:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return f"{wareki_year(last)}（{year}年）{month}月"
    return f"{wareki_year(date(year, 12, 31))}（{year}年）"


def fiscal_year_of(on: date) -> int:
    return on.year if on.month >= 4 else on.year - 1


def fiscal_year_wareki(year: int) -> str:
    """令和元年度 for 2019, 平成30年度 for 2018: the year takes the era that most of it belongs to."""
    return wareki_year(date(year, 12, 31)) + "度"


def fiscal_year_label(year: int) -> str:
    """令和7年度（2025年度）"""
    return f"{fiscal_year_wareki(year)}（{year}年度）"


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a fiscal year; `number` 1–4, 1 = April–June."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """From '2023-Q3'. Raises ValueError with a sentence for anything else."""
        match = QUARTER.fullmatch(text)
        if not match:
            raise ValueError(f"四半期は 2023-Q3 のように書いてください（「{text}」）。")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, on: date) -> "Quarter":
        return cls(fiscal_year_of(on), (on.month - 4) % 12 // 3 + 1)

    @classmethod
    def from_index(cls, index: int) -> "Quarter":
        """The inverse of `index`."""
        return cls((index - 1) // 4, (index - 1) % 4 + 1)

    @property
    def index(self) -> int:
        """Quarters on one axis: 4 × fiscal year + number."""
        return 4 * self.year + self.number

    @property
    def first_day(self) -> date:
        return date(self.year + (self.number == 4), (self.number * 3) % 12 + 1, 1)

    @property
    def last_day(self) -> date:
        return self.next().first_day - timedelta(days=1)

    def next(self) -> "Quarter":
        return self.from_index(self.index + 1)

    @property
    def label(self) -> str:
        """令和5年度（2023年度）第3四半期"""
        return f"{fiscal_year_label(self.year)}{self.short_label}"

    @property
    def short_label(self) -> str:
        return f"第{self.number}四半期"

    @property
    def months_label(self) -> str:
        """10〜12月"""
        return f"{self.first_day.month}〜{self.last_day.month}月"

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def quarter_span(first: Quarter, last: Quarter) -> list[Quarter]:
    """Every quarter from first to last, both included; empty when last is before first."""
    return [Quarter.from_index(index) for index in range(first.index, last.index + 1)]
