"""The workbook in LibreOffice: opened, recalculated and saved it holds the same numbers; it prints on A4 landscape."""

import csv
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from kpis.reports.document import Document
from kpis.reports.indicator_words import absent_text
from kpis.reports.xlsx import write_xlsx
from tests.tools import saved_by_libreoffice

from .workbooks import NUMBERS, SHEETS, VERDICT, published, without_unit

# Every sheet as a file of its own, cells as they are shown, UTF-8.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"


@pytest.fixture(scope="module")
def kept() -> dict:
    """What LibreOffice made, once for all tests here: it takes seconds."""
    return {}


@pytest.fixture
def office(kept, mihon, tmp_path_factory) -> SimpleNamespace:
    """A published report of the sample city, as written and as LibreOffice saves it."""
    if not kept:
        kept.update(converted(published(mihon), tmp_path_factory.mktemp("report")))
    return SimpleNamespace(**kept)


def converted(document: Document, folder: Path) -> dict:
    source, out = folder / "report.xlsx", folder / "out"
    source.write_bytes(write_xlsx(document))
    for target in ("xlsx", "pdf", CSV):
        saved_by_libreoffice(folder, source, target)
    return {
        "document": document,
        "written": load_workbook(source),
        "saved": load_workbook(out / "report.xlsx"),
        "pages": [(page.mediabox, page.extract_text()) for page in PdfReader(out / "report.pdf").pages],
        "shown": {
            name: list(csv.reader((out / f"report-{name}.csv").open(encoding="utf-8"))) for name in SHEETS
        },
    }


def test_recalculation_changes_no_number_and_no_text(office):
    numbers = 0
    for sheet in office.written.worksheets:
        saved = office.saved[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                value = saved[cell.coordinate].value
                if isinstance(cell.value, int | float):
                    assert value == pytest.approx(cell.value, rel=1e-14), (sheet.title, cell.coordinate)
                    numbers += 1
                else:
                    assert value == cell.value, (sheet.title, cell.coordinate)
    assert numbers > 700


def test_every_value_reads_as_in_the_report(office):
    """What LibreOffice shows of each number is the snapshot's own text."""
    found = {line[0]: line for line in office.shown["指標一覧"] if len(line) > VERDICT and line[VERDICT - 1]}
    for row in office.document.snapshot["indicators"]:
        line = found[row["number"] or row["code"]]
        wanted = {
            "基準": (row["baseline"] or {}).get("text"),
            "目標": (row["target"] or {}).get("text"),
            "前回": (row["previous"] or {}).get("text"),
            "今回": (row["value"] or {}).get("text"),
            "計画どおりなら": row["expected_text"],
        }
        for name, text in wanted.items():
            absent = absent_text(row) if name == "今回" else "－"
            assert line[NUMBERS[name] - 1] == without_unit(text or absent, row["unit"]), (row["code"], name)
        if row["attainment_text"]:
            assert line[NUMBERS["到達率"] - 1] == row["attainment_text"]


def test_values_in_the_list_of_exceptions_read_with_their_unit(office):
    found = {line[0].split("\n")[0]: line for line in office.shown["要対応"]}
    for row in office.document.exceptions:
        wanted = (row["value"] and row["value"]["text"], row["expected_text"], row["target"]["text"])
        line = found[row["label"]]
        assert [line[1], line[3], line[4]] == [text or "－" for text in wanted]


def test_it_prints_on_a4_landscape_with_marks_title_and_page_numbers(office):
    assert 15 <= len(office.pages) <= 40
    for number, (box, text) in enumerate(office.pages, start=1):
        assert (round(box.width), round(box.height)) == (842, 595)
        assert "サンプル" in text
        assert "四半期報告" in text
        assert f"{number} / {len(office.pages)}" in text


def test_the_list_s_head_stands_on_each_of_its_pages(office):
    mine = [text for _box, text in office.pages if "コメント" in text]
    assert len(mine) > 1
    assert all("指標一覧" in text and "到達率" in text for text in mine)


def test_the_charts_survive(office):
    written, saved = (
        sum(len(sheet._charts) for sheet in book.worksheets) for book in (office.written, office.saved)
    )
    assert written == saved > 20
