"""A target that the baseline, or the first value, meets already is a bound to keep."""

import pytest

from kpis.judging.terms import Direction, Verdict

from .factories import judge

YEARS = {"start": "2021-04-01", "end": "2025-03-31"}  # four fiscal years, 2021–2024


def test_a_first_value_that_meets_the_target_is_kept_from_then_on():
    # nothing was reported before FY2023, so nothing was due to be kept: no baseline stood there
    found = judge(targets={"2024": 95}, values={"2023": 97, "2024": 96}, **YEARS)
    assert (found.verdict, found.kept) == (Verdict.ACHIEVED, (2, 2))


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


def test_a_first_value_that_meets_the_target_makes_it_a_bound():
    values = {"2021": 97, "2022": 96, "2023": 94}
    found = judge(targets={"2024": 95}, values=values, **YEARS)
    assert (found.keep, found.verdict, found.kept) == (
        Direction.KEEP_AT_LEAST,
        Verdict.SLIGHTLY_BEHIND,
        (2, 3),
    )
