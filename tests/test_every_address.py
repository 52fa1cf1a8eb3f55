"""Every address of the admin and the staff's screens, walked by every role of two cities against tests/addresses/table.py.

A new address fails until it has a line there. All addresses name rows of one city: for everybody else that is a guessed id.
"""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.contrib import admin
from django.urls import reverse

from kpis.models import Indicator, Measurement, Review
from plans.models import Membership
from tests.addresses.table import CITY, MEMBERS, OFFERS_PUBLIC_PLANS, OTHERS, PUBLIC, ROLES, TABLE
from tests.addresses.walked_city import (
    MARK,
    NOTE,
    SECRET,
    Visit,
    WalkedCity,
    all_routes,
    settled_city,
    staff_routes,
    stored,
)
from tests.addresses.writing import DEEDS
from tests.cities import PERIOD, SMALL_CITY_DAY

from .factories import freeze_today, make_plan

pytestmark = pytest.mark.django_db

# What somebody might send who guesses: Django's own forms, and the buttons of the portal's.
GUESS = {
    "post": "yes",
    "action": "delete_selected",
    "title": "書きかえ",
    "name": "書きかえ",
    "verb": "approve",
    "version": "1",
    "approve": "1",
    "submit": "1",
    "close": "1",
    "send": "1",
    "printed": "1",
    "confirm": "1",
}


@pytest.fixture(scope="module")
def settled(django_db_setup, django_db_blocker) -> Iterator[WalkedCity]:
    """The city, settled once for all tests of this file: each undoes what it has done to it."""
    with settled_city(django_db_blocker) as city:
        yield city


@pytest.fixture
def city(settled, db, monkeypatch) -> WalkedCity:
    freeze_today(monkeypatch, SMALL_CITY_DAY)
    return deepcopy(settled)


def test_every_address_has_its_line():
    staff = set(staff_routes())
    assert not staff - set(TABLE), (
        "new addresses: who may open them? Write a line in tests/addresses/table.py"
    )
    assert not set(TABLE) - staff, "addresses that are gone"
    public = {key for key, route in all_routes() if not route.startswith("admin/")}
    assert public == PUBLIC, "an address outside the admin: is it meant for everybody?"


@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_whom_the_table_says_and_shows_nothing_of_what_is_not_theirs(city, role):
    visit = Visit(city, role, stored())
    wrong = []
    for key, line in TABLE.items():
        address = city.address(key)
        if key.endswith("_export"):  # whoever reaches several cities says which
            address += f"?city={city.small_city.city.pk}"
        answer = visit.ask("get", address)
        if role in line.get and not answer.is_open:
            wrong.append(f"{address} should open, but answers {answer.status} {answer.location}")
        if role not in line.get and not answer.is_refused:
            wrong.append(f"{address} is open ({answer.status} {answer.location})")
        if answer.changed:
            wrong.append(f"{address} changes something by being looked at")
        if role not in CITY and MARK in answer.text and key not in OFFERS_PUBLIC_PLANS:
            wrong.append(f"{address} shows another city's rows")
        if (role in OTHERS or role not in MEMBERS) and (SECRET in answer.text or NOTE in answer.text):
            wrong.append(f"{address} shows another department's drafts")
        if key.endswith(("_export", "_sheet_csv")) and NOTE in answer.text:
            wrong.append(f"{address} has the internal note in a file")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_what_is_sent_changes_nothing_where_the_table_does_not_say_so(city, role):
    visit = Visit(city, role, stored())
    wrong = []
    for key, line in TABLE.items():
        if role in line.post:
            continue
        address = city.address(key)
        guess = GUESS | {"_selected_action": str(city.pk_of(key) or 1)}
        answer = visit.ask("post", address, guess)
        if answer.changed:
            wrong.append(f"{address} changes something")
        if answer.status >= 500:
            wrong.append(f"{address} fails ({answer.status})")
        if role not in line.get | line.sends and not answer.is_refused:
            wrong.append(f"{address} answers {answer.status} {answer.location}")
        if role not in CITY and MARK in answer.text and key not in OFFERS_PUBLIC_PLANS:
            wrong.append(f"{address} shows another city's rows")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_a_button_works_for_whom_the_table_says_and_for_nobody_else(city, deed):
    deed.prepare(city)
    before = stored()
    wrong = []
    for role in ROLES:
        visit = Visit(city, role, before)
        answer = visit.ask("post", deed.address(city), deed.data(city))
        if answer.changed != (role in deed.who):
            wrong.append(
                f"{role}: {'done' if answer.changed else 'not done'} ({answer.status} {answer.location})"
            )
        if answer.status >= 500:
            wrong.append(f"{role}: fails ({answer.status})")
    assert not wrong, "\n".join(wrong)


