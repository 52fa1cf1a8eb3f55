"""Addresses that citizens have bookmarked go on working; addresses that never were are a page that helps."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from plans.models import Municipality, Plan
from tests.conftest import PLAN_PAGES, addresses_of
from tests.factories import make_action, make_city, make_goal, make_member, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = make_plan(make_city())
    make_action(plan, "1", make_goal(plan, "1"))
    return plan


def rename(row, slug: str) -> None:
    """As staff do: load the row, change its address, save."""
    stored = type(row).objects.get(pk=row.pk)
    stored.slug = slug
    stored.save()


@pytest.mark.parametrize(
    "rest", ["", "map/", "goals/1/", "actions/1/", "glossary/", "map/?print=1&q=%E5%B8%82"]
)
def test_a_bookmark_follows_a_plan_to_its_new_address(client, plan, rest):
    rename(plan, "new-plan")
    response = client.get(f"/kitayama/smart-plan/{rest}")
    assert (response.status_code, response["Location"]) == (301, f"/kitayama/new-plan/{rest}")
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("rest", ["", "map/", "goals/1/", "actions/1/?x=1"])
def test_a_bookmark_follows_a_city_to_its_new_address(client, plan, rest):
    rename(plan.municipality, "shin-kitayama")
    response = client.get(f"/kitayama/smart-plan/{rest}")
    assert (response.status_code, response["Location"]) == (301, f"/shin-kitayama/smart-plan/{rest}")


def test_a_bookmark_of_the_citys_own_page_follows_it_too(client, plan):
    rename(plan.municipality, "shin-kitayama")
    response = client.get("/kitayama/")
    assert response.status_code == 301
    assert response["Location"] == "/shin-kitayama/"


def test_a_bookmark_follows_two_moves_in_one_step(client, plan):
    rename(plan, "second")
    rename(plan, "third")
    rename(plan.municipality, "shin")
    for old in ("/kitayama/smart-plan/", "/kitayama/second/", "/kitayama/third/"):
        assert client.get(old)["Location"] == "/shin/third/"


def test_a_plan_that_returns_to_its_old_address_lives_there(client, plan):
    rename(plan, "second")
    rename(plan, "smart-plan")
    assert client.get("/kitayama/smart-plan/").status_code == 200
    assert client.get("/kitayama/second/")["Location"] == "/kitayama/smart-plan/"


def test_a_new_plan_may_take_an_address_another_has_left(client, plan):
    rename(plan, "second")
    make_plan(plan.municipality, "smart-plan", title="次の計画")
    assert "次の計画" in client.get("/kitayama/smart-plan/").content.decode()


def test_saving_a_plan_without_moving_it_remembers_nothing(plan):
    rename(plan, plan.slug)
    rename(plan.municipality, plan.municipality.slug)
    assert not plan.former_addresses.exists()


def test_an_address_without_its_last_slash_is_completed(client):
    response = client.get("/takarazuka/dx-vision/map")
    assert (response.status_code, response["Location"]) == (301, "/takarazuka/dx-vision/map/")


UNKNOWN = [
    "/nowhere/",
    "/nowhere/dx-vision/",
    "/takarazuka/no-plan/",
    "/takarazuka/no-plan/map/",
    "/takarazuka/dx-vision/goals/9-9/",
    "/takarazuka/dx-vision/actions/99/",
    "/takarazuka/dx-vision/nothing/",
    "/amagasaki/dx-vision/",
    "/ないまち/",
    "/takarazuka/dx-vision/goals/1-1/more/",
]


@pytest.mark.parametrize("address", UNKNOWN)
def test_an_unknown_address_is_a_page_with_a_search_box(client, address):
    response = client.get(address)
    assert response.status_code == 404
    main = response.content.decode().split("<main", 1)[1]
    assert "ページが見つかりません" in main
    assert 'action="/search/"' in main
    assert 'name="q"' in main


@pytest.fixture
def hidden(plan):
    """The plan, taken from the public."""
    Plan.objects.filter(pk=plan.pk).update(is_public=False)
    return plan


def statuses(client, plan) -> set[int]:
    return {client.get(address).status_code for address in addresses_of(plan)}


def test_a_citizen_finds_no_page_of_an_unpublished_plan(client, hidden):
    assert statuses(client, hidden) == {404}
    assert client.get("/kitayama/").status_code == 404


@pytest.mark.parametrize("role", ["manager", "editor", "approver"])
def test_staff_of_the_city_read_its_unpublished_plan(client, hidden, role):
    client.force_login(make_member(hidden.municipality, role))
    assert statuses(client, hidden) == {200}
    assert client.get("/kitayama/").status_code == 200


def test_a_superuser_reads_an_unpublished_plan(client, hidden):
    client.force_login(get_user_model().objects.create_superuser("root"))
    assert statuses(client, hidden) == {200}


def test_staff_of_another_city_do_not_read_it(client, hidden):
    client.force_login(make_member(Municipality.objects.get(slug="takarazuka")))
    assert statuses(client, hidden) == {404}


def test_somebody_who_has_left_the_city_does_not_read_it(client, hidden):
    yesterday = timezone.localdate() - timedelta(days=1)
    client.force_login(make_member(hidden.municipality, valid_until=yesterday))
    assert statuses(client, hidden) == {404}


def test_the_former_address_of_an_unpublished_plan_does_not_betray_it(client, hidden):
    rename(hidden, "new-plan")
    assert client.get("/kitayama/smart-plan/").status_code == 404
    client.force_login(make_member(hidden.municipality))
    assert client.get("/kitayama/smart-plan/").status_code == 301


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_writes_to_a_public_page(client, takarazuka, method):
    goal, action = takarazuka.goals.first(), takarazuka.actions.first()
    pages = [
        "/",
        "/search/",
        "/about/",
        "/accessibility/",
        "/healthz",
        "/readyz",
        "/robots.txt",
        "/takarazuka/",
    ]
    plan = addresses_of(takarazuka)[: len(PLAN_PAGES)]
    for address in [*pages, *plan, goal.get_absolute_url(), action.get_absolute_url()]:
        assert getattr(client, method)(address).status_code == 405, address


def test_the_list_of_goals_is_the_map(client):
    response = client.get("/takarazuka/dx-vision/goals/")
    assert (response.status_code, response["Location"]) == (302, "/takarazuka/dx-vision/map/")


def test_a_row_knows_its_own_address(client, takarazuka):
    rows = [takarazuka, takarazuka.municipality, takarazuka.goals.first(), takarazuka.actions.first()]
    rows += [takarazuka.statements.first(), takarazuka.terms.first()]
    for row in rows:
        assert client.get(row.get_absolute_url().split("#")[0]).status_code == 200
    statement, term = rows[-2:]
    assert statement.get_absolute_url().endswith(f"/values/#{statement.anchor}")
    assert term.get_absolute_url().endswith(f"/glossary/#{term.anchor}")


def test_the_former_address_of_a_city_does_not_betray_an_unpublished_plan(client, plan):
    rename(plan.municipality, "shin-kitayama")
    type(plan).objects.filter(pk=plan.pk).update(is_public=False)
    assert client.get("/kitayama/").status_code == 404
