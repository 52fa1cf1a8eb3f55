"""Every kind of page asks the database the same few questions, however much a plan holds."""

import pytest
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from kpis.standings.writing import refresh
from plans.models import Plan
from tests.factories import make_city, make_full_plan

pytestmark = pytest.mark.django_db

# Pages of a plan, and how many questions each asks.
OF_A_PLAN = {
    "": 18,
    "map/": 17,  # it judges: 8 where that is stored
    "actions/": 9,  # with the newest reports, and the indicators that each serves
    "values/": 4,
    "glossary/": 4,
    "schedule/": 4,
    "organization/": 8,
    "sources/": 8,  # a title has no terms to explain
    "sources/silent/": 6,
    "goals/top/": 18,
    "map/?at=2025-Q2": 22,
    "actions/?at=2025-Q2": 13,
    "actions/a0/?at=2025-Q2": 28,
    "values/?at=2025-Q2": 6,
    "schedule/?at=2025-Q2": 6,
    "goals/p0/": 18,
    "goals/g0/": 18,
    "actions/a0/": 23,
    "kpis/": 16,  # also what departments say themselves
    "kpis/?group=late&goal=p0&role=kpi&sort=verdict&at=2025-Q2": 20,
    "kpis/kpi-2/": 21,  # what was changed of it, for the strip of verdicts; self-assessments and their scales
    "kpis/kpi-2/?at=2025-Q2": 26,
    "kpis/scorecard.csv": 14,
    "kpis/scorecard.xlsx": 18,
    "kpis/values.csv": 9,
    "reports/": 3,
    "reports/compare/": 3,
    "kpis/kpi-2/chart.svg": 8,
    "kpis/kpi-2/data.csv": 9,
    "feed.atom": 5,
    "kpis/kpi-2/feed.atom": 12,
    "calendar.ics": 3,
}
# Pages that show several plans, or none.
OF_ALL_PLANS = {
    "/": 15,
    "/kitayama/": 14,
    "/search/": 0,
    "/search/?q=AI": 28,  # also numbers, departments, comments, the glossary, standings: docs/adr/0025
    "/search/?q=AI&plan=kitayama/big": 22,
    "/about/": 1,
    "/accessibility/": 1,
    "/method/": 3,
    "/healthz": 1,
    "/readyz": 10 + (connection.vendor == "postgresql"),  # there a function counts, too
    "/robots.txt": 0,
    "/feed.atom": 12,
    "/sitemap.xml": 3,
    "/sitemap-site.xml": 0,
    "/sitemap-cities.xml": 2,
    "/sitemap-plans.xml": 6,
}
# The same where it is stored how the plans stand today: nothing is judged.
STORED = {
    "/kitayama/big/": 10,  # one for the policy, as it has had no review
    "/kitayama/big/kpis/": 7,  # one for the departments in charge
    "/kitayama/big/kpis/?group=late&goal=p0&role=kpi&sort=verdict": 7,
    "/kitayama/big/map/": 8,
    "/": 8,  # the visions, and what is new
    "/kitayama/": 8,
}


@pytest.fixture
def questions(client):
    """The statements that a page sends to the database."""

    def questions(address: str) -> list[str]:
        reset_queries()  # the log of queries has an end: behind it nothing would be counted
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200, address
        return [query["sql"] for query in asked.captured_queries]

    return questions


@pytest.fixture
def count(questions):
    """How many questions each of the addresses asks."""
    return lambda addresses: {address: len(questions(address)) for address in addresses}


@pytest.fixture
def city():
    return make_city()


def of_a_plan() -> dict[str, int]:
    return {f"/kitayama/big/{rest}": number for rest, number in OF_A_PLAN.items()}


def test_a_page_of_a_plan_asks_so_many_questions_with_three_rows_of_everything(count, city):
    make_full_plan(city, "big", 3)
    assert count(of_a_plan()) == of_a_plan()


@pytest.mark.parametrize("plans", [1, 5])
def test_a_page_of_all_plans_asks_as_many_questions_with_one_more_plan_as_with_five(count, city, plans):
    for number in range(plans):
        make_full_plan(city, "big" if number == 0 else f"big-{number}", 3)
    assert count(OF_ALL_PLANS) == OF_ALL_PLANS


def test_no_page_asks_more_with_forty_rows_of_everything(count, city):
    make_full_plan(city, "big", 40)
    expected = of_a_plan() | OF_ALL_PLANS
    assert count(expected) == expected


@pytest.mark.parametrize("rows", [3, 40])
def test_a_page_that_is_stored_asks_less(count, city, rows):
    make_full_plan(city, "big", rows)
    for plan in Plan.objects.all():
        refresh(plan)
    assert count(STORED) == STORED


def test_no_page_asks_the_same_question_twice_with_other_rows_in_mind(questions, city):
    """A page may read a table twice, but not once per row."""
    make_full_plan(city, "big", 8)
    for rest in OF_A_PLAN:
        shapes = ["".join(c for c in sql if not c.isdigit()) for sql in questions(f"/kitayama/big/{rest}")]
        assert max(shapes.count(shape) for shape in shapes) < 4, rest
