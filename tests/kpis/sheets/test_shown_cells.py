"""Cells that are only shown say which row is meant; what is written into them is not taken, and said so."""

import csv
import io

import pytest

from kpis.models import Measurement
from tests.factories import make_indicator, make_measurement

from .sheets import FORMS, cell_of, column_of, filled, opened, refusals, row_of, saved

MONTHLY = "窓口の件数"


@pytest.fixture
def monthly(sheet_city):
    """An indicator with three rows in the quarter's sheet."""
    row = make_indicator(sheet_city.plan, "3-1", name=MONTHLY, number="5", order=5, frequency="monthly")
    row.departments.add(sheet_city.window)
    return row


def _months(book):
    """The rows of the three months in the sheet of indicators."""
    sheet = next(sheet for sheet in book if sheet.title == "指標")
    first = row_of(sheet, MONTHLY)
    return sheet, range(first, first + 3)


def test_months_whose_visible_part_was_sorted_are_refused(desk, monthly):
    book = opened(desk.sheet())
    sheet, rows = _months(book)
    for row, label, value in zip(rows, ("6月", "5月", "4月"), (900, 800, 700), strict=True):
        sheet.cell(row, column_of(sheet, "期間")).value = f"令和7年{label}"
        sheet.cell(row, column_of(sheet, "実績値")).value = value
    answer = desk.upload(saved(book))
    assert answer.context["run"].counts["refused"] == 2
    assert answer.context["run"].counts["new"] == 1  # May stayed where it was
    reasons = refusals(answer)
    assert "この行は令和7年4月の行です" in reasons
    assert "この行は令和7年6月の行です" in reasons
    assert f"G{rows[0]}" in reasons


@pytest.mark.parametrize("text", ["令和7年4月", "R7.4", "2025年4月", "2025-04", "2025/4/1"])
def test_the_months_own_name_in_other_words_is_no_fault(desk, monthly, text):
    book = opened(desk.sheet())
    sheet, rows = _months(book)
    sheet.cell(rows[0], column_of(sheet, "期間")).value = text
    sheet.cell(rows[0], column_of(sheet, "実績値")).value = 700
    assert desk.upload(saved(book)).context["run"].counts["refused"] == 0


def test_a_month_that_cannot_be_read_is_refused_where_there_are_several(desk, monthly):
    book = opened(desk.sheet())
    sheet, rows = _months(book)
    sheet.cell(rows[0], column_of(sheet, "期間")).value = "今月"
    sheet.cell(rows[0], column_of(sheet, "実績値")).value = 700
    assert "この行は令和7年4月の行です" in refusals(desk.upload(saved(book)))


def test_the_preview_says_the_month(desk, monthly):
    book = opened(desk.sheet())
    sheet, rows = _months(book)
    sheet.cell(rows[1], column_of(sheet, "実績値")).value = 800
    page = desk.upload(saved(book)).content.decode()
    assert '窓口の件数 <span class="when">令和7年5月</span>' in page


def test_another_quarter_in_a_row_is_refused(desk):
    answer = desk.upload(filled(desk.sheet(), {(FORMS, "期間"): "令和7年度第2四半期", (FORMS, "実績値"): 5}))
    assert "この行は" in refusals(answer)
    assert not Measurement.objects.filter(indicator__name=FORMS, period="2025-Q1").exists()


def test_the_number_of_another_row_is_refused(desk):
    answer = desk.upload(filled(desk.sheet(), {(FORMS, "番号"): "2", (FORMS, "実績値"): 5}))
    assert "この行の本来の番号「1」と違います" in refusals(answer)
    # What a spreadsheet makes of it is not another row's.
    answer = desk.upload(filled(desk.sheet(), {(FORMS, "番号"): "1月1日", (FORMS, "実績値"): 5}))
    assert refusals(answer) == ""


def test_a_sheet_that_nobody_touched_has_no_notice(desk, monthly):
    assert desk.upload(desk.sheet()).context["notices"] == []
    assert desk.upload(desk.csv().encode(), "a.csv").context["notices"] == []


def test_what_is_written_into_a_shown_cell_is_said(desk):
    content = filled(desk.sheet(), {(FORMS, "目標"): 5000, (FORMS, "担当"): "総務課", (FORMS, "実績値"): 5})
    (notice,) = desk.upload(content).context["notices"]
    assert "見るための欄が、今のポータルの内容と違います" in notice
    place = cell_of(opened(content), FORMS, "目標").coordinate
    assert f"「指標」{place}" in notice


def test_remarks_outside_of_the_columns_are_said(desk):
    book = opened(desk.sheet())
    sheet = next(sheet for sheet in book if sheet.title == "指標")
    sheet.cell(row_of(sheet, FORMS), sheet.max_column + 2).value = "課長に確認"
    assert any("見出しのない列に書かれたもの" in text for text in desk.upload(saved(book)).context["notices"])

    lines = list(csv.reader(io.StringIO(desk.csv())))
    lines[1].append("課長に確認")
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    notices = desk.upload(text.getvalue().encode("utf-8-sig"), "a.csv").context["notices"]
    assert any("列目" in text for text in notices)


@pytest.mark.parametrize("sign", ["-", "―", "－"])
def test_a_dash_is_said_to_be_read_as_blank(desk, sign):
    answer = desk.upload(filled(desk.sheet(), {(FORMS, "実績値"): sign}))
    assert any("空欄と読み取りました" in text for text in answer.context["notices"])


def test_a_share_instead_of_a_percentage_is_doubted_as_text_and_in_a_csv_too(desk, sheet_city):
    content = filled(desk.sheet(), {("満足した人の割合", "実績値"): "0.763"})
    found = desk.upload(content).context["run"]
    doubts = [doubt for row in found.accepted for doubt in row.doubts]
    assert any(doubt.endswith("0.763% です。76.3% のつもりなら、書き直してください。") for doubt in doubts)


def test_a_plan_without_departments_has_a_sheet_for_who_runs_it(client, sheet_city, desk):
    for indicator in sheet_city.plan.indicators.all():
        indicator.departments.clear()
    for action in sheet_city.plan.actions.all():
        action.lead_departments.clear()
    client.force_login(sheet_city.manager)
    page = client.get(desk.page).content.decode()
    assert "この四半期に報告するものはありません" not in page
    assert "sheet.xlsx" in page


def test_what_somebody_saved_after_the_preview_is_told(desk, sheet_city):
    answer = desk.upload(filled(desk.sheet(), {(FORMS, "実績値"): 5}))
    make_measurement(sheet_city.forms, "2025-Q1", 77, state="draft", entered_by=sheet_city.librarian)
    refused = refusals(desk.confirm(answer))
    assert "77" in refused
    assert "シートを作った後に" in refused


def test_untouched_rows_of_others_do_not_keep_the_own_ones_from_coming_in(client, sheet_city, desk):
    client.force_login(sheet_city.manager)
    whole = desk.sheet()
    client.force_login(sheet_city.editor)
    answer = desk.upload(filled(whole, {(FORMS, "実績値"): 5}))
    assert answer.context["run"].counts["refused"] == 0
    answer = desk.upload(filled(whole, {(FORMS, "実績値"): 5, ("電子書籍の貸出", "実績値"): 6}))
    assert answer.context["run"].counts["refused"] == 1
    assert "ほかの部署の行です" in refusals(answer)
