"""The bounds of a public range change: page, files and facts know the range of before, as the plan's record tells it."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from kpis.assessment.assessing import assess, assess_plan
from kpis.assessment.indicator_detail import reported_periods
from kpis.judging.evaluation import evaluate
from kpis.judging.facts_json import read_facts
from kpis.models import Indicator
from kpis.reports.snapshot.facts import facts_entry
from kpis.workflow import promises
from plans.models import Plan
from tests.factories import freeze_today, guarded, make_city, make_indicator, make_measurement, make_plan
from tests.kpis.counting import TODAY, page

pytestmark = pytest.mark.django_db
VALUES = {"2024-Q3": 17, "2024-Q4": 18, "2025-Q1": 14, "2025-Q2": 22}


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    """15 to 30 per cent are to be kept; public."""
    freeze_today(monkeypatch, TODAY)
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1))
    row = make_indicator(plan, "1", direction="keep_within", unit="%", lower=15, upper=30)
    for period, value in VALUES.items():
        make_measurement(row, period, value)
    guarded(plan)
    return plan


@pytest.fixture
def raised(plan, manager) -> Indicator:
    """20 to 30 since the first of November."""
    change(plan, manager, date(2025, 11, 1), lower=20)
    return plan.indicators.get()


def change(plan, manager, day: date, **fields) -> None:
    promises.change(plan.indicators.get(), fields, effective_on=day, reason="国の基準に合わせる", by=manager)


def ranges(row) -> list[tuple[Decimal, Decimal, date]]:
    return [(one.lower, one.upper, one.until) for one in row.facts.former_ranges]


def test_periods_of_before_are_counted_by_it(plan, raised):
    for row in (assess(raised, TODAY), assess_plan(plan, TODAY)[0]):
        assert ranges(row) == [(15, 30, date(2025, 11, 1))]
        assert row.evaluation.kept == (3, 4)


def test_the_page_tells_of_it(client, raised):
    text = page(client, raised)
    assert "変更前: 15%〜30%（令和7年（2025年）10月31日まで）" in text
    assert "目標変更 15%〜30%→20%〜30%" in text
    assert "この指標の変更の記録" in text
    assert "変更前: 15%" not in page(client, raised, "?at=2025-Q2")


def test_the_file_holds_both(client, plan, raised):
    text = client.get(reverse("indicator-csv", args=[*plan.natural_key(), "1"])).content.decode("utf-8-sig")
    rows = [line.split(",") for line in text.splitlines()]
    told = [(row[6], row[11], row[16]) for row in rows if row[6] in ("lower", "upper")]
    assert told == [
        ("lower", "15", ""),
        ("upper", "30", ""),
        ("lower", "20", "2025-11-01"),
        ("upper", "30", "2025-11-01"),
    ]


def test_the_facts_of_a_report_can_be_judged_again(raised):
    found = assess(raised, TODAY)
    _given, facts, at = read_facts(json.dumps(facts_entry(found, reported_periods(found))))
    assert evaluate(facts, at) == found.evaluation


def test_of_several_changes_each_range_has_its_day_and_a_slip_none(plan, manager):
    change(plan, manager, date(2025, 4, 1), upper=40)
    change(plan, manager, date(2025, 11, 1), lower=20)
    promises.correct_misprint(plan.indicators.get(), {"upper": 45}, reason="書きまちがい", by=manager)
    found = assess(plan.indicators.get(), TODAY)
    assert ranges(found)[0] == (15, 30, date(2025, 4, 1))
    assert [until for _lower, _upper, until in ranges(found)] == [date(2025, 4, 1), date(2025, 11, 1)]


def test_on_a_day_before_nothing_has_changed(plan, raised):
    [row] = assess_plan(plan, date(2025, 6, 30))
    assert (row.facts.lower, ranges(row)) == (15, [])
