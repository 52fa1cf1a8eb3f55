"""How large an uploaded workbook may be, and how a refused one is reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from plans.spreadsheets import LONGEST_TEXT

MB = 1024 * 1024


def in_mb(size: int) -> str:
    """A limit in bytes as people read it, in MB: 1.7."""
    return f"{size / MB:g}"


class UnreadableFile(Exception):  # noqa: N818 the caller's word: what is wrong is the file, not the program
    """The file is refused; `messages` has Japanese sentences, each naming the place and how to mend it."""

    def __init__(self, messages: list[str]):
        self.messages = messages
        super().__init__("\n".join(messages))


SHOWN_FORMULAS = 10
SHOWN_MISTAKES = 20
LISTED = 5  # names or places in a sentence


def some_of(names: Sequence[str]) -> str:
    """The first few, and how many more: A、B ほか3件."""
    shown = "、".join(names[:LISTED])
    if len(names) <= LISTED:
        return shown
    return _("%(names)s ほか%(count)d件") % {"names": shown, "count": len(names) - LISTED}


@dataclass(frozen=True)
class Limits:
    """What an uploaded workbook may hold. Sizes are in bytes, text in characters."""

    max_bytes: int = 10 * MB
    max_unpacked: int = 60 * MB
    max_ratio: int = 200  # unpacked to packed, of a part of more than 1 MB
    max_entries: int = 200
    max_rows: int = 5000  # the last row with a value
    max_columns: int = 200  # the last column with a value
    max_cells: int = 100_000  # with a value, in all sheets together
    max_elements: int = 500_000  # of XML, in all parts together: bounds the time that reading takes
    max_other_elements: int = 60_000  # of these, in parts that are neither sheets nor texts (styles …)
    max_characters: int = 5_000_000  # of text, in all cells together
    max_token: int = MB  # of one piece of XML (a tag with its attributes, a comment)
    max_text: int = LONGEST_TEXT  # in one cell: Excel's own limit
    formulas_allowed: bool = False
    merged_allowed: bool = False


@dataclass(frozen=True)
class Extent:
    """The last row and column of a sheet in which a value stands; 0 in an empty sheet.

    `formulas`: the addresses of cells that hold a formula; what is read of them is the result that was stored with it.
    `errors`: of those with an error value (#N/A).
    """

    rows: int = 0
    columns: int = 0
    formulas: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


def capped(sentences: list[str]) -> list[str]:
    """As many as somebody reads, and how many more there are."""
    if len(sentences) <= SHOWN_MISTAKES:
        return sentences
    more = _("誤りは、ほかに%d件あります。上から直して、もう一度確かめてください。")
    return [*sentences[:SHOWN_MISTAKES], more % (len(sentences) - SHOWN_MISTAKES)]


def formula_note(places: Sequence[str]) -> str:
    """That the results of formulas were read, and where."""
    shown = "、".join(places[:SHOWN_FORMULAS])
    if len(places) > SHOWN_FORMULAS:
        shown = _("%(places)s ほか%(count)d個") % {"places": shown, "count": len(places) - SHOWN_FORMULAS}
    return (
        _("数式のセルは、ファイルに保存されている計算結果を読み取りました（%s）。値を確かめてください。")
        % shown
    )


def too_large(limits: Limits, size: int = 0) -> str:
    """The sentence that refuses a file of that size in bytes (0: not known), which is rounded up: above the limit."""
    found = _("（%s MB）") % f"{ceil(size / MB * 10) / 10:.1f}" if size else ""
    return _(
        "ファイルが大きすぎます%(size)s。%(max)s MBまで読み込めます。画像や使っていないシートを消してください。"
    ) % {"size": found, "max": in_mb(limits.max_bytes)}
