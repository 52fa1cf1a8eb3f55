"""Helpers for tests of the report's workbook: make it, open it, find what it says."""

import copy
import io
import json
import zipfile
from collections.abc import Callable

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kpis.models import Report, Review
from kpis.reports.document import Document
from kpis.reports.publishing import draft
from kpis.reports.xlsx import write_xlsx
from plans.era import Quarter, fiscal_year_of
from plans.models import Plan

SHEETS = [
    "概要", "要対応", "指標一覧", "取組の進み具合", "データの質と方法", "グラフ", "グラフの元データ", "データ_指標",
    "データ_取組",
]  # fmt: skip
PRINTED, TABLES = SHEETS[:6], SHEETS[6:]
HEAD_ROW = 3  # of 指標一覧
_opened: dict[str, Workbook] = {}
NUMBERS = {
    "基準": 4,
    "目標": 5,
    "前回": 6,
    "今回": 7,
    "計画どおりなら": 8,
    "到達率": 9,
}  # columns of 指標一覧
VERDICT = 10


def without_unit(text: str, unit: str) -> str:
    """Below a heading that names the unit; a range (15%〜30%) keeps it at both ends."""
    if "〜" in text:
        return text
    return text.removesuffix(unit) if unit else text


def published(plan: Plan) -> Document:
    """The first report of the second quarter of the plan's second year: on every day it is published."""
    period = str(Quarter(fiscal_year_of(plan.starts_on) + 1, 2))
    return Document.of_report(Report.objects.get(review__plan=plan, review__period=period, revision=1))


def drafted(plan: Plan, period: str = "2025-Q3") -> Document:
    return Document.of_draft(draft(plan, Review(plan=plan, period=period)))


def altered(document: Document, change: Callable[[dict], None]) -> Document:
    """A draft with something else in its snapshot."""
    snapshot = copy.deepcopy(document.snapshot)
    change(snapshot)
    return Document.of_draft(json.loads(json.dumps(snapshot)))


def with_later_value(document: Document, code: str) -> Document:
    """A draft in which that indicator's target ended a year before the newest values."""

    def change(snapshot: dict) -> None:
        row = next(row for row in snapshot["indicators"] if row["code"] == code)
        *_before, judged, late = row["facts"]["measurements"]
        row["target"]["period"] = judged["period"]
        row["facts"]["targets"] = [row["facts"]["targets"][-1] | {"period": judged["period"]}]
        row["value"] |= {
            "period": judged["period"],
            "label": judged["label"],
            "text": judged["text"],
            "value": judged["value"],
        }
        row["value"]["later_text"] = f"{late['label']} {late['text']}"
        row["value_notes"] = [f"最新 {row['value']['later_text']}（目標の期限の後の値）"]

    return altered(document, change)


def small(document: Document, count: int = 3) -> Document:
    """A draft with only the first indicators: quick to write and to open."""

    def change(snapshot: dict) -> None:
        snapshot["indicators"] = snapshot["indicators"][:count]
        codes = {row["code"] for row in snapshot["indicators"]}
        snapshot["exceptions"] = [code for code in snapshot["exceptions"] if code in codes]
        for part in snapshot["parts"]:
            for block in part["blocks"]:
                block["indicators"] = [code for code in block["indicators"] if code in codes]
        snapshot["actions"]["rows"] = snapshot["actions"]["rows"][:2]

    return altered(document, change)


def opened(document: Document) -> Workbook:
    """Only to look at: the same document gives the same workbook again."""
    if document.text not in _opened:
        _opened[document.text] = load_workbook(io.BytesIO(write_xlsx(document)))
    return _opened[document.text]


def parts(content: bytes) -> dict[str, str]:
    """The file's XML by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def texts(sheet: Worksheet) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def records(sheet: Worksheet) -> list[dict]:
    """A plain table's rows by the names in row 1."""
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def lines(sheet: Worksheet) -> dict[str, list]:
    """The rows of 指標一覧 by what stands in the first column: the indicator's number, else its code."""
    found = {}
    for row in sheet.iter_rows(min_row=HEAD_ROW + 1):
        if row[0].value and row[VERDICT - 1].value:
            found[row[0].value] = list(row)
    return found
