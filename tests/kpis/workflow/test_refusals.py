"""What a verb refuses, with a sentence, and that a refused verb leaves everything as it was."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis.judging.periods import Period
from kpis.models import ActionProgress, Measurement
from kpis.workflow import entries
from kpis.workflow.entries import Conflict, Refused
from tests.factories import make_indicator

from .world import PERIOD, snapshot

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reason", ["", "   ", "\n　"])
def test_a_return_needs_a_reason(world, reason):
    row = world.value("submitted")
    before = snapshot(row)
    with pytest.raises(Refused, match="理由"):
        entries.send_back(row, by=world.user("approver"), reason=reason)
    assert snapshot(row) == before


def test_a_reason_is_kept_until_the_value_is_approved(world):
    row = entries.send_back(world.value("submitted"), by=world.user("approver"), reason=" 単位が違います ")
    assert row.return_reason == "単位が違います"
    row.value = 11
    row = entries.save_entry(row, by=world.user("writer"), seen_version=row.version)
    assert (row.state, row.return_reason) == ("returned", "単位が違います")
    row = entries.submit(row, by=world.user("writer"))
    row = entries.approve(row, by=world.user("approver"))
    assert row.return_reason == ""


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_a_report_without_a_value_cannot_be_submitted(world, state):
    row = world.value(state, value=None)
    before = snapshot(row)
    with pytest.raises(Refused, match="実績値を書いて"):
        entries.submit(row, by=world.user("writer"))
    assert snapshot(row) == before


def test_a_blank_draft_may_be_saved(world):
    row = entries.save_entry(
        Measurement(indicator=world.indicator, period=PERIOD, progress_comment="集計中です"),
        by=world.user("writer"),
    )
    assert row.value is None


@pytest.mark.parametrize("value", [0, "-3.5"])
def test_zero_and_less_are_values(world, value):
    assert entries.submit(world.value("draft", value=value), by=world.user("writer")).state == "submitted"


def test_no_value_with_a_reason_is_an_answer(world):
    row = world.value("draft", value=None, observation_status="M", issues_comment="機器の故障")
    assert entries.submit(row, by=world.user("writer")).state == "submitted"


def test_a_ratio_counts_as_filled_in_with_both_parts(world):
    ratio = make_indicator(world.plan, "2", unit="%", numerator_label="利用者", denominator_label="対象者")
    ratio.departments.add(world.section)
    row = world.value("draft", indicator=ratio, value=None, numerator=3, denominator=4)
    assert entries.submit(row, by=world.user("writer")).state == "submitted"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"period": "2025"}, "period"),
        ({"period": "2025-Q3"}, "period"),
        ({"as_of": date(2025, 8, 2)}, "as_of"),
        ({"numerator": 1, "denominator": 2, "value": None}, "numerator"),
        ({"observation_status": "M", "value": None}, "observation_status"),
        ({"evidence_url": "ftp:"}, "evidence_url"),
    ],
)
def test_a_mistake_is_told_by_field_and_nothing_is_saved(world, change, field):
    row = Measurement(**{"indicator": world.indicator, "period": PERIOD, "value": 1} | change)
    with pytest.raises(ValidationError) as error:
        entries.save_entry(row, by=world.user("writer"))
    assert field in error.value.message_dict
    assert not world.indicator.measurements.exists()
    assert not Measurement.history.filter(indicator=world.indicator).exists()


def test_a_refused_save_of_a_stored_row_leaves_it_and_may_be_mended_and_sent_again(world):
    row = world.value("draft")
    before = snapshot(row)
    row.as_of = date(2026, 1, 1)
    with pytest.raises(ValidationError):
        entries.save_entry(row, by=world.user("writer"), seen_version=row.version)
    assert snapshot(row) == before
    assert row.version == 1, "the row in hand still says which version it is based on"
    row.as_of = None
    assert entries.save_entry(row, by=world.user("writer"), seen_version=row.version).version == 2


class TestWhatSavingDoesNotChange:
    """The values are the department's; state, decisions and whose report it is are not."""

    def test_it_is_no_way_to_approve(self, world):
        row = world.value("draft")
        row.state = "approved"
        row.decided_by = world.user("approver")
        row.value = 11
        saved = entries.save_entry(row, by=world.user("writer"), seen_version=1)
        row.refresh_from_db()
        assert (row.state, row.decided_by, row.value) == ("draft", None, 11)
        assert saved.state == "draft"

    def test_a_new_row_is_a_draft_whatever_it_says_of_itself(self, world):
        row = Measurement(
            indicator=world.indicator,
            period=PERIOD,
            value=1,
            state="approved",
            version=9,
            decided_by=world.user("approver"),
            submitted_by=world.user("approver"),
        )
        row = entries.save_entry(row, by=world.user("writer"))
        row.refresh_from_db()
        assert (row.state, row.version, row.decided_by, row.submitted_by) == ("draft", 1, None, None)

    def test_a_reason_for_the_return_stays(self, world):
        row = world.value("returned", return_reason="数え直してください")
        row.return_reason = ""
        row.state = "draft"
        entries.save_entry(row, by=world.user("writer"), seen_version=1)
        row.refresh_from_db()
        assert (row.state, row.return_reason) == ("returned", "数え直してください")

    def test_another_departments_row_is_not_taken_by_giving_it_ones_own_indicator(self, world):
        foreign = make_indicator(world.plan, "2")
        row = world.value("draft", indicator=foreign)
        before = snapshot(row)
        row.indicator = world.indicator
        with pytest.raises(PermissionDenied):
            entries.save_entry(row, by=world.user("writer"), seen_version=1)
        row.indicator = foreign
        assert snapshot(row) == before

    @pytest.mark.parametrize("change", [{"period": "2024-Q4"}, {"revision": 2, "revision_reason": "訂正"}])
    def test_a_stored_row_keeps_its_period_and_revision(self, world, change):
        row = world.value("draft")
        for name, value in change.items():
            setattr(row, name, value)
        with pytest.raises(Refused):
            entries.save_entry(row, by=world.user("writer"), seen_version=1)
        assert world.indicator.measurements.get().period == PERIOD
        assert world.indicator.measurements.get().revision == 1


