"""Values of shorter periods as those of longer ones, worked by hand."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.judging.coarser import coarsened, goes_into, made_of, period_around
from kpis.judging.known import Observation
from kpis.judging.periods import Period
from kpis.judging.terms import Frequency, ObservationStatus, Series

QUARTERS = ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4")


def rows(values: dict[str, object]) -> dict[Period, Observation]:
    """`values`: a number, a pair of numerator and denominator, or None for M."""
    found = {}
    for text, value in values.items():
        period = Period.parse(text)
        if value is None:
            found[period] = Observation(period, status=ObservationStatus.MISSING)
        elif isinstance(value, tuple):
            found[period] = Observation(period, None, *map(Decimal, value))
        else:
            found[period] = Observation(period, Decimal(value))
    return found


def yearly(
    values: dict[str, object], series: Series, fine: Frequency = Frequency.QUARTERLY
) -> dict[str, object]:
    return {
        str(row.period): row.value if row.value is not None else (row.numerator, row.denominator)
        for row in coarsened(rows(values), fine, Frequency.YEARLY, series).values()
        if row.status is not ObservationStatus.MISSING
    }


@pytest.mark.parametrize(
    ("fine", "coarse", "goes"),
    [
        ("monthly", "quarterly", True),
        ("quarterly", "yearly", True),
        ("half-yearly", "yearly", True),
        ("yearly", "quarterly", False),
        ("quarterly", "calendar-year", False),
        ("yearly", "every-2-years", False),
        ("every-2-years", "every-2-years", True),
    ],
)
def test_which_periods_are_made_of_which(fine, coarse, goes):
    assert goes_into(Frequency(fine), Frequency(coarse)) is goes


@pytest.mark.parametrize(
    ("period", "coarse", "around"),
    [
        ("2024-Q1", "yearly", "2024"),
        ("2024-Q4", "yearly", "2024"),
        ("2024-Q1", "half-yearly", "2024-Q2"),
        ("2025-03", "yearly", "2024"),
        ("2024-04", "quarterly", "2024-Q1"),
        ("2025-01", "half-yearly", "2024-Q4"),
        ("2024", "yearly", "2024"),
    ],
)
def test_the_longer_period_in_which_a_shorter_one_lies(period, coarse, around):
    assert str(period_around(Period.parse(period), Frequency(coarse))) == around


def test_what_a_longer_period_is_made_of():
    assert [
        str(each) for each in made_of(Period.parse("2024"), Frequency.YEARLY, Frequency.QUARTERLY)
    ] == list(QUARTERS)
    half = made_of(Period.parse("2024-Q2"), Frequency.HALF_YEARLY, Frequency.MONTHLY)
    assert [str(each) for each in half] == [f"2024-0{month}" for month in range(4, 10)]


def test_amounts_are_summed_once_all_are_known():
    values = dict(zip(QUARTERS, (10, 20, 30, 40), strict=True))
    assert yearly(values, Series.FLOW) == {"2024": 100}
    del values["2024-Q2"]
    assert yearly(values, Series.FLOW) == {}


@pytest.mark.parametrize("series", [Series.LEVEL, Series.YEAR_TO_DATE, Series.CUMULATIVE])
def test_of_everything_else_the_last_one_counts(series):
    assert yearly({"2024-Q1": 10, "2024-Q4": 40, "2025-Q1": 50}, series) == {"2024": 40}


def test_a_ratio_of_amounts_is_one_of_their_sums():
    values = dict(zip(QUARTERS, ((1, 2), (1, 4), (0, 0), (2, 4)), strict=True))
    assert yearly(values, Series.FLOW) == {"2024": (4, 10)}
    assert yearly(values, Series.LEVEL) == {"2024": (2, 4)}


def test_what_will_never_be_known_leaves_the_year_without():
    values = dict(zip(QUARTERS, (10, None, 30, 40), strict=True))
    (found,) = coarsened(rows(values), Frequency.QUARTERLY, Frequency.YEARLY, Series.FLOW).values()
    assert (str(found.period), found.status, found.value) == ("2024", ObservationStatus.MISSING, None)
    assert yearly(values, Series.LEVEL) == {"2024": 40}


def test_the_sum_is_no_surer_than_its_least_sure_value_and_stands_at_the_last_ones_day():
    found = rows(dict(zip(QUARTERS, (10, 20, 30, 40), strict=True)))
    q2, q4 = Period.parse("2024-Q2"), Period.parse("2024-Q4")
    found[q2] = Observation(q2, Decimal(20), status=ObservationStatus.PROVISIONAL)
    found[q4] = Observation(q4, Decimal(40), as_of=date(2025, 3, 20))
    (year,) = coarsened(found, Frequency.QUARTERLY, Frequency.YEARLY, Series.FLOW).values()
    assert (year.status, year.known_on) == (ObservationStatus.PROVISIONAL, date(2025, 3, 20))


@given(st.lists(st.integers(-1000, 1000), min_size=12, max_size=12))
def test_by_way_of_quarters_it_is_the_same(months):
    """A year of months is a year of the quarters of these months."""
    wanted = made_of(Period.parse("2024"), Frequency.YEARLY, Frequency.MONTHLY)
    values = {
        period: Observation(period, Decimal(value)) for period, value in zip(wanted, months, strict=True)
    }
    for series in (Series.FLOW, Series.LEVEL):
        quarters = coarsened(values, Frequency.MONTHLY, Frequency.QUARTERLY, series)
        straight = coarsened(values, Frequency.MONTHLY, Frequency.YEARLY, series)
        assert coarsened(quarters, Frequency.QUARTERLY, Frequency.YEARLY, series) == straight
    assert (
        sum(months)
        == coarsened(values, Frequency.MONTHLY, Frequency.YEARLY, Series.FLOW)[Period.parse("2024")].value
    )
