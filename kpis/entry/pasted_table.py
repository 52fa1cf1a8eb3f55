"""What a spreadsheet puts on the clipboard: its cells, its headings, and how numbers and names are compared."""

import csv
import io
import re
import unicodedata
from collections.abc import Container

from django.utils.translation import gettext as _

from kpis.models import ActionProgress, Measurement
from plans.typed_numbers import COUNTERS, base_unit

# Columns that name a row, say what its value is counted in, and those that are only read.
NUMBER, NAME, UNIT, PERIOD, SHOWN = "#number", "#name", "#unit", "#period", "#shown"
NO_FIELD = (NUMBER, NAME, UNIT, PERIOD, SHOWN)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－", "-"))
# Spreadsheets make a date of 1-1. Only 1月1日 says which number it was; 2-Feb and 2026/2/3 may come from several.
_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_SLIPPED = re.compile(
    rf"\d{{1,2}}-{_MONTH}(?:-\d{{2,4}})?|{_MONTH}-\d{{1,4}}|\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?"
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{4}年\d{1,2}月(?:\d{1,2}日)?"
)
_IN_BRACKETS = re.compile(r"(.[^(\[【〔]*)[(\[【〔](.+)[)\]】〕]")
_ALSO = {
    NUMBER: ("番号", "No", "No.", "№", "KPI番号", "指標番号", "取組番号", "コード"),
    NAME: ("名称", "指標", "指標名", "取組", "取組名", "KPI", "KPI名", "項目"),
    UNIT: ("単位",),
    PERIOD: ("期間",),
    SHOWN: (
        "照合キー", "照合番号", "担当", "前回", "前回の値", "目標", "目標の時期", "今回の目安",
        "状況", "状態", "分子と分母の内容", "承認されると",
    ),
    "value": ("今回の値", "今回", "実績", "値"),
}  # fmt: skip
FIELDS = {
    Measurement: (
        "value", "numerator", "denominator", "observation_status", "progress_comment", "issues_comment",
        "response_comment", "internal_note", "evidence_url",
    ),
    ActionProgress: ("status", "comment", "internal_note"),
}  # fmt: skip


def cells_of(text: str) -> list[list[str]]:
    """The rows of what was copied, all of the same width. Raises ValueError with a sentence.

    A cell with a line break, a tab or a quotation mark stands in quotation marks, which are doubled within it.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").removesuffix("\n")
    quoting = csv.QUOTE_NONE if text.count('"') % 2 else csv.QUOTE_MINIMAL
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=quoting))
    except csv.Error:
        raise ValueError(_("貼り付けたものを表として読み取れません。範囲を小さくしてください。")) from None
    width = max((len(row) for row in rows), default=0)
    return [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in rows]


def is_blank(row: list[str]) -> bool:
    return not any(row)


def comparable(text: object) -> str:
    """A number or a name as it is compared: full width and half width alike, without blanks, with one kind of dash."""
    plain = _plain(text)
    day = _DAY.fullmatch(plain)
    return f"{day[1]}-{day[2]}" if day else plain


def _plain(text: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(text)).split()).translate(_DASHES).casefold()


def slipped_date(text: str) -> bool:
    """Whether a number stands there that a spreadsheet has turned into a date: 2-Feb, 2026/2/3, 2月3日 for 2-3."""
    plain = _plain(text)
    return bool(_DAY.fullmatch(plain) or _SLIPPED.fullmatch(plain))


def heading_of(cell: str, roles: dict[str, str], units: Container[str]) -> tuple[str, str]:
    """The role of a column by its heading, and the unit that the heading names: 実績値（千枚）.

    `units`: the words of this table's own units; what else stands in brackets is no unit.
    """
    plain = comparable(cell)
    inside = _IN_BRACKETS.fullmatch(plain)
    if plain in roles or not inside:
        return roles.get(plain, ""), ""
    unit = inside[2].removeprefix("単位").removeprefix(":")
    is_unit = unit in units or base_unit(unit) in units or base_unit(unit) in COUNTERS
    return (roles.get(inside[1], ""), unit) if is_unit else ("", "")


def headings(model: type) -> dict[str, str]:
    """What a column's heading says: the field it fills, or that it names the row, or that it is only to be read."""
    found = {comparable(word): role for role, words in _ALSO.items() for word in words}
    return found | {comparable(model._meta.get_field(name).verbose_name): name for name in FIELDS[model]}
