"""The one reader of dates that people type: 2026/4/1, 令和8年4月1日, R8.4.1 … Pure functions: no ORM, no clock.

Forms, filters, workbooks, YAML files and commands ask it; periods are read by plans/typed_periods.py. What can be meant
in two ways (8/4/26) is refused with an example, and so is what never was (令和0年, 2月30日).
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from .era import ERAS, date_label

LONGEST = 60  # no date and no period is longer
_SHOWN = 40
_LETTERS = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"}
_FIRST_LETTERS = {name[0]: name for _first, name in ERAS}
ERA_NAMES = "|".join([*(name for _first, name in ERAS), *_FIRST_LETTERS, *_LETTERS])
# A year as it is written: the western one with four digits, or the year of an era.
YEAR = rf"(?:(?P<era>{ERA_NAMES})(?P<era_year>元|\d{{1,4}})|(?P<year>[12]\d{{3}}))"
_DATE = re.compile(
    rf"{YEAR}(?:年(?P<m1>\d{{1,2}})月(?P<d1>\d{{1,2}})日?|(?P<mark>[-/.])(?P<m2>\d{{1,2}})(?P=mark)(?P<d2>\d{{1,2}}))"
)
_COMPACT = re.compile(r"(?P<year>[12]\d{3})(?P<month>\d\d)(?P<day>\d\d)")
_MONTH = re.compile(rf"{YEAR}(?:年(?P<m1>\d{{1,2}})月|[-/.](?P<m2>\d{{1,2}}))")
_YEAR = re.compile(rf"{YEAR}年?")
# Numbers and marks that look like a date, but leave open what is the year, the month and the day.
_OPEN = re.compile(
    r"\d{1,2}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[-/.]\d{1,2}|\d{1,2}月\d{1,2}日?|\d{1,2}年\d{1,2}月\d{1,2}日?|\d{6}"
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_WEEKDAY = re.compile("([月火水木金土日])(曜日?)?")
_HOLIDAY = re.compile("[・/,]?(祝日?|振休|休日?)$")  # 水・祝
_WEEKDAY_BEHIND = re.compile("([月火水木金土日])曜日?$")  # without brackets
_WEEKDAYS = "月火水木金土日"
_DASHES = re.compile("[‐‑‒–—―−ｰー]")
_KANJI = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_KANJI_NUMBER = re.compile("[〇一二三四五六七八九十]+")


def date_forms() -> str:
    return _("2026年4月1日、令和8年4月1日、R8.4.1、2026-04-01")


def read_date(text: str) -> date:
    """The day that was typed. Raises ValueError with a sentence."""
    plain, brackets = parted(text, to=_date_sentence)
    return _read_checked(plain, brackets, text)


def read_partial_date(text: str) -> str:
    """A year, a month or a day as 2023, 2023-03 or 2023-03-31. Raises ValueError with a sentence."""
    plain, brackets = parted(text, to=_partial_sentence)
    if match := _MONTH.fullmatch(plain):
        first = month_first(match, text)
        found = f"{first:%Y-%m}"
    elif match := _YEAR.fullmatch(plain):
        found = str(year_of(match, text))
    else:
        return _read_checked(plain, brackets, text, to=_partial_sentence).isoformat()
    for bracket in brackets:
        if (year := western_year(bracket)) is None or str(year) != found[:4]:
            raise _disagree(text)
    return found


def shown(text: str) -> str:
    """What was typed, as a sentence quotes it."""
    text = text.strip()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def parted(text: str, *, to: Callable[[str], str]) -> tuple[str, list[str]]:
    """The text in narrow signs without blanks, and what stood in its brackets. `to`: the sentence of a text too long."""
    if len(text) > LONGEST:
        raise ValueError(to(text))
    narrow = "".join(unicodedata.normalize("NFKC", text).split())
    narrow = _DASHES.sub("-", narrow).replace("〔", "(").replace("〕", ")")
    narrow = _KANJI_NUMBER.sub(_arabic, narrow.replace("四半期", "Q期")).upper()
    return _BRACKETS.sub("", narrow), _BRACKETS.findall(narrow)


def _arabic(match: re.Match[str]) -> str:
    """八 is 8, 十二 is 12, 二〇二六 is 2026."""
    text = match[0]
    if "十" not in text:
        return "".join(str(_KANJI[digit]) for digit in text)
    tens, _ten, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return text
    return str(10 * _KANJI.get(tens, 1) + _KANJI.get(ones, 0))


def era_name(written: str) -> str:
    return _LETTERS.get(written) or _FIRST_LETTERS.get(written) or written


def year_of(match: re.Match[str], text: str) -> int:
    """The calendar year; of an era's year whether the era has it is asked of the day. Raises ValueError for year 0."""
    if match["year"]:
        return int(match["year"])
    name = era_name(match["era"])
    number = 1 if match["era_year"] == "元" else int(match["era_year"])
    first, last = era_days(name)
    if number == 0:
        raise ValueError(
            _("「%(text)s」という年はありません。%(era)sの最初の年は「元年」か「1年」と書いてください。")
            % {"text": shown(text), "era": name}
        )
    year = first.year + number - 1
    # The fiscal year 昭和63年度 and the like end in the era after: a year later at most.
    if year > (last.year if last else 2999):
        raise ValueError(_no_such_year(text, name))
    return year


