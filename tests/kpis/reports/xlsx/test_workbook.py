"""The report as an Excel workbook: what its sheets say, with which types, and how they print."""

import io
import math
from datetime import datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from kpis.models import Report
from kpis.reports.csv_rows import ACTION_COLUMNS, action_rows, indicator_columns, indicator_rows
from kpis.reports.document import Document
from kpis.reports.indicator_words import own_by_name
from kpis.reports.xlsx import write_xlsx

from .workbooks import (
    NUMBERS,
    PRINTED,
    SHEETS,
    TABLES,
    VERDICT,
    altered,
    drafted,
    lines,
    opened,
    parts,
    published,
    records,
    texts,
)


def test_the_sheets_are_all_there_and_the_first_is_open(book):
    assert book.sheetnames == SHEETS
    assert book.active.title == "概要"
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets].count(True) == 1


def test_the_same_document_gives_the_same_bytes(report, amagasaki):
    assert write_xlsx(report) == write_xlsx(report)
    assert write_xlsx(drafted(amagasaki)) == write_xlsx(drafted(amagasaki))


def test_it_has_no_formula_no_macro_and_no_link_outwards(report):
    content = parts(write_xlsx(report))
    sheets = [text for name, text in content.items() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(SHEETS)
    assert not any("<f>" in text or "<f " in text for text in sheets)
    assert not any('TargetMode="External"' in text for text in content.values())
    assert not any("vba" in name.lower() or "externalLink" in name for name in content)


def test_the_properties_say_what_it_is(report, book):
    properties = book.properties
    assert properties.title == report.title
    assert properties.creator == report.report["published_by"] != ""
    assert properties.category == "四半期報告"
    assert "サンプル" in properties.keywords
    assert properties.created == datetime.fromisoformat(f"{report.published_label}:00").replace(
        second=report.published_at.second
    )
    assert book.custom_doc_props["snapshot_sha256"].value == report.checksum


def test_every_sheet_prints_on_a4_landscape_one_page_wide(book):
    for sheet in book.worksheets:
        setup = sheet.page_setup
        assert (setup.orientation, int(setup.paperSize)) == ("landscape", 9), sheet.title
        assert setup.fitToWidth in (None, 1)  # 1 is the format's own default
        if sheet.title not in ("概要", *TABLES):
            assert setup.fitToHeight == 0  # as many as it takes
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_area
        assert sheet.print_title_rows
        assert sheet.oddHeader.right.text.endswith("サンプル")
        assert "サンプル" in sheet.oddFooter.left.text
        assert sheet.oddFooter.right.text.endswith("&P / &N")


def test_the_printed_sheets_begin_with_their_title(book, report):
    for name in PRINTED:
        assert book[name]["A1"].value
        assert book[name]["A2"].value == report.title
    assert book["要対応"].freeze_panes == "B4"
    assert book["指標一覧"].freeze_panes == "C4"
    assert book["指標一覧"].print_title_rows == "$1:$3"


def test_the_rows_are_high_enough_for_their_texts(book):
    """A character of size 10 is at least 13 pixels wide, a line at least 15 points high."""
    sheet = book["要対応"]
    widths = {
        number: column.width
        for column in sheet.column_dimensions.values()
        for number in range(column.min, column.max + 1)
    }
    issues, checked = 8, 0
    for row in range(5, sheet.max_row + 1):
        text = sheet.cell(row, issues).value
        if not isinstance(text, str):
            continue
        needed = math.ceil(len(text) * 13 / (widths[issues] * 7))
        assert sheet.row_dimensions[row].height >= 15 * needed, text
        checked += needed > 1
    assert checked


def test_the_data_sheets_are_the_csv_with_numbers_as_numbers(book, report):
    for name, columns, rows in (
        ("データ_指標", indicator_columns(report), list(indicator_rows(report))),
        ("データ_取組", ACTION_COLUMNS, list(action_rows(report))),
    ):
        sheet = book[name]
        assert tuple(cell.value for cell in sheet[1]) == columns
        found = records(sheet)
        assert len(found) == len(rows) > 10
        for mine, row in zip(found, rows, strict=True):
            for column in columns:
                assert_same(mine[column], row.get(column))


def assert_same(cell, value):
    if isinstance(value, Decimal | int):
        assert isinstance(cell, int | float)
        assert cell == pytest.approx(float(value), rel=1e-15)
    else:
        assert cell == (value or None)


def test_the_data_sheets_are_one_table_with_a_frozen_head_and_a_filter(book):
    for name in TABLES:
        sheet = book[name]
        assert not sheet.merged_cells.ranges
        assert sheet.freeze_panes in ("A2", "C2")
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"


def test_what_needs_attention_stands_first_with_its_unit(book, report):
    sheet = book["要対応"]
    rows = {row[0].value.split("\n")[0]: row for row in sheet.iter_rows(min_row=4) if row[5].value}
    wanted = [*report.exceptions, *report.overdue]
    assert report.exceptions
    assert list(rows) == [row["label"] for row in wanted]
    for row in wanted:
        cells = rows[row["label"]]
        assert ("［" in cells[0].value) == (row["facts"]["direction"] != "increase")
        if row["value"]:
            assert row["unit"] in cells[1].number_format
            assert cells[1].value == pytest.approx(float(row["value"]["value"]), rel=1e-15)
        assert cells[5].value == row["verdict_label"]
        assert (cells[6].value == "更新遅れ") == row["stale"]
        comments = row["comments"] or {}
        own = [f"【{name}】{text}" for name, text in own_by_name(row)]
        assert cells[7].value == "\n".join([comments.get("issues") or "（記載なし）", *own])
        assert cells[8].value == (comments.get("response") or "（記載なし）")
        assert cells[9].value == (row["owner"] or None)


def test_the_overview_counts_and_says_what_changed(book, report):
    sheet = book["概要"]
    pairs = [(row[0].value, row[1].value) for row in sheet.iter_rows()]
    assert set(report.cover) <= set(pairs)
    assert report.snapshot["report"]["overall_comment"] in texts(sheet)
    assert report.counts_sentence in texts(sheet)
    assert report.against_sentence in texts(sheet)
    for group in report.snapshot["counts"]["groups"]:
        assert ((group["label"], group["count"]) in pairs) == (group["count"] > 0)
    written = texts(sheet)
    assert report.troubled
    for label, found in report.troubled:
        assert f"{label} {len(found)}件: {'、'.join(found)}" in written
    for change in report.snapshot["changes"]["rows"]:
        assert change["label"] in written
        assert change["after"] in written


def test_actions_stand_with_both_statuses(book, report):
    sheet = book["取組の進み具合"]
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=5)}
    for row in report.snapshot["actions"]["rows"]:
        found = rows[row["label"]]
        assert found[1:3] == [row["status_label"], row["previous_status_label"] or None]
        assert found[4] == (row["comment"] or None)


