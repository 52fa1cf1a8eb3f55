"""The list of actions: a citizen sees everything the city does under its plan."""

import pytest
from django.utils.html import escape

from plans.models import Department, PlanLabel
from tests.factories import make_action, make_city, make_goal, make_plan
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("city", "plan", "count"),
    [("takarazuka", "dx-vision", 11), ("amagasaki", "kyoso-dx", 22), ("mihon", "dx-plan", 19)],
)
def test_every_action_is_listed_in_order_and_leads_to_its_page(client, city, plan, count):
    page = read(client, f"/{city}/{plan}/actions/")
    links = [link for link in page.links if "/actions/" in link]
    assert len(links) == len(set(links)) == count
    assert f"{count}件" in page.text


def test_takarazukas_first_action_says_which_goal_it_supports(client):
    page = read(client, "/takarazuka/dx-vision/actions/")
    item = next(item for item in page.main.iter("li") if "自治体情報システムの標準化" in text_of(item))
    assert "3-1 生産性を向上し、生み出した時間を有効に活用できている" in text_of(item)


def test_an_action_says_who_is_in_charge(client):
    plan = make_plan(make_city())
    department = Department.objects.create(municipality=plan.municipality, code="dx", name="DX課")
    make_action(plan, "1", make_goal(plan, "1")).lead_departments.add(department)
    assert "担当: DX課" in read(client, "/kitayama/smart-plan/actions/").text


def test_actions_stand_under_the_headings_of_the_plan(client):
    page = read(client, "/amagasaki/kyoso-dx/actions/")
    headings = [text_of(heading) for heading in page.main.iter("h2")]
    assert headings[0] == "主要取組"
    assert len(headings) == len(set(headings))
    assert page.heading == "主な取組"


def test_the_page_is_named_by_the_plans_own_word(client):
    plan = make_plan(make_city())
    assert read(client, "/kitayama/smart-plan/actions/").heading == "取組"
    PlanLabel.objects.create(plan=plan, kind="action", label="具体策")
    assert read(client, "/kitayama/smart-plan/actions/").heading == "具体策"


def test_a_title_with_markup_is_shown_as_it_is(client):
    make_action(make_plan(make_city()), "1", title="<b>太字</b>")
    assert escape("<b>太字</b>") in read(client, "/kitayama/smart-plan/actions/").html


def test_a_plan_without_actions_says_so(client):
    make_plan(make_city())
    assert "まだ登録されていません" in read(client, "/kitayama/smart-plan/actions/").text
