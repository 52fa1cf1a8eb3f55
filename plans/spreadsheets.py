"""What spreadsheets hold, whoever writes or reads them: numbers, texts, and the types their files are sent as."""

import re
from decimal import Decimal

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
# Beginnings that spreadsheets take for a formula, full width too.
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
EXACT_DIGITS = 15  # of a number: what Excel keeps
LONGEST_TEXT = 32_767  # of a cell; Excel counts a sign beyond the first 65,536 as two
# What no sheet, page or print can show: controls, lone surrogates, non-characters. To stand in a set of a pattern.
UNFIT = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_UNFIT = re.compile(f"[{UNFIT}]")


def is_exact(number: Decimal) -> bool:
    """Whether a cell keeps the number with all its digits."""
    return len(number.normalize().as_tuple().digits) <= EXACT_DIGITS


def fit_text(text: str) -> str:
    """The text without what no cell can hold."""
    return _UNFIT.sub("", one_line_end(text))


def one_line_end(text: str) -> str:
    r"""Every line ends with \n, whichever way it was typed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def cut_text(text: str) -> str:
    """As much of the text as one cell can hold."""
    if len(text) * 2 <= LONGEST_TEXT or len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT:
        return text
    return text.encode("utf-16-le")[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
