"""The wordings of public plans: entered as they are meant nothing is found, entered as a plain number it is."""

from datetime import date

import pytest

from kpis.lint import kind_rules
from kpis.lint.linting import lint
from kpis.models import Indicator
from tests.factories import freeze_today, make_city, make_goal, make_indicator, make_plan, make_target
from tests.kpis.wordings import SERIES, STEPS, WORDINGS, WORDS, Wording

pytestmark = pytest.mark.django_db
DAY = date(2025, 8, 1)
KINDS = {rule.code for rule, _check in kind_rules.CHECKS}


@pytest.fixture
def plan(monkeypatch):
    freeze_today(monkeypatch, DAY)
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1), ends_on=date(2028, 3, 31))
    goal = make_goal(plan, "1")
    for code, (name, unit, series) in SERIES.items():
        make_indicator(
            plan, code, goal, name=name, unit=unit, series=series, role="reference", frequency="yearly"
        )
    return plan


def codes(plan, wording: Wording, fields: dict) -> set[str]:
    row = Indicator(
        plan=plan, code="w", goal=plan.goals.get(), name="指標", target_wording=wording.wording, **fields
    )
    row.full_clean()
    row.save()
    if wording.target is not None:
        make_target(row, wording.period, wording.target)
    return KINDS & {finding.rule.code for finding in lint(plan, DAY)}


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.wording)
def test_as_they_are_meant_nothing_is_found(plan, wording):
    assert codes(plan, wording, wording.fields) == set()


@pytest.mark.parametrize("wording", WORDS, ids=lambda wording: wording.wording)
def test_a_target_in_words_is_no_number(plan, wording):
    assert codes(plan, wording, {"unit": wording.fields["unit"]}) - {"direction-not-as-worded"} == {
        "trend-as-number"
    }


def test_most_of_what_is_done_or_not_is_known_as_such(plan):
    """Words alone do not tell all of it (条例の可否を決める); none is taken for something else."""
    known = []
    for wording in STEPS:
        known.append(codes(plan, wording, {}))
        plan.indicators.filter(code="w").delete()
    assert known.count({"done-as-number"}) >= 8
    assert all(found <= {"done-as-number"} for found in known)


@pytest.mark.parametrize("unit", ["", "件"])
def test_yes_or_no_entered_as_zero_and_one(plan, unit):
    wording = Wording("書かない窓口を導入する", "", target="1")
    assert ("yes-or-no-as-number" in codes(plan, wording, {"unit": unit})) is not unit
