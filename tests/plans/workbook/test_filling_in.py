"""Somebody fills in the template: a new city's plan comes out of it, and every mistake is named by its cell."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from kpis.models import Indicator, Target
from plans.fixture_files import LoadError
from plans.models import Action, Goal, Municipality, Plan, ScheduleItem
from plans.workbook.importing import import_workbook
from plans.workbook.limits import UnreadableFile
from plans.workbook.tables import tables
from tests.kpis.sheets.sheets import with_result

from .books import book, cells_of, columns_of, edited, exported, filled, template

pytestmark = pytest.mark.django_db

CITY = {"slug": "kawagoe", "name": "川越見本市", "is_fictional": "はい"}
PLAN = {"slug": "dx-plan", "title": "DX計画", "starts_on": date(2025, 4, 1), "ends_on": "2028/3/31"}
PILLAR = {"code": "1", "kind": "pillar", "title": "くらし"}


def workbook(**sheets: list[dict[str, object]]) -> bytes:
    """The template with a city, a plan and these rows."""
    return filled(template(), {"市区町村": [CITY], "計画": [PLAN]} | sheets)


def mistakes(content: bytes) -> list[str]:
    with pytest.raises(LoadError) as refused:
        import_workbook(BytesIO(content))
    assert not Municipality.objects.filter(slug="kawagoe").exists()
    return refused.value.messages


def goals(*rows: dict[str, object]) -> bytes:
    return workbook(目標=list(rows))


def place(column: str, row: int = 3, title: str = "目標") -> str:
    """「目標」シート D7, by the field's name."""
    return f"「{title}」シート {columns_of(template(), title)[column]}{row}"


def test_the_template_is_empty_and_explains_every_column():
    sheets = {sheet.title: sheet.rows for sheet in cells_of(template())}
    assert next(iter(sheets)) == "はじめに"
    assert all(set(sheets[table.title]) == {1, 2} for table in tables())
    explained = {(cells[1], cells[3]) for number, cells in sheets["項目の説明"].items() if number > 1}
    assert explained == {(table.title, column.name) for table in tables() for column in table.columns}


def test_a_new_citys_plan_comes_out_of_the_template():
    content = workbook(
        部署=[{"code": "dx", "name": "DX推進課"}],
        目標=[PILLAR, {"code": "1-1", "kind": "sub-goal", "parent": "1", "title": "窓口"}],
        取組=[{"code": "1", "title": "書かない窓口", "goals": "1-1; 1", "lead_departments": "dx"}],
        スケジュールの列=[{"code": "a", "title": "窓口"}],
        スケジュールの項目=[
            {"code": "1", "track": "a", "title": "開始", "from_quarter": "2025-Q1", "to_quarter": "2025-Q2"}
        ],
        指標=[{"code": "1", "name": "手続", "unit": "件", "decimals": 1, "goal": "1-1", "departments": "dx"}],
        目標値=[{"indicator": "1", "period": "2027", "value": 120.5, "effective_from": date(2025, 4, 1)}],
    )
    report = import_workbook(BytesIO(content))
    assert (report.is_new_city, report.is_new_plan) == (True, True)
    plan = Plan.objects.get_by_natural_key("kawagoe", "dx-plan")
    assert (plan.starts_on, plan.ends_on, plan.is_public) == (date(2025, 4, 1), date(2028, 3, 31), True)
    assert plan.municipality.is_fictional
    assert Goal.objects.get(plan=plan, code="1-1").parent.title == "くらし"
    action = Action.objects.get(plan=plan)
    assert {goal.code for goal in action.goals.all()} == {"1", "1-1"}
    assert action.lead_departments.get().name == "DX推進課"
    assert ScheduleItem.objects.get(plan=plan).track.title == "窓口"
    assert Target.objects.get(indicator__plan=plan).value == 120.5
    assert Indicator.objects.get(plan=plan).frequency == "quarterly"


def test_a_row_may_stand_above_its_parent():
    import_workbook(
        BytesIO(
            goals(
                {"code": "1-1-1", "kind": "sub-goal", "parent": "1-1", "title": "孫"},
                {"code": "1-1", "kind": "sub-goal", "parent": "1", "title": "子"},
                PILLAR,
            )
        )
    )
    assert [goal.code for goal in Goal.objects.get(code="1-1-1", plan__slug="dx-plan").trail()] == [
        "1",
        "1-1",
    ]


