"""Rules 1 and 2: which value is judged, sums and ratios, gaps, and a year in progress at this pace."""

from decimal import Decimal

import pytest

from kpis.judging.known import Excluded
from kpis.judging.terms import Series
from kpis.judging.value import ValueProblem, read

from .factories import day, facts, observation, period

FLOWS = ["flow", "year_to_date"]


def reading_of(series, frequency, values, at=None, **more):
    """On that day, else at the end of the newest period that is spoken of."""
    known = facts(series=series, frequency=frequency, values=values, **more)
    newest = max((row.known_on for row in known.observations), default=day("2025"))
    return read(known, day(at) if at else newest)


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


# --- a year in progress


def quarters(year, *values, series="flow"):
    """Four quarters' amounts, or their running totals."""
    if series == "year_to_date":
        values = [sum(values[: k + 1]) for k in range(len(values))]
    return {f"{year}-Q{k}": value for k, value in enumerate(values, start=1)}


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
