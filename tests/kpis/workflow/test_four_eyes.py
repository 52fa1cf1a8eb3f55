"""Nobody approves an own value, unless the plan allows it; a deputy's decision names the person they act for."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from kpis.models import Measurement, ReviewPolicy
from kpis.workflow import entries
from kpis.workflow.entries import Refused
from kpis.workflow.four_eyes import other_deciders
from kpis.workflow.names import decision_text
from plans.models import Membership
from tests.cities import PERIOD, member, snapshot

pytestmark = pytest.mark.django_db


def submitted(small_city, entered, handed_in):
    users = {"entered_by": small_city.user(entered), "submitted_by": small_city.user(handed_in)}
    return small_city.value("submitted", **users)


@pytest.mark.parametrize(("entered", "handed_in"), [("manager", "writer"), ("writer", "manager")])
def test_who_entered_or_submitted_it_does_not_approve_it(small_city, entered, handed_in):
    row = submitted(small_city, entered, handed_in)
    before = snapshot(row)
    with pytest.raises(Refused, match="ほかの承認者"):
        entries.approve(row, by=small_city.user("manager"))
    assert snapshot(row) == before


def test_even_a_superuser_does_not_approve_an_own_value(small_city):
    row = submitted(small_city, "superuser", "writer")
    with pytest.raises(Refused):
        entries.approve(row, by=small_city.user("superuser"))


def test_somebody_else_approves_it(small_city):
    row = submitted(small_city, "manager", "manager")
    done = entries.approve(row, by=small_city.user("approver"))
    assert done.state == "approved"
    assert done.decided_by == small_city.user("approver")
    assert done.decided_for is None
    assert done.decided_at is not None


def test_a_plan_may_allow_own_approval(small_city):
    small_city.allow_own_approval()
    row = submitted(small_city, "manager", "manager")
    assert entries.approve(row, by=small_city.user("manager")).state == "approved"


def test_another_plans_permission_does_not_count(small_city):
    from tests.factories import make_plan

    ReviewPolicy.objects.create(plan=make_plan(small_city.city, "second"), allows_own_approval=True)
    with pytest.raises(Refused):
        entries.approve(submitted(small_city, "manager", "manager"), by=small_city.user("manager"))


@pytest.mark.parametrize(("entered", "handed_in"), [("manager", "writer"), ("writer", "manager")])
def test_nor_is_it_sent_back_by_them_they_take_it_back(small_city, entered, handed_in):
    row = submitted(small_city, entered, handed_in)
    with pytest.raises(Refused, match="提出を取り戻してください"):
        entries.send_back(row, by=small_city.user("manager"), reason="誤りに気づいた")
    assert entries.recall(row, by=small_city.user("manager")).state == "draft"


def test_where_own_approval_is_allowed_so_is_the_return(small_city):
    small_city.allow_own_approval()
    row = submitted(small_city, "manager", "manager")
    assert entries.send_back(row, by=small_city.user("manager"), reason="誤りに気づいた").state == "returned"


def deputy_of(small_city, chief, name="deputy"):
    return member(
        name, (small_city.city, "approver", small_city.section, {"deputy_for": small_city.user(chief)})
    )


def test_a_deputys_decision_is_recorded_as_such(small_city):
    deputy = deputy_of(small_city, "approver")
    done = entries.approve(small_city.value("submitted"), by=deputy)
    done.refresh_from_db()
    assert (done.decided_by, done.decided_for) == (deputy, small_city.user("approver"))
    assert done.history.first().decided_for == small_city.user("approver")
    assert "deputy（approverの代決）" in decision_text(done)


def test_a_deputy_returns_for_the_same_person(small_city):
    deputy = deputy_of(small_city, "approver")
    done = entries.send_back(small_city.progress("submitted"), by=deputy, reason="数字がない")
    assert (done.decided_by, done.decided_for) == (deputy, small_city.user("approver"))


def test_a_deputy_does_not_approve_what_the_person_they_act_for_has_submitted(small_city):
    deputy = deputy_of(small_city, "manager")
    row = submitted(small_city, "writer", "manager")
    before = snapshot(row)
    with pytest.raises(Refused):
        entries.approve(row, by=deputy)
    assert snapshot(row) == before


def test_a_deputy_does_not_approve_an_own_value(small_city):
    deputy = deputy_of(small_city, "approver")
    Membership.objects.create(
        user=deputy, municipality=small_city.city, role="editor", department=small_city.section
    )
    row = small_city.value("submitted", entered_by=deputy)
    with pytest.raises(Refused):
        entries.approve(row, by=small_city.user("deputy"))


def test_a_new_decision_in_ones_own_name_forgets_the_earlier_deputy(small_city):
    row = entries.send_back(
        small_city.value("submitted"), by=deputy_of(small_city, "approver"), reason="理由"
    )
    row.value = 11
    row = entries.save_entry(row, by=small_city.user("writer"), seen_version=row.version)
    row = entries.submit(row, by=small_city.user("writer"))
    done = entries.approve(row, by=small_city.user("approver"))
    assert (done.decided_by, done.decided_for) == (small_city.user("approver"), None)


def test_who_saves_a_row_again_has_entered_it(small_city):
    row = entries.save_entry(
        Measurement(indicator=small_city.indicator, period=PERIOD, value=1), by=small_city.user("manager")
    )
    row.value = 2
    row = entries.save_entry(row, by=small_city.user("writer"), seen_version=row.version)
    assert row.entered_by == small_city.user("writer")


def test_nobody_decides_in_the_name_of_somebody_whose_role_has_ended(small_city):
    deputy_of(small_city, "approver")
    row = small_city.value("submitted")
    Membership.objects.filter(user=small_city.user("approver")).update(valid_until=date(2025, 7, 1))
    found = other_deciders([row], small_city.plan, {})[row]
    assert not {"deputy", "approver"} & {user.get_username() for user in found}
    before = snapshot(row)
    with pytest.raises(PermissionDenied):
        entries.approve(row, by=small_city.user("deputy"))
    assert snapshot(row) == before
