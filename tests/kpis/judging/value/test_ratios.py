"""Rule 2: the value of a ratio, from its parts."""

from decimal import Decimal

import pytest

from kpis.judging.terms import Series
from kpis.judging.value import ValueProblem

from .conftest import reading_of

# --- ratios


@pytest.mark.parametrize(
    ("unit", "value"), [("%", 75), ("％", 75), ("倍", Decimal("0.75")), ("", Decimal("0.75"))]
)
def test_a_ratio_is_a_hundredfold_only_as_percent(unit, value):
    assert reading_of("level", "yearly", {"2024": "3/4"}, unit=unit).value == value


def test_of_a_levels_ratio_the_latest_parts_count():
    assert reading_of("level", "quarterly", {"2024-Q1": "1/100", "2024-Q2": "3/4"}, unit="%").value == 75


def test_the_parts_of_a_flows_ratio_are_summed():
    # (1 + 9) ÷ (40 + 10) = 20 %; the mean of 2.5 % and 90 % would be 46.25 %
    assert reading_of("flow", "quarterly", {"2024-Q1": "1/40", "2024-Q2": "9/10"}, unit="%").value == 20


@pytest.mark.parametrize("series", list(Series))
@pytest.mark.parametrize(("value", "is_ratio"), [("3/4", True), ("75", False)])
def test_a_reading_says_whether_it_is_a_ratio_and_that_nothing_is_wrong(series, value, is_ratio):
    reading = reading_of(series, "yearly", {"2024": value}, unit="%")
    assert (reading.value, reading.is_ratio, reading.problem) == (75, is_ratio, None)


@pytest.mark.parametrize("series", list(Series))
@pytest.mark.parametrize(
    ("parts", "problem"),
    [("0/0", ValueProblem.NOTHING_TO_COUNT), ("5/0", ValueProblem.ZERO_DENOMINATOR)],
)
def test_a_zero_denominator_leaves_no_value(series, parts, problem):
    reading = reading_of(series, "yearly", {"2024": parts}, unit="%")
    assert (reading.value, reading.problem) == (None, problem)


def test_a_quarter_without_cases_does_not_spoil_the_years_ratio():
    # (0 + 3) ÷ (0 + 4) = 75 %
    assert reading_of("flow", "quarterly", {"2024-Q1": "0/0", "2024-Q2": "3/4"}, unit="%").value == 75


def test_a_ratio_of_zero_is_a_value():
    assert reading_of("level", "yearly", {"2024": "0/5"}, unit="%").value == 0


def test_a_ratio_is_a_rate_already_and_is_not_annualized():
    reading = reading_of("flow", "quarterly", {"2024-Q1": "1/4", "2024-Q2": "1/4"}, unit="%")
    assert (reading.value, reading.annualized, reading.judged) == (25, None, 25)
    assert reading.in_progress


def test_plain_values_and_parts_in_one_year_have_no_sum():
    reading = reading_of("flow", "quarterly", {"2024-Q1": "1/4", "2024-Q2": 25})
    assert (reading.value, reading.problem) == (None, ValueProblem.MIXED)
