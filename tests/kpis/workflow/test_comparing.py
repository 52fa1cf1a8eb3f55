"""Two days of the plan compared: each is read in the units of that day, with its slips put right."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kpis.judging.periods import Period
from kpis.workflow import meanings, promises
from plans.ledger.comparing import compare
from plans.models import Plan
from tests.factories import freeze_today, guarded, make_city, make_indicator, make_plan, make_target
from tests.kpis.counting import convert, count_people

pytestmark = pytest.mark.django_db
APRIL, JULY, OCTOBER, TODAY = date(2025, 4, 10), date(2025, 7, 1), date(2025, 10, 1), date(2025, 11, 20)
TARGET = "target:2026"


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    """50業務 by the end of FY2026, from 20."""
    freeze_today(monkeypatch, TODAY)
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1))
    row = make_indicator(plan, "1", unit="業務", decimals=1, baseline_value=20, baseline_period="2023")
    make_target(row, "2026", 50, "2024-04-01")
    guarded(plan)
    return plan


@pytest.fixture
def tens(plan, manager):
    """業務 → 十業務 from 1 October."""

    def tens(unit="十業務", factor=Fraction(1, 10), day=OCTOBER):
        words = {"reason": "十件で数えるため。", "by": manager}
        return meanings.convert_unit(plan.indicators.get(), unit, factor, effective_on=day, **words)

    return tens


def told(plan, first=APRIL, last=TODAY) -> dict[str, tuple[str, str]]:
    found = compare(plan, first, last)
    assert len(found) == 1
    return {item.field: (item.before, item.after) for item in found[0].items}


def moved(plan, manager, value, day):
    row = plan.indicators.get()
    words = {"reason": "見直し", "by": manager}
    promises.change_target(row, Period.parse("2026"), Decimal(value), effective_from=day, **words)


def test_a_conversion_alone_is_told_by_its_unit_and_factor(client, plan, tens):
    tens()
    assert told(plan) == {"unit": ("業務", "十業務")}
    page = client.get("/kitayama/smart-plan/changes/compare/?from=2025-04-10&to=2025-11-20").content.decode()
    assert "単位は、÷10 で換算しました。" in page


def test_before_and_after_it_each_day_has_its_unit(plan, manager, tens):
    moved(plan, manager, 60, JULY)
    tens()
    assert told(plan, last=date(2025, 9, 1)) == {TARGET: ("50業務", "60業務")}
    assert told(plan) == {"unit": ("業務", "十業務"), TARGET: ("50業務", "6十業務")}
    assert told(plan, first=date(2025, 9, 1)) == {"unit": ("業務", "十業務")}


def test_what_was_recorded_after_it_for_a_day_before_is_told_in_the_unit_of_that_day(plan, manager, tens):
    tens()
    moved(plan, manager, 6, JULY)
    assert told(plan, last=date(2025, 9, 1)) == {TARGET: ("50業務", "60業務")}
    assert told(plan) == {"unit": ("業務", "十業務"), TARGET: ("50業務", "6十業務")}


def test_a_figure_of_the_indicator_is_too(plan, manager, tens):
    margin = {"margin": Decimal(10), "margin_reason": "標本調査のため。"}
    promises.change(plan.indicators.get(), margin, effective_on=JULY, reason="標本", by=manager)
    tens()
    assert told(plan, last=date(2025, 9, 1))["margin"] == ("", "10業務")
    assert told(plan)["margin"] == ("", "1十業務")


def test_a_slip_that_was_put_right_in_the_new_unit_is_right_on_both_days(plan, manager, tens):
    moved(plan, manager, 60, JULY)
    tens()
    row = plan.indicators.get()
    promises.correct_misprint(row.targets.order_by("effective_from").last(), {"value": Decimal(7)},
                              reason="誤り", by=manager)  # fmt: skip
    assert told(plan, last=date(2025, 9, 1)) == {TARGET: ("50業務", "70業務")}
    assert told(plan) == {"unit": ("業務", "十業務"), TARGET: ("50業務", "7十業務")}


def test_figures_below_nought_are_read_so_too(plan, manager, tens):
    change = {"baseline_value": Decimal(-20)}
    promises.change(plan.indicators.get(), change, effective_on=JULY, reason="見直し", by=manager)
    moved(plan, manager, -10, JULY)
    tens()
    found = told(plan)
    assert found["baseline_value"] == ("20業務", "-2十業務")
    assert found[TARGET] == ("50業務", "−1十業務")
    moved(plan, manager, "-1.5", date(2025, 8, 1))
    assert told(plan, last=date(2025, 9, 1))[TARGET] == ("50業務", "−15業務")


def test_there_and_back_is_no_difference(plan, tens):
    tens()
    tens("業務", Fraction(10), TODAY)
    assert compare(plan, APRIL, TODAY) == []


def test_decimals_are_no_figure(plan, indicator, manager):
    meanings.convert_unit(
        indicator, "千", Fraction(1, 1000), decimals=2, effective_on=OCTOBER, reason="千で", by=manager
    )
    assert told(plan) == {"unit": ("業務", "千"), "decimals": ("1", "2")}


def test_noughts_at_the_end_are_no_change(plan, manager):
    for value, day in (("20.5", JULY), ("20.0", OCTOBER)):
        change = {"baseline_value": Decimal(value)}
        promises.change(plan.indicators.get(), change, effective_on=day, reason="見直し", by=manager)
    assert told(plan, last=JULY) == {"baseline_value": ("20業務", "20.5業務")}
    assert compare(plan, APRIL, TODAY) == []


def test_figures_decided_anew_beyond_a_break_are_not_called_converted(plan, manager):
    count_people(plan.indicators.get(), manager, effective_on=OCTOBER)
    row = plan.indicators.get()
    convert(row, manager, unit="千人", effective_on=date(2025, 11, 1))
    [found] = compare(plan, APRIL, TODAY)
    assert {item.field: item.after for item in found.items}["unit"] == "千人"
    assert found.factor_text == ""
    [found] = compare(plan, date(2025, 10, 15), TODAY)
    assert found.factor_text == "÷1,000"


def test_two_days_that_say_the_same_are_said_to(client, plan):
    page = client.get("/kitayama/smart-plan/changes/compare/?from=2025-04-10&to=2025-11-20").content.decode()
    assert "の計画に、違いはありません。" in page
    assert "か所が違います" not in page