@pytest.mark.parametrize("kind", [Measurement, ActionProgress])
@pytest.mark.parametrize("verb", ["submit", "recall", "approve", "send_back", "save"])
def test_a_row_that_somebody_has_deleted_is_refused_with_a_sentence(world, verb, kind):
    row = world.value("submitted") if kind is Measurement else world.progress("submitted")
    kind.objects.filter(pk=row.pk).delete()
    user = world.user("superuser")
    with pytest.raises(Refused, match="消しました") as refusal:
        if verb == "save":
            entries.save_entry(row, by=user, seen_version=1)
        elif verb == "send_back":
            entries.send_back(row, by=user, reason="理由")
        else:
            getattr(entries, verb)(row, by=user)
    assert not isinstance(refusal.value, Conflict)
    assert not kind.objects.filter(pk=row.pk).exists()


class TestAnIndicatorThatHasBeenRedefined:
    """Since the value was submitted, a manager has said that it is a share of a whole: 150 is no longer possible."""

    @pytest.fixture
    def row(self, world):
        row = world.value("submitted", value=150)
        world.indicator.unit = "%"
        world.indicator.is_part_of_whole = True
        world.indicator.save()
        return row

    def test_the_value_cannot_be_approved_and_the_approver_is_told_why(self, world, row):
        before = snapshot(row)
        with pytest.raises(Refused, match="0から100"):
            entries.approve(row, by=world.user("approver"))
        assert snapshot(row) == before

    def test_it_can_be_returned(self, world, row):
        assert entries.send_back(row, by=world.user("approver"), reason="割合です").state == "returned"

    def test_it_can_be_taken_back(self, world, row):
        assert entries.recall(row, by=world.user("writer")).state == "draft"

    def test_it_cannot_be_submitted_again_as_it_is(self, world, row):
        row = entries.recall(row, by=world.user("writer"))
        with pytest.raises(Refused, match="0から100"):
            entries.submit(row, by=world.user("writer"))


class TestNoValue:
    @pytest.mark.parametrize("reason", ["", "  "])
    def test_it_needs_a_reason(self, world, reason):
        with pytest.raises(Refused, match="理由"):
            entries.mark_missing(
                world.indicator, Period.parse(PERIOD), by=world.user("manager"), reason=reason
            )
        assert not world.indicator.measurements.exists()

    def test_it_takes_the_place_of_what_the_department_had_begun(self, world):
        ratio = make_indicator(world.plan, "2", unit="%", numerator_label="a", denominator_label="b")
        row = world.value("returned", indicator=ratio, value=None, numerator=1, denominator=2)
        entries.mark_missing(ratio, Period.parse(PERIOD), by=world.user("manager"), reason="調査なし")
        row.refresh_from_db()
        assert (row.state, row.numerator, row.denominator, row.return_reason) == ("approved", None, None, "")
        assert row.version == 2
        assert "調査なし" in row.history.first().history_change_reason

    def test_an_approved_value_under_correction_is_not_wiped_out(self, world):
        world.value("approved", value=10)
        draft = world.value("draft", value=12, revision=2, revision_reason="数え直し")
        before = snapshot(draft)
        with pytest.raises(Refused):
            entries.mark_missing(
                world.indicator, Period.parse(PERIOD), by=world.user("manager"), reason="調査なし"
            )
        assert snapshot(draft) == before

    def test_it_is_no_first_value(self, world):
        entries.mark_missing(world.indicator, Period.parse(PERIOD), by=world.user("manager"), reason="なし")
        world.indicator.refresh_from_db()
        assert world.indicator.baseline_value is None
