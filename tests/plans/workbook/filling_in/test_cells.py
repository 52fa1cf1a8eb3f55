"""A template's cells: what people write is understood, and every mistake is named by its cell."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from kpis.models import Indicator
from plans.fixture_files import LoadError
from plans.models import Goal, Plan
from plans.workbook.importing import import_workbook
from plans.workbook.limits import UnreadableFile
from tests.kpis.sheets.sheets import with_result

from ..books import columns_of, filled, template
from .conftest import CITY, PILLAR, PLAN, goals, mistakes, workbook

pytestmark = pytest.mark.django_db


def place(column: str, row: int = 3, title: str = "目標") -> str:
    """「目標」シート D7, by the field's name."""
    return f"「{title}」シート {columns_of(template(), title)[column]}{row}"


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ({"kind": "theme"}, "kind", "選べる値: direction（方向）、pillar（柱）、sub-goal（目標）"),
        ({"code": "柱1"}, "code", "半角の英小文字"),
        ({"code": date(2025, 1, 1)}, "code", "表示形式を「文字列」"),
        ({"title": None}, "title", "このフィールドは"),
        ({"order": "たくさん"}, "order", "数として読み取れません"),
        ({"order": 1.5}, "order", "整数"),
        ({"order": -1}, "order", "0"),
        ({"parent": "9"}, "parent", "目標「kawagoe / dx-plan / 9」がありません"),
        ({"parent": "1/1"}, "parent", "「コード」の形で"),
        ({"parent": "1; 2"}, "parent", "1つだけ"),
        ({"is_summary": "たぶん"}, "is_summary", "「はい」か「いいえ」"),
        ({"number": "長" * 21}, "number", "20"),
    ],
)
def test_a_mistake_is_named_by_sheet_cell_and_label(row, field, words):
    [sentence] = mistakes(goals(PILLAR | row))
    assert sentence.startswith(f"{place(field)}（")
    assert words in sentence


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("来年", "令和8年4月1日、R8.4.1"),
        ("2025-02-30", "という日付はありません"),
        (7, "読み取れません"),
        ("7.4.1", "決められません"),
    ],
)
def test_a_date_that_is_none_is_named(value, words):
    content = filled(template(), {"市区町村": [CITY], "計画": [PLAN | {"starts_on": value}]})
    [sentence] = mistakes(content)
    assert sentence.startswith(f"{place('starts_on', title='計画')}（開始日）")
    assert words in sentence


@pytest.mark.parametrize(
    "value",
    [date(2025, 4, 1), "2025-04-01", "2025/4/1", "２０２５．４．１", "R7.4.1", "令和7年4月1日", 45748],
)
def test_dates_are_understood_as_people_and_excel_write_them(value):
    import_workbook(BytesIO(filled(template(), {"市区町村": [CITY], "計画": [PLAN | {"starts_on": value}]})))
    assert Plan.objects.get(slug="dx-plan", municipality__slug="kawagoe").starts_on == date(2025, 4, 1)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("１，２３４", 1234),
        ("△5", -5),
        ("▲5.5", -5.5),
        ("1,000", 1000),
        ("1\u00a0000", 1000),
        ("1.2万", 12000),
        ("+0.5", 0.5),
        ("(5.5)", -5.5),
        ("¥1,200", 1200),
        (0, 0),
        ("-0.5", -0.5),
    ],
)
def test_numbers_are_understood_as_people_write_them(value, number):
    row = {"code": "1", "name": "指標", "decimals": 1, "baseline_value": value, "baseline_period": 2024}
    import_workbook(BytesIO(workbook(指標=[row])))
    found = Indicator.objects.get(plan__municipality__slug="kawagoe")
    assert (found.baseline_value, found.baseline_period) == (number, "2024")


def in_format(value: float, number_format: str, **indicator) -> BytesIO:
    """A template with an indicator whose baseline stands in a cell of that format."""
    row = {"code": "1", "name": "指標", "decimals": 1, "baseline_value": value, "baseline_period": 2024}
    book = load_workbook(BytesIO(workbook(指標=[row | indicator])))
    book["指標"][f"{columns_of(template(), '指標')['baseline_value']}3"].number_format = number_format
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


@pytest.mark.parametrize(
    ("value", "number_format", "unit", "number"),
    [
        (0.784, "0.0%", "%", "78.4"),
        (78.4, '0.0"%"', "%", "78.4"),
        (1200, '"¥"#,##0', "円", "1200"),
        (1200, '"¥"#,##0', "千円", "1.2"),
        (1200, "#,##0", "千円", "1200"),
    ],
)
def test_a_number_means_what_its_cell_shows(value, number_format, unit, number):
    import_workbook(in_format(value, number_format, unit=unit))
    found = Indicator.objects.get(plan__municipality__slug="kawagoe")
    assert found.baseline_value == Decimal(number)


