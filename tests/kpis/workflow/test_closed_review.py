"""A closed review locks its values; what was wrong is corrected by a proposal that says why (改定案)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis.judging.periods import Period
from kpis.models import ActionProgress, Measurement, Review
from kpis.workflow import entries
from kpis.workflow.entries import Refused
from tests.cities import PERIOD, snapshot
from tests.factories import make_plan

pytestmark = pytest.mark.django_db


def correction(small_city, revision=2, **fields) -> Measurement:
    values = {"indicator": small_city.indicator, "period": PERIOD, "value": 12, "revision": revision}
    return Measurement(**values | {"revision_reason": "数え直したため"} | fields)


@pytest.mark.parametrize("state", [Review.State.CLOSED, Review.State.PUBLISHED])
@pytest.mark.parametrize("role", ["editor", "manager", "superuser"])
def test_a_closed_review_takes_no_first_value(small_city, state, role):
    Review.objects.update(state=state)
    with pytest.raises(Refused, match="締め切られています"):
        entries.save_entry(
            Measurement(indicator=small_city.indicator, period=PERIOD, value=1), by=small_city.user(role)
        )
    assert not small_city.indicator.measurements.exists()


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
def test_no_verb_moves_a_locked_value(small_city, verb, state, role):
    row = small_city.value(state)
    small_city.close()
    before = snapshot(row)
    user = small_city.user(role)
    with pytest.raises(Refused, match="締め切られています"):
        if verb == "save":
            entries.save_entry(row, by=user, seen_version=1)
        elif verb == "send_back":
            entries.send_back(row, by=user, reason="理由")
        else:
            getattr(entries, verb)(row, by=user)
    assert snapshot(row) == before


def test_no_value_can_be_marked_missing_in_a_closed_review(small_city):
    small_city.close()
    with pytest.raises(Refused):
        entries.mark_missing(
            small_city.indicator, Period.parse(PERIOD), by=small_city.user("manager"), reason="なし"
        )
    assert not small_city.indicator.measurements.exists()


def test_the_lock_holds_for_its_own_plan_and_quarter_only(small_city):
    Review.objects.create(
        plan=make_plan(small_city.city, "second"), period=PERIOD, due_on="2025-07-30", state="closed"
    )
    Review.objects.create(plan=small_city.plan, period="2024-Q4", due_on="2025-04-30", state="closed")
    assert entries.submit(small_city.value("draft"), by=small_city.user("writer")).state == "submitted"


def test_a_years_value_is_locked_by_the_review_of_its_last_quarter(small_city):
    small_city.indicator.frequency = "yearly"
    small_city.indicator.save()
    Review.objects.create(plan=small_city.plan, period="2024-Q4", due_on="2025-04-30", state="closed")
    with pytest.raises(Refused):
        entries.save_entry(
            Measurement(indicator=small_city.indicator, period="2024", value=1), by=small_city.user("writer")
        )


class TestAReportThatIsMissing:
    """A quarter can close without an action's report: it comes later, and says why."""

    def late(self, small_city, reason):
        return ActionProgress(
            action=small_city.action, period=PERIOD, status="delayed", revision_reason=reason
        )

    @pytest.mark.parametrize("state", [Review.State.CLOSED, Review.State.PUBLISHED])
    def test_it_is_proposed_with_a_reason_and_approved_by_somebody_else(self, small_city, state):
        Review.objects.update(state=state)
        writer = small_city.user("writer")
        row = entries.save_entry(self.late(small_city, "報告を忘れていたため"), by=writer)
        assert (row.revision, row.state) == (1, "draft")
        assert "報告を忘れていたため" in row.history.first().history_change_reason
        row = entries.approve(entries.submit(row, by=writer), by=small_city.user("approver"))
        assert row.state == "approved"

    @pytest.mark.parametrize("reason", ["", " 　"])
    def test_without_a_reason_the_way_on_is_named(self, small_city, reason):
        small_city.close()
        with pytest.raises(Refused, match="「改定の理由」を書くと、改定案として保存できます"):
            entries.save_entry(self.late(small_city, reason), by=small_city.user("writer"))
        assert not ActionProgress.objects.filter(action=small_city.action).exists()

    def test_the_reason_is_not_taken_away_again(self, small_city):
        small_city.close()
        writer = small_city.user("writer")
        row = entries.save_entry(self.late(small_city, "忘れていたため"), by=writer)
        row.revision_reason = ""
        with pytest.raises(Refused, match="締め切られています"):
            entries.save_entry(row, by=writer, seen_version=row.version)

    def test_a_proposal_is_no_door_for_a_value_without_a_second_pair_of_eyes(self, small_city):
        """値なし is approved at once: in a closed review it waits like everything else."""
        small_city.close()
        small_city.value("draft", revision_reason="忘れていたため")
        with pytest.raises(Refused, match="締め切られています"):
            entries.mark_missing(
                small_city.indicator, Period.parse(PERIOD), by=small_city.user("manager"), reason="なし"
            )