def test_rows_that_stand_under_each_other_in_a_circle_are_refused():
    found = mistakes(
        goals(
            {"code": "a", "kind": "sub-goal", "parent": "b", "title": "a"},
            {"code": "b", "kind": "sub-goal", "parent": "a", "title": "b"},
        )
    )
    assert "がありません" in found[0]


def test_columns_may_be_shuffled_and_those_not_used_deleted():
    letters = columns_of(template(), "目標")
    changes = {f"{letter}{row}": None for letter in letters.values() for row in (1, 2)}
    changes |= {"A2": "title", "B2": "kind", "D2": "code", "A3": "くらし", "B3": "pillar", "D3": "1"}
    import_workbook(BytesIO(edited(workbook(), {"目標": changes})))
    assert Goal.objects.get(plan__municipality__slug="kawagoe").title == "くらし"


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


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"目標": {"Z2": "colour"}}, "「目標」シート Z2: 「colour」という項目はありません"),
        ({"目標": {"Z3": "メモ"}}, "「目標」シート Z3: 2行目に項目の名前がない列"),
        ({"目標": {"Z2": "code"}}, "項目「code」が2つあります"),
        ({"目標": {"A2": None}}, "読み込みに使う名前 code がありません"),
        ({"計画": {"A4": "second"}}, "「計画」シートには、1行だけ書いてください（今は2行です）"),
        ({"計画": {"A3": None, "B3": None}}, "「計画」シートには、1行だけ"),
        ({"計画": {"A3": 2025}}, "「計画」シート A3（アドレス名）: 文字で"),
        ({"はじめに": {"B3": None}}, "計画ブックではありません"),
        ({"はじめに": {"C3": "99"}}, "様式の版（99）"),
    ],
)
def test_a_workbook_whose_form_was_damaged_is_told_where(changes, words):
    content = goals(PILLAR)
    if changes == {"計画": {"A3": None, "B3": None}}:
        changes = {"計画": {f"{letter}3": None for letter in columns_of(content, "計画").values()}}
    assert any(words in sentence for sentence in mistakes(edited(content, changes)))


def test_a_sheet_with_another_name_is_refused_instead_of_its_rows_lost():
    made = load_workbook(BytesIO(goals(PILLAR)))
    made["目標"].title = "目標 (2)"
    file = BytesIO()
    made.save(file)
    [sentence] = mistakes(file.getvalue())
    assert "「目標 (2)」というシートは読み込めません" in sentence


def test_a_workbook_of_another_kind_is_refused():
    assert "計画ブックではありません" in mistakes(book())[0]


def test_sheets_may_be_missing():
    made = load_workbook(BytesIO(goals(PILLAR)))
    for title in ("用語", "席", "項目の説明"):
        del made[title]
    file = BytesIO()
    made.save(file)
    import_workbook(BytesIO(file.getvalue()))
    assert Goal.objects.filter(plan__municipality__slug="kawagoe").count() == 1


def test_a_dry_run_finds_the_same_and_saves_nothing():
    content = goals(PILLAR)
    report = import_workbook(BytesIO(content), dry_run=True)
    assert report.loaded.created == 3
    assert not Municipality.objects.filter(slug="kawagoe").exists()
    assert import_workbook(BytesIO(content)).fingerprint == report.fingerprint


def test_the_report_counts_sheet_by_sheet_and_names_what_changes(plan):
    content = exported(plan)
    letters = columns_of(content, "計画")
    content = edited(content, {"計画": {f"{letters['title']}3": "新しい題名"}})
    report = import_workbook(BytesIO(content), dry_run=True)
    counts = {count.title: (count.new, count.changed, count.unchanged) for count in report.sheets}
    assert counts == {"市区町村": (0, 0, 1), "計画": (0, 1, 0)}
    [change] = report.changes
    assert (change.place, change.name) == ("「計画」シート 3行目", "北山市 新しい題名")
    [difference] = change.differences
    assert difference.place == f"「計画」シート {letters['title']}3"
    assert (difference.label, difference.before, difference.after) == ("題名", "スマート計画", "新しい題名")


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
