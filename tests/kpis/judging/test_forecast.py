"""Where the values would lead: Theil–Sen by hand."""

from decimal import Decimal

import pytest

from kpis.judging.evaluation import evaluate
from kpis.judging.forecast import forecast, quantile

from .factories import day, facts, period

# Values 10, 12, 20, 16 at the ends of four years, 4 quarters apart. Slopes per quarter, of each pair:
#   2/4 = 0.5; 10/8 = 1.25; 6/12 = 0.5; 8/4 = 2; 4/8 = 0.5; −4/4 = −1
# in order −1, 0.5, 0.5, 0.5, 1.25, 2. Median (0.5 + 0.5) / 2 = 0.5.
# Lower quartile at place 0.25 × 5 = 1.25: 0.5. Upper at 3.75: 0.5 + 0.75 × (1.25 − 0.5) = 1.0625.
YEARS = {"2020": 10, "2021": 12, "2022": 20, "2023": 16}


def ahead(at: str = "2024-04-01", **given):
    known = facts(**{"targets": {"2026": 30}, "values": YEARS} | given)
    return forecast(known, evaluate(known, day(at)))


def test_the_line_goes_on_from_the_latest_value_with_the_median_slope():
    found = ahead()
    # 12 quarters from the end of FY2023 to the end of FY2026: 16 + 12 × 0.5 = 22.
    assert (found.from_value, found.slope, found.to_value) == (16, Decimal("0.5"), 22)
    assert (found.from_index, found.to_index) == (4 * 2023 + 4, 4 * 2026 + 4)
    # 16 + 12 × 0.5 = 22; 16 + 12 × 1.0625 = 28.75
    assert (found.low, found.high) == (22, Decimal("28.75"))
    assert not found.meets_target


def test_the_year_in_which_the_target_would_be_met():
    # 16 + 0.5 q ≥ 30 from q = 28 on: seven years after FY2023.
    found = ahead()
    assert (found.met_in, found.met_in_label) == (period("2030"), "令和12年度（2030年度）")


def test_a_target_within_reach_is_met():
    # 16 + 0.5 × 12 = 22, and 16 + 0.5 × 8 = 20 already at the end of FY2025.
    found = ahead(targets={"2026": 20})
    assert found.meets_target
    assert found.met_in == period("2025")


def test_one_odd_value_hardly_moves_the_slope():
    # 0, 1, 2, 3, 400: ten slopes; six of them 0.25 (pairs of the first four), four of them about 25 to 99.25.
    found = ahead(
        "2025-04-01",
        values={"2020": 0, "2021": 1, "2022": 2, "2023": 3, "2024": 400},
        targets={"2030": 999},
    )
    assert found.slope == Decimal("0.25")


@pytest.mark.parametrize(
    "given",
    [
        {"values": {"2021": 12, "2022": 20, "2023": 16}},  # three values
        {"values": YEARS | {"2023": "M"}},
        {"series": "flow"},
        {"series": "year_to_date"},
        {"direction": "monitor"},
        {"direction": "keep_within", "lower": 0, "upper": 50},
        {"is_reference": True},
        {"targets": {}},
        {"targets": {"2023": 30}},  # nothing ahead
        {"targets": {"2026": None}},
    ],
)
def test_there_is_no_estimate_where_it_would_mean_nothing(given):
    assert ahead(**given) is None


def test_what_is_not_known_on_the_day_is_not_used():
    assert ahead("2024-03-30") is None  # the value of FY2023 speaks of 31 March


def test_a_falling_value_does_not_fall_below_nothing():
    # 40, 30, 20, 10: −2.5 a quarter; 12 quarters on it would be −20.
    falling = {"2020": 40, "2021": 30, "2022": 20, "2023": 10}
    found = ahead(direction="decrease", values=falling, targets={"2026": 5})
    assert (found.slope, found.to_value, found.low, found.high) == (Decimal("-2.5"), 0, 0, 0)
    # 10 − 2.5 × 2 = 5 at the middle of FY2024; a yearly indicator tells it at that year's end.
    assert found.met_in == period("2024")


def test_a_share_does_not_grow_beyond_the_whole():
    # +5 a quarter: 90 + 12 × 5 = 150.
    rising = {"2020": 30, "2021": 50, "2022": 70, "2023": 90}
    found = ahead(values=rising, targets={"2026": 100}, unit="%", is_part_of_whole=True)
    assert (found.to_value, found.high, found.meets_target) == (100, 100, True)
    assert ahead(values=rising, targets={"2026": 100}, unit="%").to_value == 150


def test_a_slope_the_wrong_way_never_meets_the_target():
    found = ahead(direction="decrease", targets={"2026": 5})
    assert found.met_in is None
    assert found.met_in_label == ""


def test_more_than_ten_years_away_is_not_told():
    # 16 + 0.5 × 40 = 36 is the furthest that is looked at.
    assert ahead(targets={"2026": 36}).met_in == period("2033")
    assert ahead(targets={"2026": 37}).met_in is None


def test_quarters_that_were_skipped_count_in_the_distance():
    # 0 at Q1, 3 at Q4 (three quarters on), 4 at Q1, 6 at Q3: slopes 1, 4/4, 6/6, 1, 3/3, 2/2: all 1.
    found = ahead(
        "2025-01-01",
        frequency="quarterly",
        values={"2023-Q1": 0, "2023-Q4": 3, "2024-Q1": 4, "2024-Q3": 6},
        targets={"2025-Q4": 9},
    )
    # Five quarters from 2024-Q3 to 2025-Q4: 6 + 5 = 11; 9 is reached three quarters on, in 2025-Q2.
    assert (found.slope, found.to_value, found.met_in) == (1, 11, period("2025-Q2"))


@pytest.mark.parametrize(
    ("numbers", "share", "value"),
    [([1, 2, 3], "0.5", 2), ([1, 2], "0.5", "1.5"), ([1, 2, 3, 4], "0.25", "1.75"), ([5], "0.75", 5)],
)
def test_a_quantile_between_two_numbers_is_linear(numbers, share, value):
    assert quantile([Decimal(n) for n in numbers], Decimal(share)) == Decimal(value)
