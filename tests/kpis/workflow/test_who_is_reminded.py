"""Who is in charge of what is open in a review: the same people to whom plans/access.py gives the right."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.models import Reminder, ReviewPolicy
from kpis.workflow.reminders import reviews_to_remind_of, survey
from plans.access import Right
from plans.models import Membership, Plan
from tests.cities import BUREAU_CITY_DAY, moment, staff_member
from tests.factories import make_city, make_indicator

pytestmark = pytest.mark.django_db

AT = moment(25)


def waiting(bureau_city, at=AT) -> dict[str, set]:
    """What waits for whom."""
    return {
        row.user.username: {due_item.owner for due_item in row.items}
        for row in survey(bureau_city.review, at=at).recipients
    }


def test_an_editor_is_reminded_of_what_the_own_departments_have_not_submitted(bureau_city):
    bureau_city.value(bureau_city.second, "draft")
    assert waiting(bureau_city) == {"editor": {bureau_city.first, bureau_city.second}}


def test_what_was_returned_waits_for_the_department_again(bureau_city):
    bureau_city.value(bureau_city.first, "returned")
    assert bureau_city.first in waiting(bureau_city)["editor"]


def test_an_approver_is_reminded_of_what_was_submitted(bureau_city):
    bureau_city.value(bureau_city.first, "submitted")
    bureau_city.value(bureau_city.second, "approved")
    assert waiting(bureau_city) == {"approver": {bureau_city.first}}


def test_a_deputy_is_reminded_too(bureau_city):
    staff_member(
        "deputy", bureau_city.city, "approver", bureau_city.section, deputy_for=bureau_city.user("approver")
    )
    bureau_city.value(bureau_city.first, "submitted")
    assert waiting(bureau_city)["deputy"] == waiting(bureau_city)["approver"] == {bureau_city.first}


def test_nobody_is_reminded_to_approve_what_they_submitted_unless_the_plan_allows_it(bureau_city):
    bureau_city.value(bureau_city.first, "submitted", submitted_by=bureau_city.user("approver"))
    assert "approver" not in waiting(bureau_city)
    assert bureau_city.first in {due_item.owner for due_item in survey(bureau_city.review, at=AT).unattended}
    ReviewPolicy.objects.create(plan=bureau_city.plan, allows_own_approval=True)
    assert waiting(bureau_city)["approver"] == {bureau_city.first}


def test_nor_what_they_once_entered_and_a_colleague_touched_last(bureau_city):
    approver, editor = bureau_city.user("approver"), bureau_city.user("editor")
    row = bureau_city.value(bureau_city.first, "draft", entered_by=approver)
    row.entered_by = row.submitted_by = editor
    row.state = "submitted"
    row.save()
    assert "approver" not in waiting(bureau_city), "approve() would refuse"


def test_what_nobody_is_in_charge_of_is_told(bureau_city):
    assert {due_item.owner for due_item in survey(bureau_city.review, at=AT).unattended} == {
        bureau_city.third,
        bureau_city.action,
    }


def test_a_manager_is_not_reminded(bureau_city):
    assert "manager" not in waiting(bureau_city)


def test_an_editor_of_the_whole_city_is_in_charge_of_everything_of_its_own_city(bureau_city):
    staff_member("all", bureau_city.city, "editor")
    staff_member("all of the other", make_city("nishi", name="西山市"), "editor")
    assert waiting(bureau_city)["all"] == {
        bureau_city.first,
        bureau_city.second,
        bureau_city.third,
        bureau_city.action,
    }
    assert "all of the other" not in waiting(bureau_city)


def test_former_and_switched_off_people_are_not_reminded(bureau_city):
    staff_member(
        "former",
        bureau_city.city,
        "editor",
        bureau_city.section,
        valid_until=BUREAU_CITY_DAY - timedelta(days=1),
    )
    staff_member(
        "later",
        bureau_city.city,
        "editor",
        bureau_city.section,
        valid_from=BUREAU_CITY_DAY + timedelta(days=1),
    )
    for name, field in (("off", "is_active"), ("citizen", "is_staff")):
        user = staff_member(name, bureau_city.city, "editor", bureau_city.section)
        setattr(user, field, False)
        user.save()
    assert set(waiting(bureau_city)) == {"editor"}


@pytest.mark.parametrize("state", ["none", "draft", "submitted", "returned", "approved"])
def test_whom_it_reminds_are_those_whom_the_table_of_rights_lets_act(bureau_city, state):
    if state != "none":
        bureau_city.value(bureau_city.first, state)
    for number, (role, place) in enumerate(
        (role, place)
        for role in Membership.Role.values
        for place in (None, bureau_city.bureau, bureau_city.section, bureau_city.archive, bureau_city.works)
    ):
        staff_member(f"p{number}", bureau_city.city, role, place)
    for row in survey(bureau_city.review, at=AT).recipients:
        user = bureau_city.user(row.user.username)
        for due_item in row.items:
            right = Right.DECIDE_ENTRIES if due_item.waits_for_approval else Right.WRITE_ENTRIES
            assert due_item.is_for(user, right), (user, due_item)
    named = {
        row.user.username: {due_item.owner for due_item in row.items}
        for row in survey(bureau_city.review, at=AT).recipients
    }
    right = {"submitted": Right.DECIDE_ENTRIES}.get(state, Right.WRITE_ENTRIES)
    due_item = next(
        (d for d in survey(bureau_city.review, at=AT).due_items if d.owner == bureau_city.first), None
    )
    assert (due_item is None) is (state == "approved")
    for user in get_user_model().objects.filter(memberships__role__in=["editor", "approver"]):
        may_act = due_item is not None and due_item.is_for(user, right)
        assert (bureau_city.first in named.get(user.username, ())) is may_act, user


def test_a_closed_review_reminds_nobody_but_of_corrections_that_wait_for_approval(bureau_city):
    bureau_city.review.state = "closed"
    bureau_city.review.save()
    bureau_city.value(bureau_city.second, "approved")
    assert survey(bureau_city.review, at=AT).recipients == ()
    assert survey(bureau_city.review, at=AT).unattended == ()
    own = Plan.objects.filter(pk=bureau_city.plan.pk)
    assert reviews_to_remind_of(own, AT.date()) == []
    bureau_city.value(bureau_city.second, "submitted", revision=2, revision_reason="集計の誤り")
    assert waiting(bureau_city) == {"approver": {bureau_city.second}}
    assert reviews_to_remind_of(own, AT.date()) == [bureau_city.review]
    others = Plan.objects.exclude(pk=bureau_city.plan.pk)
    assert bureau_city.review not in reviews_to_remind_of(others, AT.date())


def test_somebody_rests_for_five_days_after_a_reminder_of_any_review(bureau_city):
    Reminder.objects.create(
        review=bureau_city.review, user=bureau_city.user("editor"), sent_at=AT, open_count=2
    )
    for later, rests in ((timedelta(days=5, seconds=-1), True), (timedelta(days=5), False)):
        [editor] = survey(bureau_city.review, at=AT + later).recipients
        assert editor.name == "editor"
        assert editor.rests(AT + later) is rests


@pytest.mark.parametrize(
    ("day", "is_time"),
    [
        (date(2025, 7, 22), False),
        (date(2025, 7, 23), True),
        (date(2025, 7, 30), True),
        (date(2025, 9, 1), True),
    ],
)
def test_the_portal_reminds_by_itself_from_a_week_before_the_due_day(bureau_city, day, is_time):
    plans = Plan.objects.filter(pk=bureau_city.plan.pk)
    assert reviews_to_remind_of(plans, day) == ([bureau_city.review] if is_time else [])
    bureau_city.review.state = "closed"
    bureau_city.review.save()
    assert reviews_to_remind_of(plans, day) == []


def test_the_survey_asks_as_many_questions_with_many_people_and_indicators_as_with_few(bureau_city):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            survey(bureau_city.review, at=AT)
        return len(asked.captured_queries)

    few = questions()
    for n in range(20):
        make_indicator(bureau_city.plan, f"more-{n}").departments.add(bureau_city.section, bureau_city.works)
        staff_member(f"p{n}", bureau_city.city, "editor", bureau_city.section)
    assert questions() == few
