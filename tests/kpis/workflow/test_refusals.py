"""What a verb refuses, with a sentence, and that a refused verb leaves everything as it was."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis.judging.periods import Period
from kpis.models import ActionProgress, Measurement
from kpis.workflow import entries
from kpis.workflow.entries import Conflict, Refused
from tests.cities import PERIOD, snapshot
from tests.factories import make_indicator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reason", ["", "   ", "\n　"])
def test_a_return_needs_a_reason(small_city, reason):
    row = small_city.value("submitted")
    before = snapshot(row)
    with pytest.raises(Refused, match="理由"):
        entries.send_back(row, by=small_city.user("approver"), reason=reason)
    assert snapshot(row) == before


def test_a_reason_is_kept_until_the_value_is_approved(small_city):
    row = entries.send_back(
        small_city.value("submitted"), by=small_city.user("approver"), reason=" 単位が違います "
    )
    assert row.return_reason == "単位が違います"
    row.value = 11
    row = entries.save_entry(row, by=small_city.user("writer"), seen_version=row.version)
    assert (row.state, row.return_reason) == ("returned", "単位が違います")
    row = entries.submit(row, by=small_city.user("writer"))
    row = entries.approve(row, by=small_city.user("approver"))
    assert row.return_reason == ""


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_a_report_without_a_value_cannot_be_submitted(small_city, state):
    row = small_city.value(state, value=None)
    before = snapshot(row)
    with pytest.raises(Refused, match="実績値を書いて"):
        entries.submit(row, by=small_city.user("writer"))
    assert snapshot(row) == before


def test_a_blank_draft_may_be_saved(small_city):
    row = entries.save_entry(
        Measurement(indicator=small_city.indicator, period=PERIOD, progress_comment="集計中です"),
        by=small_city.user("writer"),
    )
    assert row.value is None


@pytest.mark.parametrize("value", [0, "-3.5"])
def test_zero_and_less_are_values(small_city, value):
    assert (
        entries.submit(small_city.value("draft", value=value), by=small_city.user("writer")).state
        == "submitted"
    )


def test_no_value_with_a_reason_is_an_answer(small_city):
    row = small_city.value("draft", value=None, observation_status="M", issues_comment="機器の故障")
    assert entries.submit(row, by=small_city.user("writer")).state == "submitted"


def test_a_ratio_counts_as_filled_in_with_both_parts(small_city):
    ratio = make_indicator(
        small_city.plan, "2", unit="%", numerator_label="利用者", denominator_label="対象者"
    )
    ratio.departments.add(small_city.section)
    row = small_city.value("draft", indicator=ratio, value=None, numerator=3, denominator=4)
    assert entries.submit(row, by=small_city.user("writer")).state == "submitted"


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
def test_a_mistake_is_told_by_field_and_nothing_is_saved(small_city, change, field):
    row = Measurement(**{"indicator": small_city.indicator, "period": PERIOD, "value": 1} | change)
    with pytest.raises(ValidationError) as error:
        entries.save_entry(row, by=small_city.user("writer"))
    assert field in error.value.message_dict
    assert not small_city.indicator.measurements.exists()
    assert not Measurement.history.filter(indicator=small_city.indicator).exists()


def test_a_refused_save_of_a_stored_row_leaves_it_and_may_be_mended_and_sent_again(small_city):
    row = small_city.value("draft")
    before = snapshot(row)
    row.as_of = date(2026, 1, 1)
    with pytest.raises(ValidationError):
        entries.save_entry(row, by=small_city.user("writer"), seen_version=row.version)
    assert snapshot(row) == before
    assert row.version == 1, "the row in hand still says which version it is based on"
    row.as_of = None
    assert entries.save_entry(row, by=small_city.user("writer"), seen_version=row.version).version == 2


class TestWhatSavingDoesNotChange:
    """The values are the department's; state, decisions and whose report it is are not."""

    def test_it_is_no_way_to_approve(self, small_city):
        row = small_city.value("draft")
        row.state = "approved"
        row.decided_by = small_city.user("approver")
        row.value = 11
        saved = entries.save_entry(row, by=small_city.user("writer"), seen_version=1)
        row.refresh_from_db()
        assert (row.state, row.decided_by, row.value) == ("draft", None, 11)
        assert saved.state == "draft"

    def test_a_new_row_is_a_draft_whatever_it_says_of_itself(self, small_city):
        row = Measurement(
            indicator=small_city.indicator,
            period=PERIOD,
            value=1,
            state="approved",
            version=9,
            decided_by=small_city.user("approver"),
            submitted_by=small_city.user("approver"),
        )
        row = entries.save_entry(row, by=small_city.user("writer"))
        row.refresh_from_db()
        assert (row.state, row.version, row.decided_by, row.submitted_by) == ("draft", 1, None, None)

    def test_a_reason_for_the_return_stays(self, small_city):
        row = small_city.value("returned", return_reason="数え直してください")
        row.return_reason = ""
        row.state = "draft"
        entries.save_entry(row, by=small_city.user("writer"), seen_version=1)
        row.refresh_from_db()
        assert (row.state, row.return_reason) == ("returned", "数え直してください")

    def test_another_departments_row_is_not_taken_by_giving_it_ones_own_indicator(self, small_city):
        foreign = make_indicator(small_city.plan, "2")
        row = small_city.value("draft", indicator=foreign)
        before = snapshot(row)
        row.indicator = small_city.indicator
        with pytest.raises(PermissionDenied):
            entries.save_entry(row, by=small_city.user("writer"), seen_version=1)
        row.indicator = foreign
        assert snapshot(row) == before

    @pytest.mark.parametrize("change", [{"period": "2024-Q4"}, {"revision": 2, "revision_reason": "訂正"}])
    def test_a_stored_row_keeps_its_period_and_revision(self, small_city, change):
        row = small_city.value("draft")
        for name, value in change.items():
            setattr(row, name, value)
        with pytest.raises(Refused):
            entries.save_entry(row, by=small_city.user("writer"), seen_version=1)
        assert small_city.indicator.measurements.get().period == PERIOD
        assert small_city.indicator.measurements.get().revision == 1


