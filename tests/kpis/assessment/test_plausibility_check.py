"""A slip is noticed beside the newest values, approved or not: in form, sheet and approval alike."""

import pytest

from kpis.assessment.plausibility_check import doubts_of_measurement, reported_values
from kpis.assessment.stored_facts import facts_of
from kpis.judging.periods import Period
from kpis.models import Measurement
from tests.factories import make_measurement
from tests.kpis.reported_rows import hand_in
from tests.kpis.screens import key_of
from tests.kpis.sheets.sheets import Desk, filled

pytestmark = pytest.mark.django_db
TENTH = "10分の1以下"


def doubts(row: Measurement) -> list[str]:
    reported = reported_values([row.indicator])[row.indicator_id]
    return [doubt.sentence for doubt in doubts_of_measurement(row, facts_of(row.indicator), reported)]


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "approved"])
def test_a_value_is_compared_with_the_one_before_whatever_its_state(small_city, state):
    make_measurement(small_city.indicator, "2024-Q4", 62, state=state)
    row = Measurement(indicator=small_city.indicator, period="2025-Q1", value="6")
    row.full_clean(exclude=["entered_by"])
    (sentence,) = doubts(row)
    assert TENTH in sentence


def test_of_a_corrected_period_the_newest_revision_counts(small_city):
    make_measurement(small_city.indicator, "2024-Q4", 62)
    make_measurement(
        small_city.indicator, "2024-Q4", 6, revision=2, state="submitted", revision_reason="誤り"
    )
    found = reported_values([small_city.indicator])[small_city.indicator.pk]
    assert found == {Period.parse("2024-Q4"): 6}


def test_a_period_reported_as_missing_is_nothing_to_compare_with(small_city):
    make_measurement(small_city.indicator, "2024-Q4", None, observation_status="M")
    assert reported_values([small_city.indicator])[small_city.indicator.pk] == {}


def test_the_sheet_doubts_what_the_grid_doubts(sheet_city, client):
    """62 was handed in for the period before and is not approved yet; now somebody writes 6.2."""
    make_measurement(sheet_city.rate, "2024-Q4", 62, state="submitted", submitted_by=sheet_city.manager)
    client.force_login(sheet_city.editor)
    desk = Desk(client, sheet_city.review)
    answer = desk.upload(filled(desk.sheet(), {("満足した人の割合", "実績値"): 6.2}))
    assert TENTH in " ".join(answer.context["run"].accepted[0].doubts)


def test_the_approver_is_told_of_a_slip_beside_a_value_that_is_not_approved(small_city, sit):
    row = hand_in(small_city, value=6, period="2025-Q1")
    make_measurement(row.indicator, "2024-Q4", 62, state="draft")
    assert TENTH in sit("approver", "approval").row(key_of(row))
