"""Two people at once: the second sees what the first has saved, and nothing is silently overwritten."""

import pytest

from kpis.models import ActionProgress, Measurement
from kpis.workflow import entries
from kpis.workflow.entries import Conflict, Refused

from .world import PERIOD, snapshot

pytestmark = pytest.mark.django_db


def again(row):
    return type(row).objects.get(pk=row.pk)


def test_the_second_to_save_a_row_sees_the_firsts_value(world):
    row = world.value("draft", value=1)
    mine, theirs = again(row), again(row)
    theirs.value = 2
    entries.save_entry(theirs, by=world.user("editor"), seen_version=1)
    before = snapshot(row)
    mine.value = 3
    with pytest.raises(Conflict) as conflict:
        entries.save_entry(mine, by=world.user("writer"), seen_version=1)
    assert conflict.value.current.value == 2
    assert conflict.value.current.entered_by == world.user("editor")
    assert "ほかの人" in str(conflict.value)
    assert snapshot(row) == before
    assert mine.value == 3, "what the person typed is still at hand"


def test_having_seen_it_the_second_may_choose_their_own(world):
    row = world.value("draft", value=1)
    mine, theirs = again(row), again(row)
    theirs.value = 2
    entries.save_entry(theirs, by=world.user("editor"), seen_version=1)
    mine.value = 3
    with pytest.raises(Conflict) as conflict:
        entries.save_entry(mine, by=world.user("writer"), seen_version=1)
    saved = entries.save_entry(mine, by=world.user("writer"), seen_version=conflict.value.current.version)
    assert (again(row).value, again(row).version, saved.version) == (3, 3, 3)
    assert [step.value for step in row.history.all()] == [3, 2, 1], "the other's value stands in the record"


@pytest.mark.parametrize("kind", [Measurement, ActionProgress])
def test_the_second_to_enter_a_first_report_sees_the_other_ones(world, kind):
    def new(text):
        if kind is Measurement:
            return Measurement(indicator=world.indicator, period=PERIOD, value=1, progress_comment=text)
        return ActionProgress(action=world.action, period=PERIOD, status="delayed", comment=text)

    first = entries.save_entry(new("先"), by=world.user("editor"))
    before = snapshot(first)
    with pytest.raises(Conflict) as conflict:
        entries.save_entry(new("後"), by=world.user("writer"))
    assert conflict.value.current.pk == first.pk
    assert snapshot(first) == before
    assert kind.objects.filter(period=PERIOD, **{kind.OWNER: first.owner}).count() == 1


def test_the_second_to_record_a_revision_sees_the_other_one(world):
    world.value("approved")

    def correction(value):
        return Measurement(
            indicator=world.indicator, period=PERIOD, value=value, revision=2, revision_reason="訂正"
        )

    first = entries.save_entry(correction(11), by=world.user("writer"))
    with pytest.raises(Conflict) as conflict:
        entries.save_entry(correction(12), by=world.user("manager"))
    assert conflict.value.current.pk == first.pk


def test_a_row_that_was_deleted_meanwhile_is_not_made_anew_without_a_word(world):
    with pytest.raises(Refused):
        entries.save_entry(
            Measurement(indicator=world.indicator, period=PERIOD, value=1),
            by=world.user("writer"),
            seen_version=3,
        )
    assert not world.indicator.measurements.exists()


@pytest.mark.parametrize(
    ("verb", "state", "role"),
    [
        ("submit", "draft", "writer"),
        ("recall", "submitted", "writer"),
        ("approve", "submitted", "approver"),
        ("send_back", "submitted", "approver"),
    ],
)
def test_a_decision_on_what_has_changed_since_it_was_read_is_not_taken(world, verb, state, role):
    row = world.value(state)
    seen = again(row)
    Measurement.objects.filter(pk=row.pk).update(value=99, version=2)
    before = snapshot(row)
    more = {"reason": "理由"} if verb == "send_back" else {}
    with pytest.raises(Conflict) as conflict:
        getattr(entries, verb)(seen, by=world.user(role), **more)
    assert conflict.value.current.value == 99
    assert snapshot(row) == before


@pytest.mark.parametrize("seen", [0, 2, 99])
def test_the_version_the_page_showed_counts_not_the_one_read_for_the_answer(world, seen):
    row = world.value("submitted")
    with pytest.raises(Conflict):
        entries.approve(row, by=world.user("approver"), seen_version=seen)
    assert again(row).state == "submitted"


def test_two_approvers_approve_once(world):
    row = world.value("submitted")
    mine, theirs = again(row), again(row)
    entries.approve(theirs, by=world.user("manager"))
    with pytest.raises(Conflict):
        entries.approve(mine, by=world.user("approver"))
    assert again(row).decided_by == world.user("manager")
    assert row.history.filter(state="approved").count() == 1


def test_a_submission_taken_back_is_not_approved(world):
    row = world.value("submitted")
    seen = again(row)
    entries.recall(row, by=world.user("writer"))
    with pytest.raises(Conflict):
        entries.approve(seen, by=world.user("approver"))
    assert again(row).state == "draft"
