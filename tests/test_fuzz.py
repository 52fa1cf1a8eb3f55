"""A few hundred odd requests to every address, as everybody: the portal answers each, and never with 500.

benchmarks/fuzz.py sends as many as one likes.
"""

from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from tests.addresses.table import TYPES
from tests.addresses.walked_city import settle
from tests.cities import SMALL_CITY_DAY
from tests.factories import freeze_today
from tests.fuzzing.fuzzer import Fuzzer, Sent

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def settled(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            freeze_today(patch, SMALL_CITY_DAY)
            yield Fuzzer(settle(), seed=14)
        transaction.set_rollback(True)


@pytest.fixture
def fuzzer(settled, db) -> Fuzzer:
    """Nobody is signed in yet: what another test did is taken back, sessions too."""
    settled.clients.clear()
    return settled


def test_odd_requests_are_answered(fuzzer, db):
    outcome = fuzzer.run(200)
    assert not outcome.failures, "\n\n".join(map(str, outcome.failures))
    assert outcome.statuses[200] > 40, "the walk has hardly met a page"


def test_a_failure_would_be_noticed(fuzzer, db, monkeypatch):
    monkeypatch.setattr("dxportal.finding.page.read_query", lambda text: 1 / 0)
    monkeypatch.setattr(fuzzer, "make", lambda: Sent("visitor", "search", "GET", "/search/"))
    [failure] = fuzzer.run(1).failures
    assert "ZeroDivisionError" in failure.what


SIGNED_OUT = ("login", "logout")  # they end where one signs in, whoever asks


def _wrong(fuzzer: Fuzzer, sent: Sent) -> list[str]:
    """What is wrong with the answer, if anything is: also that it only asks to sign in."""
    status, what = fuzzer.send(sent)
    asks = status == 302 and reverse("admin:login") in fuzzer.location
    if what or status >= 500 or status == 0 or asks:
        return [f"{sent.key}?{sent.query.decode()} answers {status} {fuzzer.location}: {what[-300:]}"]
    return []


# As reported, with their kin: each is asked of every page of the admin.
QUERIES = (b"_to_field=", b"_to_field=nothing", b"q=%00")


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_that_names_nothing_is_refused_on_every_page_of_the_admin(fuzzer, db, query):
    wrong = []
    for key, route in fuzzer.routes:
        if route.startswith("admin/") and not key.endswith("_export") and key not in SIGNED_OUT:
            wrong += _wrong(fuzzer, Sent("superuser", key, "GET", fuzzer.city.fill(key, route), query))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("key", ["9" * 5000, "9" * 19, "9" * 18, "²", "①", "1\x00", "-1"])
def test_a_department_that_cannot_be_is_not_there(fuzzer, db, key):
    for name in ("kpis_review_sheet_csv", "kpis_review_sheet", "kpis_review_entry"):
        address = fuzzer.city.address(name)
        answer = fuzzer.city.client("manager").get(address, {"department": key})
        is_number = key.isdecimal()
        assert answer.status_code == (404 if is_number else 400 if "\x00" in key else 200), (name, key)


# Beyond 64 bits: the driver of SQLite raises OverflowError for such a number.
NO_ROWS_IDS = (str(2**63), "9" * 30, f"-{'9' * 30}")


def _lists(fuzzer) -> list[tuple[str, str, list[str]]]:
    """Every list of the admin and its export: its key, its address, and the paths to the rows that it can be filtered by."""
    found = []
    for key, route in fuzzer.routes:
        name, _, page = key.rpartition("_")
        if name in TYPES and page in ("changelist", "export"):
            model = apps.get_model(*name.split("_", 1))
            relations = [field.name for field in model._meta.fields if field.is_relation]
            filters = [
                path for path in admin.site.get_model_admin(model).list_filter if isinstance(path, str)
            ]
            found.append((key, fuzzer.city.fill(key, route), ["pk", *relations, *filters]))
    return found


@pytest.mark.parametrize("lookup", ["", "__in", "__id__exact", "__range", "__gte", "__regex"])
def test_a_list_filtered_by_an_id_that_no_row_can_have_is_answered(fuzzer, db, lookup):
    wrong = []
    for key, address, paths in _lists(fuzzer):
        for path in dict.fromkeys(paths):
            for sent in NO_ROWS_IDS:
                value = f"{sent},{sent}" if lookup == "__range" else sent
                city = fuzzer.city.small_city.city.pk
                query = urlencode({"city": city, path + lookup: value}).encode()
                wrong += _wrong(fuzzer, Sent("superuser", key, "GET", address, query))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "lookup", ["__regex", "__iregex", "__range", "__isnull", "__contains", "__date", "__year"]
)
@pytest.mark.parametrize("value", ["(", "ab", "01,47"])
def test_what_no_filter_of_a_list_asks_is_answered(fuzzer, db, lookup, value):
    wrong = []
    for key, address, paths in _lists(fuzzer):
        for path in paths[-1:]:
            wrong += _wrong(
                fuzzer, Sent("superuser", key, "GET", address, urlencode({path + lookup: value}).encode())
            )
    assert not wrong, "\n".join(wrong)


def test_an_action_on_a_row_that_cannot_be_is_answered(fuzzer, db):
    wrong = []
    for key, address, _paths in _lists(fuzzer):
        if not key.endswith("_changelist"):
            continue
        for ids in (NO_ROWS_IDS, ("x",), ("1\0",), ("9" * 5000,), ("1", "")):
            pairs = [("action", "delete_selected"), *(("_selected_action", sent) for sent in ids)]
            sent = Sent("superuser", key, "POST", address, body=urlencode(pairs).encode())
            status, what = fuzzer.send(sent)
            if what or status >= 500 or status == 0:
                wrong.append(f"{key} {ids[0][:20]} answers {status}: {what[-300:]}")
    assert not wrong, "\n".join(wrong)


def test_a_choice_that_no_row_can_be_is_refused_in_every_form(fuzzer, db):
    wrong = []
    for key, route in fuzzer.routes:
        name, _, page = key.rpartition("_")
        if name not in TYPES or page not in ("add", "change"):
            continue
        model = apps.get_model(*name.split("_", 1))
        relations = [
            field.name for field in (*model._meta.fields, *model._meta.many_to_many) if field.is_relation
        ]
        address = fuzzer.city.fill(key, route)
        for number in NO_ROWS_IDS:
            fixed = {pair: value for form in fuzzer._page(key, address).forms for pair, value in form.fields}
            body = urlencode(fixed | dict.fromkeys(relations, number)).encode()
            status, what = fuzzer.send(Sent("superuser", key, "POST", address, body=body))
            if what or status >= 500 or status == 0:
                wrong.append(f"{key} answers {status}: {what[-300:]}")
    assert not wrong, "\n".join(wrong)
