"""Values worked out from others, each answer worked by hand."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.judging.composition import Part, compose
from kpis.judging.known import Observation
from kpis.judging.periods import Period
from kpis.judging.terms import Formula, Frequency, ObservationStatus


def part(weight="1", **values) -> Part:
    """`y2024="12"` a year, `q2024_3="5"` a quarter; None: reported that there is none."""
    rows = {}
    for name, value in values.items():
        year, _, quarter = name[1:].partition("_")
        period = Period(int(year), int(quarter) if quarter else None)
        rows[period] = (
            Observation(period, status=ObservationStatus.MISSING)
            if value is None
            else Observation(period, Decimal(value))
        )
    return Part(rows, Decimal(weight))


def worked_out(formula, *parts, frequency=Frequency.YEARLY, **more) -> dict[str, object]:
    found = compose(formula, parts, frequency, **more)
    return {
        str(row.period): str(row.value) if row.numerator is None else f"{row.numerator}/{row.denominator}"
        for row in found
    }


OWN, OTHER = part(y2023="19", y2024="18.2", y2025="17.5"), part(y2023="19.4", y2024="19.4")


@pytest.mark.parametrize(
    ("formula", "parts", "expected"),
    [
        (Formula.DIFFERENCE, (OWN, OTHER), {"2023": "-0.4", "2024": "-1.2"}),
        (Formula.RATIO, (OWN, OTHER), {"2023": "19/19.4", "2024": "18.2/19.4"}),
        (Formula.SUM, (part(y2024="3"), part("0.5", y2024="10")), {"2024": "8"}),
        (Formula.MEAN, (part("2", y2024="80"), part("1", y2024="65")), {"2024": "75"}),
        (Formula.MEAN, (part(y2024="1"), part(y2024="1"), part(y2024="0")), {"2024": "0.666667"}),
        (Formula.PRODUCT, (part("0.25", y2024="1200"),), {"2024": "300"}),
        (Formula.PRODUCT, (part(y2024="40"), part(y2024="30")), {"2024": "1200"}),
        (Formula.YEAR_BEFORE, (OWN,), {"2024": "18.2/19", "2025": "17.5/18.2"}),
    ],
)
def test_each_formula(formula, parts, expected):
    assert worked_out(formula, *parts) == expected


def test_the_mean_since_the_plan_began():
    fires = part(y2022="90", y2024="60", y2025="30", y2026="45")
    found = worked_out(Formula.MEAN_OVER, fires, start=date(2024, 4, 1))
    assert found == {"2024": "60", "2025": "45", "2026": "45"}


def test_the_mean_of_three_years_needs_all_three():
    fires = part(y2021="10", y2022="20", y2023="60", y2025="40", y2026="20")
    assert worked_out(Formula.MEAN_OVER, fires, years=3) == {"2023": "30"}


def test_a_survey_of_every_second_year_is_held_against_the_one_before():
    survey = part(y2021="50", y2023="60")
    found = worked_out(Formula.YEAR_BEFORE, survey, frequency=Frequency.EVERY_2_YEARS)
    assert found == {"2023": "60/50"}


def test_quarters_are_held_against_the_same_quarter():
    visits = part(q2023_4="200", q2024_3="90", q2024_4="210")
    found = worked_out(Formula.YEAR_BEFORE, visits, frequency=Frequency.QUARTERLY)
    assert found == {"2024-Q4": "210/200"}


def test_where_a_part_has_none_neither_has_the_whole():
    (row,) = compose(Formula.SUM, (part(y2024="3"), part(y2024=None)), Frequency.YEARLY)
    assert (row.value, row.status) == (None, ObservationStatus.MISSING)
    assert worked_out(Formula.SUM, part(y2024="3"), part()) == {}


def test_the_whole_is_no_surer_than_its_parts_and_speaks_of_their_last_day():
    period = Period(2024)
    first = Observation(period, Decimal(1), status=ObservationStatus.PROVISIONAL)
    other = Observation(period, Decimal(2), as_of=date(2025, 6, 1))
    (row,) = compose(Formula.SUM, (Part({period: first}), Part({period: other})), Frequency.YEARLY)
    assert (row.status, row.as_of) == (ObservationStatus.PROVISIONAL, date(2025, 6, 1))


numbers = st.decimals(min_value=0, max_value=10**6, places=2)


@given(numbers, numbers, numbers, st.sampled_from([Formula.SUM, Formula.MEAN, Formula.DIFFERENCE]))
def test_more_of_a_part_is_never_less_of_the_whole(low, more, other, formula):
    def value(own):
        parts = (part(y2024=str(own)), part(y2024=str(other)))
        (row,) = compose(formula, parts, Frequency.YEARLY)
        return row.value

    assert value(low + more) >= value(low)


@given(st.lists(numbers, min_size=2, max_size=6))
def test_a_mean_lies_between_its_parts(values):
    (row,) = compose(Formula.MEAN, tuple(part(y2024=str(value)) for value in values), Frequency.YEARLY)
    assert min(values) - 1 < row.value < max(values) + 1


@given(st.lists(numbers, min_size=2, max_size=5), st.data())
def test_the_order_of_what_is_added_up_does_not_matter(values, data):
    parts = [part(y2024=str(value)) for value in values]
    turned = data.draw(st.permutations(parts))
    assert compose(Formula.SUM, tuple(parts), Frequency.YEARLY) == compose(
        Formula.SUM, tuple(turned), Frequency.YEARLY
    )
