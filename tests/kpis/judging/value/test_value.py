"""Rules 1 and 2: which value is judged, sums and gaps."""

import pytest

from kpis.judging.known import Excluded
from kpis.judging.value import ValueProblem, read

from ..factories import day, facts, observation, period
from .conftest import FLOWS, quarters, reading_of


def test_without_a_value_there_is_nothing_to_read():
    assert reading_of("level", "yearly", {}) is None
    assert reading_of("level", "yearly", {"2024": "M"}) is None


@pytest.mark.parametrize("series", ["level", "cumulative"])
def test_of_a_level_and_a_running_total_the_latest_value_counts(series):
    reading = reading_of(series, "quarterly", {"2024-Q2": 20, "2024-Q1": 10})
    assert (reading.value, reading.period, reading.annualized) == (20, period("2024-Q2"), None)
    assert not reading.in_progress
    assert (reading.reported, reading.periods) == (1, 1)


@pytest.mark.parametrize(
    ("at", "value"), [("2024-06-29", None), ("2024-06-30", 10), ("2024-09-29", 10), ("2024-09-30", 20)]
)
def test_a_value_is_known_from_the_last_day_of_its_period(at, value):
    reading = reading_of("level", "quarterly", {"2024-Q1": 10, "2024-Q2": 20}, at=at)
    assert (reading and reading.value) == value


@pytest.mark.parametrize(("at", "value"), [("2024-08-31", 10), ("2024-09-01", 20)])
def test_a_value_with_its_own_date_is_known_from_that_day(at, value):
    rows = [observation("2024-Q1", 10), observation("2024-Q2", 20, as_of="2024-09-01")]
    reading = reading_of("level", "quarterly", rows, at=at)
    assert reading.value == value
    assert reading.as_of == (day("2024-09-01") if value == 20 else day("2024-06-30"))


def test_values_after_the_last_target_are_not_read():
    known = facts(values={"2024": 10, "2025": 20, "2026": 30})
    assert read(known, day("2027"), period("2025").index).value == 20


def test_zero_is_a_value():
    assert reading_of("level", "yearly", {"2023": 5, "2024": 0}).value == 0


def test_a_missing_report_leaves_the_earlier_value():
    assert reading_of("level", "yearly", {"2023": 5, "2024": "M"}).value == 5


# --- sums over the fiscal year


def test_a_flow_is_summed_over_its_fiscal_year_only():
    values = {"2023-Q4": 1000, "2024-Q1": 10, "2024-Q2": 20, "2024-Q3": 30, "2024-Q4": 40}
    reading = reading_of("flow", "quarterly", values)
    assert reading.value == 100  # 10 + 20 + 30 + 40
    assert (reading.reported, reading.periods, reading.in_progress, reading.annualized) == (4, 4, False, None)


def test_a_year_to_date_is_the_sum_already():
    reading = reading_of(
        "year_to_date", "quarterly", {"2024-Q1": 10, "2024-Q2": 30, "2024-Q3": 60, "2024-Q4": 100}
    )
    assert (reading.value, reading.in_progress) == (100, False)


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"2024-Q1": 10, "2024-Q3": 30}, "2024-Q2"),
        ({"2024-Q1": 10, "2024-Q2": "M", "2024-Q3": 30}, "2024-Q2"),
        ({"2024-Q2": 10, "2024-Q3": 30}, "2024-Q1"),
        ({"2024-Q1": 10, "2024-Q2": 30, "2024-Q3": "M"}, "2024-Q3"),
    ],
)
def test_a_gap_in_a_flows_year_leaves_the_sum_of_what_there_is(values, missing):
    reading = reading_of("flow", "quarterly", values)
    assert (reading.value, reading.problem, reading.reported) == (40, ValueProblem.GAP, 2)
    assert reading.missing == (period(missing),)
    assert reading.annualized is None


@pytest.mark.parametrize(
    ("at", "missing", "awaited", "annualized"),
    [
        ("2025-03-31", [], None, 1320),  # 990 ÷ 3/4: the year is not over
        ("2025-04-01", [], "2025-Q4", 1320),  # over, and 30 days are left to report
        ("2025-04-30", [], "2025-Q4", 1320),
        ("2025-05-01", ["2024-Q4"], None, None),
    ],
)
@pytest.mark.parametrize("series", FLOWS)
def test_a_last_quarter_is_awaited_until_it_was_due_and_missing_from_then_on(
    series, at, missing, awaited, annualized
):
    reading = reading_of(series, "quarterly", quarters(2024, 330, 330, 330, series=series), at=at)
    assert (reading.value, reading.annualized) == (990, annualized)
    assert [str(each) for each in reading.missing] == missing
    assert [str(each) for each in reading.awaited] == ([] if awaited is None else ["2024-Q4"])


