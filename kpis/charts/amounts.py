"""Numbers as a chart writes them: as everywhere else, but 万・億・兆 where large ones are round."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kpis.judging.facts import Facts
from kpis.judging.numbers import format_against, format_number, with_unit
from plans.translations.counted import behind

from .shapes import clean

_LARGE = Decimal(100_000)
_BEYOND = Decimal("1E20")  # no common name
_LONGEST, _LONGEST_UNIT = 14, 6


def _sizes() -> tuple[tuple[Decimal, str], ...]:
    """The names of large numbers, largest first. A language that counts by thousands has its own instead."""
    by_myriads = pgettext("large numbers: myriad or thousand", "myriad") == "myriad"
    if by_myriads:
        return (
            (Decimal("1E16"), _("京")),
            (Decimal("1E12"), _("兆")),
            (Decimal("1E8"), _("億")),
            (Decimal("1E4"), _("万")),
        )
    return (
        (Decimal("1E12"), pgettext("large number", "trillion")),
        (Decimal("1E9"), pgettext("large number", "billion")),
        (Decimal("1E6"), pgettext("large number", "million")),
    )


def amount(facts: Facts, value: Decimal, target: Decimal | None = None, *, is_short: bool = False) -> str:
    """34件, 62.5%, short 120万円; a number too long to read 約12.3億円. A long unit stands at the axis only.

    A value that misses `target` gets as many digits as it takes to see that.
    """
    number = _short(value) if is_short else _long(value, facts.decimals, target)
    unit = clean(behind(number, facts.unit))
    if facts.is_rank:
        return _("%s位") % number
    return with_unit(number, unit) if len(unit) <= _LONGEST_UNIT else number


def are_round(values: Iterable[Decimal]) -> bool:
    """Whether all can be written with 万・億・兆 and one decimal, and one of them is large enough to deserve it."""
    values = tuple(values)
    largest = max(map(abs, values), default=Decimal(0))
    return _LARGE <= largest < _BEYOND and not any(value * 10 % _size(value)[0] for value in values)


def tick_texts(ticks: tuple[Decimal, ...]) -> tuple[str, ...]:
    """The numbers of an axis, all of one size and with the same decimals."""
    largest = max(abs(tick) for tick in ticks)
    step = ticks[1] - ticks[0]
    if largest >= _BEYOND or step.adjusted() < -6:
        return tuple(f"{tick:.1E}" if tick else "0" for tick in ticks)
    size, name = Decimal(1), ""
    if largest >= _LARGE:
        size, name = next((pair for pair in _sizes() if largest >= pair[0]), (size, name))
    decimals = _decimals(step / size)
    return tuple(format_number(tick / size, decimals) + name if tick else "0" for tick in ticks)


def _size(value: Decimal) -> tuple[Decimal, str]:
    """The largest size that goes into the value."""
    return next(((size, name) for size, name in _sizes() if abs(value) >= size), (Decimal(1), ""))


def _short(value: Decimal) -> str:
    """120万, 1.2億; what was computed and is not round 約1.2億."""
    if abs(value) >= _BEYOND:
        return f"{value:.1E}"
    size, name = _size(value)
    text = format_number(value / size, min(1, _decimals(value / size)))
    return f"{text if not value * 10 % size else _about(text)}{name}"


def _long(value: Decimal, decimals: int, target: Decimal | None) -> str:
    text = format_number(value, decimals) if target is None else format_against(value, target, decimals)
    if len(text) <= _LONGEST and abs(value) < _BEYOND:
        return text
    return _short(value) if _size(value)[1] else _about(format_number(value, 2))


def _about(number: str) -> str:
    return _("約%s") % number


def _decimals(value: Decimal) -> int:
    """How many decimals it takes to write the value."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
