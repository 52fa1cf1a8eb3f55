"""A closed review locks its values; what was wrong is corrected by a revision with a reason."""

import pytest
from django.core.exceptions import ValidationError

from kpis.judging.periods import Period
from kpis.models import Measurement, Review
from kpis.workflow import entries
from kpis.workflow.entries import Refused
from tests.factories import make_plan

from .world import PERIOD, snapshot

pytestmark = pytest.mark.django_db


def correction(world, revision=2, **fields) -> Measurement:
    values = {"indicator": world.indicator, "period": PERIOD, "value": 12, "revision": revision}
    return Measurement(**values | {"revision_reason": "数え直したため"} | fields)


@pytest.mark.parametrize("state", [Review.State.CLOSED, Review.State.PUBLISHED])
@pytest.mark.parametrize("role", ["editor", "manager", "superuser"])
def test_a_closed_review_takes_no_first_value(world, state, role):
    Review.objects.update(state=state)
    with pytest.raises(Refused, match="締め切られています"):
        entries.save_entry(
            Measurement(indicator=world.indicator, period=PERIOD, value=1), by=world.user(role)
        )
    assert not world.indicator.measurements.exists()


@pytest.mark.parametrize(
    ("verb", "state", "role"),
    [
        ("save", "draft", "editor"),
        ("save", "returned", "manager"),
        ("submit", "draft", "editor"),
        ("submit", "draft", "manager"),
        ("recall", "submitted", "editor"),
        ("approve", "submitted", "approver"),
        ("approve", "submitted", "manager"),
        ("send_back", "submitted", "approver"),
    ],
)
def test_no_verb_moves_a_locked_value(world, verb, state, role):
    row = world.value(state)
    world.close()
    before = snapshot(row)
    user = world.user(role)
    with pytest.raises(Refused, match="締め切られています"):
        if verb == "save":
            entries.save_entry(row, by=user, seen_version=1)
        elif verb == "send_back":
            entries.send_back(row, by=user, reason="理由")
        else:
            getattr(entries, verb)(row, by=user)
    assert snapshot(row) == before


def test_no_value_can_be_marked_missing_in_a_closed_review(world):
    world.close()
    with pytest.raises(Refused):
        entries.mark_missing(world.indicator, Period.parse(PERIOD), by=world.user("manager"), reason="なし")
    assert not world.indicator.measurements.exists()


def test_the_lock_holds_for_its_own_plan_and_quarter_only(world):
    Review.objects.create(
        plan=make_plan(world.city, "second"), period=PERIOD, due_on="2025-07-30", state="closed"
    )
    Review.objects.create(plan=world.plan, period="2024-Q4", due_on="2025-04-30", state="closed")
    assert entries.submit(world.value("draft"), by=world.user("writer")).state == "submitted"


def test_a_years_value_is_locked_by_the_review_of_its_last_quarter(world):
    world.indicator.frequency = "yearly"
    world.indicator.save()
    Review.objects.create(plan=world.plan, period="2024-Q4", due_on="2025-04-30", state="closed")
    with pytest.raises(Refused):
        entries.save_entry(
            Measurement(indicator=world.indicator, period="2024", value=1), by=world.user("writer")
        )


class TestRevision:
    def test_the_manager_records_one_and_somebody_else_approves_it(self, world):
        first = world.value("approved")
        world.close()
        row = entries.save_entry(correction(world), by=world.user("manager"))
        row = entries.submit(row, by=world.user("manager"))
        row = entries.approve(row, by=world.user("approver"))
        first.refresh_from_db()
        assert (first.state, first.value) == ("approved", 10), "the earlier revision stands as it was"
        assert (row.revision, row.state, row.value) == (2, "approved", 12)
        assert "数え直したため" in row.history.last().history_change_reason
        assert list(world.indicator.measurements.approved())[-1] == row

    @pytest.mark.parametrize("role", ["editor", "writer"])
    def test_an_editor_asks_the_manager_for_one(self, world, role):
        world.value("approved")
        world.close()
        with pytest.raises(Refused, match="計画管理者"):
            entries.save_entry(correction(world), by=world.user(role))
        assert world.indicator.measurements.count() == 1

    def test_while_the_review_is_open_an_editor_records_one(self, world):
        world.value("approved")
        assert entries.save_entry(correction(world), by=world.user("writer")).revision == 2

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_it_needs_a_reason(self, world, reason):
        world.value("approved")
        with pytest.raises(ValidationError) as error:
            entries.save_entry(correction(world, revision_reason=reason), by=world.user("manager"))
        assert "revision_reason" in error.value.message_dict
        assert world.indicator.measurements.count() == 1

    @pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
    def test_only_an_approved_value_is_corrected_by_one(self, world, state):
        world.value(state)
        with pytest.raises(ValidationError) as error:
            entries.save_entry(correction(world), by=world.user("manager"))
        assert "revision" in error.value.message_dict

    @pytest.mark.parametrize("revision", [3, 9])
    def test_its_number_is_the_next_one(self, world, revision):
        world.value("approved")
        with pytest.raises(ValidationError):
            entries.save_entry(correction(world, revision), by=world.user("manager"))
        assert world.indicator.measurements.count() == 1

    def test_there_is_none_of_a_value_that_is_not_there(self, world):
        with pytest.raises(ValidationError):
            entries.save_entry(correction(world), by=world.user("manager"))

    def test_an_action_is_corrected_in_the_same_way(self, world):
        from kpis.models import ActionProgress

        world.progress("approved")
        world.close()
        row = ActionProgress(
            action=world.action, period=PERIOD, revision=2, revision_reason="誤記", status="delayed"
        )
        row = entries.submit(entries.save_entry(row, by=world.user("manager")), by=world.user("manager"))
        assert entries.approve(row, by=world.user("approver")).status == "delayed"
