"""A formula in the quarter's sheet gives the result that was stored with it; a number means what its cell shows."""

from decimal import Decimal

import pytest

from kpis.sheets.writing import EVERY_DIGIT
from tests.factories import make_measurement

from .sheets import FORMS, RATE, SHARE, cell_of, filled, opened, refusals, saved, with_result

pytestmark = pytest.mark.django_db


def test_a_formulas_stored_result_is_read_with_a_notice_that_names_its_cell(desk, sheet_city):
    content = with_result(filled(desk.sheet(), {(FORMS, "実績値"): "=60+68"}), "60+68", "128")
    answer = desk.upload(content)
    cell = cell_of(opened(content), FORMS, "実績値")
    text = answer.content.decode()
    assert "保存されている計算結果を読み取りました" in text
    assert f"「指標」{cell.coordinate}" in text
    desk.confirm(answer)
    assert sheet_city.forms.measurements.get(period="2025-Q1").value == 128


def test_a_formula_without_a_result_is_refused_at_its_cell(desk, sheet_city):
    content = filled(desk.sheet(), {(FORMS, "実績値"): "=60+68"})
    cell = cell_of(opened(content), FORMS, "実績値")
    said = refusals(desk.upload(content))
    assert (
        f"「指標」シートの {cell.coordinate}に数式がありますが、計算結果がファイルに保存されていません"
        in said
    )
    assert not sheet_city.forms.measurements.filter(period="2025-Q1").exists()


def test_a_formula_that_failed_is_refused_at_its_cell(desk, sheet_city):
    content = with_result(filled(desk.sheet(), {(FORMS, "実績値"): "=1/0"}), "1/0", "#DIV/0!")
    said = refusals(desk.upload(content))
    assert cell_of(opened(content), FORMS, "実績値").coordinate in said
    assert not sheet_city.forms.measurements.filter(period="2025-Q1").exists()


@pytest.mark.parametrize(("name", "header", "value"), [(RATE, "実績値", "78.4"), (SHARE, "分子", "12.5")])
def test_a_cell_shows_every_digit_that_was_typed(desk, sheet_city, name, header, value):
    """Of a value that is stored by its own format, of one that is typed later by a rule."""
    typed = {"value": value} if header == "実績値" else {"numerator": value, "denominator": 20}
    row = {RATE: sheet_city.rate, SHARE: sheet_city.share}[name]
    fresh = cell_of(opened(desk.sheet()), name, header)
    [rule] = [
        rule
        for cells in fresh.parent.conditional_formatting
        if fresh.coordinate in cells.cells
        for rule in cells.rules
    ]
    assert rule.dxf.numFmt.formatCode == EVERY_DIGIT
    assert (
        f"{fresh.coordinate}<>ROUND({fresh.coordinate},{row.decimals if header == '実績値' else 0})"
        in rule.formula[0]
    )
    make_measurement(row, "2025-Q1", state="draft", **typed)
    assert cell_of(opened(desk.sheet()), name, header).number_format == "#,##0.0"


def in_format(content: bytes, name: str, value: float, number_format: str) -> bytes:
    book = opened(content)
    cell = cell_of(book, name, "実績値")
    cell.value, cell.number_format = value, number_format
    return saved(book)


@pytest.mark.parametrize("number_format", ['0.0"%"', "0.0\\%"])
def test_a_percent_sign_that_only_stands_behind_a_number_is_no_percentage(desk, sheet_city, number_format):
    desk.bring_in(in_format(desk.sheet(), RATE, 78.4, number_format))
    assert sheet_city.rate.measurements.get().value == Decimal("78.4")


def test_yen_are_read_as_yen(desk, sheet_city):
    """1,200 yen under 千円 are not 1,200,000."""
    sheet_city.forms.unit = "千円"
    sheet_city.forms.save()
    preview = desk.upload(in_format(desk.sheet(), FORMS, 1200, '"¥"#,##0'))
    assert "「¥1200」を 1.2千円 と読み取りました。" in " ".join(preview.context["run"].accepted[0].echoes)
    sheet_city.forms.unit = "件"
    sheet_city.forms.save()
    assert "単位が、この指標の単位「件」と違います" in refusals(
        desk.upload(in_format(desk.sheet(), FORMS, 1200, "[$¥-411]#,##0"))
    )


def test_a_cell_that_shows_thousandths_is_refused_at_its_cell(desk, sheet_city):
    content = in_format(desk.sheet(), FORMS, 1_200_000, "#,##0,")
    cell = cell_of(opened(content), FORMS, "実績値")
    said = refusals(desk.upload(content))
    assert f"「指標」{cell.coordinate}: 値は 1,200,000 ですが、表示形式により" in said
    assert not sheet_city.forms.measurements.filter(period="2025-Q1").exists()
