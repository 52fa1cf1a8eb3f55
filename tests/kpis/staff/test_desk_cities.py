"""The desk of somebody who oversees more cities than a page holds."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.models import Review
from kpis.staff.desk import MOST_PLANS, desk
from kpis.staff.desk_cities import SHOWN
from tests.factories import make_city, make_indicator, make_plan
from tests.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

PERIOD = "2025-Q1"


@pytest.fixture
def overseer(client):
    user = get_user_model().objects.create_superuser("overseer")
    client.force_login(user)
    return user


def make_cities(count: int, *, first: int = 0) -> list[Review]:
    """Each later than the one before, with a review under way."""
    found = []
    for number in range(first, first + count):
        city = make_city(f"town-{number:02d}", name=f"第{number:02d}町", is_fictional=True, code="")
        plan = make_plan(city, title="計画")
        make_indicator(plan, "k", name=f"{number}番の指標")
        due = date(2025, 7, 1 + number % 28)
        found.append(Review.objects.create(plan=plan, period=PERIOD, due_on=due))
    return found


def test_the_quarters_due_first_stand_on_it_and_lead_to_their_pages(overseer):
    reviews = make_cities(SHOWN + 5)
    found = desk(overseer, date(2025, 7, 3))
    (section,) = [section for section in found.sections if section.id == "open"]
    due_first = sorted([*Review.objects.filter(state="open")], key=lambda row: (row.due_on, row.plan_id))
    assert [item.url for item in section.items] == [
        f"/admin/kpis/review/{review.pk}/status/" for review in due_first[:SHOWN]
    ]
    assert reviews[0].plan.municipality.name in "".join(item.text for item in section.items)
    assert section.is_late


@pytest.mark.parametrize("asked", ["town-03", "第03町", " 第03町 "])
def test_a_city_is_chosen_by_its_name_and_its_work_is_shown(overseer, client, asked):
    make_cities(MOST_PLANS + 2)
    page = read(client, "/admin/", city=asked)
    assert "第03町の仕事だけを表示しています" in page.text
    assert "進み具合: 計画" in page.text
    assert page.element("desk-city").get("value") == "第03町"


def test_an_unknown_city_is_said_to_be_none(overseer, client):
    make_cities(MOST_PLANS + 2)
    page = read(client, "/admin/", city="どこにもない町")
    assert "「どこにもない町」という市区町村は、担当の中に見つかりません" in page.text
    assert "受付中の四半期レビュー" in page.text


def test_it_asks_no_more_with_more_cities(overseer):
    make_cities(MOST_PLANS + 2)
    with CaptureQueriesContext(connection) as few:
        desk(overseer, date(2025, 7, 3))
    make_cities(20, first=40)
    with CaptureQueriesContext(connection) as many:
        desk(overseer, date(2025, 7, 3))
    assert len(many) == len(few)


def test_who_has_few_plans_keeps_the_whole_desk(small_city, client):
    make_cities(MOST_PLANS + 2)
    found = desk(small_city.user("manager"))
    assert found.oversight is None
    assert any(section.id.startswith("late-") for section in found.sections)
    # Of another city nothing is shown, whatever the address asks.
    other = desk(small_city.user("manager"), city="town-01")
    assert [section.id for section in other.sections] == [section.id for section in found.sections]
