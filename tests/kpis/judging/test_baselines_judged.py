"""Rule 3: with, without and with a promoted baseline. Numbers worked by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kpis.judging.evaluation import evaluate
from kpis.judging.outcome import Reason
from kpis.judging.terms import Direction, Verdict

from .factories import FLOWS, day, facts, judge, period, point

D = Decimal


def test_a_running_total_without_a_baseline_begins_with_nothing_at_the_plans_start():
    # plan from April 2021 = end of FY2020; E at the end of FY2022 = 100 × 8/20 = 40
    found = judge("increase", "cumulative", start="2021-04-01", targets={"2025": 100}, values={"2022": 38})
    assert (found.expected, found.attainment, found.pace) == (40, D("0.38"), D("0.95"))
    assert found.verdict is Verdict.ON_TRACK
    assert not found.baseline_is_provisional


def test_a_plan_may_start_within_a_year():
    # from October 2021 = end of the second quarter: FY2025 is 14 quarters on, the end of FY2022 6: E = 140 × 6/14 = 60
    found = judge("increase", "cumulative", start="2021-10-01", targets={"2024": 140}, values={"2022": 60})
    assert found.expected == 60


def test_without_a_plans_start_a_running_total_begins_a_year_before_its_first_report():
    # 0 at the end of FY2022 → 100 at the end of FY2026: E at the end of FY2024 = 100 × 8/16
    found = judge("increase", "cumulative", targets={"2026": 100}, values={"2023": 20, "2024": 40})
    assert (found.baseline.period, found.expected, found.pace) == (period("2022-Q4"), 50, D("0.8"))


def test_the_first_value_of_a_level_is_too_early_before_the_end():
    found = judge(targets={"2025": 100}, values={"2022": 20})
    assert (found.verdict, found.reason) == (Verdict.TOO_EARLY, Reason.FIRST_VALUE)
    assert (found.attainment, found.baseline_is_provisional) == (None, True)


def test_the_first_value_of_a_level_is_the_baseline_of_the_next():
    # B = 20 at FY2022 → 100 at FY2026: E at FY2024 = 60, P = (44 − 20)/80 = 0.3, S = 24/40 = 0.6
    found = judge(targets={"2026": 100}, values={"2022": 20, "2024": 44})
    assert (found.baseline.period, found.baseline.value) == (period("2022"), 20)
    assert (found.attainment, found.pace, found.verdict) == (D("0.3"), D("0.6"), Verdict.SLIGHTLY_BEHIND)


@pytest.mark.parametrize(("value", "verdict"), [(90, Verdict.NEARLY), ("89.99", Verdict.NOT_ACHIEVED)])
def test_an_only_value_at_the_end_is_judged_by_the_target_alone(value, verdict):
    # within 10 % of |100|
    found = judge(targets={"2025": 100}, values={"2025": value})
    assert (found.verdict, found.attainment) == (verdict, None)


def test_an_only_value_at_the_end_that_meets_the_target_achieves_it():
    assert judge(targets={"2025": 100}, values={"2025": 100}).verdict is Verdict.ACHIEVED


def test_an_only_value_at_the_end_achieves_also_where_the_plan_began_earlier():
    # No baseline and no earlier value: nothing says that a bound was to be kept since the plan's start.
    assert judge(targets={"2025": 100}, values={"2025": 120}, start="2021-04-01").verdict is Verdict.ACHIEVED


def test_a_stored_first_value_is_as_provisional_as_a_derived_one():
    stored = {"base": ("2022", 20), "baseline_is_provisional": True, "targets": {"2026": 100}}
    assert judge(**stored, values={"2022": 20}).reason is Reason.FIRST_VALUE
    assert judge(**stored, values={"2022": 20, "2024": 44}).verdict is Verdict.SLIGHTLY_BEHIND


def test_a_stored_first_value_is_the_same_value_however_its_period_is_written():
    # the fourth quarter of FY2022 and FY2022 are one place on the time axis
    stored = {"base": ("2022", 20), "baseline_is_provisional": True, "targets": {"2026": 100}}
    assert (
        judge("increase", "level", "quarterly", **stored, values={"2022-Q4": 20}).reason is Reason.FIRST_VALUE
    )


def test_a_first_report_without_cases_is_no_baseline():
    found = judge(targets={"2025": 100}, values={"2021": "0/0", "2022": "20/1"})
    assert found.baseline.period == period("2022")


def test_a_value_after_the_last_target_is_never_the_baseline():
    found = judge(targets={"2023": 100}, values={"2024": 20}, at="2025")
    assert (found.verdict, found.baseline) == (Verdict.NO_DATA, None)


@pytest.mark.parametrize("series", FLOWS)
def test_a_flow_without_a_baseline_has_no_attainment(series):
    found = judge("increase", series, targets={"2025": 100}, values={"2023": 95})
    assert (found.attainment, found.pace, found.baseline) == (None, D("0.95"), None)


FLOW_UP = [  # targets 100 in FY2023, 200 in FY2025: R of FY2024 = 150, S = A / 150
    ("200", Verdict.ACHIEVED),
    ("199.99", Verdict.AHEAD),
    ("157.5", Verdict.AHEAD),  # 1.05
    ("157.49", Verdict.ON_TRACK),
    ("142.5", Verdict.ON_TRACK),  # 0.95
    ("142.49", Verdict.SLIGHTLY_BEHIND),
    ("90", Verdict.SLIGHTLY_BEHIND),  # 0.60
    ("89.99", Verdict.BEHIND),
    ("-50", Verdict.BEHIND),
]
FLOW_DOWN = [  # targets 200 in FY2023, 100 in FY2025: R of FY2024 = 150, S = 150 / A
    ("100", Verdict.ACHIEVED),
    ("100.01", Verdict.AHEAD),
    ("142.85", Verdict.AHEAD),  # 1.05005
    ("142.86", Verdict.ON_TRACK),  # 1.04998
    ("157.89", Verdict.ON_TRACK),  # 0.95003
    ("157.90", Verdict.SLIGHTLY_BEHIND),  # 0.94997
    ("250", Verdict.SLIGHTLY_BEHIND),  # 0.60
    ("250.01", Verdict.BEHIND),
]


@pytest.mark.parametrize("series", FLOWS)
@pytest.mark.parametrize(
    ("direction", "targets", "amount", "verdict"),
    [("increase", {"2023": 100, "2025": 200}, *case) for case in FLOW_UP]
    + [("decrease", {"2023": 200, "2025": 100}, *case) for case in FLOW_DOWN],
)
def test_a_flow_without_a_baseline_is_judged_by_its_years_reference(
    series, direction, targets, amount, verdict
):
    found = judge(direction, series, targets=targets, values={"2024": amount})
    assert (found.expected, found.verdict) == (150, verdict)


def test_before_the_first_target_a_flow_is_judged_by_that_target():
    found = judge("increase", "flow", targets={"2023": 100, "2025": 200}, values={"2021": 105})
    assert (found.expected, found.pace, found.verdict) == (100, D("1.05"), Verdict.AHEAD)


@pytest.mark.parametrize(
    ("direction", "target", "amount", "verdict"),
    [
        ("increase", 200, "200", Verdict.ACHIEVED),
        ("increase", 200, "180", Verdict.NEARLY),  # 20 = 10 % of 200
        ("increase", 200, "179.99", Verdict.NOT_ACHIEVED),
        ("decrease", 100, "110", Verdict.NEARLY),
        ("decrease", 100, "110.01", Verdict.NOT_ACHIEVED),
        ("increase", -100, "-110", Verdict.NEARLY),
        ("increase", -100, "-110.01", Verdict.NOT_ACHIEVED),
        ("decrease", 0, "0", Verdict.ACHIEVED),
        ("decrease", 0, "0.01", Verdict.NOT_ACHIEVED),  # 10 % of nothing is nothing
    ],
)
def test_a_flow_without_a_baseline_at_its_end(direction, target, amount, verdict):
    found = judge(direction, "flow", targets={"2025": target}, values={"2025": amount})
    assert (found.verdict, found.attainment) == (verdict, None)


def test_reducing_to_nothing_without_a_baseline():
    # R = 0: S = 0 / 3 = 0 for any amount left
    assert judge("decrease", "flow", targets={"2025": 0}, values={"2023": 3}).verdict is Verdict.BEHIND


def test_nothing_counted_so_far_of_a_falling_flow_is_ahead_not_achieved():
    found = judge("decrease", "flow", "quarterly", targets={"2025": 10}, values={"2024-Q1": 0, "2024-Q2": 0})
    assert (found.verdict, found.annualized) == (Verdict.AHEAD, 0)


def test_a_zero_baseline_divides_nothing_by_zero():
    found = judge(base=("2020", 0), targets={"2025": 10}, values={"2022": 0})
    assert (found.verdict, found.pace, found.attainment) == (Verdict.BEHIND, 0, 0)


def test_negative_numbers_keep_their_direction():
    # a deficit from −100 to −20: E at the half −60; A = −62: P = 38/80, S = 38/40 = 0.95
    found = judge(base=("2021", -100), targets={"2025": -20}, values={"2023": -62})
    assert (found.attainment, found.pace, found.verdict) == (D("0.475"), D("0.95"), Verdict.ON_TRACK)


def test_a_value_before_the_baseline_is_too_early():
    found = judge(base=("2022", 10), targets={"2026": 50}, values={"2021": 12})
    assert (found.verdict, found.expected) == (Verdict.TOO_EARLY, None)


def test_a_baseline_after_the_last_target_still_gets_an_answer():
    # E = T from the baseline on; P = (70 − 60)/(80 − 60)
    found = judge(base=("2026", 60), targets={"2024": 80}, values={"2024": 70})
    assert (found.attainment, found.verdict) == (D("0.5"), Verdict.NOT_ACHIEVED)


def test_a_target_before_the_baseline_is_not_on_the_path():
    found = judge(base=("2022", 60), targets={"2021": 1000, "2026": 80}, values={"2024": 70})
    assert (found.expected, found.verdict) == (70, Verdict.ON_TRACK)


@pytest.mark.parametrize(
    ("direction", "verdict"), [("increase", Verdict.NO_DATA), ("monitor", Verdict.NOT_RATED)]
)
def test_a_stated_baseline_and_that_it_is_provisional_stand_also_where_nothing_is_judged(direction, verdict):
    known = replace(facts(direction, base=("2022", 5), targets={"2024": 10}), baseline_is_provisional=True)
    found = evaluate(known, day("2024-04-01"))
    assert (found.verdict, found.baseline, found.baseline_is_provisional) == (verdict, point("2022", 5), True)


@pytest.mark.parametrize("direction", ["keep_at_least", "keep_at_most"])
@pytest.mark.parametrize("is_provisional", [True, False])
def test_a_bound_has_a_stated_baseline_or_none(direction, is_provisional):
    known = facts(direction, base=("2022", 5), targets={"2026": 10}, values={"2023": 7})
    found = evaluate(replace(known, baseline_is_provisional=is_provisional), day("2024-04-01"))
    wanted = None if is_provisional else point("2022", 5)
    assert (found.baseline, found.baseline_is_provisional) == (wanted, False)


@pytest.mark.parametrize(
    ("direction", "base", "is_met"), [("increase", 12, True), ("keep_at_least", 12, False)]
)
def test_a_bound_of_its_own_is_no_target_that_was_met_at_the_start(direction, base, is_met):
    found = judge(direction, base=("2022", base), targets={"2026": 10}, values={"2023": 11})
    assert (found.keep, found.was_met_at_start) == (Direction.KEEP_AT_LEAST, is_met)
