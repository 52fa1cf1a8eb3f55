"""Japanese eras, fiscal years and quarters. Pure functions: no ORM, no clock.

A fiscal year runs from April to March and is named by the calendar year it begins in; quarter 1 is
April–June. Dates are shown in both calendars: 令和5年（2023年）12月13日. Every language has its own order: 13 December 2023
(Reiwa 5).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from .joining import with_remark

# First day of each era, newest first (改元の日).
ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 1, 25), "明治"),
)
_ERA_NAMES = {
    "令和": gettext_lazy("令和"),
    "平成": gettext_lazy("平成"),
    "昭和": gettext_lazy("昭和"),
    "大正": gettext_lazy("大正"),
    "明治": gettext_lazy("明治"),
}
_ERA_LETTERS = {"令和": "R", "平成": "H", "昭和": "S", "大正": "T", "明治": "M"}

PARTIAL_DATE = re.compile(r"([12]\d{3})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
QUARTER = re.compile(r"([12]\d{3})-Q([1-4])", re.ASCII)


def _era_year(name: str, year: int) -> str:
    form = _("%(era)s元年") if year == 1 else _("%(era)s%(number)d年")
    return form % {"era": _ERA_NAMES[name], "number": year}


def month_name(month: int) -> str:
    """3月; in another language its name. `month` 1–12."""
    names = (
        pgettext("month", "1月"),
        pgettext("month", "2月"),
        pgettext("month", "3月"),
        pgettext("month", "4月"),
        pgettext("month", "5月"),
        pgettext("month", "6月"),
        pgettext("month", "7月"),
        pgettext("month", "8月"),
        pgettext("month", "9月"),
        pgettext("month", "10月"),
        pgettext("month", "11月"),
        pgettext("month", "12月"),
    )
    return names[month - 1]


def wareki_year(on: date) -> str:
    """令和元年, 令和5年 … for the era in force on that day; before 明治, the western year."""
    for first_day, name in ERAS:
        if on >= first_day:
            return _era_year(name, on.year - first_day.year + 1)
    return _("%(year)d年") % {"year": on.year}


def _of_day(on: date) -> dict[str, str | int]:
    """What a language may want to say of a day."""
    return {"wareki": wareki_year(on), "year": on.year, "month": month_name(on.month), "day": on.day}


def date_label(on: date) -> str:
    """令和5年（2023年）12月13日"""
    return _("%(wareki)s（%(year)d年）%(month)s%(day)d日") % _of_day(on)


def western_date_label(on: date) -> str:
    """2023年12月13日: in narrow places."""
    return _("%(year)d年%(month)s%(day)d日") % _of_day(on)


def day_label(on: date) -> str:
    """12月13日: where the year is known."""
    return _("%(month)s%(day)d日") % _of_day(on)


def month_label(on: date) -> str:
    """令和5年（2023年）12月: the month in which the day lies, which takes the era of that day."""
    return _("%(wareki)s（%(year)d年）%(month)s") % _of_day(on)


def short_month_label(on: date) -> str:
    """令和5年12月"""
    return pgettext("a month, short", "%(wareki)s%(month)s") % _of_day(on)


def year_label(on: date) -> str:
    """令和5年（2023年）: a calendar year, which takes the era of that day."""
    return _("%(wareki)s（%(year)d年）") % _of_day(on)


def short_year_label(on: date) -> str:
    """令和5年"""
    return pgettext("a calendar year, short", "%(wareki)s") % _of_day(on)


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
        return month_label(date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1))
    return year_label(date(year, 12, 31))


def fiscal_year_of(on: date) -> int:
    return on.year if on.month >= 4 else on.year - 1


def fiscal_year_wareki(year: int) -> str:
    """令和元年度 for 2019, 平成30年度 for 2018: the year takes the era that most of it belongs to."""
    return pgettext("a fiscal year, short", "%(wareki)s度") % _of_day(date(year, 12, 31))


def fiscal_year_label(year: int) -> str:
    """令和7年度（2025年度）"""
    return _("%(wareki)s度（%(year)d年度）") % _of_day(date(year, 12, 31))


def short_fiscal_year(year: int) -> str:
    """R7 for 2025, R元 for 2019, H30 for 2018: in narrow places; before 明治 the western year."""
    on = date(year, 12, 31)
    for first_day, name in ERAS:
        if on >= first_day:
            number = on.year - first_day.year + 1
            words = {"letter": _ERA_LETTERS[name], "number": number, "year": year}
            form = (
                pgettext("a fiscal year, shortest", "%(letter)s元")
                if number == 1
                else pgettext("a fiscal year, shortest", "%(letter)s%(number)d")
            )
            return form % words
    return str(year)


def in_year(year: str, part: str) -> str:
    """令和7年度第3四半期: a fiscal year as it was named, and a part of it."""
    return pgettext("a year and a part of it", "%(year)s%(part)s") % {"year": year, "part": part}


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
        return in_year(fiscal_year_label(self.year), self.short_label)

    @property
    def short_label(self) -> str:
        first, last = self.first_day.month, self.last_day.month
        words = {"number": self.number, "first": month_name(first), "last": month_name(last)}
        return _("第%(number)d四半期") % words

    @property
    def label_with_months(self) -> str:
        """令和5年度（2023年度）第3四半期（10〜12月）; where a language names quarters by their months, those once."""
        label, months = self.label, self.months_label
        return label if months in label else with_remark(label, months)

    @property
    def months_label(self) -> str:
        """10〜12月"""
        first, last = self.first_day.month, self.last_day.month
        words = {"from": first, "to": last, "first": month_name(first), "last": month_name(last)}
        return _("%(from)d〜%(to)d月") % words

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


def quarter_span(first: Quarter, last: Quarter) -> list[Quarter]:
    """Every quarter from first to last, both included; empty when last is before first."""
    return [Quarter.from_index(index) for index in range(first.index, last.index + 1)]
