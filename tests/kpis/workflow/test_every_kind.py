"""A value of each kind of indicator goes its whole way: entered, submitted, approved, and corrected."""

import json
from datetime import date

import pytest

from kpis.assessment.assessing import assess
from kpis.models import Indicator, Measurement, Review, State
from kpis.reports.publishing import publish
from kpis.workflow import entries
from kpis.workflow.due_items import due_items
from kpis.workflow.reviews import close_review
from tests.factories import make_indicator, make_member
from tests.kpis.composed_plan import build as build_composed
from tests.kpis.other_kinds import VERDICTS, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(request, monkeypatch):
    plan = request.param(monkeypatch) if hasattr(request, "param") else build(monkeypatch)
    return plan, *(make_member(plan.municipality, role, name=role) for role in ("editor", "approver"))


def carry_through(people, indicator: Indicator, period: str, value: object, **fields) -> Measurement:
    _plan, editor, approver = people
    row = Measurement(indicator=indicator, period=period, value=value, as_of=date(2025, 7, 31), **fields)
    row = entries.submit(entries.save_entry(row, by=editor), by=editor)
    return entries.approve(row, by=approver)


@pytest.mark.parametrize("code", VERDICTS)
def test_it_is_entered_approved_and_corrected(people, code):
    plan, *_people = people
    indicator = plan.indicators.get(code=code)
    period = "2025" if indicator.frequency == "yearly" else "2025-Q2"
    for revision, value in ((1, 1), (2, 0)):
        reason = "数え違い" if revision == 2 else ""
        row = carry_through(people, indicator, period, value, revision=revision, revision_reason=reason)
        assert row.state == State.APPROVED
    indicator = plan.indicators.with_figures().get(code=code)
    assert assess(indicator, date(2025, 8, 1)).facts.observations[-1].value == 0


@pytest.mark.parametrize(
    ("fields", "baseline"),
    [
        ({"kind": "milestone", "unit": "", "steps": "2026-03 実施"}, None),
        ({"kind": "words", "target_wording": "向上"}, 1),
        ({}, 1),
        ({"series": "cumulative"}, None),
    ],
    ids=["milestone", "words", "number", "cumulative"],
)
def test_only_what_goes_from_a_first_value_takes_it_for_a_baseline(people, fields, baseline):
    plan, *_people = people
    indicator = make_indicator(plan, "new", plan.goals.get(), **fields)
    indicator.full_clean()
    indicator.save()
    carry_through(people, indicator, "2025-Q1", 1)
    indicator.refresh_from_db()
    assert (indicator.baseline_value, indicator.baseline_is_provisional) == (baseline, baseline is not None)


@pytest.mark.parametrize("people", [build_composed], indirect=True)
def test_a_part_that_is_approved_makes_the_whole(people):
    plan, *_people = people
    carry_through(people, plan.indicators.get(code="rate"), "2025", 63)
    assert assess(plan.indicators.get(code="gap"), date(2026, 5, 1)).value_text == "−0.5ポイント"
    carry_through(people, plan.indicators.get(code="ken"), "2025", 62)
    assert assess(plan.indicators.get(code="gap"), date(2026, 5, 1)).value_text == "1.0ポイント"


@pytest.mark.parametrize("people", [build, build_composed], indirect=True, ids=["kinds", "composites"])
@pytest.mark.parametrize("period", ["2025-Q1", "2024-Q4"])
def test_a_quarter_with_each_of_them_is_closed_and_published(people, period):
    plan, *_people = people
    manager = make_member(plan.municipality, "manager", name="manager")
    review = Review.objects.create(plan=plan, period=period, due_on=date(2025, 7, 30))
    for due_item in due_items(review):
        if due_item.answer is None:
            carry_through(people, due_item.owner, str(due_item.period), 1)
    review = close_review(review, by=manager)
    report = publish(review, by=manager)
    told = {row["code"] for row in json.loads(report.content)["indicators"]}
    assert told == {row.code for row in plan.indicators.all()}
    assert report.is_intact
