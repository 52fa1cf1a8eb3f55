"""Somebody fills in the template: a new city's plan comes out of it."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from kpis.models import Indicator, Target
from plans.models import Action, Goal, Municipality, Plan, ScheduleItem
from plans.workbook.importing import import_workbook
from plans.workbook.tables import tables

from ..books import book, cells_of, columns_of, edited, exported, template
from .conftest import PILLAR, goals, mistakes, workbook

pytestmark = pytest.mark.django_db


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
