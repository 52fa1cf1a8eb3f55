"""A few hundred odd requests to every address, as everybody: the portal answers each, and never with 500.

benchmarks/fuzz.py sends as many as one likes.
"""

import pytest
from django.db import transaction

from tests.addresses.walked_city import settle
from tests.cities import SMALL_CITY_DAY
from tests.factories import freeze_today
from tests.fuzzing.fuzzer import Fuzzer, Sent

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def fuzzer(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            freeze_today(patch, SMALL_CITY_DAY)
            yield Fuzzer(settle(), seed=14)
        transaction.set_rollback(True)


def test_odd_requests_are_answered(fuzzer, db):
    outcome = fuzzer.run(200)
    assert not outcome.failures, "\n\n".join(map(str, outcome.failures))
    assert outcome.statuses[200] > 40, "the walk has hardly met a page"


def test_a_failure_would_be_noticed(fuzzer, db, monkeypatch):
    monkeypatch.setattr("dxportal.pages.split_words", lambda text: 1 / 0)
    monkeypatch.setattr(fuzzer, "make", lambda: Sent("visitor", "search", "GET", "/search/"))
    [failure] = fuzzer.run(1).failures
    assert "ZeroDivisionError" in failure.what


# As reported, with their kin: each is asked of every page of the admin.
QUERIES = (b"_to_field=", b"_to_field=nothing", b"q=%00")


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_that_names_nothing_is_refused_on_every_page_of_the_admin(fuzzer, db, query):
    wrong = []
    for key, route in fuzzer.routes:
        if route.startswith("admin/") and not key.endswith("_export"):
            status, what = fuzzer.send(Sent("superuser", key, "GET", fuzzer.city.fill(key, route), query))
            if what or status >= 500 or status == 0:
                wrong.append(f"{key} answers {status}: {what}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("key", ["9" * 5000, "9" * 19, "9" * 18, "²", "①", "1\x00", "-1"])
def test_a_department_that_cannot_be_is_not_there(fuzzer, db, key):
    for name in ("kpis_review_sheet_csv", "kpis_review_sheet", "kpis_review_entry"):
        address = fuzzer.city.address(name)
        answer = fuzzer.city.client("manager").get(address, {"department": key})
        is_number = key.isdecimal()
        assert answer.status_code == (404 if is_number else 400 if "\x00" in key else 200), (name, key)
