"""A whole plan goes out as a workbook and comes back the same, whoever wrote it and whatever it holds."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.apps import apps
from openpyxl import load_workbook

from kpis.models import Indicator, Measurement, Review
from plans.load_act import LoadReport
from plans.models import Action, Department, Goal, Municipality, NationalPriority, Plan
from plans.models.base import NaturalKeyModel, PartOfPlan
from plans.workbook.importing import import_workbook
from plans.workbook.tables import tables
from tests.factories import (
    make_action,
    make_city,
    make_full_plan,
    make_goal,
    make_indicator,
    make_measurement,
    make_member,
    make_plan,
    make_target,
)

from .books import cells_of, columns_of, edited, exported, forgetful

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]


def bring_in(content: bytes, **options) -> LoadReport:
    return import_workbook(BytesIO(content), **options).loaded


def sheet_of(content: bytes, title: str) -> list[dict[str, object]]:
    """The rows of a sheet by field names."""
    rows = next(sheet.rows for sheet in cells_of(content) if sheet.title == title)
    names = rows[2]
    return [
        {names[column]: value for column, value in cells.items()}
        for number, cells in sorted(rows.items())
        if number > 2
    ]


@pytest.mark.parametrize(
    "address", [("takarazuka", "dx-vision"), ("amagasaki", "kyoso-dx"), ("mihon", "dx-plan")]
)
def test_a_city_that_was_deleted_comes_back_from_its_workbook_cell_by_cell(address):
    before = exported(Plan.objects.get_by_natural_key(*address))
    Municipality.objects.get(slug=address[0]).delete()
    report = import_workbook(BytesIO(before))
    assert report.is_new_city
    assert (report.loaded.changed, report.loaded.unchanged) == (0, 0)
    assert cells_of(exported(Plan.objects.get_by_natural_key(*address))) == cells_of(before)


def test_importing_what_is_stored_changes_nothing(mihon):
    touched = Plan.objects.values_list("updated_at", flat=True).get(pk=mihon.pk)
    loaded = bring_in(exported(mihon))
    assert (loaded.created, loaded.changed) == (0, 0)
    assert loaded.unchanged > 200
    loaded = bring_in(exported(mihon), with_reports=True)
    assert (loaded.created, loaded.changed) == (0, 0)
    assert loaded.unchanged > 500
    assert Plan.objects.values_list("updated_at", flat=True).get(pk=mihon.pk) == touched


def test_a_plan_with_rows_of_every_kind_comes_back(plan):
    before = exported(make_full_plan(plan.municipality, "full", 2))
    Municipality.objects.get(slug="kitayama").delete()
    bring_in(before)
    assert cells_of(exported(Plan.objects.get(slug="full"))) == cells_of(before)


def test_an_indicator_that_ended_comes_back_with_its_targets_of_later_years(plan):
    ended = {"last_period": "2024-Q4", "ending": "merged", "ending_reason": "重なるため。"}
    make_target(make_indicator(plan, "1", **ended), "2026", 50)
    before = exported(plan)
    Municipality.objects.get(slug="kitayama").delete()
    bring_in(before)
    assert cells_of(exported(Plan.objects.get(slug="smart-plan"))) == cells_of(before)


def test_every_model_of_a_plan_has_its_sheet():
    wanted = {
        model
        for model in apps.get_models()
        if issubclass(model, NaturalKeyModel) and issubclass(model, PartOfPlan)
    } | {Municipality, Department, Plan}
    assert {table.model for table in tables()} == wanted


def test_a_sheet_stands_after_those_that_it_refers_to():
    places = {table.model: place for place, table in enumerate(tables())}
    for table in tables():
        for column in table.columns:
            if column.key and column.target in places:
                assert places[column.target] <= places[table.model]


def test_what_only_the_portal_keeps_and_internal_notes_are_not_in_the_workbook(plan):
    make_measurement(make_indicator(plan, "1"), "2024-Q1", 5, internal_note="部外秘のメモ")
    content = exported(plan)
    assert b"internal_note" not in content
    names = {column.name for table in tables() for column in table.columns}
    assert names.isdisjoint({"id", "version", "updated_at", "internal_note", "entered_by", "submitted_at"})
    assert "部外秘" not in str(cells_of(content))


def test_an_import_leaves_internal_notes_as_they_are(plan):
    report = make_measurement(make_indicator(plan, "1"), "2024-Q1", 5, internal_note="部外秘のメモ")
    letter = columns_of(exported(plan), "実績値")["progress_comment"]
    bring_in(edited(exported(plan), {"実績値": {f"{letter}3": "進んだ"}}), with_reports=True)
    report.refresh_from_db()
    assert (report.progress_comment, report.internal_note) == ("進んだ", "部外秘のメモ")


def test_relations_are_written_as_codes_of_the_plan_itself(plan):
    top, other = make_goal(plan, "1"), make_goal(plan, "2")
    make_goal(plan, "1-1", "sub-goal", top)
    action = make_action(plan, "a", top, other)
    city = plan.municipality
    action.lead_departments.add(Department.objects.create(municipality=city, code="dx", name="DX課"))
    content = exported(plan)
    assert [row.get("parent") for row in sheet_of(content, "目標")] == [None, "1", None]
    assert sheet_of(content, "取組")[0]["goals"] == "1; 2"
    assert sheet_of(content, "取組")[0]["lead_departments"] == "dx"


def test_a_relation_to_another_plan_is_written_with_its_city(plan, takarazuka):
    plan.relations.create(code="1", kind="upper", title="上位", related_plan=takarazuka)
    content = exported(plan)
    assert sheet_of(content, "他の計画・法令との関係")[0]["related_plan"] == "takarazuka/dx-vision"
    plan.relations.all().delete()
    bring_in(content)
    assert plan.relations.get().related_plan == takarazuka


def test_decimals_come_back_exactly(plan):
    values = [Decimal(text) for text in ("0", "12.5", "-0.000001", "123456789.123456", "999999999999", "100")]
    for number, value in enumerate(values):
        make_measurement(make_indicator(plan, f"{number}"), "2024-Q1", value)
    content = exported(plan)
    found = Measurement.objects.filter(indicator__plan=plan).order_by("indicator__code")
    found.update(value=1)
    assert bring_in(content, with_reports=True).changed == len(values)
    assert list(found.values_list("value", flat=True)) == values


TEXTS = (
    '=HYPERLINK("http://x.example","見る")',
    "+81-3",
    "-",
    "@everyone",
    "#N/A",
    "'引用",
    "1行目\n2行目",
    "<b>&amp;</b>",
    "007",
    "1-1",
    "𠮟る 🙂",
)


def test_text_stays_text_whatever_it_begins_with(plan):
    for number, text in enumerate(TEXTS):
        make_goal(plan, f"{number:02}", title="題", summary=text)
    content = exported(plan)
    column = columns_of(content, "目標")["summary"]
    sheet = load_workbook(BytesIO(content))["目標"]
    assert {sheet[f"{column}{row}"].data_type for row in range(3, 3 + len(TEXTS))} == {"s"}
    found = Goal.objects.filter(plan=plan).order_by("code")
    found.update(summary="")
    bring_in(forgetful(content))
    assert tuple(found.values_list("summary", flat=True)) == TEXTS


def test_lines_typed_in_a_form_are_no_difference(plan):
    make_goal(plan, "1", summary="1行目\r\n2行目")
    assert bring_in(exported(plan)).changed == 0


def test_dates_before_excels_calendar_come_back(plan):
    plan.adopted_on, plan.starts_on = date(1889, 4, 1), date(2024, 4, 1)
    plan.save()
    content = exported(plan)
    Plan.objects.filter(pk=plan.pk).update(adopted_on=None, starts_on=None)
    bring_in(forgetful(content))
    plan.refresh_from_db()
    assert (plan.adopted_on, plan.starts_on) == (date(1889, 4, 1), date(2024, 4, 1))


def test_a_key_with_the_signs_that_part_keys_comes_back(plan):
    odd = NationalPriority.objects.create(
        taxonomy="国/県の計画; 重点", version="1\\2", code="a", title="項目"
    )
    action = make_action(plan, "1")
    action.national_priorities.add(odd)
    content = exported(plan)
    action.national_priorities.clear()
    assert bring_in(forgetful(content)).changed == 1
    assert list(Action.objects.get(plan=plan).national_priorities.all()) == [odd]


def test_rows_that_the_workbook_lacks_stay(plan):
    make_goal(plan, "1")
    content = exported(plan)
    make_goal(plan, "2")
    bring_in(content)
    assert plan.goals.count() == 2


def test_the_plans_of_a_city_do_not_mix(plan):
    other = make_plan(plan.municipality, "other", title="別の計画")
    make_goal(other, "1")
    make_target(make_indicator(other, "1"), "2025", 5)
    assert sheet_of(exported(plan), "目標") == []
    assert sheet_of(exported(plan), "目標値") == []
    assert len(sheet_of(exported(plan), "計画")) == 1


def test_the_workbook_of_a_fictional_city_says_so(mihon, takarazuka):
    assert "サンプル" in str(cells_of(exported(mihon))[0])
    assert "サンプル" not in str(cells_of(exported(takarazuka))[0])


def test_sheets_are_ready_for_the_printer_and_the_reader(takarazuka):
    sheet = load_workbook(BytesIO(exported(takarazuka)))["目標"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.freeze_panes == "B3"
    assert sheet["A1"].value.startswith("コード")
    assert sheet["A2"].value == "code"
    assert any("pillar" in rule.formula1 for rule in sheet.data_validations.dataValidation)


class TestWhoReadsWhat:
    """What is not public yet goes to those who may read it."""

    @pytest.fixture
    def reports(self, plan):
        department = Department.objects.create(municipality=plan.municipality, code="own", name="福祉課")
        own, other = make_indicator(plan, "own"), make_indicator(plan, "other")
        own.departments.add(department)
        make_measurement(own, "2024-Q1", 1, state="draft")
        make_measurement(other, "2024-Q1", 2, state="draft")
        make_measurement(other, "2024-Q2", 3)
        Review.objects.create(plan=plan, period="2024-Q1", due_on=date(2024, 7, 30))
        return department

    def values(self, plan, user) -> set[object]:
        return {row["value"] for row in sheet_of(exported(plan, user=user), "実績値")}

    def test_a_department_reads_its_own_drafts_and_what_is_approved(self, plan, reports):
        user = make_member(plan.municipality, "editor", department=reports)
        assert self.values(plan, user) == {1, 3}

    def test_the_manager_reads_all(self, plan, reports):
        user = make_member(plan.municipality, "manager")
        assert self.values(plan, user) == {1, 2, 3}
        assert sheet_of(exported(plan, user=user), "四半期レビュー")

    def test_another_citys_manager_would_read_only_what_is_public(self, plan, reports):
        user = make_member(make_city("minami"), "manager")
        assert self.values(plan, user) == {3}

    def test_indicators_and_targets_are_for_all(self, plan, reports):
        make_target(Indicator.objects.get(plan=plan, code="other"), "2025", 9)
        user = make_member(plan.municipality, "editor", department=reports)
        assert len(sheet_of(exported(plan, user=user), "指標")) == 2
        assert len(sheet_of(exported(plan, user=user), "目標値")) == 1
