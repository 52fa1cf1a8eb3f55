"""Rules 2 and 6: too early to tell, small steps, years in progress. Numbers worked by hand."""

from decimal import Decimal

import pytest

from kpis.judging.evaluation import evaluate
from kpis.judging.outcome import Reason
from kpis.judging.terms import Verdict

from .factories import FLOWS, LEVELS, OVERTIME, day, facts, judge

D = Decimal

# --- TOO_EARLY and the small step. 0 at the end of FY2020 → 100 at the end of FY2030: 2.5 a quarter


@pytest.mark.parametrize(
    ("when", "value", "verdict"),
    [
        ("2021-Q3", "7.5", Verdict.TOO_EARLY),  # E = 7.5 < 10
        ("2021-Q3", "99", Verdict.TOO_EARLY),
        ("2021-Q3", "100", Verdict.ACHIEVED),
        ("2021-Q3", "-5", Verdict.TOO_EARLY),  # P = −0.05
        ("2021-Q3", "-5.01", Verdict.REVERSED),
        ("2021-Q4", "10", Verdict.ON_TRACK),  # E = 10 is not < 10
        ("2021-Q4", "5.99", Verdict.BEHIND),
    ],
)
def test_at_the_beginning_of_the_path_it_is_too_early(when, value, verdict):
    found = judge(
        "increase", "level", "quarterly", base=("2020", 0), targets={"2030": 100}, values={when: value}
    )
    assert found.verdict is verdict
    assert found.reason is (Reason.NEAR_START if verdict is Verdict.TOO_EARLY else None)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("50", Verdict.TOO_EARLY),
        ("-5", Verdict.TOO_EARLY),
        ("-6", Verdict.SLIGHTLY_BEHIND),  # E = B: g = −0.06 judges, so never REVERSED
        ("-20", Verdict.SLIGHTLY_BEHIND),
        ("-20.01", Verdict.BEHIND),
    ],
)
def test_where_the_path_begins_only_a_fall_is_judged(value, verdict):
    assert judge(base=("2020", 0), targets={"2030": 100}, values={"2020": value}).verdict is verdict


@pytest.mark.parametrize("value", [-21, -6, 50, 101])
def test_before_the_path_begins_nothing_is_judged(value):
    """The baseline was chosen as the start: an older value says nothing of how the plan goes."""
    found = judge(base=("2020", 0), targets={"2030": 100}, values={"2019": value})
    assert (found.verdict, found.reason, found.expected) == (Verdict.TOO_EARLY, Reason.BEFORE_START, None)


GAPS = [  # around E = 8 on the way to 100; g = (A − 8) / 100
    ("13", Verdict.AHEAD),  # +0.05
    ("12.99", Verdict.ON_TRACK),
    ("3", Verdict.ON_TRACK),  # −0.05
    ("2.99", Verdict.SLIGHTLY_BEHIND),
    ("-12", Verdict.SLIGHTLY_BEHIND),  # −0.20, and P = −0.12: the gap judges, so not REVERSED
    ("-12.01", Verdict.BEHIND),
]


@pytest.mark.parametrize("series", LEVELS)
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(("value", "verdict"), GAPS)
def test_after_the_first_segment_a_small_step_is_judged_by_the_gap(series, sign, value, verdict):
    found = judge(
        "increase" if sign > 0 else "decrease",
        series,
        base=("2020", 0),
        targets={"2022": 5 * sign, "2024": 8 * sign, "2030": 100 * sign},
        values={"2024": D(value) * sign},
    )
    assert (found.verdict, found.pace) == (verdict, None)
    assert found.gap == (D(value) - 8) / 100


def test_a_step_of_a_tenth_is_not_small():
    # E = 10: S judges, and P = −0.06 is a reversal
    way = {"base": ("2020", 0), "targets": {"2022": 5, "2024": 10, "2030": 100}}
    assert judge(**way, values={"2024": -6}).verdict is Verdict.REVERSED


def test_a_step_just_below_a_tenth_is_small():
    # g = (−6 − 9.99) / 100
    way = {"base": ("2020", 0), "targets": {"2022": 5, "2024": "9.99", "2030": 100}}
    found = judge(**way, values={"2024": -6})
    assert (found.pace, found.gap, found.verdict) == (None, D("-0.1599"), Verdict.SLIGHTLY_BEHIND)