@pytest.mark.parametrize("series", FLOWS)
def test_a_last_quarter_marked_missing_ends_the_years_pace(series):
    values = quarters(2024, 330, 330, 330, series=series) | {"2024-Q4": "M"}
    reading = reading_of(series, "quarterly", values, at="2025-03-31")
    assert (reading.value, reading.annualized, reading.missing) == (990, None, (period("2024-Q4"),))


def test_quarters_before_the_plan_are_not_asked_of_its_first_year():
    values = {"2024-Q4": 30}
    reading = reading_of("flow", "quarterly", values, start="2024-12-01")
    assert (reading.value, reading.periods, reading.missing) == (30, 1, ())
    # a quarter of a year: 30 ÷ 1/4
    assert (reading.annualized, reading.in_progress) == (120, False)
    # but what was reported of them is in the sum
    reading = reading_of("flow", "quarterly", {"2024-Q3": 10} | values, start="2024-12-01")
    assert (reading.value, reading.periods) == (40, 2)


def test_an_indicator_that_begins_within_a_year_is_asked_from_its_first_period_on():
    values = {"2024-Q2": 3000}
    assert reading_of("flow", "quarterly", values).missing == (period("2024-Q1"),)
    reading = reading_of("flow", "quarterly", values, first_period=period("2024-Q2"))
    assert (reading.value, reading.missing, reading.periods) == (3000, (), 3)


def test_the_quarters_own_figure_stands_beside_the_years():
    assert reading_of("flow", "quarterly", quarters(2024, 36, 32, 33)).own == 33
    assert reading_of("year_to_date", "quarterly", {"2024-Q1": 36, "2024-Q2": 68}).own == 32
    assert reading_of("year_to_date", "quarterly", {"2024-Q2": 68}).own is None  # the first is not known
    assert reading_of("flow", "quarterly", {"2024-Q1": "1/4", "2024-Q2": "3/4"}, unit="%").own == 75
    assert reading_of("flow", "yearly", {"2024": 36}).own is None


def test_an_excluded_year_is_passed_over():
    values = {"2019": 10, "2020": 99}
    excluded = (Excluded(period("2020"), "感染症"),)
    assert reading_of("level", "yearly", values, excluded=excluded).value == 10
    # of a yearly sum one excluded quarter excludes the year
    quarters_of_two = quarters(2019, 1, 2, 3, 4) | quarters(2020, 9, 9)
    excluded = (Excluded(period("2020-Q1")),)
    assert reading_of("flow", "quarterly", quarters_of_two, excluded=excluded).value == 10


def test_months_and_calendar_years_are_summed_over_their_own_year():
    months = {f"2024-{month:02}": 10 for month in range(4, 10)}
    reading = reading_of("flow", "monthly", months | {"2024-03": 500})
    assert (reading.value, reading.reported, reading.periods, reading.annualized) == (60, 6, 12, 120)
    reading = reading_of("flow", "calendar-year", {"C2023": 5, "C2024": 7})
    assert (reading.value, reading.path_index, reading.in_progress) == (7, period("C2024").index, False)


@pytest.mark.parametrize("series", FLOWS)
def test_a_years_sum_speaks_of_its_latest_reports_day(series):
    rows = [observation("2024-Q1", 10), observation("2024-Q2", 20, as_of="2024-09-01")]
    assert reading_of(series, "quarterly", rows[:1]).as_of == day("2024-06-30")
    assert reading_of(series, "quarterly", rows).as_of == day("2024-09-01")


def test_a_gap_in_an_earlier_year_does_no_harm():
    reading = reading_of("flow", "quarterly", {"2023-Q1": 1, "2023-Q3": 1, "2024-Q1": 10, "2024-Q2": 10})
    assert reading.value == 20


def test_a_year_to_date_needs_no_earlier_quarters():
    reading = reading_of("year_to_date", "quarterly", {"2024-Q3": 60})
    assert (reading.value, reading.reported, reading.annualized) == (60, 3, 80)  # 60 ÷ 3/4
    assert reading.missing == ()


def test_a_yearly_flow_is_never_in_progress():
    reading = reading_of("flow", "yearly", {"2024": 100})
    assert (reading.value, reading.in_progress, reading.annualized) == (100, False, None)