def test_a_percentage_of_what_is_no_percentage_is_named():
    with pytest.raises(LoadError, match="「78%」の単位が、この指標の単位「件」と違います"):
        import_workbook(in_format(0.78, "0%", unit="件"))


def test_a_cell_that_shows_thousandths_is_named():
    cell = place("baseline_value", title="指標").partition("（")[0]
    with pytest.raises(UnreadableFile, match=f"{cell}: 値は 1,200,000 ですが、表示形式により"):
        import_workbook(in_format(1_200_000, "#,##0,", unit="千円"))


@pytest.mark.parametrize("value", ["三", "-", "5件分", "62%", "NaN", True])
def test_what_is_no_number_is_named(value):
    row = {"code": "1", "name": "指標", "baseline_value": value, "baseline_period": "2024"}
    [sentence] = mistakes(workbook(指標=[row]))
    assert sentence.startswith(place("baseline_value", title="指標"))


@pytest.mark.parametrize(("given", "kind"), [("pillar", "pillar"), ("柱", "pillar"), ("方向", "direction")])
def test_a_choice_is_understood_by_its_value_and_by_its_word(given, kind):
    import_workbook(BytesIO(goals(PILLAR | {"kind": given})))
    assert Goal.objects.get(plan__slug="dx-plan", plan__municipality__slug="kawagoe").kind == kind


def test_codes_that_excel_took_for_numbers_are_understood():
    sub = {"code": 2, "kind": "sub-goal", "parent": 1.0, "title": "窓口"}
    import_workbook(BytesIO(goals(PILLAR | {"code": 1}, sub)))
    assert Goal.objects.get(code="2", plan__municipality__slug="kawagoe").parent.code == "1"


def test_a_code_written_twice_is_named_with_the_other_row():
    [sentence] = mistakes(goals(PILLAR, PILLAR | {"title": "別"}))
    assert sentence.startswith("「目標」シート 4行目")
    assert "3行目にもあります" in sentence


def test_what_the_database_refuses_is_named_by_its_cell():
    row = {"code": "1", "name": "指標", "baseline_value": 5}
    [sentence] = mistakes(workbook(指標=[row]))
    assert sentence.startswith(place("baseline_period", title="指標"))
    assert "基準値とその期間" in sentence


def test_a_figure_with_more_digits_than_are_shown_is_named():
    row = {"code": "1", "name": "指標", "baseline_value": 5.5, "baseline_period": 2024}
    [sentence] = mistakes(workbook(指標=[row]))
    assert sentence.startswith(place("baseline_value", title="指標"))
    assert "「小数点以下の桁数」を1にするか、丸めた値を書いてください。" in sentence


def test_all_mistakes_are_told_at_once():
    found = mistakes(goals(PILLAR | {"kind": "theme", "order": "x"}, PILLAR | {"code": "2", "title": None}))
    assert [sentence.split("（")[0] for sentence in found] == [
        place("kind"),
        place("order"),
        place("title", 4),
    ]


def test_a_required_relation_left_empty_is_named():
    row = {"code": "1", "title": "開始", "from_quarter": "2025-Q1", "to_quarter": "2025-Q2"}
    [sentence] = mistakes(workbook(スケジュールの項目=[row]))
    assert sentence.startswith(place("track", title="スケジュールの項目"))
    assert "空欄です" in sentence


def test_a_formulas_stored_result_is_read_with_a_note_and_an_error_value_refused():
    content = workbook(目標=[PILLAR | {"title": "=1+1"}])
    cell = f"{columns_of(template(), '目標')['title']}3"
    note = import_workbook(BytesIO(with_result(content, "1+1", "2")), dry_run=True).notes
    assert any(
        "保存されている計算結果を読み取りました" in text and f"「目標」{cell}" in text for text in note
    )
    with pytest.raises(UnreadableFile, match=f"「目標」シートの {cell}がエラー値"):
        import_workbook(BytesIO(with_result(content, "1+1", "#N/A")))
    with pytest.raises(UnreadableFile, match=f"{cell}に数式がありますが、計算結果が"):
        import_workbook(BytesIO(content))


@pytest.mark.parametrize("period", ["令和7年度", "R7", "2025年度", 2025])
def test_periods_are_understood_as_people_write_them(period):
    row = {"code": "1", "name": "指標", "baseline_value": "3か所", "unit": "ヵ所", "baseline_period": period}
    import_workbook(BytesIO(workbook(指標=[row])))
    found = Indicator.objects.get(plan__municipality__slug="kawagoe")
    assert (found.baseline_value, found.baseline_period) == (3, "2025")
