"""宝塚市's one measured figure, as stored. Its draft has no KPI, no target and no report on its actions."""

from datetime import date
from decimal import Decimal

import pytest

from kpis.models import ActionProgress, Indicator, Measurement, Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def card_rate(takarazuka) -> Indicator:
    return takarazuka.indicators.get()


def test_the_share_of_card_holders_is_the_only_indicator_and_is_not_rated(card_rate, takarazuka):
    assert card_rate.code == "ref-1"
    assert card_rate.role == "reference"
    assert card_rate.direction == "monitor"
    assert card_rate.unit == "%"
    assert card_rate.is_part_of_whole
    assert card_rate.baseline_value is None
    assert not Target.objects.filter(indicator__plan=takarazuka).exists()


def test_its_value_is_about_63_5_percent_at_the_end_of_january_2023(card_rate):
    row = Measurement.objects.get(indicator=card_rate)
    assert row.value == Decimal("63.5")
    assert row.as_of == date(2023, 1, 31)  # fiscal 2022: April 2022 to March 2023
    assert row.period == "2022"
    assert row.observation_status == "A"  # 約: rounded, and nobody calls it an estimate
    assert row.state == "approved"
    assert card_rate.decimals == 1
    assert "約63.5%" in card_rate.definition
    assert "2023年1月末現在" in card_rate.definition
    assert "推計値" not in card_rate.definition


def test_it_stands_with_the_action_and_the_goal_of_the_source(card_rate):
    # 別冊 ②; ② is listed under 1-1 only
    assert [action.code for action in card_rate.actions.all()] == ["2"]
    assert card_rate.goal.code == "1-1"
    assert "別冊 ②" in card_rate.source_place


def test_the_notes_on_the_figure_and_on_missing_targets_are_listed(card_rate):
    assert {note.code for note in card_rate.source_notes.all()} == {"card-rate", "no-targets"}


def test_no_progress_of_an_action_is_invented(takarazuka):
    assert takarazuka.actions.count() == 11
    assert not ActionProgress.objects.filter(action__plan=takarazuka).exists()


def test_takarazuka_uses_the_portals_own_marks(takarazuka):
    assert takarazuka.rating.scale.code == "portal"
