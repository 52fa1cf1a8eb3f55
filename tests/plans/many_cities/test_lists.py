"""Lists of the admin cost the same with forty cities more, and are about one city."""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plans import place_filters
from plans.access import city_path
from plans.models import Plan
from plans.place_filters import MOST
from tests.addresses.walked_city import WalkedCity
from tests.factories import make_plan

from .conftest import add_cities

pytestmark = pytest.mark.django_db

MODELS = list(admin.site._registry)


OF_ALL = ("Municipality", "User")


COUNTS = re.compile(r"SELECT COUNT\(")


OF_THE_SESSION = re.compile(r'"django_session"|^(RELEASE )?SAVEPOINT')


TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


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
    reset_queries()  # the log of queries has an end: behind it nothing would be counted
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
