"""What a downloaded workbook is like: only inputs can be filled in, nothing in it runs, it says what it is."""

from decimal import Decimal

import pytest
from django.utils import timezone

from kpis.assessment.stored_facts import facts_of
from kpis.judging.comparison import compare_entry
from kpis.judging.wording import expected_text, goalpost_text, value_text
from kpis.models import Review
from kpis.sheets.columns import BY_NAME
from kpis.sheets.sheet_rows import due_items_for, sheet_rows
from kpis.sheets.writing import number_format, write_sheet
from tests.factories import make_measurement

from .sheets import cell_of, column_of, opened

FORMS, SHARE, ACTION = "電子申請の件数", "電子申請の割合", "手続の電子化"
INPUTS = {
    "実績値", "分子", "分母", "値の状態", "進み具合", "取組状況", "課題", "今後の対応", "根拠資料のアドレス",
}  # fmt: skip


def test_only_inputs_are_unlocked_and_there_is_no_password(desk):
    book = opened(desk.sheet())
    for sheet in book:
        assert sheet.protection.sheet
        assert not sheet.protection.password
    sheet = book["指標"]
    for row in sheet.iter_rows(min_row=4):
        for cell in row:
            if not cell.protection.locked:
                assert sheet.cell(3, cell.column).value in INPUTS
    assert not cell_of(book, FORMS, "実績値").protection.locked
    assert cell_of(book, FORMS, "分子").protection.locked
    assert cell_of(book, SHARE, "実績値").protection.locked
    assert not cell_of(book, SHARE, "分子").protection.locked
    assert not cell_of(book, ACTION, "進み具合").protection.locked


def test_statuses_are_chosen_from_a_list(desk):
    book = opened(desk.sheet())
    (rule,) = book["指標"].data_validations.dataValidation
    assert rule.formula1 == '"確定値,速報値,推計値,未確認,値なし"'
    assert cell_of(book, FORMS, "値の状態").coordinate in rule.sqref
    (rule,) = book["取組"].data_validations.dataValidation
    assert "未着手,予定どおり,遅れ,完了,中止" in rule.formula1


def test_keys_are_hidden_and_the_heading_stays_in_view(desk):
    sheet = opened(desk.sheet())["指標"]
    for header in ("照合キー", "照合番号"):
        letter = sheet.cell(3, column_of(sheet, header)).column_letter
        assert sheet.column_dimensions[letter].hidden
    assert sheet.freeze_panes == "E4"
    assert sheet.print_title_rows == "$1:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)


def test_numbers_are_numbers_with_the_indicators_decimals(desk, sheet_city):
    make_measurement(sheet_city.forms, "2025-Q1", "1234.5", state="draft")
    book = opened(desk.sheet())
    assert cell_of(book, FORMS, "実績値").value == 1234.5
    assert cell_of(book, FORMS, "前回の値").value == 1000
    assert cell_of(book, FORMS, "目標").value == 2000
    assert cell_of(book, FORMS, "実績値").number_format == "#,##0.0", "with every digit that was typed"
    assert cell_of(book, FORMS, "目標").number_format == "#,##0"
    assert cell_of(book, "満足した人の割合", "実績値").number_format == "#,##0.0"


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://example.com")', "+1", "-1", "@SUM(A1)"])
def test_text_that_a_spreadsheet_would_run_stays_text(desk, sheet_city, text):
    make_measurement(sheet_city.forms, "2025-Q1", 1, state="draft", progress_comment=text)
    cell = cell_of(opened(desk.sheet()), FORMS, "取組状況")
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_control_characters_do_not_break_the_file(desk, sheet_city):
    make_measurement(sheet_city.forms, "2025-Q1", 1, state="draft", progress_comment="a\x0bb")
    assert cell_of(opened(desk.sheet()), FORMS, "取組状況").value == "ab"


def test_a_fictional_citys_sheet_says_so_everywhere(desk, sheet_city):
    sheet_city.city.is_fictional, sheet_city.city.code = True, ""
    sheet_city.city.save()
    book = opened(desk.sheet())
    for sheet in book:
        first = next(cell.value for row in sheet.iter_rows(max_row=1) for cell in row if cell.value)
        assert "サンプル" in first
        assert "サンプル" in sheet.oddFooter.left.text
    assert "サンプル" in book.properties.title
    for name in ("kpis_review_sheet", "kpis_review_sheet_csv"):
        # サンプル in the header's percent code
        assert "%E3%82%B5%E3%83%B3%E3%83%97%E3%83%AB" in desk.get(name)["Content-Disposition"]
    assert desk.csv().splitlines()[1].endswith("サンプル")


def test_a_real_citys_sheet_does_not(desk):
    assert "サンプル" not in desk.csv()
    assert not any("サンプル" in str(cell.value) for sheet in opened(desk.sheet()) for (cell, *_) in sheet)


def test_what_a_value_is_compared_with_is_what_the_entry_grid_shows(mihon):
    """On every indicator of the fictional city, of every kind that there is."""
    for review in Review.objects.filter(plan=mihon):
        for row in sheet_rows(due_items_for(review)):
            if not row.due_item.is_value:
                continue
            facts = facts_of(row.due_item.owner)
            shown = compare_entry(facts, row.due_item.period, timezone.localdate())
            previous, target, expected = (row.cells.get(name) for name in ("previous", "target", "expected"))
            assert (value_text(facts, previous) if previous is not None else "") == shown.previous
            if isinstance(target, Decimal):
                assert goalpost_text(facts, target) == shown.target
                assert row.cells["target_time"] == shown.target_label
            else:
                assert (target or "") == shown.target.replace(facts.unit, "")
            text = expected_text(facts, expected) if expected is not None else ""
            assert (f"年度で{text}" if text and facts.series.is_yearly_sum else text) == shown.expected


def test_the_expected_value_of_a_yearly_sum_says_that_it_is_the_years(desk, sheet_city):
    sheet_city.forms.series = "flow"
    sheet_city.forms.baseline_value, sheet_city.forms.baseline_period = 0, "2023"
    sheet_city.forms.save()
    rows = {row.cells["name"]: row for row in sheet_rows(due_items_for(sheet_city.review))}
    assert number_format(rows[FORMS], BY_NAME["expected"]) == '"年度で"#,##0'
    assert rows[FORMS].cells["expected"] == 1000


def test_the_help_says_when_it_is_due_in_both_calendars(sheet_city):
    sheet = opened(write_sheet(sheet_city.review, []))["記入のしかた"]
    assert any("締切は令和7年（2025年）7月30日です。" in str(cell.value) for (cell, *_) in sheet)


def test_a_sheet_without_rows_is_a_sheet_with_help(sheet_city):
    book = opened(write_sheet(sheet_city.review, []))
    assert book.sheetnames == ["記入のしかた"]
