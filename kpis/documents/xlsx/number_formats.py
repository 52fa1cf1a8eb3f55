"""A number that a cell holds as a number and shows with exactly the text that every other format prints."""

import re
from dataclasses import dataclass
from decimal import Decimal

from plans.spreadsheets import EXACT_DIGITS

_NUMBER = re.compile(r"−?[0-9]{1,3}(?:,[0-9]{3})*(?:\.([0-9]+))?")
_PERCENT = re.compile(r"(−?)([0-9,]+)%")
_LONGEST_UNIT = 60  # a number format holds 255 signs, with the unit in it twice


@dataclass(frozen=True)
class FormattedNumber:
    """`format` is Excel's number format with which `value` reads as `text`."""

    value: float
    format: str
    text: str


def shown_number(
    value: str | None, text: str, unit: str, *, with_unit: bool = False
) -> FormattedNumber | str:
    """The decimal string `value` as the snapshot's `text` writes it, with or without its unit.

    Stays text where Excel could not show the same: a range, more than 15 digits, 1.23E+45.
    """
    digits = text.removesuffix(unit) if unit else text
    words = text if with_unit else digits
    found = _NUMBER.fullmatch(digits)
    if value is None or not found:
        return text  # a range keeps the unit at both ends
    if sum(sign.isdigit() for sign in digits) > EXACT_DIGITS:
        return words
    if with_unit and (len(unit) > _LONGEST_UNIT or '"' in unit or "\n" in unit):
        return words
    number = float(Decimal(value))
    if number < 0 and not digits.startswith("−"):
        number = 0.0  # too small for these decimals: the text is 0 without a sign
    form = "#,##0" + (f".{'0' * len(found[1])}" if found[1] else "")
    return FormattedNumber(number, _signed(form, unit if with_unit else ""), words)


def shown_percent(text: str) -> FormattedNumber | str:
    """A ratio's text (97%, −26%), which the portal cuts off and Excel would round: the cut-off ratio."""
    found = _PERCENT.fullmatch(text)
    if not found or len(found[2]) > EXACT_DIGITS:
        return text
    percent = int(found[2].replace(",", "")) * (-1 if found[1] else 1)
    return FormattedNumber(percent / 100, _signed("#,##0%"), text)


def exact(value: Decimal | float) -> float:
    """For machines: the nearest number that Excel can hold."""
    return float(value)


def _signed(form: str, unit: str = "") -> str:
    """Below zero with the portal's own minus sign."""
    tail = f'"{unit}"' if unit else ""
    return f'{form}{tail};"−"{form}{tail}'
