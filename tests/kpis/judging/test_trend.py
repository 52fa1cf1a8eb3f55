"""Whether the latest value is better or worse than the one before."""

from decimal import Decimal

import pytest

from kpis.judging.evaluation import evaluate
from kpis.judging.trend import trend

from .factories import day, facts, period


def course(at: str, **given):
    known = facts(**given)
    return trend(known, evaluate(known, day(at)).reading, day(at))


@pytest.mark.parametrize(
    ("direction", "before", "now", "arrow", "meaning"),
    [
        ("increase", 10, 12, "↗", "better"),
        ("increase", 12, 10, "↘", "worse"),
        ("decrease", 12, 10, "↘", "better"),
        ("decrease", 10, 12, "↗", "worse"),
        ("keep_at_least", 10, 12, "↗", "better"),
        ("keep_at_most", 10, 12, "↗", "worse"),
        ("monitor", 10, 12, "↗", "up"),
        ("monitor", 12, 10, "↘", "down"),
        ("increase", 10, 10, "→", "same"),
        ("decrease", -1, -2, "↘", "better"),
        ("increase", 0, "0.000001", "↗", "better"),
    ],
)
def test_the_arrow_says_which_way_the_number_went_and_the_word_what_it_means(
    direction, before, now, arrow, meaning
):
    found = course("2025-04-01", direction=direction, values={"2023": before, "2024": now})
    assert (found.arrow, found.course.value) == (arrow, meaning)
    assert found.change == Decimal(now) - Decimal(before)
    assert found.since == period("2023")


@pytest.mark.parametrize(
    ("before", "now", "arrow", "meaning"),
    [
        (35, 32, "↘", "better"),  # 5 outside, then 2
        (18, 35, "↗", "worse"),  # 2 outside, then 5
        (22, 28, "↗", "up"),  # inside both times: neither better nor worse
        (18, 32, "↗", "up"),  # 2 outside on either side
    ],
)
def test_in_a_range_the_distance_outside_counts(before, now, arrow, meaning):
    found = course(
        "2025-04-01", direction="keep_within", lower=20, upper=30, values={"2023": before, "2024": now}
    )
    assert (found.arrow, found.course.value) == (arrow, meaning)


def test_one_value_has_no_trend():
    assert course("2025-04-01", values={"2024": 5}) is None
    assert course("2025-04-01") is None


def test_a_period_without_value_is_passed_over():
    found = course("2025-04-01", values={"2022": 5, "2023": "M", "2024": 7})
    assert (found.since, found.change) == (period("2022"), 2)


def test_a_ratio_with_nothing_below_the_line_is_passed_over():
    found = course("2025-04-01", unit="%", values={"2022": "1/4", "2023": "0/0", "2024": "1/2"})
    assert (found.since, found.before, found.change) == (period("2022"), 25, 25)


def test_a_yearly_sum_is_compared_with_the_same_part_of_the_year_before():
    # Half of FY2024: 10 + 14 = 24; half of FY2023: 10 + 10 = 20. The second half of FY2023 does not matter.
    quarters = {"2023-Q1": 10, "2023-Q2": 10, "2023-Q3": 90, "2023-Q4": 90, "2024-Q1": 10, "2024-Q2": 14}
    found = course("2024-10-01", series="flow", frequency="quarterly", values=quarters)
    assert (found.since, found.before, found.change, found.arrow) == (period("2023-Q2"), 20, 4, "↗")


def test_a_total_to_date_is_compared_with_the_same_day_of_the_year_before():
    totals = {"2023-Q2": 20, "2023-Q4": 70, "2024-Q2": 15}
    found = course("2024-10-01", series="year_to_date", frequency="quarterly", values=totals)
    assert (found.since, found.change, found.course.value) == (period("2023-Q2"), -5, "worse")


@pytest.mark.parametrize("earlier", [{}, {"2023-Q2": 10}, {"2023-Q1": 10}])
def test_a_yearly_sum_without_the_same_part_of_the_year_before_has_no_trend(earlier):
    values = earlier | {"2024-Q1": 10, "2024-Q2": 14}
    assert course("2024-10-01", series="flow", frequency="quarterly", values=values) is None


def test_what_comes_later_is_not_known_yet():
    values = {"2022": 1, "2023": 5, "2024": 2}
    assert course("2024-04-01", values=values).change == 4
    assert course("2025-04-01", values=values).change == -3