def test_the_first_target_itself_belongs_to_the_first_segment():
    way = {"base": ("2020", 0), "targets": {"2022": 5, "2030": 100}}
    assert judge(**way, values={"2022": 5}).verdict is Verdict.TOO_EARLY


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("5", Verdict.AHEAD),
        ("4.99", Verdict.ON_TRACK),
        ("-5", Verdict.ON_TRACK),
        ("-5.01", Verdict.SLIGHTLY_BEHIND),
        ("-20.01", Verdict.BEHIND),
    ],
)
def test_where_the_path_returns_to_the_baseline_the_gap_judges(value, verdict):
    way = {"base": ("2020", 0), "targets": {"2022": 30, "2024": 0, "2030": 100}}
    assert judge(**way, values={"2024": value}).verdict is verdict


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        ("-15", Verdict.AHEAD),  # E = −20: g = +0.05
        ("-15.01", Verdict.ON_TRACK),
        ("-25", Verdict.ON_TRACK),
        ("-25.01", Verdict.SLIGHTLY_BEHIND),
        ("-40", Verdict.SLIGHTLY_BEHIND),
        ("-40.01", Verdict.BEHIND),
    ],
)
@pytest.mark.parametrize("when", ["2022", "2023"])
def test_a_planned_dip_is_judged_by_the_gap(when, value, verdict):
    # an investment first: down to −20 in FY2022 and FY2023, up to 100 in FY2030
    way = {"base": ("2020", 0), "targets": {"2022": -20, "2023": -20, "2030": 100}}
    assert judge(**way, values={when: value}).verdict is verdict


# --- rule 2: years in progress


@pytest.mark.parametrize("series", FLOWS)
@pytest.mark.parametrize("direction", ["increase", "decrease"])
@pytest.mark.parametrize("frequency", ["quarterly", "half-yearly"])
def test_the_first_period_without_an_earlier_year_is_too_early(series, direction, frequency):
    when = "2024-Q1" if frequency == "quarterly" else "2024-Q2"
    base = ("2022", 50 if direction == "increase" else 500)
    for given in (base, None):
        found = judge(direction, series, frequency, base=given, targets={"2025": 100}, values={when: 40})
        assert (found.verdict, found.reason) == (Verdict.TOO_EARLY, Reason.FIRST_PERIOD)


@pytest.mark.parametrize("series", FLOWS)
def test_the_first_period_with_an_earlier_full_year_is_judged(series):
    earlier = [10, 20, 30, 40] if series == "flow" else [10, 30, 60, 100]
    values = {f"2023-Q{k}": value for k, value in enumerate(earlier, start=1)} | {"2024-Q1": 12}
    found = judge("increase", series, "quarterly", base=("2022", 50), targets={"2026": 150}, values=values)
    # A* = 12 ÷ 0.1 = 120; E at FY2024 = 50 + 100 × 2/4 = 100; S = 70/50
    assert (found.annualized, found.expected, found.pace) == (120, 100, D("1.4"))
    assert found.verdict is Verdict.AHEAD


@pytest.mark.parametrize("series", FLOWS)
@pytest.mark.parametrize(("amount", "verdict"), [(100, Verdict.ACHIEVED), (99, Verdict.TOO_EARLY)])
def test_what_is_achieved_already_is_not_too_early(series, amount, verdict):
    assert (
        judge("increase", series, "quarterly", targets={"2025": 100}, values={"2024-Q1": amount}).verdict
        is verdict
    )


def test_the_annualized_value_achieves_nothing():
    # 60 in half a year: A* = 120 ≥ 100, but so far it is 60
    found = judge(
        "increase", "flow", "quarterly", targets={"2025": 100}, values={"2025-Q1": 30, "2025-Q2": 30}
    )
    assert (found.annualized, found.verdict, found.is_final) == (120, Verdict.AHEAD, False)


def test_an_early_achievement_is_no_worse_than_expected():
    # 120 meets the last target 100, but FY2024's own is 150
    way = {"targets": {"2024": 150, "2025": 100}}
    assert (
        judge("increase", "flow", **way, values={"2024": 120}).verdict is Verdict.SLIGHTLY_BEHIND
    )  # S = 0.8
    assert judge("increase", "flow", **way, values={"2024": 150}).verdict is Verdict.ACHIEVED
    level = {"base": ("2020", 0), "targets": {"2024": 150, "2025": 100}}
    assert judge(**level, values={"2024": 149}).verdict is Verdict.ON_TRACK
    assert judge(**level, values={"2024": 150}).verdict is Verdict.ACHIEVED


