"""Values and targets that are possible but are mostly slips: whoever enters them confirms them first. Pure: no ORM."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeGuard

from django.utils.translation import gettext as _

from plans.era import date_label
from plans.joining import with_remark
from plans.typed_numbers import plainly

from .facts import Facts
from .numbers import decimals_of, format_against, format_exact
from .periods import Period
from .terms import Series

TIMES = 10  # a value that many times the one before it is mostly a digit too many
WHOLE = 100  # %
_ONE_BY_ONE = frozenset(
    [
        "人",
        "名",
        "件",
        "回",
        "台",
        "校",
        "本",
        "個",
        "冊",
        "社",
        "枚",
        "種類",
        "課",
        "組",
        "団体",
        "世帯",
        "戸",
        "棟",
        "店",
        "か所",
        "施設",
        "手続",
        "手続き",
        "事業",
        "業務",
        "通",
        "票",
        "か国",
    ]
)


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


def doubts_of_target(
    period: Period, effective_from: date, value: Decimal | None, unit: str, known: Iterable[Decimal]
) -> list[Doubt]:
    """A target that was decided after its period had ended, and one below nought of what is counted.

    `known`: the indicator's other numbers; where one of them is below nought, that is usual.
    """
    found = []
    if period.last_day < effective_from:
        words = {
            "period": period.end_label,
            "day": date_label(period.last_day),
            "decided": date_label(effective_from),
        }
        sentence = _("%(period)s（%(day)s）は、目標を決めた日（%(decided)s）より前に終わっています。") % words
        found.append(Doubt(sentence, _("終わった期間の目標であることを確かめました")))
    if _is_odd(value, unit, known):
        sentence = _("%sの目標が、0より小さい数になっています。") % format_exact(value, unit)
        found.append(Doubt(sentence, _("目標が0より小さいことを確かめました")))
    return found


def doubts_of_baseline(value: Decimal | None, unit: str, known: Iterable[Decimal]) -> list[Doubt]:
    """A baseline below nought of what is counted. `known`: as above."""
    if not _is_odd(value, unit, known):
        return []
    sentence = _("基準値（%s）が、0より小さい数になっています。") % format_exact(value, unit)
    return [Doubt(sentence, _("基準値が0より小さいことを確かめました"))]


def _is_odd(value: Decimal | None, unit: str, known: Iterable[Decimal]) -> TypeGuard[Decimal]:
    return value is not None and value < 0 and _counts(unit) and not any(number < 0 for number in known)


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
    if value >= 0 or not _counts(facts.unit) or _knows(facts, others, lambda one: one < 0):
        return None
    form = _("%(period)sの値（%(value)s）が、0より小さい数になっています。")
    words = {"period": period.short_label_at(facts.frequency), "value": format_exact(value, facts.unit)}
    return Doubt(form % words, _("値が0より小さいことを確かめました"))


def doubts_of_parts(
    facts: Facts, names: tuple[str, str], parts: tuple[Decimal, Decimal], others: Mapping[Period, Decimal]
) -> list[Doubt]:
    """Doubts about a ratio's numerator and denominator, called by `names`. `others`: the ratios of other periods."""
    (numerator, denominator), found = parts, []
    if numerator < 0:
        found.append(_negative_numerator(names[0], numerator))
    if denominator == 0:
        sentence = _("%sが0なので、割合は「算定不可」と表示します。") % names[1]
        found.append(Doubt(sentence, _("分母が0であることを確かめました")))
    elif numerator > denominator and facts.is_percent and not _knows(facts, others, lambda one: one > WHOLE):
        words = {
            "part": with_remark(names[0], format_exact(numerator)),
            "whole": with_remark(names[1], format_exact(denominator)),
        }
        sentence = _(
            "%(part)sが%(whole)sより大きく、割合が100%%を超えます。入れ違いがないか確かめてください。"
        )
        found.append(Doubt(sentence % words, _("分子が分母より大きいことを確かめました")))
    return found


def doubt_of_digits(facts: Facts, value: Decimal, others: Mapping[Period, Decimal]) -> Doubt | None:
    """More digits behind the point than the indicator has had: 3,166.7人, or 18.13分 where it has one of them.

    `value`: as it was typed, in the facts' unit. Where no digits are known and the unit may have some (%, 時間), none
    are too many.
    """
    known = [decimals_of(one) for one in (*others.values(), *_promised(facts))]
    usual, digits = max([facts.decimals, *known]), decimals_of(value)
    if digits <= usual or not (usual or is_counted_one_by_one(facts.unit)):
        return None
    words = {"value": format_exact(value, facts.unit), "digits": digits, "usual": usual, "unit": facts.unit}
    form = (
        _(
            "値（%(value)s）は、小数点以下が%(digits)d桁です。この指標では%(usual)d桁までです。桁を確かめてください。"
        )
        if usual
        else _(
            "値（%(value)s）に、小数点以下の数があります。%(unit)sで数えるものなので、桁を確かめてください。"
        )
    )
    return Doubt(form % words, _("小数点以下の数を確かめました"))


def _negative_numerator(label: str, value: Decimal) -> Doubt:
    """Of a ratio the part is a count too."""
    words = {"label": label, "value": format_exact(value)}
    return Doubt(
        _("%(label)s（%(value)s）が、0より小さい数になっています。") % words,
        _("分子が0より小さいことを確かめました"),
    )


def _promised(facts: Facts) -> list[Decimal]:
    """The numbers that the plan names: targets, baseline, bounds."""
    numbers = [*(row.value for row in facts.targets), facts.baseline.value if facts.baseline else None]
    return [number for number in (*numbers, facts.lower, facts.upper) if number is not None]


def _knows(facts: Facts, others: Mapping[Period, Decimal], test: Callable[[Decimal], bool]) -> bool:
    """Whether the indicator has known such a number before, or aims at one."""
    return any(test(one) for one in (*others.values(), *_promised(facts)))


def is_counted_one_by_one(unit: str) -> bool:
    """Whether its things have no halves: 人, 件; not 時間, 点, % or 万枚, nor what is counted per something."""
    return plainly(unit) in _ONE_BY_ONE


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
