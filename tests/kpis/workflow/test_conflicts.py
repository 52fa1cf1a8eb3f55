"""Two people at once: the second sees what the first has saved, and nothing is silently overwritten."""

import pytest

from kpis.models import ActionProgress, Measurement
from kpis.workflow import entries
from kpis.workflow.entries import Conflict, Refused
from tests.cities import PERIOD, snapshot

pytestmark = pytest.mark.django_db


def again(row):
    return type(row).objects.get(pk=row.pk)


def test_the_second_to_save_a_row_sees_the_firsts_value(small_city):
    row = small_city.value("draft", value=1)
    mine, theirs = again(row), again(row)
    theirs.value = 2
    entries.save_entry(theirs, by=small_city.user("editor"), seen_version=1)
    before = snapshot(row)
    mine.value = 3
    with pytest.raises(Conflict) as conflict:
        entries.save_entry(mine, by=small_city.user("writer"), seen_version=1)
    assert conflict.value.current.value == 2
    assert conflict.value.current.entered_by == small_city.user("editor")
    assert "editorさんがこの行を変えました" in str(conflict.value)
    assert snapshot(row) == before
    assert mine.value == 3, "what the person typed is still at hand"


def test_having_seen_it_the_second_may_choose_their_own(small_city):
    row = small_city.value("draft", value=1)
    mine, theirs = again(row), again(row)
    theirs.value = 2
    entries.save_entry(theirs, by=small_city.user("editor"), seen_version=1)
    mine.value = 3
    with pytest.raises(Conflict) as conflict:
        entries.save_entry(mine, by=small_city.user("writer"), seen_version=1)
    saved = entries.save_entry(
        mine, by=small_city.user("writer"), seen_version=conflict.value.current.version
    )
    assert (again(row).value, again(row).version, saved.version) == (3, 3, 3)
    assert [step.value for step in row.history.all()] == [3, 2, 1], "the other's value stands in the record"


@pytest.mark.parametrize("kind", [Measurement, ActionProgress])
def test_the_second_to_enter_a_first_report_sees_the_other_ones(small_city, kind):
    def new(text):
        if kind is Measurement:
            return Measurement(indicator=small_city.indicator, period=PERIOD, value=1, progress_comment=text)
        return ActionProgress(action=small_city.action, period=PERIOD, status="delayed", comment=text)

    first = entries.save_entry(new("先"), by=small_city.user("editor"))
    before = snapshot(first)
    with pytest.raises(Conflict) as conflict:
        entries.save_entry(new("後"), by=small_city.user("writer"))
    assert conflict.value.current.pk == first.pk
    assert snapshot(first) == before
    assert kind.objects.filter(period=PERIOD, **{kind.OWNER: first.owner}).count() == 1


def test_the_second_to_record_a_revision_sees_the_other_one(small_city):
    small_city.value("approved")

    def correction(value):
        return Measurement(
            indicator=small_city.indicator, period=PERIOD, value=value, revision=2, revision_reason="訂正"
        )

    first = entries.save_entry(correction(11), by=small_city.user("writer"))
    with pytest.raises(Conflict) as conflict:
        entries.save_entry(correction(12), by=small_city.user("manager"))
    assert conflict.value.current.pk == first.pk


def test_a_row_that_was_deleted_meanwhile_is_not_made_anew_without_a_word(small_city):
    with pytest.raises(Refused):
        entries.save_entry(
            Measurement(indicator=small_city.indicator, period=PERIOD, value=1),
            by=small_city.user("writer"),
            seen_version=3,
        )
    assert not small_city.indicator.measurements.exists()


@pytest.mark.parametrize(
    ("verb", "state", "role"),
    [
        ("submit", "draft", "writer"),
        ("recall", "submitted", "writer"),
        ("approve", "submitted", "approver"),
        ("send_back", "submitted", "approver"),
    ],
)
def test_a_decision_on_what_has_changed_since_it_was_read_is_not_taken(small_city, verb, state, role):
    row = small_city.value(state)
    seen = again(row)
    Measurement.objects.filter(pk=row.pk).update(value=99, version=2)
    before = snapshot(row)
    more = {"reason": "理由"} if verb == "send_back" else {}
    with pytest.raises(Conflict) as conflict:
        getattr(entries, verb)(seen, by=small_city.user(role), **more)
    assert conflict.value.current.value == 99
    assert snapshot(row) == before


@pytest.mark.parametrize("seen", [0, 2, 99])
def test_the_version_the_page_showed_counts_not_the_one_read_for_the_answer(small_city, seen):
    row = small_city.value("submitted")
    with pytest.raises(Conflict):
        entries.approve(row, by=small_city.user("approver"), seen_version=seen)
    assert again(row).state == "submitted"


def test_two_approvers_approve_once(small_city):
    row = small_city.value("submitted")
    mine, theirs = again(row), again(row)
    entries.approve(theirs, by=small_city.user("manager"))
    with pytest.raises(Conflict):
        entries.approve(mine, by=small_city.user("approver"))
    assert again(row).decided_by == small_city.user("manager")
    assert row.history.filter(state="approved").count() == 1


def test_a_submission_taken_back_is_not_approved(small_city):
    row = small_city.value("submitted")
    seen = again(row)
    entries.recall(row, by=small_city.user("writer"))
    with pytest.raises(Conflict):
        entries.approve(seen, by=small_city.user("approver"))
    assert again(row).state == "draft"
