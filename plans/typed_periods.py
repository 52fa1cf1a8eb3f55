"""The one reader of periods that people type: 令和7年度第4四半期, R7-Q4, 2025年度, 2025年6月 … Pure: no ORM, no clock.

What is stored and stands in addresses and files is the code: 2025 (a fiscal year), 2025-Q4, 2025-06 (a month), C2025 (a
calendar year).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from .era import Quarter
from .typed_dates import YEAR, check_era, month_first, parted, shown, western_year, year_of

_CODE = re.compile(r"[12]\d{3}(-(Q[1-4]|0[1-9]|1[0-2]))?|C[12]\d{3}", re.ASCII)
_QUARTER = re.compile(
    rf"{YEAR}(?P<of>年度|年)?[-/.の]?(?:Q(?P<q1>\d{{1,2}})|第?(?P<q2>\d{{1,2}})(?:Q期?|[/・]Q期)|Q期(?P<q3>\d))"
)
_HALF = re.compile(rf"{YEAR}(?P<of>年度|年)?(?P<half>上半期|下半期|上期|下期|前期|後期)")
_MONTH = re.compile(rf"{YEAR}(?:年(?P<m1>\d{{1,2}})月|[-/.](?P<m2>\d{{1,2}})月?)(?:分)?")
_FISCAL = re.compile(rf"{YEAR}(?:年度|FY)?|FY(?P<fy>[12]\d{{3}})")
_CALENDAR = re.compile(rf"C?{YEAR}(?:年|暦年)?")
_YEAR_OPEN = re.compile(r"\d{1,2}(?:年度?)?(?:[-/.].*|第?\d?Q.*)?")
_END = re.compile("(?<=[度期月年])末$")  # 令和7年度末, as the portal says itself
_ROMAN = re.compile("(?<=第)(?:IV|I{1,3})(?=・?Q期)")  # 第Ⅳ四半期
_ROMANS = ("I", "II", "III", "IV")
# What a report says behind its quarter: 4〜6月, 令和8年1月〜3月, 4月から6月まで.
_MONTHS = re.compile(
    r"(?:(?P<y1>[^年月]+)年)?(?P<m1>\d{1,2})月?(?:[-~〜]|から)(?:(?P<y2>[^年月]+)年)?(?P<m2>\d{1,2})月(?:まで)?"
)
_SECOND_HALF = ("下半期", "下期", "後期")


@dataclass(frozen=True)
class _Found:
    """The code, the year that may stand in brackets once more, and the first days of its first and last month."""

    code: str
    year: int
    first: date
    last: date

    def is_said_by(self, bracket: str) -> bool:
        if match := _MONTHS.fullmatch(bracket):
            ends = ((self.first, match["y1"], match["m1"]), (self.last, match["y2"], match["m2"]))
            return all(int(m) == day.month and (not y or western_year(y) == day.year) for day, y, m in ends)
        return western_year(bracket) == self.year


def read_period(text: str) -> str:
    """The code of the period that was typed. Raises ValueError with a sentence."""
    if _CODE.fullmatch(text):
        return text
    plain, brackets = parted(text, to=_period_sentence)
    found = _found(_ROMAN.sub(_roman, _END.sub("", plain)), text)
    if not all(found.is_said_by(bracket) for bracket in brackets):
        raise ValueError(
            _("「%s」の、かっこの外と中が合いません。どちらかだけを書いてください。") % shown(text)
        )
    return found.code


def read_quarter(text: str) -> Quarter:
    """The quarter of a fiscal year that was typed. Raises ValueError with a sentence."""
    try:
        found = read_period(text)
    except ValueError:
        if not _is_like_a_quarter(text):
            raise ValueError(_quarter_sentence(text)) from None
        raise
    if "Q" not in found or "半期" in text.replace("四半期", ""):
        raise ValueError(_quarter_sentence(text))
    return Quarter.parse(found)


def quarter_code(text: str) -> str:
    return str(read_quarter(text))


def _is_like_a_quarter(text: str) -> bool:
    return "半期" in text or "Q" in text.upper() or "Ｑ" in text.upper()


def _roman(match: re.Match[str]) -> str:
    return str(_ROMANS.index(match[0]) + 1)


def _found(plain: str, text: str) -> _Found:
    of_year = _QUARTER.fullmatch(plain) or _HALF.fullmatch(plain)
    if of_year and of_year["of"] == "年":
        raise ValueError(_calendar_sentence(text))
    if match := _QUARTER.fullmatch(plain):
        year = _fiscal_year(match, text)
        number = int(match["q1"] or match["q2"] or match["q3"])
        if not 1 <= number <= 4:
            raise ValueError(
                _(
                    "「%s」という四半期はありません。第1四半期（4〜6月）から第4四半期（1〜3月）まで、2025-Q4 のように書いてください。"
                )
                % shown(text)
            )
        quarter = Quarter(year, number)
        return _Found(str(quarter), year, quarter.first_day, quarter.last_day.replace(day=1))
    if match := _HALF.fullmatch(plain):
        year = _fiscal_year(match, text)
        before, quarter = [
            Quarter(year, number) for number in ((3, 4) if match["half"] in _SECOND_HALF else (1, 2))
        ]
        return _Found(str(quarter), year, before.first_day, quarter.last_day.replace(day=1))
    if match := _MONTH.fullmatch(plain):
        first = month_first(match, text)
        return _Found(f"{first:%Y-%m}", first.year, first, first)
    if match := _FISCAL.fullmatch(plain):
        year = int(match["fy"]) if match["fy"] else _fiscal_year(match, text)
        return _Found(str(year), year, date(year, 4, 1), date(year + 1, 3, 1))
    if match := _CALENDAR.fullmatch(plain):
        year = year_of(match, text)
        check_era(match, date(year, 1, 1), date(year, 12, 31), text)
        return _Found(f"C{year}", year, date(year, 1, 1), date(year, 12, 1))
    raise ValueError(_open_sentence(text) if _YEAR_OPEN.fullmatch(plain) else _period_sentence(text))


def _fiscal_year(match: re.Match[str], text: str) -> int:
    """平成31年度 and 令和元年度 are one year: an era has the fiscal years that it shares a day with."""
    year = year_of(match, text)
    check_era(match, date(year, 4, 1), date(year + 1, 3, monthrange(year + 1, 3)[1]), text)
    return year


def _forms() -> str:
    return _("令和7年度、2025年度、令和7年度第4四半期、2025-Q4、令和7年6月、2025-06、暦年は C2025")


def _period_sentence(text: str) -> str:
    words = {"text": shown(text), "forms": _forms()}
    return _("「%(text)s」を期間として読み取れません。%(forms)s のように書いてください。") % words


def _open_sentence(text: str) -> str:
    words = {"text": shown(text), "forms": _forms()}
    return (
        _(
            "「%(text)s」は、どの年度か決められません。年を西暦の4桁か元号で、%(forms)s のように書いてください。"
        )
        % words
    )


def _calendar_sentence(text: str) -> str:
    """令和7年第4四半期 may be that of the fiscal or of the calendar year."""
    return _(
        "「%s」は、年度の四半期か、暦年の四半期か決められません。令和7年度第4四半期 のように、「年度」を付けて書いてください。"
    ) % shown(text)


def _quarter_sentence(text: str) -> str:
    return _(
        "「%s」を四半期として読み取れません。令和7年度第4四半期、R7-Q4、2025-Q4 のように書いてください。"
    ) % shown(text)
