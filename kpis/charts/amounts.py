"""Numbers as a chart writes them: as everywhere else, but 万・億・兆 where large ones are round."""

from decimal import Decimal

from ..facts import Facts
from ..numbers import format_against, format_number
from .shapes import clean

_LARGE = Decimal(100_000)
_SIZES = ((Decimal("1E16"), "京"), (Decimal("1E12"), "兆"), (Decimal("1E8"), "億"), (Decimal("1E4"), "万"))
_BEYOND = Decimal("1E20")  # no common name
_LONGEST, _LONGEST_UNIT = 14, 6


def amount(facts: Facts, value: Decimal, target: Decimal | None = None) -> str:
    """34件, 62.5%, 120万円; a number too long to read 約12.3億円. A long unit stands at the axis only.

    A value that misses `target` gets as many digits as it takes to see that.
    """
    unit = clean(facts.unit)
    return _number(value, facts.decimals, target) + (unit if len(unit) <= _LONGEST_UNIT else "")


def tick_texts(ticks: tuple[Decimal, ...]) -> tuple[str, ...]:
    """The numbers of an axis, all of one size and with the same decimals."""
    largest = max(abs(tick) for tick in ticks)
    step = ticks[1] - ticks[0]
    if largest >= _BEYOND or step.adjusted() < -6:
        return tuple(f"{tick:.1E}" if tick else "0" for tick in ticks)
    size, name = Decimal(1), ""
    if largest >= _LARGE:
        size, name = next(pair for pair in _SIZES if largest >= pair[0])
    decimals = _decimals(step / size)
    return tuple(format_number(tick / size, decimals) + name if tick else "0" for tick in ticks)


def _number(value: Decimal, decimals: int, target: Decimal | None) -> str:
    size, name = next(((size, name) for size, name in _SIZES if abs(value) >= size), (Decimal(1), ""))
    if abs(value) >= _BEYOND:
        return f"{value:.1E}"
    if abs(value) >= _LARGE and not value * 10 % size:
        return format_number(value / size, min(1, _decimals(value / size))) + name
    text = format_number(value, decimals) if target is None else format_against(value, target, decimals)
    if len(text) <= _LONGEST:
        return text
    return f"約{format_number(value / size, 1)}{name}" if name else f"約{format_number(value, 2)}"


def _decimals(value: Decimal) -> int:
    """How many decimals it takes to write the value."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