def test_a_guessed_key_in_ones_own_review_tells_nothing_of_another_citys_report(city):
    """The page is one's own city's; what it is asked to decide on is not."""
    home = Membership.objects.get(user__username="foreign manager").municipality
    own = Review.objects.create(plan=make_plan(home), period=PERIOD, due_on=SMALL_CITY_DAY)
    client = city.client("foreign manager")
    key = f"value-{city.submitted.pk}"
    for data in ({"pick": key}, {"approve_one": key}, {"return": key, f"reason-{key}": "理由"}):
        address = reverse("admin:kpis_review_approval", args=[own.pk])
        answer = client.post(address, data | {f"version-{key}": "1"}, follow=True)
        assert MARK not in answer.content.decode()
    city.submitted.refresh_from_db()
    assert (city.submitted.state, city.submitted.version) == ("submitted", 1)


def test_a_guessed_key_tells_nothing_of_another_departments_report(city):
    Indicator.objects.filter(pk=city.submitted.indicator_id).update(name=SECRET)
    client = city.client("approver of others")
    key = f"value-{city.submitted.pk}"
    address = city.address("kpis_review_approval")
    answer = client.post(address, {"pick": key, f"version-{key}": "1"}, follow=True)
    assert SECRET not in answer.content.decode()
    city.submitted.refresh_from_db()
    assert city.submitted.state == "submitted"


class TestHistory:
    """What has happened stands: nobody changes or deletes it, superusers included."""

    def test_no_list_or_form_of_the_admin_holds_it(self):
        registered = {model.__name__ for model in admin.site._registry}
        assert not {name for name in registered if name.startswith("Historical")}

    def test_no_address_names_it(self):
        assert not [route for _, route in all_routes() if "historical" in route.lower()]

    @pytest.mark.parametrize("role", ["superuser", "manager", "editor"])
    @pytest.mark.parametrize("name", ["kpis_measurement", "kpis_actionprogress", "kpis_review"])
    def test_its_page_only_shows(self, city, name, role):
        visit = Visit(city, role, stored())
        row = city.rows[name]
        record = row.history.first()
        for address in (
            city.address(f"{name}_history"),
            f"{city.address(f'{name}_history')}{record.pk}/",
            f"{city.address(f'{name}_history')}?history_id={record.pk}",
        ):
            for data in ({"post": "yes"}, {"state": "approved", "history_change_reason": "書きかえ"}):
                answer = visit.ask("post", address, data)
                assert not answer.changed
                assert answer.status < 500

    def test_deleting_a_draft_leaves_its_history(self, city):
        row = city.rows["kpis_measurement"]
        key, count = row.pk, row.history.count()
        city.client("superuser").post(city.address("kpis_measurement_delete"), {"post": "yes"})
        assert not Measurement.objects.filter(pk=key).exists()
        assert Measurement.history.filter(id=key).count() == count + 1


@pytest.mark.parametrize(
    "role", ["foreign manager", "foreign editor", "editor of others", "approver of others"]
)
def test_a_guessed_id_behind_an_address_shows_nothing_of_what_is_not_theirs(city, role):
    draft, plan = city.rows["kpis_measurement"], city.small_city.plan
    guesses = [
        ("kpis_measurement_add", f"?revision_of={city.submitted.pk}&indicator={draft.indicator_id}"),
        ("kpis_measurement_changelist", f"?indicator__plan__id__exact={plan.pk}&q={SECRET}"),
        ("kpis_measurement_export", f"?indicator__plan__id__exact={plan.pk}"),
        ("kpis_actionprogress_changelist", f"?action__plan__id__exact={plan.pk}"),
        ("kpis_reorganisation", f"?city={city.small_city.city.slug}"),
        *(
            (room, f"?department={city.small_city.section.pk}")
            for room in ("kpis_review_entry", "kpis_review_upload", "kpis_review_sheet_csv")
        ),
    ]
    visit = Visit(city, role, stored())
    for key, query in guesses:
        answer = visit.ask("get", city.address(key) + query)
        assert answer.status < 500, (key, query)
        assert SECRET not in answer.text.replace(f'value="{SECRET}"', ""), (key, query)
        assert NOTE not in answer.text, (key, query)
        assert role in CITY or MARK not in answer.text, (key, query)
