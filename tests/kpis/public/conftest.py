"""A plan in its third year: an empty one for pages of one indicator, and one with a scorecard of every shape."""

from collections.abc import Callable
from datetime import date

import pytest

from kpis.models import ReviewPolicy
from plans.models import Plan
from tests.factories import freeze_today, make_action, make_city, make_goal, make_plan
from tests.reading import Page, read

from .scorecard_page import TABLE, make_on_the_way


@pytest.fixture
def today(monkeypatch) -> None:
    """1 May 2025: the values of FY2024 are known and not yet late."""
    freeze_today(monkeypatch, date(2025, 5, 1))


@pytest.fixture
def plan(today) -> Plan:
    return make_plan(make_city(), starts_on=date(2023, 4, 1))


@pytest.fixture
def shaped(plan) -> Plan:
    """One direction with two pillars, a pillar without direction, a KGI, a figure for reference, one for the whole plan."""
    ReviewPolicy.objects.create(plan=plan, reporting_from="2023")
    top = make_goal(plan, "shimin", "direction", number="", title="市民のために", order=1)
    first = make_goal(plan, "1", parent=top, order=2)
    second = make_goal(plan, "2", parent=top, order=3)
    alone = make_goal(plan, "3", order=4)
    make_action(plan, "a", first)
    make_on_the_way(plan, "kgi", 70, top, name="満足度", role="kgi", order=1)
    make_on_the_way(plan, "k1", 62, first, name="一の一", order=2)
    make_on_the_way(plan, "k2", 80, first, name="一の二", order=3)
    make_on_the_way(plan, "k3", 71, second, name="二の一", order=4)
    make_on_the_way(plan, "k4", None, alone, name="三の一", order=5)
    make_on_the_way(plan, "old", 66, first, name="旧計画の値", role="reference", order=6)
    make_on_the_way(plan, "all", 66, None, name="全体の値", order=7)
    return plan


@pytest.fixture
def show(client) -> Callable[..., Page]:
    """The table as a visitor asks for it."""
    return lambda **query: read(client, TABLE, **query)
