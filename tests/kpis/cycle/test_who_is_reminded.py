"""Who is in charge of what is open in a review: the same people to whom plans/access.py gives the right."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.models import Reminder, ReviewPolicy
from kpis.workflow.reminders import due_reminders, is_time_to_remind, survey
from plans.access import Right
from plans.models import Membership
from tests.factories import make_city, make_indicator

from .hall import TODAY, moment, person

pytestmark = pytest.mark.django_db

AT = moment(25)


def waiting(hall, at=AT) -> dict[str, set]:
    """What waits for whom."""
    return {
        row.user.username: {due_item.owner for due_item in row.items}
        for row in survey(hall.review, at=at).recipients
    }


def test_an_editor_is_reminded_of_what_the_own_departments_have_not_submitted(hall):
    hall.value(hall.second, "draft")
    assert waiting(hall) == {"editor": {hall.first, hall.second}}


def test_what_was_returned_waits_for_the_department_again(hall):
    hall.value(hall.first, "returned")
    assert hall.first in waiting(hall)["editor"]


def test_an_approver_is_reminded_of_what_was_submitted(hall):
    hall.value(hall.first, "submitted")
    hall.value(hall.second, "approved")
    assert waiting(hall) == {"approver": {hall.first}}


def test_a_deputy_is_reminded_too(hall):
    person("deputy", hall.city, "approver", hall.section, deputy_for=hall.user("approver"))
    hall.value(hall.first, "submitted")
    assert waiting(hall)["deputy"] == waiting(hall)["approver"] == {hall.first}


def test_nobody_is_reminded_to_approve_what_they_submitted_unless_the_plan_allows_it(hall):
    hall.value(hall.first, "submitted", submitted_by=hall.user("approver"))
    assert "approver" not in waiting(hall)
    assert hall.first in {due_item.owner for due_item in survey(hall.review, at=AT).unattended}
    ReviewPolicy.objects.create(plan=hall.plan, allows_own_approval=True)
    assert waiting(hall)["approver"] == {hall.first}


def test_what_nobody_is_in_charge_of_is_told(hall):
    assert {due_item.owner for due_item in survey(hall.review, at=AT).unattended} == {hall.third, hall.action}


def test_a_manager_is_not_reminded(hall):
    assert "manager" not in waiting(hall)


def test_an_editor_of_the_whole_city_is_in_charge_of_everything_of_its_own_city(hall):
    person("all", hall.city, "editor")
    person("all of the other", make_city("nishi", name="西山市"), "editor")
    assert waiting(hall)["all"] == {hall.first, hall.second, hall.third, hall.action}
    assert "all of the other" not in waiting(hall)


def test_former_and_switched_off_people_are_not_reminded(hall):
    person("former", hall.city, "editor", hall.section, valid_until=TODAY - timedelta(days=1))
    person("later", hall.city, "editor", hall.section, valid_from=TODAY + timedelta(days=1))
    for name, field in (("off", "is_active"), ("citizen", "is_staff")):
        user = person(name, hall.city, "editor", hall.section)
        setattr(user, field, False)
        user.save()
    assert set(waiting(hall)) == {"editor"}


@pytest.mark.parametrize("state", ["none", "draft", "submitted", "returned", "approved"])
def test_whom_it_reminds_are_those_whom_the_table_of_rights_lets_act(hall, state):
    if state != "none":
        hall.value(hall.first, state)
    for number, (role, place) in enumerate(
        (role, place)
        for role in Membership.Role.values
        for place in (None, hall.bureau, hall.section, hall.archive, hall.works)
    ):
        person(f"p{number}", hall.city, role, place)
    for row in survey(hall.review, at=AT).recipients:
        user = hall.user(row.user.username)
        for due_item in row.items:
            right = Right.DECIDE_ENTRIES if due_item.waits_for_approval else Right.WRITE_ENTRIES
            assert due_item.is_for(user, right), (user, due_item)
    named = {
        row.user.username: {due_item.owner for due_item in row.items}
        for row in survey(hall.review, at=AT).recipients
    }
    right = {"submitted": Right.DECIDE_ENTRIES}.get(state, Right.WRITE_ENTRIES)
    due_item = next((d for d in survey(hall.review, at=AT).due_items if d.owner == hall.first), None)
    assert (due_item is None) is (state == "approved")
    for user in get_user_model().objects.filter(memberships__role__in=["editor", "approver"]):
        may_act = due_item is not None and due_item.is_for(user, right)
        assert (hall.first in named.get(user.username, ())) is may_act, user


def test_a_closed_review_reminds_nobody(hall):
    hall.review.state = "closed"
    assert survey(hall.review, at=AT).recipients == ()
    assert survey(hall.review, at=AT).unattended == ()


def test_somebody_rests_for_five_days_after_a_reminder_of_any_review(hall):
    Reminder.objects.create(review=hall.review, user=hall.user("editor"), sent_at=AT, open_count=2)
    assert due_reminders(hall.review, at=AT + timedelta(days=5, seconds=-1)) == []
    assert [row.name for row in due_reminders(hall.review, at=AT + timedelta(days=5))] == ["editor"]


@pytest.mark.parametrize(
    ("day", "is_time"),
    [
        (date(2025, 7, 22), False),
        (date(2025, 7, 23), True),
        (date(2025, 7, 30), True),
        (date(2025, 9, 1), True),
    ],
)
def test_the_portal_reminds_by_itself_from_a_week_before_the_due_day(hall, day, is_time):
    assert is_time_to_remind(hall.review, day) is is_time
    hall.review.state = "closed"
    assert is_time_to_remind(hall.review, day) is False


def test_the_survey_asks_as_many_questions_with_many_people_and_indicators_as_with_few(hall):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            survey(hall.review, at=AT)
        return len(asked.captured_queries)

    few = questions()
    for n in range(20):
        make_indicator(hall.plan, f"more-{n}").departments.add(hall.section, hall.works)
        person(f"p{n}", hall.city, "editor", hall.section)
    assert questions() == few
