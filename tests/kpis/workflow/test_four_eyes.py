"""Nobody approves an own value, unless the plan allows it; a deputy's decision names the person they act for."""

import pytest

from kpis.models import Measurement, ReviewPolicy
from kpis.workflow import entries
from kpis.workflow.entries import Refused
from plans.models import Membership

from .world import PERIOD, person, snapshot

pytestmark = pytest.mark.django_db


def submitted(world, entered, handed_in):
    users = {"entered_by": world.user(entered), "submitted_by": world.user(handed_in)}
    return world.value("submitted", **users)


@pytest.mark.parametrize(("entered", "handed_in"), [("manager", "writer"), ("writer", "manager")])
def test_who_entered_or_submitted_it_does_not_approve_it(world, entered, handed_in):
    row = submitted(world, entered, handed_in)
    before = snapshot(row)
    with pytest.raises(Refused, match="ほかの承認者"):
        entries.approve(row, by=world.user("manager"))
    assert snapshot(row) == before


def test_even_a_superuser_does_not_approve_an_own_value(world):
    row = submitted(world, "superuser", "writer")
    with pytest.raises(Refused):
        entries.approve(row, by=world.user("superuser"))


def test_somebody_else_approves_it(world):
    row = submitted(world, "manager", "manager")
    done = entries.approve(row, by=world.user("approver"))
    assert done.state == "approved"
    assert done.decided_by == world.user("approver")
    assert done.decided_for is None
    assert done.decided_at is not None


def test_a_plan_may_allow_own_approval(world):
    world.allow_own_approval()
    row = submitted(world, "manager", "manager")
    assert entries.approve(row, by=world.user("manager")).state == "approved"


def test_another_plans_permission_does_not_count(world):
    from tests.factories import make_plan

    ReviewPolicy.objects.create(plan=make_plan(world.city, "second"), allows_own_approval=True)
    with pytest.raises(Refused):
        entries.approve(submitted(world, "manager", "manager"), by=world.user("manager"))


def test_an_own_value_may_be_sent_back_by_oneself(world):
    row = submitted(world, "manager", "manager")
    assert entries.send_back(row, by=world.user("manager"), reason="誤りに気づいた").state == "returned"


def deputy_of(world, chief, name="deputy"):
    return person(name, (world.city, "approver", world.section, {"deputy_for": world.user(chief)}))


def test_a_deputys_decision_is_recorded_as_such(world):
    deputy = deputy_of(world, "approver")
    done = entries.approve(world.value("submitted"), by=deputy)
    done.refresh_from_db()
    assert (done.decided_by, done.decided_for) == (deputy, world.user("approver"))
    assert done.history.first().decided_for == world.user("approver")
    assert "deputy（approverの代決）" in entries.decision_text(done)


def test_a_deputy_returns_for_the_same_person(world):
    deputy = deputy_of(world, "approver")
    done = entries.send_back(world.progress("submitted"), by=deputy, reason="数字がない")
    assert (done.decided_by, done.decided_for) == (deputy, world.user("approver"))


def test_a_deputy_does_not_approve_what_the_person_they_act_for_has_submitted(world):
    deputy = deputy_of(world, "manager")
    row = submitted(world, "writer", "manager")
    before = snapshot(row)
    with pytest.raises(Refused):
        entries.approve(row, by=deputy)
    assert snapshot(row) == before


def test_a_deputy_does_not_approve_an_own_value(world):
    deputy = deputy_of(world, "approver")
    Membership.objects.create(user=deputy, municipality=world.city, role="editor", department=world.section)
    row = world.value("submitted", entered_by=deputy)
    with pytest.raises(Refused):
        entries.approve(row, by=world.user("deputy"))


def test_a_new_decision_in_ones_own_name_forgets_the_earlier_deputy(world):
    row = entries.send_back(world.value("submitted"), by=deputy_of(world, "approver"), reason="理由")
    row = entries.submit(row, by=world.user("writer"))
    done = entries.approve(row, by=world.user("approver"))
    assert (done.decided_by, done.decided_for) == (world.user("approver"), None)


def test_who_saves_a_row_again_has_entered_it(world):
    row = entries.save_entry(
        Measurement(indicator=world.indicator, period=PERIOD, value=1), by=world.user("manager")
    )
    row.value = 2
    row = entries.save_entry(row, by=world.user("writer"), seen_version=row.version)
    assert row.entered_by == world.user("writer")
