"""Lists and forms of the admin cost the same with forty cities more, and are about one city."""

import re
from collections.abc import Iterator

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from plans import place_filters
from plans.access import city_path
from plans.ledger.revising import begin_ledgers
from plans.models import Department, Membership, Municipality, Plan
from plans.place_filters import MOST
from tests.addresses.walked_city import WalkedCity, settle
from tests.cities import SMALL_CITY_DAY
from tests.factories import being_entered, freeze_today, make_city, make_full_plan, make_plan

pytestmark = pytest.mark.django_db

MODELS = list(admin.site._registry)
OF_ALL = ("Municipality", "User")
COUNTS = re.compile(r"SELECT COUNT\(")
OF_THE_SESSION = re.compile(r'"django_session"|^(RELEASE )?SAVEPOINT')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture
def city(db, monkeypatch) -> WalkedCity:
    freeze_today(monkeypatch, SMALL_CITY_DAY)
    return settle()


def add_cities(number: int) -> None:
    """Each with a plan that has everything, a department, and somebody who manages it."""
    for n in range(number):
        other = make_city(f"other-{n}", name=f"第{n}市")
        Department.objects.create(municipality=other, code="x", name="よその課")
        make_full_plan(other, "other", 1)
        user = get_user_model().objects.create_user(f"other {n}", is_staff=True)
        Membership.objects.create(user=user, municipality=other, role="manager")
    begin_ledgers()
    being_entered()


def pages(city: WalkedCity, model) -> Iterator[tuple[str, str]]:
    """What there is of a model in the admin, of the walked city."""
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    row = city.rows[name]
    root = f"/admin/{name.replace('_', '/', 1)}/"
    place = "" if city_path(model) in (None, "pk") else f"city={city.small_city.city.pk}&"
    yield "list", f"{root}?{place}"
    yield "search", f"{root}?{place}q=北山"
    yield "open list", root
    yield "next page", f"{root}?{place}after={row.pk}"
    yield "add", f"{root}add/?{place}"
    yield "open add", f"{root}add/"
    for page in ("change", "history", "delete"):
        yield page, f"{root}{row.pk}/{page}/"


def ask(client: Client, address: str) -> tuple[list[str], str]:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code in (200, 302, 403), (address, answer.status_code)
    # Every minute the session is written: it knows when somebody was last there.
    found = [query["sql"] for query in asked.captured_queries if not OF_THE_SESSION.search(query["sql"])]
    return found, TOKEN.sub("", answer.content.decode())


def ask_all(city: WalkedCity, role: str) -> dict[str, tuple[int, int]]:
    client, found = city.client(role), {}
    client.get("/admin/")
    for model in MODELS:
        for what, address in pages(city, model):
            asked, page = ask(client, address)
            # Django counts the tables of an inline and the cities of nobody; of a list it counts nothing.
            if "list" in what or what in ("search", "next page"):
                assert not [sql for sql in asked if COUNTS.match(sql)], address
            found[f"{model.__name__} {what}"] = (len(asked), len(page.encode()))
        for query in filters(client, city, model):
            asked, page = ask(client, query)
            found[f"{model.__name__} {query}"] = (len(asked), len(page.encode()))
    return found


def filters(client: Client, city: WalkedCity, model) -> list[str]:
    """One link of each filter of the city's list."""
    (_what, address), *_rest = pages(city, model)
    answer = client.get(address)
    if answer.status_code != 200:
        return []
    changelist = answer.context["cl"]
    links = [list(spec.choices(changelist))[-1]["query_string"] for spec in changelist.filter_specs]
    return [address.split("?")[0] + link for link in links]


@pytest.mark.parametrize("role", ["superuser", "manager"])
def test_no_page_asks_or_holds_more_with_forty_cities_more(city, role):
    before = ask_all(city, role)
    add_cities(40)
    after = ask_all(city, role)
    assert before.keys() == after.keys()
    asks_more = {page: (before[page], after[page]) for page in before if after[page][0] > before[page][0]}
    # A list of everybody's rows is full with fifty; of the cities themselves there are more.
    holds_more = {
        page: (before[page], after[page])
        for page in before
        if after[page][1] > before[page][1] + 40
        and "open list" not in page
        and page != "NationalPriority delete"  # every city's actions name it; at most 200 are shown
        and not page.startswith(OF_ALL)
    }
    assert asks_more == {}
    assert holds_more == {}
    assert {page: found for page, found in after.items() if found[1] > 100_000} == {}


def test_a_citys_manager_is_offered_filters_of_the_own_city_only_and_no_city(city):
    add_cities(3)
    client = city.client("manager")
    for model in MODELS:
        (_what, address), *_rest = pages(city, model)
        answer = client.get(address)
        if answer.status_code == 403:
            continue
        page = answer.content.decode()
        assert "よその課" not in page, address
        assert "第0市" not in page, address
        assert 'id="city-typed"' not in page, address


