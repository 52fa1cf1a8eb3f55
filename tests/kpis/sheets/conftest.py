"""A city with two departments, a review of the first quarter of 2025, and people who report for it."""

from datetime import date
from types import SimpleNamespace

import pytest

from kpis.models import Review
from plans.models import Department
from tests.factories import (
    freeze_today,
    make_action,
    make_city,
    make_indicator,
    make_measurement,
    make_member,
    make_plan,
    make_target,
)

from .sheets import Desk


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Second quarter of fiscal year 2025: the first quarter is being reported."""
    freeze_today(monkeypatch, date(2025, 7, 10))


@pytest.fixture
def office(db):
    """The city, its plan and review, what is reported, and who reports it."""
    city = make_city()
    plan = make_plan(city, starts_on=date(2023, 4, 1), ends_on=date(2028, 3, 31))
    made = SimpleNamespace(city=city, plan=plan)
    made.window = Department.objects.create(municipality=city, code="window", name="窓口課", order=1)
    made.library = Department.objects.create(municipality=city, code="library", name="図書館", order=2)
    made.forms = make_indicator(plan, "1-1", name="電子申請の件数", number="1", order=1)
    made.share = make_indicator(
        plan, "1-2", name="電子申請の割合", number="2", order=2, unit="%", decimals=1,
        numerator_label="電子申請", denominator_label="すべての申請",
    )  # fmt: skip
    made.rate = make_indicator(
        plan, "1-3", name="満足した人の割合", number="3", order=3, unit="%", decimals=1
    )
    made.books = make_indicator(plan, "2-1", name="電子書籍の貸出", number="4", order=4)
    for indicator in (made.forms, made.share, made.rate):
        indicator.departments.add(made.window)
    made.books.departments.add(made.library)
    made.action = make_action(plan, "a1", title="手続の電子化")
    made.action.lead_departments.add(made.window)
    make_target(made.forms, "2027", 2000)
    make_measurement(made.forms, "2024-Q4", 1000)
    made.review = Review.objects.create(plan=plan, period="2025-Q1", due_on=date(2025, 7, 30))
    made.editor = make_member(city, "editor", "ueda", department=made.window)
    made.librarian = make_member(city, "editor", "honda", department=made.library)
    made.manager = make_member(city, "manager", "kanri")
    return made


@pytest.fixture
def desk(client, office):
    """The editor of the window, signed in, with the sheet in hand."""
    client.force_login(office.editor)
    return Desk(client, office.review)