@pytest.mark.parametrize("series", FLOWS)
@pytest.mark.parametrize("base", [None, ("2022", 145)])
def test_a_falling_flow_is_achieved_only_by_a_full_year(series, base):
    amounts = [10, 10, 10, 10] if series == "flow" else [10, 20, 30, 40]
    values = {f"2024-Q{k}": value for k, value in enumerate(amounts, start=1)}
    part = dict(list(values.items())[:3])
    way = {"base": base, "targets": {"2025": 120}}
    assert judge("decrease", series, "quarterly", **way, values=part).verdict is Verdict.AHEAD
    assert judge("decrease", series, "quarterly", **way, values=values).verdict is Verdict.ACHIEVED


def test_a_falling_flow_in_its_last_year_is_not_final_before_the_year_ends():
    values = {"2025-Q1": 10, "2025-Q2": 10, "2025-Q3": 10}
    found = judge("decrease", "flow", "quarterly", **OVERTIME, values=values)
    assert (found.verdict, found.is_final) == (Verdict.AHEAD, False)


def test_a_year_in_progress_is_never_called_a_reversal():
    # 100 → 200; A* = 80: P = −0.2, S < 0. E at FY2024 = 166.66…
    way = {"base": ("2022", 100), "targets": {"2025": 200}}
    part = {"2024-Q1": 20, "2024-Q2": 20, "2024-Q3": 20}
    found = judge("increase", "flow", "quarterly", **way, values=part)
    assert (found.attainment, found.verdict) == (D("-0.2"), Verdict.BEHIND)
    assert (
        judge("increase", "flow", "quarterly", **way, values=part | {"2024-Q4": 20}).verdict
        is Verdict.REVERSED
    )


def test_the_progress_of_the_year_stands_beside_the_attainment():
    # 100 → 150 over three years: R of FY2024 = 133.33…; 60 of it so far, 120 a year
    way = {"base": ("2022", 100), "targets": {"2025": 150}}
    found = judge("increase", "flow", "quarterly", **way, values={"2024-Q1": 30, "2024-Q2": 30})
    assert found.year_progress == (D(60) * 3 / D(400)).quantize(D("1E-15"))
    assert found.attainment == D("0.4")  # (120 − 100) / 50


def test_little_of_what_is_to_fall_is_not_little_progress():
    found = judge("decrease", "flow", "quarterly", **OVERTIME, values={"2024-Q1": 0, "2024-Q2": 0})
    assert (found.value, found.year_progress) == (0, None)


def test_a_ratio_of_a_year_in_progress_is_judged_as_it_is():
    values = {"2024-Q1": "30/40", "2024-Q2": "45/60"}  # 75 of 100
    found = judge("increase", "flow", "quarterly", targets={"2025": 80}, values=values, unit="%")
    assert (found.value, found.annualized, found.pace) == (75, None, D("0.9375"))
    assert found.verdict is Verdict.SLIGHTLY_BEHIND


def test_a_ratio_above_its_target_is_not_achieved_before_the_year_ends():
    # 90 % after two quarters may still fall; a sum of things counted may not
    way = {"targets": {"2025": 80}, "unit": "%"}
    values = {"2024-Q1": "40/40", "2024-Q2": "50/60"}
    assert judge("increase", "flow", "quarterly", **way, values=values).verdict is Verdict.AHEAD
    full = values | {"2024-Q3": "0/0", "2024-Q4": "0/0"}
    assert judge("increase", "flow", "quarterly", **way, values=full).verdict is Verdict.ACHIEVED


@pytest.mark.parametrize("series", FLOWS)
def test_on_each_day_the_quarters_known_by_then_are_summed(series):
    known = facts(
        "increase",
        series,
        "quarterly",
        targets={"2025": 100},
        values={"2024-Q1": 20, "2024-Q2": 40, "2024-Q3": 90},
    )
    assert evaluate(known, day("2024-Q2")).reading.reported == 2
    assert evaluate(known, day("2024-Q3")).reading.reported == 3