def test_filters_of_a_list_never_offer_another_citys_rows(city):
    add_cities(3)
    client = city.client("superuser")
    own = city.small_city.city
    for model in MODELS:
        (_what, address), *_rest = pages(city, model)
        for spec in client.get(address).context["cl"].filter_specs:
            assert len(getattr(spec, "lookup_choices", ())) <= MOST, address
            kind = getattr(getattr(spec, "field", None), "related_model", None)
            if kind is not None and city_path(kind) is not None:
                keys = [key for key, _label in spec.lookup_choices]
                assert not kind.objects.filter(pk__in=keys).exclude(**{city_path(kind): own.pk}), address


def test_a_filter_that_cannot_offer_all_says_so(city, monkeypatch):
    monkeypatch.setattr(place_filters, "MOST", 13)
    own = city.small_city.city
    client = city.client("superuser")
    address = f"/admin/plans/goal/?city={own.pk}"
    for n in range(13 - Plan.objects.filter(municipality=own).count()):
        make_plan(own, f"more-{n}")
    assert "多すぎるため" not in client.get(address).content.decode()
    make_plan(own, "last")
    assert "多すぎるため" in client.get(address).content.decode()


def forms_of(city: WalkedCity, role: str, row_too: bool) -> Iterator[tuple[str, forms.BaseForm]]:
    for model, page in admin.site._registry.items():
        row = city.rows[f"{model._meta.app_label}_{model._meta.model_name}"] if row_too else None
        request = RequestFactory().get("/", {"city": city.small_city.city.pk})
        request.user = city.small_city.user(role)
        request.resolver_match = type("Match", (), {"kwargs": {"object_id": str(row.pk)} if row else {}})
        if not page.has_change_permission(request):
            continue
        yield model._meta.label, page.get_form(request, row, change=row is not None)(instance=row)
        for inline in page.get_inline_instances(request, row):
            yield (
                inline.model._meta.label,
                inline.get_formset(request, row)(instance=row or model()).empty_form,
            )


@pytest.mark.parametrize("role", ["superuser", "manager"])
@pytest.mark.parametrize("row_too", [True, False], ids=["stored", "new"])
def test_no_form_offers_another_citys_rows(city, role, row_too):
    add_cities(1)
    looked = 0
    for place, form in forms_of(city, role, row_too):
        for name, field in form.fields.items():
            kind = field.queryset.model if isinstance(field, forms.ModelChoiceField) else None
            if kind is None or name == "related_plan" or field.widget.is_hidden:
                continue
            looked += 1
            if city_path(kind) is not None:
                foreign = field.queryset.exclude(**{city_path(kind): city.small_city.city.pk})
                assert not foreign.exists(), f"{place}.{name}"
            shown = [key for key, _label in field.widget.choices if key]
            assert len(shown) <= MOST, f"{place}.{name}"
    assert looked > 20


def test_a_new_row_asks_for_the_city_first(city):
    client = city.client("superuser")
    page = client.get("/admin/kpis/measurement/add/?_popup=1").content.decode()
    assert "どの市区町村の" in page
    assert 'name="_popup" value="1"' in page
    own = city.small_city.city
    page = client.get(f"/admin/kpis/measurement/add/?city={own.pk}").content.decode()
    assert '<select name="indicator"' in page
    plan = city.rows["plans_plan"]
    assert '<select name="goal"' in client.get(f"/admin/kpis/indicator/add/?plan={plan.pk}").content.decode()
    kept = f"/admin/plans/goal/add/?_changelist_filters=city%3D{own.pk}"
    assert '<select name="parent"' in client.get(kept).content.decode()


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


def test_a_manager_cannot_name_another_city(city):
    other = Municipality.objects.get(slug="minami")
    answer = city.client("manager").get(f"/admin/plans/department/?city={other.pk}")
    assert {row.municipality_id for row in answer.context["cl"].result_list} == {city.small_city.city.pk}


def test_a_file_is_of_one_city(city):
    client = city.client("superuser")
    answer = client.get("/admin/plans/term/export/", follow=True)
    assert "先に市区町村を選んでください" in answer.content.decode()
    own = city.small_city.city
    text = client.get(f"/admin/plans/term/export/?city={own.pk}").content.decode("utf-8-sig")
    assert text.count("\n") == 1 + city.rows["plans_term"].plan.terms.count()


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


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the plans of PostgreSQL")
def test_no_list_or_form_reads_all_values(city):
    """EXPLAIN as among millions of rows: the planner is told that reading a whole table is dear."""
    client, found = city.client("superuser"), []
    for model in MODELS:
        for _what, address in pages(city, model):
            asked, _page = ask_with_values(client, address)
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")
                for sql, values in asked:
                    cursor.execute(f"EXPLAIN {sql}", values)
                    told = "\n".join(line for (line,) in cursor.fetchall())
                    found += [(address, told)] if "Seq Scan on kpis_measurement" in told else []
                cursor.execute("SET LOCAL enable_seqscan = on")
    assert found == []


def ask_with_values(client: Client, address: str) -> tuple[list[tuple], str]:
    asked: list[tuple] = []

    def listen(execute, sql, values, many, context):
        if sql.startswith("SELECT") and '"kpis_measurement"' in sql:
            asked.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(listen):
        answer = client.get(address)
    return asked, answer.content.decode()
