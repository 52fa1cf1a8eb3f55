"""A target that the stated baseline meets already is a bound to keep; one that the first value meets is reached."""

from decimal import Decimal

import pytest

from kpis.judging.terms import Direction, Verdict

from .factories import judge, point

YEARS = {"start": "2021-04-01", "end": "2025-03-31"}  # four fiscal years, 2021–2024


@pytest.mark.parametrize(
    ("direction", "keep", "base", "target", "value", "verdict"),
    [
        ("increase", Direction.KEEP_AT_LEAST, 100, 95, "94.9", Verdict.SLIGHTLY_BEHIND),
        ("increase", Direction.KEEP_AT_LEAST, 95, 95, "95", Verdict.ON_TRACK),
        ("increase", Direction.KEEP_AT_LEAST, 95, 95, "90.24", Verdict.BEHIND),
        ("decrease", Direction.KEEP_AT_MOST, 3, 5, "5", Verdict.ON_TRACK),
        ("decrease", Direction.KEEP_AT_MOST, 3, 5, "5.25", Verdict.SLIGHTLY_BEHIND),  # 5 % of 5 = 0.25
        ("decrease", Direction.KEEP_AT_MOST, 3, 5, "5.26", Verdict.BEHIND),
        ("decrease", Direction.KEEP_AT_MOST, 0, 0, "0", Verdict.ON_TRACK),
    ],
)
@pytest.mark.parametrize("series", ["level", "flow"])
def test_a_target_that_the_baseline_meets_is_a_bound(series, direction, keep, base, target, value, verdict):
    found = judge(direction, series, base=("2020", base), targets={"2024": target}, values={"2022": value})
    assert (found.keep, found.bound, found.verdict) == (keep, target, verdict)


@pytest.mark.parametrize(
    ("direction", "base", "target"), [("increase", "94.99", 95), ("decrease", "5.01", 5)]
)
def test_a_baseline_just_short_of_the_target_leaves_a_way_to_go(direction, base, target):
    assert (
        judge(direction, base=("2020", base), targets={"2024": target}, values={"2022": target}).keep is None
    )


def test_such_a_bound_is_achieved_when_it_was_kept_throughout():
    given = {"base": ("2020", 100), "targets": {"2024": 95}, **YEARS}
    values = {"2021": 99, "2022": 98, "2023": 97, "2024": 96}
    assert judge(**given, values=values).verdict is Verdict.ACHIEVED
    assert judge(**given, values=values | {"2022": 94}).verdict is Verdict.NEARLY
    assert judge(**given, values=values | {"2024": 90}).verdict is Verdict.NOT_ACHIEVED


def test_a_running_total_that_may_not_pass_a_number_is_a_bound():
    # B = 0 at the plan's start, at most 10 accidents in all
    found = judge("decrease", "cumulative", targets={"2024": 10}, values={"2022": 4}, **YEARS)
    assert (found.keep, found.verdict) == (Direction.KEEP_AT_MOST, Verdict.ON_TRACK)


def test_a_target_that_the_baseline_meets_after_a_planned_dip_is_no_bound():
    # 100 → 80 → 100: in FY2022 only 80 is expected; g = (80 − 80) / |100 − 100|, so only better, equal or worse
    found = judge(base=("2020", 100), targets={"2022": 80, "2024": 100}, values={"2022": 80}, **YEARS)
    assert (found.keep, found.verdict, found.gap) == (None, Verdict.ON_TRACK, 0)


@pytest.mark.parametrize(
    ("values", "verdict", "gap"),
    [
        ({"2021": 97}, Verdict.ACHIEVED, "0.021052631578947"),  # (97 − 95) / 95
        ({"2021": 97, "2022": 96}, Verdict.ACHIEVED, "0.010526315789474"),
        ({"2021": 97, "2022": 94}, Verdict.ON_TRACK, "-0.010526315789474"),
        ({"2021": 97, "2022": 90}, Verdict.SLIGHTLY_BEHIND, "-0.052631578947368"),
        ({"2021": 97, "2022": 76}, Verdict.SLIGHTLY_BEHIND, "-0.2"),
        ({"2021": 97, "2022": 75}, Verdict.BEHIND, "-0.210526315789474"),
        ({"2021": 97, "2024": 95}, Verdict.ACHIEVED, "0"),
        ({"2021": 97, "2024": 86}, Verdict.NEARLY, "-0.094736842105263"),  # within ten percent of 95
        ({"2021": 97, "2024": 85}, Verdict.NOT_ACHIEVED, "-0.105263157894737"),
    ],
)
def test_a_first_value_that_meets_the_target_makes_it_reached_and_no_bound(values, verdict, gap):
    found = judge(targets={"2024": 95}, values=values, **YEARS)
    assert (found.keep, found.kept, found.attainment, found.pace) == (None, None, None, None)
    assert (found.verdict, found.gap, found.was_met_at_start) == (verdict, Decimal(gap), True)


def test_the_provisional_baseline_follows_the_earliest_value():
    later = judge(targets={"2030": 100}, values={"2025": 90})
    assert later.baseline == point("2025", 90)
    # FY2023 approved afterwards: the way begins there
    both = judge(targets={"2030": 100}, values={"2025": 90, "2023": 50}, baseline_is_provisional=True)
    assert (both.baseline, both.baseline_is_provisional) == (point("2023", 50), True)
    # and what was stored as provisional gives way
    stored = judge(
        base=("2025", 90),
        baseline_is_provisional=True,
        targets={"2030": 100},
        values={"2025": 90, "2023": 50},
    )
    assert stored.baseline == point("2023", 50)


@pytest.mark.parametrize("direction", ["keep_at_least", "keep_at_most"])
def test_a_bound_has_no_provisional_baseline(direction):
    assert judge(direction, targets={"2024": 95}, values={"2022": 95}).baseline is None


def test_a_single_final_value_without_a_baseline_has_no_pace():
    found = judge(targets={"2024": 95}, values={"2024": 90})
    assert (found.verdict, found.pace, found.gap, found.attainment) == (Verdict.NEARLY, None, None, None)