@pytest.mark.parametrize("kind", [Measurement, ActionProgress])
@pytest.mark.parametrize("verb", ["submit", "recall", "approve", "send_back", "save"])
def test_a_row_that_somebody_has_deleted_is_refused_with_a_sentence(small_city, verb, kind):
    row = small_city.value("submitted") if kind is Measurement else small_city.progress("submitted")
    kind.objects.filter(pk=row.pk).delete()
    user = small_city.user("superuser")
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
    def row(self, small_city):
        row = small_city.value("submitted", value=150)
        small_city.indicator.unit = "%"
        small_city.indicator.is_part_of_whole = True
        small_city.indicator.save()
        return row

    def test_the_value_cannot_be_approved_and_the_approver_is_told_why(self, small_city, row):
        before = snapshot(row)
        with pytest.raises(Refused, match="0から100"):
            entries.approve(row, by=small_city.user("approver"))
        assert snapshot(row) == before

    def test_it_can_be_returned(self, small_city, row):
        assert entries.send_back(row, by=small_city.user("approver"), reason="割合です").state == "returned"

    def test_it_can_be_taken_back(self, small_city, row):
        assert entries.recall(row, by=small_city.user("writer")).state == "draft"

    def test_it_cannot_be_submitted_again_as_it_is(self, small_city, row):
        row = entries.recall(row, by=small_city.user("writer"))
        with pytest.raises(Refused, match="0から100"):
            entries.submit(row, by=small_city.user("writer"))


class TestNoValue:
    @pytest.mark.parametrize("reason", ["", "  "])
    def test_it_needs_a_reason(self, small_city, reason):
        with pytest.raises(Refused, match="理由"):
            entries.mark_missing(
                small_city.indicator, Period.parse(PERIOD), by=small_city.user("manager"), reason=reason
            )
        assert not small_city.indicator.measurements.exists()

    def test_it_takes_the_place_of_what_the_department_had_begun(self, small_city):
        ratio = make_indicator(small_city.plan, "2", unit="%", numerator_label="a", denominator_label="b")
        row = small_city.value("returned", indicator=ratio, value=None, numerator=1, denominator=2)
        entries.mark_missing(ratio, Period.parse(PERIOD), by=small_city.user("manager"), reason="調査なし")
        row.refresh_from_db()
        assert (row.state, row.numerator, row.denominator, row.return_reason) == ("approved", None, None, "")
        assert row.version == 2
        assert "調査なし" in row.history.first().history_change_reason

    def test_an_approved_value_under_correction_is_not_wiped_out(self, small_city):
        small_city.value("approved", value=10)
        draft = small_city.value("draft", value=12, revision=2, revision_reason="数え直し")
        before = snapshot(draft)
        with pytest.raises(Refused):
            entries.mark_missing(
                small_city.indicator, Period.parse(PERIOD), by=small_city.user("manager"), reason="調査なし"
            )
        assert snapshot(draft) == before

    def test_it_is_no_first_value(self, small_city):
        entries.mark_missing(
            small_city.indicator, Period.parse(PERIOD), by=small_city.user("manager"), reason="なし"
        )
        small_city.indicator.refresh_from_db()
        assert small_city.indicator.baseline_value is None
