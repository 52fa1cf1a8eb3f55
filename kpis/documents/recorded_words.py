"""What was written down in Japanese once, in a report or in the record of changes, as a page in another language says it."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, partial
from typing import TypeVar

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kpis.judging.coverage_words import count_text
from kpis.judging.numbers import with_unit
from kpis.judging.periods import Period, periods_of_year
from kpis.judging.terms import Frequency
from plans.era import Quarter, date_label, day_label
from plans.joining import from_to, sentences
from plans.ledger.comparing import NUMBER
from plans.translations.said import Untranslated, is_translated, said
from plans.typed_dates import read_date
from plans.typed_periods import read_period

from .recorded_forms import forms

T = TypeVar("T")
MARKS = "\ue000\ue001"  # no letters: before and behind what stays Japanese
_WITHIN_A_YEAR = (Frequency.QUARTERLY, Frequency.HALF_YEARLY, Frequency.MONTHLY)
_COUNTS = tuple(partial(count_text, frequency) for frequency in _WITHIN_A_YEAR)
_DAY = re.compile(r"([0-9]{1,2})月([0-9]{1,2})日")
_A_LEAP_YEAR = 2024
_MOST_PARTS = 300  # of a text that people wrote with many signs of the portal's in it


def _quarter_with_months(period: Period) -> str:
    return Quarter(period.year, period.quarter).label_with_months if period.quarter else ""


_PERIOD_NAMES: tuple[Callable[[Period], str], ...] = (
    *(
        partial(name, frequency=frequency)
        for name in (Period.label_at, Period.short_label_at, Period.end_label_at)
        for frequency in (Frequency.QUARTERLY, Frequency.HALF_YEARLY)
    ),
    _quarter_with_months,
)


def recorded_words(text: str) -> str:
    """A figure, a day, a period, a word of the portal or a text of the plan in the page's language; else Untranslated.

    What a sentence is made of stays in it as it was written.
    """
    if not text or not is_translated():
        return text
    return _read(text, {})


def _read(text: str, seen: dict[str, str]) -> str:
    """`seen`: the parts that were read already, each once; of a text that falls into too many the rest stays."""
    if text in seen:
        return seen[text]
    if len(seen) >= _MOST_PARTS:
        return Untranslated(text)
    seen[text] = Untranslated(text)
    found = _range(text) or _figure(text) or _when(text) or _count(text) or _word(text) or said(text)
    if isinstance(found, Untranslated):
        found = _put_together(text, seen) or _named(text, seen) or found
    seen[text] = found
    return found


def recorded_with_marks(text: str) -> str:
    """The same, and where a part is said and another is people's own words, each as it is, those between the marks.

    What cannot be said at all stands between the marks as a whole.
    """
    if not text or not is_translated():
        return text
    seen: dict[str, str] = {}
    found = _read(text, seen)
    if not isinstance(found, Untranslated):
        return found
    for form in forms():
        for parts in form.taken_apart(text) if form.may_hold_peoples_words else ():
            told = {name: _read(part, seen) for name, part in parts.items()}
            first, *_others = told.values()
            if not isinstance(first, Untranslated):
                return form.made_of({name: _marked(part) for name, part in told.items()})
    return _marked(found)


def recorded_lines(text: str) -> str:
    """Of a reason: line by line, first what the portal put before it (since when, recorded when)."""
    if not is_translated():
        return text
    return "\n".join(_recorded_line(line) for line in text.split("\n"))


def _recorded_line(line: str) -> str:
    said_before: list[str] = []
    rest = line
    while rest:
        sentence, end, others = rest.partition("。")
        found = recorded_words(sentence + end)
        if isinstance(found, Untranslated):
            break
        said_before.append(found)
        rest = others
    return sentences(*said_before, recorded_with_marks(rest) if rest else "")


def _marked(text: str) -> str:
    return f"{MARKS[0]}{text}{MARKS[1]}" if isinstance(text, Untranslated) else text


def _range(text: str) -> str:
    lower, between, upper = text.partition("〜")
    ends = [_figure(end) for end in (lower, upper)] if between else []
    return from_to(*ends) if ends and all(ends) else ""


def _figure(text: str) -> str:
    figure = NUMBER.match(text)
    unit = said(text[figure.end() :]) if figure else None
    return (
        with_unit(figure[0], unit)
        if figure and unit is not None and not isinstance(unit, Untranslated)
        else ""
    )


def _when(text: str) -> str:
    if "年" in text:
        return _anew(text, _period, _PERIOD_NAMES) or _anew(text, read_date, (date_label,))
    name = _names_in_year().get(text)
    return name() if name else _anew(text, _day_of_a_year, (day_label,))


def _day_of_a_year(text: str) -> date:
    day = _DAY.fullmatch(text)
    if not day:
        raise ValueError(text)
    return date(_A_LEAP_YEAR, int(day[1]), int(day[2]))


@cache
def _names_in_year() -> dict[str, Callable[[], str]]:
    """第3四半期, 下半期 and how a page says them."""
    names = [
        partial(period.name_in_year, frequency)
        for frequency in _WITHIN_A_YEAR
        for period in periods_of_year(_A_LEAP_YEAR, frequency)
    ]
    with override(settings.LANGUAGE_CODE):
        return {name(): name for name in names}


def _count(text: str) -> str:
    """4四半期, 12か月"""
    return _anew(text, _leading_count, _COUNTS)


def _leading_count(text: str) -> int:
    return int(text[: 1 + text[1:2].isdecimal()])


def _anew(text: str, read: Callable[[str], T], names: Iterable[Callable[[T], str]]) -> str:
    """Only what was written just so: what else stood there must not be lost."""
    try:
        found = read(text)
    except ValueError:
        return ""
    with override(settings.LANGUAGE_CODE):
        name = next((name for name in names if name(found) == text), None)
    return name(found) if name else ""


def _period(text: str) -> Period:
    return Period.parse(read_period(text))


def _put_together(text: str, seen: dict[str, str]) -> str:
    """令和7年度・4四半期の合計, 10.0%以下: where each of the parts can be said."""
    for form in forms():
        for parts in form.taken_apart(text):
            told = {name: _read(part, seen) for name, part in parts.items()}
            if not any(isinstance(part, Untranslated) for part in told.values()):
                return form.made_of(told)
    return ""


def _word(text: str) -> str:
    own = _(text)
    return own if own != text else ""


def _named(text: str, seen: dict[str, str]) -> str:
    """KPI 1-1 手続の数, 見本市 デジタル推進課: what a number or another name stands before."""
    number, space, name = text.partition(" ")
    while space:
        parts = _read(number, seen), _read(name, seen)
        if name and not any(isinstance(part, Untranslated) for part in parts):
            return " ".join(parts)
        more, space, name = name.partition(" ")
        number = f"{number} {more}"
    return ""
