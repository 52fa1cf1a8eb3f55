"""Rules 4 and 5: where a value was expected, and what it is divided by where there is no baseline. Worked by hand."""

from decimal import Decimal

import pytest

from kpis.judging.evaluation import expected_for
from kpis.judging.outcome import Reason
from kpis.judging.terms import Verdict
from kpis.judging.trajectory import Progress, expected_at, progress_on
from kpis.judging.value import read

from .factories import day, facts, judge, period, point

D = Decimal

# --- the path


@pytest.mark.parametrize(
    ("when", "expected"),
    [("2021", 80), ("2022", 80), ("2023", 85), ("2024", 90), ("2025", 95), ("2026", 100), ("2028", 100)],
)
def test_without_a_baseline_the_path_is_level_before_the_first_and_after_the_last_target(when, expected):
    targets = (point("2022", 80), point("2024", 90), point("2026", 100))
    assert expected_at(targets, None, period(when).index) == expected


@pytest.mark.parametrize(("when", "expected"), [("2020", 0), ("2025", 50), ("2030", 100), ("2031", 100)])
def test_a_target_at_the_baselines_own_period_is_not_on_the_path(when, expected):
    targets = (point("2020", 50), point("2030", 100))
    assert expected_at(targets, point("2020", 0), period(when).index) == expected


def test_a_target_at_the_baselines_own_period_does_not_end_the_beginning():
    # 0 at the end of FY2020 → 100 at the end of FY2030: E of the third quarter is 7.5 < 10
    way = {"base": ("2020", 0), "targets": {"2020": 5, "2030": 100}}
    found = judge("increase", "level", "quarterly", **way, values={"2021-Q3": "7.5"})
    assert (found.verdict, found.reason, found.expected) == (
        Verdict.TOO_EARLY,
        Reason.NEAR_START,
        D("7.5"),
    )


def test_a_short_way_is_judged_by_its_pace_as_a_long_one():
    # 0 → 0.5: half-way E = 0.25, S = 0.2 / 0.25
    found = judge(base=("2021", 0), targets={"2025": "0.5"}, values={"2023": "0.2"})
    assert (found.pace, found.gap, found.attainment) == (D("0.8"), None, D("0.4"))


@pytest.mark.parametrize("base", [None, ("2022", 145)])
def test_a_years_sum_is_expected_at_the_years_end_a_level_where_it_stands(base):
    values = {"2024-Q1": 32, "2024-Q2": 32}
    flow = judge("decrease", "flow", "quarterly", base=base, targets={"2025": 120}, values=values)
    assert flow.expected_index == period("2024-Q4").index
    level = judge("decrease", "level", "quarterly", base=base, targets={"2025": 120}, values={"2024-Q2": 150})
    assert level.expected_index == period("2024-Q2").index


# --- what a period that is yet to be reported should bring


@pytest.mark.parametrize(("when", "expected"), [("2021", None), ("2022", None), ("2023", 25), ("2024", 50)])
def test_nothing_is_expected_up_to_the_baseline(when, expected):
    known = facts(base=("2022", 0), targets={"2026": 100})
    assert expected_for(known, period(when), day("2022")) == expected


def test_what_was_reported_after_the_last_target_does_not_begin_a_running_total():
    # Nothing is known of FY2023 and FY2024: 0 at the end of FY2022 → 100 at the end of FY2024
    known = facts(series="cumulative", targets={"2024": 100}, values={"2025": 20})
    assert expected_for(known, period("2023"), day("2026")) == 50


# --- without a baseline: the pace, or where a ratio would mean nothing the gap


@pytest.mark.parametrize(
    ("direction", "targets", "amount", "pace"),
    [
        ("increase", {"2025": "0.5"}, "0.4", "0.8"),  # 0.4 / 0.5
        ("decrease", {"2025": "0.4"}, "0.5", "0.8"),  # 0.4 / 0.5
        ("increase", {"2025": 100}, -50, "-0.5"),
        ("decrease", {"2025": 0}, 3, "0"),  # 0 / 3
        ("decrease", {"2025": 0}, "0.5", "0"),
    ],
)
def test_a_pace_leaves_no_gap(direction, targets, amount, pace):
    found = judge(direction, "flow", targets=targets, values={"2023": amount})
    assert (found.pace, found.gap) == (D(pace), None)


