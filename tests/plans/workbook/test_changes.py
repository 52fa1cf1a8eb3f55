"""What an import would change is told in words, and what only an approval sets is left alone."""

from io import BytesIO

import pytest

from kpis.models import Indicator, Target
from kpis.workflow.baselines import keep_first_value_as_baseline
from plans.excerpts import EXCERPT
from plans.workbook.importing import WorkbookReport, import_workbook
from tests.factories import make_action, make_goal, make_indicator, make_measurement, make_member, make_target

from .books import columns_of, edited, exported

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/plans/plan/workbook/"


def preview_of(content: bytes) -> WorkbookReport:
    return import_workbook(BytesIO(content), dry_run=True)


def written(content: bytes, sheet: str, row: int = 3, /, **values: object) -> bytes:
    """The workbook with these values, by field, in that row of the sheet."""
    letters = columns_of(content, sheet)
    return edited(content, {sheet: {f"{letters[name]}{row}": value for name, value in values.items()}})


def differences(content: bytes) -> list[tuple[str, str, str]]:
    [change] = preview_of(content).changes
    return [(found.label, found.before, found.after) for found in change.differences]


def test_values_stand_as_people_read_them(plan):
    make_goal(plan, "1")
    make_goal(plan, "2", "sub-goal", make_goal(plan, "3"))
    values = {"parent": "1", "number": None, "is_summary": "はい", "order": 5}
    content = written(exported(plan), "目標", 4, **values)
    assert set(differences(content)) == {
        ("上位の目標", "3 目標3", "1 目標1"),
        ("番号", "2", ""),
        ("要約", "いいえ", "はい"),
        ("並び順", "0", "5"),
    }


def test_a_choice_stands_by_its_word(plan):
    make_goal(plan, "1")
    assert differences(written(exported(plan), "目標", kind="direction")) == [("種類", "柱", "方向")]


def test_links_stand_by_the_names_of_their_targets(plan):
    first, second = make_goal(plan, "1"), make_goal(plan, "2")
    make_action(plan, "a", first)
    content = written(exported(plan), "取組", goals="1; 2")
    [(_label, before, after)] = differences(content)
    assert (before, after) == (str(first), f"{first}、{second}")


def test_links_in_another_order_are_no_change(plan):
    make_action(plan, "a", make_goal(plan, "1"), make_goal(plan, "2"))
    assert preview_of(written(exported(plan), "取組", goals="2; 1")).changes == []


def test_of_a_long_text_the_part_that_differs_is_shown(plan):
    make_goal(plan, "1", summary="あ" * 1000 + "前" + "い" * 1000)
    content = written(exported(plan), "目標", summary="あ" * 1000 + "後" + "い" * 1000)
    [(_label, before, after)] = differences(content)
    assert "前" in before
    assert "後" in after
    assert len(before) == len(after) == EXCERPT + 2


def test_a_row_of_another_table_is_named_by_what_it_belongs_to(plan):
    make_target(make_indicator(plan, "k", name="オンライン申請"), "2025", 5)
    [change] = preview_of(written(exported(plan), "目標値", value=6)).changes
    assert change.name == "オンライン申請 2025"


def test_a_changed_target_is_told_to_be_added_and_a_new_one_is_not(plan):
    hint = "目標を変えたときは、行を直さず、決めた日を新しくした行を足してください。"
    make_target(make_indicator(plan, "1"), "2025", 5)
    make_goal(plan, "1")
    content = exported(plan)
    [change] = preview_of(written(content, "目標値", value=6)).changes
    assert change.hint == hint
    added = {
        "indicator": "1",
        "period": "2025",
        "effective_from": "2025-04-01",
        "value": 6,
        "reason": "増えた",
    }
    [change] = preview_of(written(content, "目標値", 4, **added)).changes
    assert (change.is_new, change.hint) == (True, "")
    [change] = preview_of(written(content, "目標", title="別")).changes
    assert change.hint == ""


def test_the_preview_puts_changes_first_and_folds_the_sheets_without(plan, client):
    make_target(make_indicator(plan, "1"), "2025", 5)
    make_goal(plan, "1")
    client.force_login(make_member(plan.municipality, "manager"))
    content = written(
        written(exported(plan), "目標値", value=6), "目標", 4, code="2", kind="pillar", title="新"
    )
    text = client.post(UPLOAD, {"file": BytesIO(content)}).content.decode()
    parts = [
        "変わる行</h2>",
        "決めた日を新しくした行を足して",
        "新しい行</h2>",
        "シートごとの件数",
        "変わらないシート（3）",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "サンプル" not in text.split("<main")[-1]
    folded = text.split("<details>")[-1].split("</details>")[0]
    assert ">指標</th>" in folded
    assert ">目標</th>" not in folded


def test_a_value_changed_meanwhile_gives_another_fingerprint(plan):
    target = make_target(make_indicator(plan, "1"), "2025", 5)
    content = written(exported(plan), "目標値", value=6)
    before = preview_of(content).fingerprint
    Target.objects.filter(pk=target.pk).update(value=7)
    assert preview_of(content).fingerprint != before


def test_a_row_that_stands_twice_is_named_though_one_of_them_is_stored_already(plan):
    make_goal(plan, "1", title="目標")
    content = written(exported(plan), "目標", 4, code="1", kind="pillar", title="別")
    with pytest.raises(Exception, match="「目標」シート 4行目: 同じものが3行目にもあります"):
        import_workbook(BytesIO(content))


def test_importing_what_is_stored_asks_no_question_per_row(plan, django_assert_max_num_queries):
    for number in range(40):
        make_goal(plan, str(number))
    content = exported(plan)
    with django_assert_max_num_queries(27):
        assert preview_of(content).loaded.unchanged == 42


class TestProvisionalBaseline:
    """An approval makes the first value the baseline where the plan gives none."""

    @pytest.fixture
    def indicator(self, plan) -> Indicator:
        return make_indicator(plan, "1")

    def approve(self, indicator: Indicator) -> None:
        make_measurement(indicator, "2024-Q1", 5)
        assert keep_first_value_as_baseline(indicator)

    def test_an_older_workbook_does_not_roll_it_back(self, plan, indicator):
        content = written(exported(plan), "指標", name="新しい名前")
        self.approve(indicator)
        report = import_workbook(BytesIO(content))
        indicator.refresh_from_db()
        assert indicator.name == "新しい名前"
        assert (indicator.baseline_value, indicator.baseline_period) == (5, "2024-Q1")
        assert indicator.baseline_is_provisional
        assert indicator.baseline_note
        assert report.notes == ["承認した実績から登録した仮の基準は、空欄でも消しません（1件）。"]

    def test_a_baseline_that_the_plan_gives_takes_its_place(self, plan, indicator):
        self.approve(indicator)
        values = {"baseline_value": 3, "baseline_period": "2023", "baseline_is_provisional": "いいえ"}
        report = import_workbook(BytesIO(written(exported(plan), "指標", **values)))
        indicator.refresh_from_db()
        assert (indicator.baseline_value, indicator.baseline_period) == (3, "2023")
        assert not indicator.baseline_is_provisional
        assert len(report.notes) == 1  # of the value sheet only

    def test_a_baseline_of_the_plan_itself_may_be_taken_back(self, plan):
        indicator = make_indicator(plan, "1", baseline_value=3, baseline_period="2023")
        values = {"baseline_value": None, "baseline_period": None}
        import_workbook(BytesIO(written(exported(plan), "指標", **values)))
        indicator.refresh_from_db()
        assert indicator.baseline_value is None
