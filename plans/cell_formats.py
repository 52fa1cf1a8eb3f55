"""What a cell of a spreadsheet shows of a number: 0.784 in the format 0.0% is 78.4%. Pure: no ORM."""

import re
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from .spreadsheets import EXACT_DIGITS

# What a format holds for its own sake: "円", \-, the width of a sign, [Red].
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')
_YEN = re.compile(r'[¥￥]|"\\"|\\\\')  # in Japan the backslash is printed as the sign of the yen
_THOUSANDTHS = re.compile("[0#?],+(?![0#?,])")


def number_text(value: float, number_format: str | None = None) -> str:
    """The number as it would be typed by who reads it in its cell, to the 15 digits that Excel keeps: 78.4%, ¥1200.

    0.1 + 0.2 is 0.3; never with an exponent.
    """
    if is_percentage(number_format):
        return f"{_digits(value * 100)}%"
    return f"¥{_digits(value)}" if _YEN.search(number_format or "") else _digits(value)


@lru_cache
def is_percentage(number_format: str | None) -> bool:
    """Whether a hundred times the number is shown. A % in quotes stands behind the number as it is."""
    return "%" in _LITERAL.sub("", number_format or "")


@lru_cache
def is_in_thousands(number_format: str | None) -> bool:
    """Whether a thousandth of the number is shown: 1,200 of 1200000."""
    return bool(_THOUSANDTHS.search(_LITERAL.sub("", number_format or "")))


def in_thousands_sentence(value: float | Decimal) -> str:
    """Which of the two is meant, nobody knows."""
    return (
        _(
            "値は %s ですが、表示形式により、セルにはその千分の1などが表示されています。"
            "表示形式を「標準」に戻し、指標の単位で数えた値を書いてください。"
        )
        % f"{Decimal(_digits(float(value))):,f}"
    )


def _digits(value: float) -> str:
    return f"{Decimal(f'{value:.{EXACT_DIGITS}g}'):f}"
