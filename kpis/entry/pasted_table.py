"""What a spreadsheet puts on the clipboard: its cells, its headings, and how numbers and names are compared."""

import csv
import io
import re
import unicodedata

from django.utils.translation import gettext as _

from kpis.models import ActionProgress, Measurement

NUMBER, NAME, SHOWN = "#number", "#name", "#shown"  # columns that name a row, and those that are only read
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－", "-"))
# Spreadsheets make a date of 1-1.
_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
_ALSO = {
    NUMBER: ("番号", "No", "No.", "№", "KPI番号", "指標番号", "取組番号", "コード"),
    NAME: ("名称", "指標", "指標名", "取組", "取組名", "KPI", "KPI名", "項目"),
    SHOWN: (
        "照合キー", "照合番号", "単位", "担当", "期間", "前回", "前回の値", "目標", "目標の時期", "今回の目安",
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
    plain = "".join(unicodedata.normalize("NFKC", str(text)).split()).translate(_DASHES).casefold()
    day = _DAY.fullmatch(plain)
    return f"{day[1]}-{day[2]}" if day else plain


def headings(model: type) -> dict[str, str]:
    """What a column's heading says: the field it fills, or that it names the row, or that it is only to be read."""
    found = {comparable(word): role for role, words in _ALSO.items() for word in words}
    return found | {comparable(model._meta.get_field(name).verbose_name): name for name in FIELDS[model]}
