"""The fictional city on each day of its third year, and people who sit at the invented cities' screens."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kpis.models import Indicator
from tests.cities import staff_member
from tests.factories import freeze_today
from tests.kpis.assessment.mihon_days import DAYS, Day, look_at
from tests.reading import Page, read

from .reported_rows import add
from .screens import Screen


@pytest.fixture(scope="session")
def days(django_db_setup, django_db_blocker) -> dict[date, Day]:
    """The fictional city on each day of its third year. Loaded once and rolled back; tests look at plain values.

    Before a test the database is as it was loaded, also after one with transactions of its own (tests/conftest.py).
    """
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        call_command("create_demo_accounts", verbosity=0)
        found = {}
        for day in DAYS:
            freeze_today(patch, day)
            call_command("load_samples", verbosity=0)
            found[day] = look_at(day)
        transaction.set_rollback(True)
    return found


@pytest.fixture
def sit(small_city) -> Callable[..., Screen]:
    """A browser in which that person has opened a room of the review: the entry grid, unless another is named."""

    def sit(name: str = "writer", room: str = "entry", review=None, **query) -> Screen:
        client = Client()
        client.force_login(small_city.user(name))
        return Screen(client, room, review or small_city.review).open(**query)

    return sit


@pytest.fixture
def other(small_city) -> Indicator:
    """An indicator of the other bureau."""
    return add(small_city, "other", small_city.city.departments.get(code="other"), order=2)


@pytest.fixture
def look(small_city) -> Callable[[str], Page]:
    """The admin's first page as that person finds it, with their browser as `client`."""

    def look(name: str) -> Page:
        client = Client()
        client.force_login(small_city.user(name))
        page = read(client, reverse("admin:index"))
        page.client = client
        return page

    return look


@pytest.fixture
def sign_in(client, bureau_city):
    """Signs that person in; the client is theirs from then on."""

    def sign_in(name: str):
        client.force_login(bureau_city.user(name))
        return client

    return sign_in


@pytest.fixture
def mail(settings):
    """A site with mail; what is sent lands in the outbox."""
    settings.MAIL_CONFIGURED = True
    settings.SITE_URL = "https://dx.example.jp"


@pytest.fixture
def colleague(bureau_city):
    """A second editor of the section, without an address."""
    user = staff_member("colleague", bureau_city.city, "editor", bureau_city.section)
    user.email = ""
    user.save()
    return user


@pytest.fixture
def indicator(plan) -> Indicator:
    """The plan's only one, as stored."""
    return plan.indicators.get()
