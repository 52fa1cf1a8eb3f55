"""Numbers as people write and read them: 「１．２万件」 in, 12,000件 out. Pure: no ORM."""

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext

from django.utils.translation import pgettext

from plans.translations.counted import behind
from plans.typed_numbers import CONTEXT, MAX_DECIMALS, MAX_INTEGER_DIGITS, decimals_of, read_number

__all__ = [
    "HUGE",
    "MAX_DECIMALS",
    "MAX_INTEGER_DIGITS",
    "Understood",
    "decimal_text",
    "decimals_of",
    "format_against",
    "format_exact",
    "format_number",
    "format_percent",
    "format_value",
    "parse_number",
    "with_unit",
]

_MINUS = "−"
HUGE = Decimal("1E+40")  # from here on the digits say nothing any more


@dataclass(frozen=True)
class Understood:
    """A number as it was typed and as it was understood."""

    value: Decimal
    text: str
    echo: str

    @property
    def is_plain(self) -> bool:
        """Whether there was nothing to interpret: the text is the number itself, with or without commas and unit."""
        digits = self.text.removeprefix("+").replace(",", "").replace("-", _MINUS)
        return bool(re.fullmatch(rf"{_MINUS}?[0-9]+(\.[0-9]+)?", digits)) or self.text == self.echo


def parse_number(text: str, *, unit: str = "") -> Understood | None:
    """The number somebody typed, with how it was understood; None for a blank. Raises ValueError with a sentence."""
    value = read_number(text, unit=unit)
    if value is None:
        return None
    return Understood(value, text.strip(), format_value(value, unit, decimals_of(value)))


def decimal_text(value: Decimal | None) -> str | None:
    """For files and commands: no exponent, at most 15 digits behind the point (half-up), no trailing zeros, never −0."""
    if value is None:
        return None
    with localcontext(CONTEXT):
        text = f"{value:.15f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def format_exact(value: Decimal, unit: str = "") -> str:
    """With every digit it has: 12,000件, 0.375."""
    return format_value(value, unit, decimals_of(value))


def format_value(value: Decimal, unit: str, decimals: int) -> str:
    """1,200件, 62%"""
    return with_unit(format_number(value, decimals), unit)


def with_unit(number: str, unit: str) -> str:
    """1,200件, 62%; where a language parts words, 1,200 cases and 1 case, but 62% still."""
    if not any(letter.isalpha() for letter in unit):
        return number + unit
    words = {"number": number, "unit": behind(number, unit)}
    return pgettext("a number and its unit", "%(number)s%(unit)s") % words


def format_number(value: Decimal, decimals: int) -> str:
    """1,200.5: rounded half-up, with commas; very large ones as 1.23E+45."""
    return _text(value, decimals, ROUND_HALF_UP)


def format_percent(ratio: Decimal) -> str:
    """1.0299 → 102%: cut off, so that 99.9 % never reads as 100 %."""
    with localcontext(CONTEXT):
        return f"{_text(ratio * 100, 0, ROUND_DOWN)}%"


def format_against(value: Decimal, target: Decimal, decimals: int) -> str:
    """The value with as many more digits as it needs not to look like a target that it differs from."""
    text = format_number(value, decimals)
    if value == target:
        return text
    # A difference of d shows at the latest one digit after d's own first digit.
    with localcontext(CONTEXT):
        last = max(decimals, -(value - target).adjusted() + 1)
    for digits in range(decimals, last + 1):
        text = format_number(value, digits)
        if text != format_number(target, digits):
            break
    return text


def _text(value: Decimal, decimals: int, rounding: str) -> str:
    with localcontext(CONTEXT) as context:
        context.rounding = rounding
        if abs(value) >= HUGE:
            text = f"{abs(value):.2E}"
        else:
            text = f"{abs(value).quantize(Decimal(1).scaleb(-decimals)):,f}"
        return f"{_MINUS}{text}" if value < 0 and re.search("[1-9]", text) else text
