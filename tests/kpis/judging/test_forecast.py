"""Where the values would lead: Theil–Sen and its range by hand."""

from decimal import Decimal
from itertools import pairwise

import pytest

from kpis.judging.evaluation import evaluate
from kpis.judging.forecast import forecast, lines, record, width

from .factories import day, facts, period

# Values 10, 12, 20, 16 at the ends of four years, 4 quarters apart. Slopes per quarter (a third of it per month), of each pair:
#   2/4 = 0.5; 10/8 = 1.25; 6/12 = 0.5; 8/4 = 2; 4/8 = 0.5; −4/4 = −1
# in order −1, 0.5, 0.5, 0.5, 1.25, 2. Median (0.5 + 0.5) / 2 = 0.5.
# That leaves 10, 12 − 2 = 10, 20 − 4 = 16, 16 − 6 = 10: median 10. The line: 10, 12, 14, 16, off by 0, 0, 6, 0.
YEARS = {"2020": 10, "2021": 12, "2022": 20, "2023": 16}


def ahead(at: str = "2024-04-01", **given):
    known = facts(**{"targets": {"2026": 30}, "values": YEARS} | given)
    return forecast(known, evaluate(known, day(at)))


def per_quarter(found):
    return round(found.slope * 3, 20)


def test_the_line_goes_on_with_the_median_slope():
    found = ahead()
    # 12 quarters from the end of FY2023 to the end of FY2026: 16 + 12 × 0.5 = 22.
    assert (found.from_value, per_quarter(found), found.to_value) == (16, Decimal("0.5"), 22)
    assert (found.from_index, found.to_index) == (period("2023").index, period("2026").index)
    assert not found.meets_target


def test_the_line_starts_where_the_median_of_the_values_puts_it_not_at_the_latest_value():
    # 10, 12, 14, 22: slopes 0.5, 0.5, 1, 0.5, 1.25, 2, median 0.75. That leaves 10, 12 − 3 = 9, 14 − 6 = 8, 22 − 9 = 13:
    # median 9.5. At the end of FY2023: 9.5 + 9 = 18.5; three years on 9 more.
    found = ahead(values=YEARS | {"2022": 14, "2023": 22})
    assert (found.from_value, found.to_value) == (Decimal("18.5"), Decimal("27.5"))


def test_the_range_by_hand():
    # Mean distance 6 / 4 = 1.5. In years the values stand at 0, 1, 2, 3, 1.5 on average; squares of the distances
    # 2.25 + 0.25 + 0.25 + 2.25 = 5. FY2026 stands at 6: 4.5² / 5 = 4.05. Root of 1 + 1/4 + 4.05 = 5.3; width(4) = 3.35.
    found = ahead()
    half = Decimal("3.35") * Decimal("1.5") * Decimal("5.3").sqrt()  # 11.57
    assert round(found.high - 22, 20) == round(22 - found.low, 20) == round(half, 20)


def test_the_range_does_not_depend_on_the_unit_of_time():
    quarters = [(4 * year, Decimal(value)) for year, value in enumerate((10, 12, 20, 16, 30, 26, 31, 40, 33))]
    months = [(3 * index + 24000, value) for index, value in quarters]
    *_, before = lines(quarters)
    *_, after = lines(months)
    assert round(before.at(44), 20) == round(after.at(3 * 44 + 24000), 20)
    assert round(before.half_width(44), 20) == round(after.half_width(3 * 44 + 24000), 20)
    assert round(before.stretch, 20) == round(after.stretch, 20)


def test_more_values_need_less_width_down_to_that_of_normal_noise():
    widths = [width(count) for count in range(4, 200)]
    assert widths == sorted(widths, reverse=True)
    assert Decimal("1.606") < widths[-1] < Decimal("1.63")


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
    # That leaves 0, 0, 0, 0, 396: the line goes through the first four.
    found = ahead(
        "2025-04-01",
        values={"2020": 0, "2021": 1, "2022": 2, "2023": 3, "2024": 400},
        targets={"2030": 999},
    )
    assert (per_quarter(found), found.from_value) == (Decimal("0.25"), 4)


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
    assert (per_quarter(found), found.to_value, found.low, found.high) == (Decimal("-2.5"), 0, 0, 0)
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
    assert (per_quarter(found), found.to_value, found.met_in) == (1, 11, period("2025-Q2"))


