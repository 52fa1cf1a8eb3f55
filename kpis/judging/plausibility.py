"""Values and targets that are possible but are mostly slips: whoever enters them confirms them first. Pure: no ORM."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from plans.era import date_label

from .facts import Facts
from .numbers import format_against, format_exact
from .periods import Period
from .terms import Series

TIMES = 10  # a value that many times the one before it is mostly a digit too many


@dataclass(frozen=True)
class Doubt:
    """What looks wrong, and what somebody says who has checked it."""

    sentence: str
    confirmation: str


def doubts_of_value(
    facts: Facts, period: Period, value: Decimal, others: Mapping[Period, Decimal]
) -> list[Doubt]:
    """Doubts about a value, seen beside the values of other periods of the same indicator."""
    found = [
        _falling_total(facts, period, value, others),
        _other_size(facts, period, value, others),
        _negative_count(facts, period, value, others),
    ]
    return [doubt for doubt in found if doubt is not None]


def doubts_of_target(period: Period, effective_from: date) -> list[Doubt]:
    """A target that was decided after its period had ended."""
    if period.last_day >= effective_from:
        return []
    words = {
        "period": period.end_label,
        "day": date_label(period.last_day),
        "decided": date_label(effective_from),
    }
    sentence = _("%(period)s（%(day)s）は、目標を決めた日（%(decided)s）より前に終わっています。") % words
    return [Doubt(sentence, _("終わった期間の目標であることを確かめました"))]


def _falling_total(
    facts: Facts, period: Period, value: Decimal, others: Mapping[Period, Decimal]
) -> Doubt | None:
    """A running total never falls: neither below the value before it nor above the one after it."""
    if facts.series not in (Series.CUMULATIVE, Series.YEAR_TO_DATE):
        return None
    same_run = {
        other: theirs
        for other, theirs in others.items()
        if facts.series is Series.CUMULATIVE or other.year == period.year
    }
    before, after = _before(period, same_run), _after(period, same_run)
    if before is not None and value < same_run[before]:
        form = _(
            "累計なのに、%(period)sの値（%(value)s）が、前の期（%(other)s）の値（%(theirs)s）より小さくなっています。"
        )
        confirmation = _("値が前の期より小さいことを確かめました")
        return Doubt(form % _words(facts, period, value, before, same_run[before]), confirmation)
    if after is not None and value > same_run[after]:
        form = _(
            "累計なのに、%(period)sの値（%(value)s）が、後の期（%(other)s）の値（%(theirs)s）より大きくなっています。"
        )
        confirmation = _("値が後の期より大きいことを確かめました")
        return Doubt(form % _words(facts, period, value, after, same_run[after]), confirmation)
    return None


def _other_size(
    facts: Facts, period: Period, value: Decimal, others: Mapping[Period, Decimal]
) -> Doubt | None:
    """Ten times the value before it, or a tenth of it. Zero has no size to compare."""
    before = _compared(facts, period, others)
    if before is None or not value or not others[before]:
        return None
    larger, smaller = abs(value), abs(others[before])
    if larger >= TIMES * smaller:
        form = _(
            "%(period)sの値（%(value)s）が、%(other)sの値（%(theirs)s）の10倍以上です。桁を確かめてください。"
        )
    elif larger * TIMES <= smaller:
        form = _(
            "%(period)sの値（%(value)s）が、%(other)sの値（%(theirs)s）の10分の1以下です。桁を確かめてください。"
        )
    else:
        return None
    words = _words(facts, period, value, before, others[before])
    return Doubt(form % words, _("前の値と10倍以上違うことを確かめました"))


def _negative_count(
    facts: Facts, period: Period, value: Decimal, others: Mapping[Period, Decimal]
) -> Doubt | None:
    """Nobody counts less than nothing, unless this indicator has known such values before, or aims at one."""
    known = [
        *others.values(),
        *(row.value for row in facts.targets),
        facts.baseline.value if facts.baseline else None,
    ]
    known += [facts.lower, facts.upper]
    if value >= 0 or not _counts(facts.unit) or any(one is not None and one < 0 for one in known):
        return None
    form = _("%(period)sの値（%(value)s）が、0より小さい数になっています。")
    words = {"period": period.short_label_at(facts.frequency), "value": format_exact(value, facts.unit)}
    return Doubt(form % words, _("値が0より小さいことを確かめました"))


def doubt_of_numerator(label: str, value: Decimal) -> Doubt:
    """Of a ratio the part is a count too."""
    words = {"label": label, "value": format_exact(value)}
    return Doubt(
        _("%(label)s（%(value)s）が、0より小さい数になっています。") % words,
        _("分子が0より小さいことを確かめました"),
    )


def _counts(unit: str) -> bool:
    """Whether things are counted in it; shares, points, money and temperatures may fall below nought."""
    narrow = unicodedata.normalize("NFKC", unit).strip().lower()
    return bool(narrow) and not narrow.endswith(
        ("%", "パーセント", "ポイント", "pt", "円", "ドル", "℃", "°c", "度", "倍")
    )


def _compared(facts: Facts, period: Period, others: Mapping[Period, Decimal]) -> Period | None:
    """The value before it; of a sum that starts anew each year, before the year's second value, last year's."""
    before = _before(period, others)
    if facts.series is not Series.YEAR_TO_DATE or before is None or before.year == period.year:
        return before
    last_year = Period(period.year - 1, period.quarter)
    return last_year if last_year in others else None


def _before(period: Period, others: Mapping[Period, Decimal]) -> Period | None:
    return max((other for other in others if other.index < period.index), key=lambda p: p.index, default=None)


def _after(period: Period, others: Mapping[Period, Decimal]) -> Period | None:
    return min((other for other in others if other.index > period.index), key=lambda p: p.index, default=None)


def _words(facts: Facts, period: Period, value: Decimal, other: Period, theirs: Decimal) -> dict[str, str]:
    digits = facts.with_digits_of(value, theirs).decimals
    return {
        "period": period.short_label_at(facts.frequency),
        "value": format_against(value, theirs, digits) + facts.unit,
        "other": other.short_label_at(facts.frequency),
        "theirs": format_against(theirs, value, digits) + facts.unit,
    }
