"""What a review asks of indicators that report by the month, by the calendar year or every few years."""

import pytest

from kpis.models import Review
from kpis.sheets.row_keys import RowKey
from kpis.workflow.due_items import due_items
from tests.factories import make_city, make_indicator, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan(make_city())


def asked(plan, quarter: str) -> dict[str, list[str]]:
    """The periods that the quarter's review asks for, by code."""
    found: dict[str, list[str]] = {}
    for item in due_items(Review(plan=plan, period=quarter, due_on="2030-01-01")):
        found.setdefault(item.owner.code, []).append(str(item.period))
    return found


def test_a_quarter_asks_for_its_three_months_each_by_a_name_of_its_own(plan):
    make_indicator(plan, "m", frequency="monthly", series="flow")
    review = Review.objects.create(plan=plan, period="2024-Q4", due_on="2025-04-30")
    items = due_items(review)
    assert [str(item.period) for item in items] == ["2025-01", "2025-02", "2025-03"]
    assert len({item.key for item in items}) == len({str(RowKey.of(item)) for item in items}) == 3
    assert RowKey.parse(str(RowKey.of(items[1]))) == RowKey.of(items[1])


def test_a_calendar_year_is_asked_for_with_its_last_quarter(plan):
    make_indicator(plan, "c", frequency="calendar-year")
    assert asked(plan, "2024-Q3") == {"c": ["C2024"]}
    assert asked(plan, "2024-Q4") == {}


def test_a_survey_is_asked_for_in_its_own_years(plan):
    make_indicator(plan, "s", frequency="every-3-years", first_period="2022")
    assert {quarter: asked(plan, quarter) for quarter in ("2022-Q4", "2023-Q4", "2024-Q4", "2025-Q4")} == {
        "2022-Q4": {"s": ["2022"]},
        "2023-Q4": {},
        "2024-Q4": {},
        "2025-Q4": {"s": ["2025"]},
    }


def test_nothing_is_asked_for_outside_an_indicators_life(plan):
    make_indicator(plan, "k", frequency="quarterly", first_period="2024-Q2", last_period="2024-Q3")
    assert [quarter for quarter in ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4") if asked(plan, quarter)] == [
        "2024-Q2",
        "2024-Q3",
    ]
