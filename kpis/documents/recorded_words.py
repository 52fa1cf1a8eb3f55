"""What was written down in Japanese once, in a report or in the record of changes, as a page in another language says it."""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kpis.judging.coverage_words import SINCE_START, SUM_UNTIL, UNTIL
from kpis.judging.numbers import with_unit
from kpis.judging.periods import Period
from kpis.judging.terms import Frequency
from plans.era import date_label
from plans.ledger.comparing import NUMBER
from plans.translations.said import Untranslated, is_translated, said
from plans.typed_dates import read_date
from plans.typed_periods import read_period

T = TypeVar("T")
_PERIOD_NAMES: tuple[Callable[[Period], str], ...] = tuple(
    partial(name, frequency=frequency)
    for name in (Period.label_at, Period.short_label_at, Period.end_label_at)
    for frequency in (Frequency.QUARTERLY, Frequency.HALF_YEARLY)
)
# What a report says a figure covers: its wording, and how it is read again.
_COVERS = tuple(
    (form, re.compile(form.replace("%(label)s", "(?P<label>.+)"))) for form in (UNTIL, SUM_UNTIL, SINCE_START)
)


def recorded_words(text: str) -> str:
    """A figure, a day, a period, a word of the portal or a text of the plan in the page's language; else Untranslated.

    What a sentence is made of stays in it as it was written.
    """
    if not text or not is_translated():
        return text
    found = _figure(text) or _when(text) or _covered(text) or _word(text) or said(text)
    return _named(text) or found if isinstance(found, Untranslated) else found


def _figure(text: str) -> str:
    figure = NUMBER.match(text)
    unit = said(text[figure.end() :]) if figure else None
    return (
        with_unit(figure[0], unit)
        if figure and unit is not None and not isinstance(unit, Untranslated)
        else ""
    )


def _when(text: str) -> str:
    if "年" not in text:
        return ""
    return _anew(text, _period, _PERIOD_NAMES) or _anew(text, read_date, (date_label,))


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


def _covered(text: str) -> str:
    for form, pattern in _COVERS:
        found = pattern.fullmatch(text)
        label = _when(found["label"]) if found else ""
        if label:
            return _(form) % {"label": label}
    return ""


def _word(text: str) -> str:
    own = _(text)
    return own if own != text else ""


def _named(text: str) -> str:
    """KPI 1-1 手続の数, 見本市 デジタル推進課: what a number or another name stands before."""
    number, space, name = text.partition(" ")
    while space:
        parts = said(number), said(name)
        if name and not any(isinstance(part, Untranslated) for part in parts):
            return " ".join(parts)
        more, space, name = name.partition(" ")
        number = f"{number} {more}"
    return ""