def test_quality_and_method_are_there_in_full(book, report):
    written = texts(book["データの質と方法"])
    joined = "\n".join(written)
    for note in report.snapshot["quality"]:
        assert f"{note['label']}　{len(note['rows'])}件" in written
        assert all(row["text"] in joined for row in note["rows"])
    for row in report.snapshot["method"]["verdicts"]:
        assert row["when"] in written
    for band in report.snapshot["scale"]["bands"]:
        assert band["condition"] in written
    assert report.checksum in written
    assert report.published_label in written


def test_a_correction_says_so_loudly_and_what_it_corrects(mihon):
    report = Report.objects.get(review__plan=mihon, revision=2)
    document = Document.of_report(report)
    book = opened(document)
    written = texts(book["概要"])
    assert any(text.startswith("訂正版 第2版　") for text in written)
    assert report.reason in written
    assert "訂正したところ" in written
    for change in document.snapshot["corrections"]["rows"]:
        assert change["before"] in written
    assert all("訂正版 第2版" in sheet.oddHeader.right.text for sheet in book.worksheets)
    assert "訂正したところ" not in texts(opened(published(mihon))["概要"])


def test_a_draft_says_that_it_is_one(mihon, amagasaki):
    book = opened(drafted(mihon))
    assert any(text.startswith("案　") for text in texts(book["概要"]))
    assert all(sheet.oddHeader.right.text.endswith("サンプル 案") for sheet in book.worksheets)
    book = opened(drafted(amagasaki))
    assert all(sheet.oddHeader.right.text.endswith("案") for sheet in book.worksheets)
    assert not any("サンプル" in text for sheet in book.worksheets for text in texts(sheet))
    assert "snapshot_sha256" not in book.custom_doc_props.names


def test_a_plan_without_indicators(takarazuka):
    document = altered(
        drafted(takarazuka), lambda snapshot: snapshot.update(indicators=[], parts=[], exceptions=[])
    )
    book = opened(document)
    assert "この計画に、指標はありません。" in texts(book["指標一覧"])
    assert "グラフにできる値がありません。" in texts(book["グラフ"])
    assert book["データ_指標"].max_row == 1
    assert records(book["データ_取組"])


def test_a_plan_without_values(amagasaki):
    document = drafted(amagasaki)
    book = opened(document)
    found = lines(book["指標一覧"])
    assert len(found) == len(document.snapshot["indicators"])
    calls = document.by_code["1-1"]
    assert calls["value"] is None
    line = found[calls["number"] or calls["code"]]
    assert line[NUMBERS["今回"] - 1].value == "実績未登録"
    assert line[VERDICT - 1].value == "実績なし"
    assert records(book["データ_指標"])[0]["value"] is None


def test_it_opens_without_the_database(report, django_assert_num_queries):
    with django_assert_num_queries(0):
        content = write_xlsx(report)
    assert load_workbook(io.BytesIO(content), read_only=True).sheetnames == SHEETS
