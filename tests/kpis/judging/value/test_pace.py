"""Rule 2: a year in progress at this pace."""

import pytest

from ..factories import period
from .conftest import FLOWS, quarters, reading_of


@pytest.mark.parametrize("series", FLOWS)
@pytest.mark.parametrize(
    ("amounts", "value", "annualized"),
    [
        ((20,), 20, 80),  # 20 ÷ 1/4
        ((20, 30), 50, 100),  # 50 ÷ 2/4
        ((20, 30, 25), 75, 100),  # 75 ÷ 3/4
    ],
)
def test_without_an_earlier_year_a_years_share_is_its_time(series, amounts, value, annualized):
    reading = reading_of(series, "quarterly", quarters(2024, *amounts, series=series))
    assert (reading.value, reading.annualized, reading.judged) == (value, annualized, annualized)
    assert (reading.reported, reading.periods, reading.in_progress) == (len(amounts), 4, True)
    assert not reading.has_earlier_year


@pytest.mark.parametrize("series", FLOWS)
@pytest.mark.parametrize(
    ("amounts", "annualized"),
    [
        ((20,), 100),  # shares of one quarter 0.1 and 0.3, mean 0.2: 20 ÷ 0.2
        ((20, 20), 100),  # of two 0.3 and 0.5, mean 0.4: 40 ÷ 0.4
        ((20, 20, 30), 100),  # of three 0.6 and 0.8, mean 0.7: 70 ÷ 0.7
    ],
)
def test_with_earlier_full_years_a_years_share_is_their_mean_share(series, amounts, annualized):
    earlier = quarters(2022, 30, 20, 30, 20, series=series) | quarters(2023, 10, 20, 30, 40, series=series)
    reading = reading_of(series, "quarterly", earlier | quarters(2024, *amounts, series=series))
    assert reading.annualized == annualized
    assert reading.has_earlier_year


def test_years_of_different_size_count_the_same():
    # shares 0.1 (of 1,000) and 0.3 (of 10): mean 0.2, so 20 stands for 100
    earlier = quarters(2022, 100, 300, 300, 300) | quarters(2023, 3, 3, 2, 2)
    assert reading_of("flow", "quarterly", earlier | quarters(2024, 20)).annualized == 100


@pytest.mark.parametrize("hole", [{}, {"2023-Q4": "M"}])
def test_an_earlier_year_that_is_not_full_says_nothing_of_the_share(hole):
    values = quarters(2023, 90, 5, 5) | hole | quarters(2024, 20, 20)
    reading = reading_of("flow", "quarterly", values)
    assert (reading.annualized, reading.has_earlier_year) == (80, False)  # 40 ÷ 2/4


def test_an_earlier_full_year_before_a_year_of_gaps_still_counts():
    values = quarters(2021, 10, 30, 30, 30) | {"2023-Q1": 7} | quarters(2024, 20)
    assert reading_of("flow", "quarterly", values).annualized == 200  # 20 ÷ 0.1


def test_an_earlier_full_year_after_a_year_of_gaps_still_counts():
    values = {"2021-Q1": 7} | quarters(2023, 10, 30, 30, 30) | quarters(2024, 20)
    assert reading_of("flow", "quarterly", values).annualized == 200  # 20 ÷ 0.1


@pytest.mark.parametrize("series", FLOWS)
def test_a_full_year_is_not_earlier_than_itself(series):
    reading = reading_of(series, "quarterly", quarters(2024, 10, 20, 30, 40, series=series))
    assert not reading.has_earlier_year


def test_an_earlier_year_of_nothing_says_nothing_of_the_share():
    reading = reading_of("flow", "quarterly", quarters(2023, 0, 0, 0, 0) | quarters(2024, 20, 20))
    assert reading.annualized == 80  # 40 ÷ 2/4


@pytest.mark.parametrize("series", FLOWS)
def test_half_years(series):
    first = reading_of(series, "half-yearly", {"2024-Q2": 40})
    assert (first.reported, first.periods, first.annualized) == (1, 2, 80)  # 40 ÷ 1/2
    earlier = {"2023-Q2": 40, "2023-Q4": 60 if series == "flow" else 100}
    assert reading_of(series, "half-yearly", earlier | {"2024-Q2": 40}).annualized == 100  # 40 ÷ 0.4


@pytest.mark.parametrize("series", FLOWS)
def test_a_yearly_sum_is_compared_at_its_years_end(series):
    assert (
        reading_of(series, "quarterly", quarters(2024, 5, series=series)).path_index == period("2024").index
    )


def test_a_level_is_compared_where_it_stands():
    assert reading_of("level", "quarterly", {"2024-Q1": 5}).path_index == period("2024-Q1").index