class TestRevision:
    def test_the_manager_records_one_and_somebody_else_approves_it(self, small_city):
        first = small_city.value("approved")
        small_city.close()
        row = entries.save_entry(correction(small_city), by=small_city.user("manager"))
        row = entries.submit(row, by=small_city.user("manager"))
        row = entries.approve(row, by=small_city.user("approver"))
        first.refresh_from_db()
        assert (first.state, first.value) == ("approved", 10), "the earlier revision stands as it was"
        assert (row.revision, row.state, row.value) == (2, "approved", 12)
        assert "数え直したため" in row.history.last().history_change_reason
        assert list(small_city.indicator.measurements.approved())[-1] == row

    @pytest.mark.parametrize("decider", ["approver", "manager"])
    @pytest.mark.parametrize("state", [Review.State.CLOSED, Review.State.PUBLISHED])
    def test_the_department_proposes_one_and_approver_or_manager_decides(self, small_city, state, decider):
        small_city.value("approved")
        Review.objects.update(state=state)
        writer, user = small_city.user("writer"), small_city.user(decider)
        row = entries.submit(entries.save_entry(correction(small_city), by=writer), by=writer)
        assert [one.value for one in small_city.indicator.measurements.approved()] == [10]
        row = entries.send_back(row, by=user, reason="いつ数え直しましたか")
        row.revision_reason = "6月に数え直したため"
        row = entries.save_entry(row, by=writer, seen_version=row.version)
        row = entries.approve(entries.submit(row, by=writer), by=user)
        assert [one.value for one in small_city.indicator.measurements.approved()][-1] == 12

    def test_a_proposal_is_taken_back_by_who_made_it(self, small_city):
        small_city.value("approved")
        small_city.close()
        writer = small_city.user("writer")
        row = entries.submit(entries.save_entry(correction(small_city), by=writer), by=writer)
        assert entries.recall(row, by=writer).state == "draft"

    @pytest.mark.parametrize("role", ["approver", "editor of others", "foreign manager", "nobody"])
    def test_nobody_proposes_for_a_department_that_is_not_theirs(self, small_city, role):
        small_city.value("approved")
        small_city.close()
        with pytest.raises(PermissionDenied):
            entries.save_entry(correction(small_city), by=small_city.user(role))

    def test_whoever_proposed_it_does_not_approve_it(self, small_city):
        small_city.value("approved")
        small_city.close()
        manager = small_city.user("manager")
        row = entries.submit(entries.save_entry(correction(small_city), by=manager), by=manager)
        with pytest.raises(Refused, match="ほかの承認者"):
            entries.approve(row, by=manager)

    def test_while_the_review_is_open_an_editor_records_one(self, small_city):
        small_city.value("approved")
        assert entries.save_entry(correction(small_city), by=small_city.user("writer")).revision == 2

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_it_needs_a_reason(self, small_city, reason):
        small_city.value("approved")
        with pytest.raises(ValidationError) as error:
            entries.save_entry(correction(small_city, revision_reason=reason), by=small_city.user("manager"))
        assert "revision_reason" in error.value.message_dict
        assert small_city.indicator.measurements.count() == 1

    @pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
    def test_only_an_approved_value_is_corrected_by_one(self, small_city, state):
        small_city.value(state)
        with pytest.raises(ValidationError) as error:
            entries.save_entry(correction(small_city), by=small_city.user("manager"))
        assert "revision" in error.value.message_dict

    @pytest.mark.parametrize("revision", [3, 9])
    def test_its_number_is_the_next_one(self, small_city, revision):
        small_city.value("approved")
        with pytest.raises(ValidationError):
            entries.save_entry(correction(small_city, revision), by=small_city.user("manager"))
        assert small_city.indicator.measurements.count() == 1

    def test_there_is_none_of_a_value_that_is_not_there(self, small_city):
        with pytest.raises(ValidationError):
            entries.save_entry(correction(small_city), by=small_city.user("manager"))

    def test_an_action_is_corrected_in_the_same_way(self, small_city):
        small_city.progress("approved")
        small_city.close()
        row = ActionProgress(
            action=small_city.action, period=PERIOD, revision=2, revision_reason="誤記", status="delayed"
        )
        row = entries.submit(
            entries.save_entry(row, by=small_city.user("manager")), by=small_city.user("manager")
        )
        assert entries.approve(row, by=small_city.user("approver")).status == "delayed"
