"""What a review asks for: which indicators and actions in which quarter, who has answered, and for whom it is work."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.models import Indicator, Review
from kpis.workflow.due_items import NOTHING, due_items, due_items_of, is_late, open_reviews
from plans.access import Right
from plans.models import Department
from tests.factories import (
    freeze_today,
    make_action,
    make_city,
    make_indicator,
    make_measurement,
    make_member,
    make_plan,
    make_progress,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    freeze_today(monkeypatch, TODAY)


@pytest.fixture
def plan(db):
    return make_plan(make_city(), starts_on=date(2024, 4, 1), ends_on=date(2029, 3, 31))


def review(plan, period="2025-Q1", **fields) -> Review:
    return Review.objects.create(plan=plan, period=period, **{"due_on": date(2026, 4, 30)} | fields)


def only(found):
    (due_item,) = found
    return due_item


class TestDueValues:
    @pytest.mark.parametrize(
        ("frequency", "periods"),
        [
            (
                "quarterly",
                {"2025-Q1": "2025-Q1", "2025-Q2": "2025-Q2", "2025-Q3": "2025-Q3", "2025-Q4": "2025-Q4"},
            ),
            ("half-yearly", {"2025-Q2": "2025-Q2", "2025-Q4": "2025-Q4"}),
            ("yearly", {"2025-Q4": "2025"}),
        ],
    )
    def test_a_frequency_asks_in_its_own_quarters(self, plan, frequency, periods):
        make_indicator(plan, "1", frequency=frequency)
        found = {}
        for quarter in ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"):
            for due_item in due_items(review(plan, quarter)):
                found[quarter] = str(due_item.period)
        assert found == periods

    @pytest.mark.parametrize("quarter", ["2025-Q1", "2025-Q4"])
    @pytest.mark.parametrize("frequency", ["quarterly", "yearly"])
    def test_reference_indicators_are_never_asked_for(self, plan, quarter, frequency):
        make_indicator(plan, "1", role="reference", frequency=frequency)
        assert due_items(review(plan, quarter)) == []

    @pytest.mark.parametrize("role", ["kpi", "kgi"])
    def test_kpis_and_kgis_are(self, plan, role):
        row = make_indicator(plan, "1", role=role)
        due_item = only(due_items(review(plan)))
        assert (due_item.owner, due_item.key, due_item.is_value) == (row, f"value-{row.pk}", True)

    def test_indicators_that_are_only_watched_are_too(self, plan):
        make_indicator(plan, "1", direction="monitor")
        assert len(due_items(review(plan))) == 1

    def test_another_plan_of_the_city_has_its_own(self, plan):
        make_indicator(make_plan(plan.municipality, "second"), "1")
        assert due_items(review(plan)) == []

    def test_they_stand_in_the_plans_order_indicators_first(self, plan):
        make_action(plan, "a", order=1)
        make_indicator(plan, "x", order=2)
        make_indicator(plan, "y", order=1)
        assert [due_item.owner.code for due_item in due_items(review(plan))] == ["y", "x", "a"]


class TestActions:
    def test_an_action_under_way_is_asked_every_quarter(self, plan):
        row = make_action(plan, "1")
        make_progress(row, "2025-Q1", "delayed")
        due_item = only(due_items(review(plan, "2025-Q2")))
        assert (due_item.owner, due_item.key, due_item.is_value) == (row, f"progress-{row.pk}", False)
        assert due_item.entry is None

    @pytest.mark.parametrize("status", ["completed", "cancelled"])
    def test_what_has_ended_is_not_asked_again(self, plan, status):
        make_progress(make_action(plan, "1"), "2025-Q1", status)
        assert due_items(review(plan, "2025-Q2")) == []
        assert due_items(review(plan, "2026-Q1")) == []

    @pytest.mark.parametrize("status", ["completed", "cancelled"])
    def test_but_it_is_in_the_quarter_in_which_it_ended_and_before(self, plan, status):
        make_progress(make_action(plan, "1"), "2025-Q2", status)
        assert only(due_items(review(plan, "2025-Q2"))).is_answered
        assert not only(due_items(review(plan, "2025-Q1"))).is_answered

    @pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
    def test_an_end_that_nobody_has_approved_is_no_end(self, plan, state):
        make_progress(make_action(plan, "1"), "2025-Q1", "completed", state=state)
        assert len(due_items(review(plan, "2025-Q2"))) == 1

    def test_what_was_taken_up_again_is_asked_again(self, plan):
        row = make_action(plan, "1")
        make_progress(row, "2025-Q1", "completed")
        make_progress(row, "2025-Q2", "as-planned")
        assert len(due_items(review(plan, "2025-Q3"))) == 1

    def test_a_corrected_end_is_no_end(self, plan):
        row = make_action(plan, "1")
        make_progress(row, "2025-Q1", "completed")
        make_progress(row, "2025-Q1", "delayed", revision=2, revision_reason="誤り")
        assert len(due_items(review(plan, "2025-Q2"))) == 1

    def test_an_ended_action_that_reports_all_the_same_is_shown(self, plan):
        row = make_action(plan, "1")
        make_progress(row, "2025-Q1", "completed")
        make_progress(row, "2025-Q2", "as-planned", state="draft")
        assert only(due_items(review(plan, "2025-Q2"))).state == "draft"


# state of the newest report: (is_answered, waits_for_department, waits_for_approval, blocks closing: value, action)
EXPECTED_OF_STATE = {
    NOTHING: (False, True, False, True, False),
    "draft": (False, True, False, True, True),
    "returned": (False, True, False, True, True),
    "submitted": (False, False, True, True, True),
    "approved": (True, False, False, False, False),
}


class TestWhoHasDoneWhat:
    @pytest.mark.parametrize("kind", ["value", "action"])
    @pytest.mark.parametrize("state", EXPECTED_OF_STATE)
    def test_a_report_stands_where_its_state_says(self, plan, state, kind):
        answered, department, approval, value_blocks, action_blocks = EXPECTED_OF_STATE[state]
        row = make_indicator(plan, "1") if kind == "value" else make_action(plan, "1")
        entry = None
        if state != NOTHING:
            entry = (
                make_measurement(row, "2025-Q1", 5, state=state)
                if kind == "value"
                else make_progress(row, "2025-Q1", state=state)
            )
        due_item = only(due_items(review(plan)))
        assert (due_item.entry, due_item.state) == (entry, state)
        assert due_item.is_answered is answered
        assert due_item.waits_for_department is department
        assert due_item.waits_for_approval is approval
        assert due_item.blocks_closing is (value_blocks if kind == "value" else action_blocks)

    def test_a_missing_value_is_an_answer(self, plan):
        row = make_indicator(plan, "1")
        make_measurement(row, "2025-Q1", None, observation_status="M", issues_comment="調査なし")
        assert only(due_items(review(plan))).is_answered

    @pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
    def test_an_approved_value_under_correction_stays_answered(self, plan, state):
        row = make_indicator(plan, "1")
        first = make_measurement(row, "2025-Q1", 5)
        fix = make_measurement(row, "2025-Q1", 6, revision=2, revision_reason="訂正", state=state)
        due_item = only(due_items(review(plan)))
        assert (due_item.entry, due_item.answer) == (fix, first)
        assert due_item.is_answered
        assert not due_item.blocks_closing
        assert not due_item.waits_for_department

    def test_another_quarters_value_is_no_answer(self, plan):
        make_measurement(make_indicator(plan, "1"), "2024-Q4", 5)
        assert only(due_items(review(plan))).state == NOTHING

    def test_a_year_is_not_answered_by_a_quarter_left_from_another_frequency(self, plan):
        row = make_indicator(plan, "1", frequency="yearly")
        make_measurement(row, "2025-Q4", 5)
        assert only(due_items(review(plan, "2025-Q4"))).state == NOTHING

    @pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False)])
    def test_it_is_late_from_the_day_after_it_was_due(self, plan, days, late):
        make_indicator(plan, "1")
        asked = review(plan, due_on=TODAY + timedelta(days))
        assert is_late(only(due_items(asked)), TODAY) is late

    def test_what_is_answered_is_never_late(self, plan):
        make_measurement(make_indicator(plan, "1"), "2025-Q1", 5)
        assert not is_late(only(due_items(review(plan, due_on=date(2025, 7, 1)))), TODAY)


class TestWhoseWorkItIs:
    @pytest.fixture
    def offices(self, plan):
        make = Department.objects.create
        bureau = make(municipality=plan.municipality, code="kyoku", name="総務局")
        section = make(municipality=plan.municipality, code="ka", name="窓口課", parent=bureau)
        make_indicator(plan, "section").departments.add(section)
        make_indicator(plan, "bureau").departments.add(bureau)
        make_indicator(plan, "nobody")
        make_action(plan, "action").lead_departments.add(section)
        make_action(plan, "helped").supporting_departments.add(section)
        return {"kyoku": bureau, "ka": section, None: None}

    @pytest.mark.parametrize(
        ("department", "codes"),
        [
            ("ka", {"section", "action"}),
            ("kyoku", {"section", "bureau", "action"}),
            (None, {"section", "bureau", "nobody", "action", "helped"}),
        ],
    )
    def test_an_editor_has_the_duties_of_the_own_departments(self, plan, offices, department, codes):
        user = make_member(plan.municipality, "editor", department=offices[department])
        found = due_items_of(user, review(plan), Right.WRITE_ENTRIES)
        assert {due_item.owner.code for due_item in found} == codes
        assert due_items_of(user, plan.reviews.get(), Right.DECIDE_ENTRIES) == []

    def test_another_citys_manager_has_none(self, plan, offices):
        user = make_member(make_city("minami", name="南山市"), "manager")
        assert due_items_of(user, review(plan), Right.VIEW_ENTRIES) == []

    def test_a_superuser_has_all(self, plan, offices):
        user = get_user_model().objects.create_superuser("root")
        assert len(due_items_of(user, review(plan), Right.WRITE_ENTRIES)) == 5

    def test_it_says_which_departments_those_are(self, plan, offices):
        found = {due_item.owner.code: due_item.department_names for due_item in due_items(review(plan))}
        assert found["section"] == found["action"] == "窓口課"
        assert found["nobody"] == found["helped"] == "担当なし"


def queries_of(call) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        call()
    return len(asked)


def test_the_number_of_queries_does_not_grow_with_the_plan(plan):
    department = Department.objects.create(municipality=plan.municipality, code="ka", name="窓口課")
    user = make_member(plan.municipality, "editor", department=department)

    def grow(numbers):
        for number in numbers:
            row = make_indicator(plan, f"i{number}")
            row.departments.add(department)
            make_measurement(row, "2025-Q1", 5, entered_by=user, state="draft")
            action = make_action(plan, f"a{number}")
            action.lead_departments.add(department)
            make_progress(action, "2024-Q4", entered_by=user)
            make_progress(action, "2025-Q1", entered_by=user, state="submitted")

    def look():
        fresh = get_user_model().objects.get(pk=user.pk)
        asked_for = Review.objects.select_related("plan__municipality").get(plan=plan)
        for due_item in due_items_of(fresh, asked_for, Right.WRITE_ENTRIES):
            assert due_item.entry.owner.plan.municipality.name
            assert due_item.entry.entered_by == user
            assert due_item.department_names == "窓口課"

    review(plan)
    grow(range(3))
    few = queries_of(look)
    grow(range(3, 30))
    assert queries_of(look) == few
    assert few <= 12


def test_indicators_can_be_given_with_more_at_hand(plan):
    make_indicator(plan, "1")
    make_indicator(plan, "2", role="reference")
    given = Indicator.objects.for_scorecard(plan)
    assert only(due_items(review(plan), indicators=given)).owner.approved_measurements == []


def test_open_reviews_are_the_most_urgent_first(plan):
    second = make_plan(plan.municipality, "second")
    late = review(plan, "2025-Q4", due_on=date(2026, 4, 30))
    soon = review(second, "2025-Q4", due_on=date(2026, 4, 1))
    review(plan, "2025-Q3", state="closed")
    review(make_plan(make_city("minami", name="南山市")), "2025-Q4")
    assert list(open_reviews([plan, second])) == [soon, late]