def test_thirds_on_a_straight_line_lead_to_their_target_exactly():
    falling = {"2020": "4/3", "2021": "3/3", "2022": "2/3", "2023": "1/3"}
    found = ahead(direction="decrease", values=falling, targets={"2024": 0})
    assert (found.low, found.to_value, found.high) == (0, 0, 0)
    assert (found.meets_target, found.met_in) == (True, period("2024"))
    rising = {"2020": "1/3", "2021": "2/3", "2022": "3/3", "2023": "4/3"}
    found = ahead(values=rising, targets={"2025": 2})
    assert (found.low, found.to_value, found.high, found.meets_target) == (2, 2, 2, True)


def test_the_range_too_keeps_to_what_the_values_can_be():
    # The line of 60, 90, 80, 90: slopes per year 30, 10, 10, −10, 0, 10: 10. Two years on, it is past 100.
    share = {"unit": "%", "is_part_of_whole": True, "targets": {"2026": 99}}
    found = ahead(values={"2020": 60, "2021": 90, "2022": 80, "2023": 90}, **share)
    assert (found.to_value, found.high) == (100, 100)
    assert found.low < 100
    found = ahead(
        direction="decrease", values={"2020": 9, "2021": 3, "2022": 5, "2023": 1}, targets={"2024": 0}
    )
    assert (found.low, found.high > 0) == (0, True)
    found = ahead(
        direction="decrease", values={"2020": 9, "2021": 3, "2022": 5, "2023": -1}, targets={"2024": -9}
    )
    assert found.low < 0  # what was negative once may be so again


# 1, −1, −1, 1: slopes −2, −1, 0, 0, 1, 2, median 0; level 0; mean distance 1. With zeros added slope and level stay 0.
# Half width at the fifth: 3.35 × √(1 + 1/4 + 2.5² / 5) = 5.3; later ones are narrower, all wider than 1.
FLAT = [1, -1, -1, 1]


def points(*values):
    return [(index, Decimal(value)) for index, value in enumerate(values)]


@pytest.mark.parametrize(
    ("later", "found", "stretch"),
    [
        ([0, 0, 0], None, 1),  # three earlier forecasts
        ([0, 0, 0, 0], (4, 4), "0.5"),  # every range was more than twice as wide as it had to be
        # Reaches 0.5 (of 100 off), 2, 2, 2; place 5 × 0.2 = 1: 0.5, and 1 / 0.5 = 2.
        ([0, 0, 0, 100], (3, 4), 2),
        # The same and one more 2; place 6 × 0.2 = 1.2: 0.5 + 0.2 × 1.5 = 0.8, and 1 / 0.8 = 1.25.
        ([0, 0, 0, 100, 0], (4, 5), "1.25"),
    ],
)
def test_the_own_past_tells_how_often_the_range_held_and_stretches_it(later, found, stretch):
    known = points(*FLAT, *later)
    *_, line = lines(known)
    assert (record(known), line.stretch) == (found, Decimal(stretch))


def test_values_on_a_line_that_then_leave_it_count_as_missed():
    # 0, 1, 2, 3: no width at all. 40 is not on the line: reach 0, counted as 0.5.
    known = points(0, 1, 2, 3, 40)
    assert record([*known, (5, Decimal(5)), (6, Decimal(6)), (7, Decimal(7))]) == (3, 4)


def test_each_earlier_forecast_knows_only_what_came_before():
    values = points(5, 9, 2, 8, 3, 30, 1, 7, 60, 4, 9, 2)
    records = [record(values[:count]) for count in range(8, 13)]
    for (hits, tried), (more_hits, more_tried) in pairwise(records):
        assert (more_tried, more_hits - hits in (0, 1)) == (tried + 1, True)


def test_the_record_counts_the_range_as_it_would_have_been_shown():
    # 40, 30, 20, 10, then 0: the line leads to −10, and would have been shown at 0.
    assert record(points(40, 30, 20, 10, 0, 0, 0, 0)) == (4, 4)
    rising = points(20, 40, 60, 80, 100, 100, 100, 100)
    assert record(rising, is_part_of_whole=True) == (4, 4)
    assert record(rising) == (1, 4)  # after the fifth 120 and no width, then lines that still lead far above


def test_the_forecast_carries_the_record():
    assert ahead().record is None
    values = {str(2015 + year): value for year, value in enumerate([*FLAT, 0, 0, 0, 0])}
    assert ahead(values=values).record == (4, 4)
