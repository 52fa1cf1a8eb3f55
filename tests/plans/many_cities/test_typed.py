"""A city, a person or a plan is found by typing, with forty cities beside it."""

import pytest
from django.test import Client

from plans.models import Municipality
from tests.factories import make_city, make_plan

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["minami", "南山", "南山市"])
def test_a_city_is_found_by_what_is_typed(city, typed):
    answer = city.client("superuser").get("/admin/plans/plan/", {"city": typed})
    assert answer.context["cl"].chosen.city.slug == "minami"


def test_a_whole_name_goes_before_longer_ones_and_two_of_one_name_are_told_apart(city):
    make_city("minamikaze", name="南山市場町")
    client = city.client("superuser")
    assert client.get("/admin/plans/plan/?city=minami").context["cl"].chosen.city.slug == "minami"
    assert client.get("/admin/plans/plan/?city=南山市").context["cl"].chosen.city.slug == "minami"
    make_city("minami-2", name="南山市")
    chosen = client.get("/admin/plans/plan/?city=南山市").context["cl"].chosen
    assert chosen.city is None
    assert {one.slug for one in chosen.offered} == {"minami", "minami-2", "minamikaze"}


def test_a_city_that_is_not_found_is_said_and_nothing_is_listed(city):
    page = city.client("superuser").get("/admin/plans/plan/", {"city": "どこにもない市"})
    assert "「どこにもない市」に当てはまる市区町村は見つかりません。" in page.content.decode()
    assert page.context["cl"].result_list == []


def test_searching_everything_is_not_offered_and_finds_nothing(city):
    answer = city.client("superuser").get("/admin/plans/plan/?q=計画")
    assert answer.context["cl"].result_list == []
    assert "先に市区町村を選んでください" in answer.content.decode()


def typed(client: Client, model: str, field: str, term: str):
    query = {"app_label": "plans", "model_name": model, "field_name": field, "term": term}
    return client.get("/admin/autocomplete/", query)


def test_people_are_found_by_typing_for_superusers_only(city):
    found = typed(city.client("superuser"), "membership", "user", "manager").json()["results"]
    assert city.small_city.user("manager").pk in {int(one["id"]) for one in found}
    assert typed(city.client("manager"), "membership", "user", "manager").status_code == 403


def test_only_what_a_form_asks_so_is_found_by_typing(city):
    for model, field in (("planrelation", "plan"), ("goal", "parent"), ("membership", "municipality")):
        assert typed(city.client("superuser"), model, field, "").status_code == 403


def test_another_citys_plan_is_found_by_typing_when_it_is_public(city):
    other = make_plan(
        Municipality.objects.get(slug="minami"), "shown", title="南山の公開計画", is_public=True
    )
    hidden = make_plan(
        Municipality.objects.get(slug="minami"), "hidden", title="南山の非公開計画", is_public=False
    )
    found = typed(city.client("manager"), "planrelation", "related_plan", "南山の").json()["results"]
    keys = {int(one["id"]) for one in found}
    assert other.pk in keys
    assert hidden.pk not in keys
