"""A manager of an invented city, in the second quarter of fiscal year 2025."""

from datetime import date

import pytest
from django.test import Client

from plans.models import Plan
from tests.factories import freeze_today, make_city, make_member, make_plan
from tests.kpis.counting import counted_plan


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Second quarter of fiscal year 2025 (July to September)."""
    freeze_today(monkeypatch, date(2025, 8, 1))


@pytest.fixture
def plan(db):
    return make_plan(make_city(), starts_on=date(2023, 4, 1), ends_on=date(2028, 3, 31))


@pytest.fixture
def manager(manager, client):
    """Signed in."""
    client.force_login(manager)
    return manager


@pytest.fixture
def counted(db, monkeypatch, client) -> Plan:
    """A public plan with an indicator in use, and its manager signed in."""
    plan = counted_plan(monkeypatch)
    client.force_login(make_member(plan.municipality))
    return plan


@pytest.fixture
def client_of(small_city):
    """Somebody of small_city, signed in."""

    def client_of(name: str) -> Client:
        client = Client()
        client.force_login(small_city.user(name))
        return client

    return client_of