@pytest.mark.parametrize(
    ("direction", "targets", "amount", "gap", "verdict"),
    [
        # Nothing left: better by the whole of what was expected of FY2023, not of the last target.
        ("decrease", {"2023": 20, "2025": 10}, 0, 1, Verdict.ACHIEVED),
        ("decrease", {"2023": 1, "2025": "0.5"}, 0, 1, Verdict.ACHIEVED),
        ("decrease", {"2023": 20, "2025": 10}, -10, "1.5", Verdict.ACHIEVED),  # 30 / 20
        # E = −50, the last target −100: −10 / 100
        ("increase", {"2023": -50, "2025": -100}, -60, "-0.1", Verdict.SLIGHTLY_BEHIND),
        ("increase", {"2023": 0, "2025": 100}, -10, "-0.1", Verdict.SLIGHTLY_BEHIND),
        ("increase", {"2023": -50, "2025": 0}, -55, "-0.1", Verdict.SLIGHTLY_BEHIND),  # −5 / 50
        # E < 0 and still less: a decrease may go on below nothing. (−95 + 100) / 100 the wrong way
        ("decrease", {"2025": -100}, -95, "-0.05", Verdict.ON_TRACK),
        ("decrease", {"2025": -100}, -94, "-0.06", Verdict.SLIGHTLY_BEHIND),
        # Nothing at all to divide by: worse, equal, better.
        ("increase", {"2025": 0}, "-0.5", -1, Verdict.BEHIND),
        ("increase", {"2025": 0}, 0, 0, Verdict.ACHIEVED),
        ("increase", {"2025": 0}, "0.5", 1, Verdict.ACHIEVED),
        ("decrease", {"2025": 0}, "-0.5", 1, Verdict.ACHIEVED),
    ],
)
def test_where_a_ratio_would_mean_nothing_the_gap_judges(direction, targets, amount, gap, verdict):
    found = judge(direction, "flow", targets=targets, values={"2023": amount})
    assert (found.pace, found.gap, found.verdict) == (None, D(gap), verdict)


def test_without_a_baseline_there_is_no_beginning_of_the_path():
    known = facts("increase", "flow", targets={"2025": 100}, values={"2023": 90})
    reading = read(known, day("2023"))
    found = progress_on(known, (point("2025", 100),), None, reading)
    assert found == Progress(D(100), period("2023").index, None, D("0.9"), None, near_start=False)
    assert found.near_start is False


# --- the other numbers


@pytest.mark.parametrize(("target", "value", "achievement"), [("0.8", "0.4", "0.5"), (1, "0.25", "0.25")])
def test_achievement_of_a_small_target_is_a_ratio_too(target, value, achievement):
    found = judge(base=("2020", 0), targets={"2030": target}, values={"2025": value})
    assert found.achievement == D(achievement)


@pytest.mark.parametrize(
    ("direction", "base", "target", "value", "change"),
    [
        ("increase", 50, 100, 75, "0.5"),  # half of the way
        ("increase", 50, 100, 50, "0"),
        ("increase", 50, 100, 40, "-0.2"),  # 10 of 50 worse than the baseline
        ("increase", -50, 100, -60, "-0.2"),
        ("decrease", 50, 40, 60, "-0.2"),
        ("increase", 0, 100, 0, "0"),
        ("increase", 0, 100, -5, None),  # no part of nothing
    ],
)
def test_change_is_of_the_way_forwards_and_of_the_baseline_backwards(direction, base, target, value, change):
    found = judge(direction, base=("2020", base), targets={"2030": target}, values={"2025": value})
    assert found.change == (change and D(change))


@pytest.mark.parametrize(
    ("target", "values", "progress"),
    [
        (120, {"2024-Q1": 30, "2024-Q2": 30}, "0.5"),
        ("0.8", {"2024-Q1": "0.2", "2024-Q2": "0.2"}, "0.5"),
        (0, {"2024-Q1": 30, "2024-Q2": 30}, None),  # nothing to divide by
        (-120, {"2024-Q1": -30, "2024-Q2": -30}, None),
        (120, {"2024-Q1": 30, "2024-Q2": 30, "2024-Q3": 30, "2024-Q4": 30}, None),  # the year is over
        (120, {"2024-Q1": "30/40", "2024-Q2": "30/40"}, None),  # a rate has no part of a year
    ],
)
def test_the_progress_of_a_year_is_its_sum_so_far(target, values, progress):
    found = judge("increase", "flow", "quarterly", targets={"2025": target}, values=values)
    assert found.year_progress == (progress and D(progress))


def test_the_progress_of_a_year_is_of_what_the_path_expects_of_it():
    # E at the end of FY2024 = 120: 30 of 120
    way = {"base": ("2022", 100), "targets": {"2025": 130}}
    found = judge("increase", "flow", "quarterly", **way, values={"2024-Q1": 30})
    assert found.year_progress == D("0.25")
