"""A city with departments, and people who join them."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model

from plans.models import Department, Membership
from tests.factories import freeze_today, make_city

TODAY = date(2025, 8, 1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    freeze_today(monkeypatch, TODAY)


@pytest.fixture
def city(db):
    return make_city()


@pytest.fixture
def offices(city):
    """局 > 部 > 課, beside them another 局; the 課 has been dissolved."""
    bureau = make_department(city, "kyoku")
    division = make_department(city, "bu", bureau)
    section = make_department(city, "ka", division, valid_until=date(2024, 3, 31))
    return {"kyoku": bureau, "bu": division, "ka": section, "other": make_department(city, "other")}


def make_department(city, code, parent=None, **fields) -> Department:
    return Department.objects.create(
        municipality=city, code=code, name=f"部署{code}", parent=parent, **fields
    )


def person(name="sato", **fields):
    values = {"is_staff": True} | fields
    return get_user_model().objects.create_user(name, **values)


def join(user, city, role="editor", department=None, **fields):
    """The user as a new request finds them, with one more membership."""
    Membership.objects.create(user=user, municipality=city, role=role, department=department, **fields)
    return again(user)


def again(user):
    return get_user_model().objects.get(pk=user.pk)