def era_days(name: str) -> tuple[date, date | None]:
    """The first and the last day of an era; of the present one no last."""
    place = next(index for index, (_first, known) in enumerate(ERAS) if known == name)
    return ERAS[place][0], ERAS[place - 1][0] - timedelta(days=1) if place else None


def check_era(match: re.Match[str], first_day: date, last_day: date, text: str) -> None:
    """Raises ValueError where the days from first to last are all outside the era that was written."""
    if not match["era"]:
        return
    name = era_name(match["era"])
    begins, ends = era_days(name)
    if last_day < begins or (ends and first_day > ends):
        raise ValueError(_no_such_year(text, name))


def _no_such_year(text: str, name: str) -> str:
    begins, ends = era_days(name)
    if ends is None:
        form = _("「%(text)s」はありません。%(era)sは%(first)sからです。")
    else:
        form = _("「%(text)s」はありません。%(era)sは%(first)sから%(last)sまでです。")
    words = {"text": shown(text), "era": name, "first": _western(begins), "last": ends and _western(ends)}
    return form % words


def _western(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def western_year(bracket: str) -> int | None:
    """The year of what stands in brackets behind another: 2026年, 令和8年度."""
    match = re.fullmatch(rf"{YEAR}(?:年度?)?", bracket)
    try:
        return year_of(match, bracket) if match else None
    except ValueError:
        return None


def _read_checked(plain: str, brackets: list[str], text: str, to: Callable[[str], str] | None = None) -> date:
    """The day, with which whatever stands in brackets or behind it agrees."""
    if behind := _WEEKDAY_BEHIND.search(plain):
        plain, brackets = plain[: behind.start()], [*brackets, behind[0]]
    day = _read_date(plain, text, to)
    for bracket in brackets:
        _check_bracket(bracket, day, text)
    return day


def _read_date(plain: str, text: str, to: Callable[[str], str] | None = None) -> date:
    match = _DATE.fullmatch(plain)
    if match:
        year, month, day = (
            year_of(match, text),
            int(match["m1"] or match["m2"]),
            int(match["d1"] or match["d2"]),
        )
    elif match := _COMPACT.fullmatch(plain):
        year, month, day = (int(part) for part in match.groups())
    else:
        raise ValueError(_open_sentence(text) if _OPEN.fullmatch(plain) else (to or _date_sentence)(text))
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError(
            _("「%s」という日付はありません。月と日を確かめてください。") % shown(text)
        ) from None
    if "era" in match.groupdict():
        check_era(match, found, found, text)
    return found


def month_first(match: re.Match[str], text: str) -> date:
    """The first day of the month of a match that has YEAR, `m1` and `m2`. Raises ValueError."""
    year, month = year_of(match, text), int(match["m1"] or match["m2"])
    if not 1 <= month <= 12:
        raise ValueError(_("「%s」という月はありません。月は1から12です。") % shown(text))
    first = date(year, month, 1)
    check_era(match, first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), text)
    return first


def _check_bracket(bracket: str, day: date, text: str) -> None:
    """What stands in brackets says the same once more: the year, the whole date, or the day of the week."""
    bracket, holidays = _HOLIDAY.subn("", bracket)
    if holidays and not bracket:
        return
    if weekday := _WEEKDAY.fullmatch(bracket):
        if _WEEKDAYS.index(weekday[1]) != day.weekday():
            words = {"text": shown(text), "day": date_label(day), "weekday": _WEEKDAYS[day.weekday()]}
            raise ValueError(
                _("「%(text)s」の曜日が合いません。%(day)sは%(weekday)s曜日です。日付を確かめてください。")
                % words
            )
        return
    if western_year(bracket) == day.year:
        return
    try:
        same = _read_date(bracket, text) == day
    except ValueError:
        same = False
    if not same:
        raise _disagree(text)


def _disagree(text: str) -> ValueError:
    return ValueError(_("「%s」の、かっこの外と中が合いません。どちらかだけを書いてください。") % shown(text))


def _date_sentence(text: str) -> str:
    words = {"text": shown(text), "forms": date_forms()}
    return _("「%(text)s」を日付として読み取れません。%(forms)s のように書いてください。") % words


def _open_sentence(text: str) -> str:
    words = {"text": shown(text), "forms": date_forms()}
    return (
        _(
            "「%(text)s」は、どの年の何月何日か決められません。年を西暦の4桁か元号で、%(forms)s のように書いてください。"
        )
        % words
    )


def _partial_sentence(text: str) -> str:
    return _(
        "「%s」を年・月・日として読み取れません。2023年、2023年3月、令和5年3月31日、2023-03-31 のように書いてください。"
    ) % shown(text)
