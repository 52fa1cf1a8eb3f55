"""Fixtures of the whole suite: the real plans, the fictional city, and the list of every public page."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase
from django.urls import reverse

from kpis.models import Report
from plans.models import Plan

from . import database
from .cities import (
    BUREAU_CITY_DAY,
    SHEET_CITY_DAY,
    SMALL_CITY_DAY,
    BureauCity,
    ReportCity,
    SheetCity,
    SmallCity,
    build_bureau_city,
    build_report_city,
    build_sheet_city,
    build_small_city,
)
from .factories import being_entered, freeze_today, make_city, make_member, make_plan
from .shares import add_option, leave_out_others

_configured_name = connection.settings_dict["NAME"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings_parallel_suffix(request) -> None:
    """Each process of pytest-xdist has a database of its own: on SQLite in its memory, so that it needs no name.

    pytest-django knows that of Django's own backend only, and would name a file after the path of the site's database.
    """
    if connection.vendor != "sqlite":
        request.getfixturevalue("django_db_modify_db_settings_xdist_suffix")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker) -> None:
    """Has the loaded database made, once for all processes, before each makes a test database of it."""
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            connection.settings_dict["TEST"]["TEMPLATE"] = database.postgres_template(database.TEMPLATES)
        else:
            _loaded.template = database.sqlite_template(database.TEMPLATES)
        connection.settings_dict["TEST"]["MIGRATE"] = False  # it comes migrated


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Every test finds the two real plans, the fictional city and the site's texts in the database."""
    # pytest-django makes the test database only when a selected test asks for it (`db`).
    assert connection.settings_dict["NAME"] != _configured_name, "not the test database"
    _loaded.unblock = django_db_blocker.unblock
    if _loaded.template:
        with django_db_blocker.unblock():
            database.copy_from(_loaded.template)
    yield
    database.copies.put_away()


@dataclass
class _Loaded:
    """What the test after one that commits must find: the database as it was."""

    template: Path | None = None
    unblock: Callable | None = None
    is_written: bool = False


_loaded = _Loaded()
# After a test that commits the next one gets a copy: Django need not empty the tables, past the guard of public rows.
TransactionTestCase._fixture_teardown = lambda self: None


def _commits(item: pytest.Item) -> bool:
    """Whether nothing takes back what the test writes: it has transactions of its own."""
    marker = item.get_closest_marker("django_db")
    by_mark = marker is not None and marker.kwargs.get("transaction", False)
    return by_mark or bool({"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


def pytest_addoption(parser: pytest.Parser) -> None:
    add_option(parser)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    leave_out_others(config, items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """How pytest-xdist deals the tests out to its processes."""
    from .scheduling import TogetherScheduling

    return TogetherScheduling(config, log)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector of garbage need not look at it again for each test."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if _loaded.is_written and _loaded.unblock:
        with _loaded.unblock():
            database.reload(_loaded.template)
        _loaded.is_written = False


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    _loaded.is_written = _loaded.is_written or _commits(item)


@pytest.fixture
def other_databases(db) -> Iterator[None]:
    """The test may use databases beside its own, which Django refuses: whatever it needs it lays and takes away itself."""

    def ensure_connection(self) -> None:
        if self.connection is None:
            with self.wrap_database_errors:
                self.connect()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "ensure_connection", ensure_connection)
        yield


@pytest.fixture
def real_plans(db) -> list[Plan]:
    """Takarazuka's and Amagasaki's plan, as loaded from the fixtures."""
    return list(Plan.objects.filter(municipality__is_fictional=False).select_related("municipality"))


@pytest.fixture
def takarazuka(db) -> Plan:
    return Plan.objects.get_by_natural_key("takarazuka", "dx-vision")


@pytest.fixture
def amagasaki(db) -> Plan:
    return Plan.objects.get_by_natural_key("amagasaki", "kyoso-dx")


@pytest.fixture
def mihon(db) -> Plan:
    return Plan.objects.get_by_natural_key("mihon", "dx-plan")


@pytest.fixture
def unguarded(db) -> None:
    """The test may write to loaded plans as nobody may on a site in use: the guard of public rows stands open."""
    being_entered()


@pytest.fixture
def plan(db) -> Plan:
    """An empty plan of an invented city, at /kitayama/smart-plan/."""
    return make_plan(make_city())


@pytest.fixture
def manager(plan) -> AbstractUser:
    """Who may change the plan."""
    return make_member(plan.municipality)


PLAN_PAGES = (
    "overview",
    "map",
    "scorecard",
    "reports",
    "report-comparison",
    "actions",
    "values",
    "glossary",
    "schedule",
    "organization",
    "sources",
)


def addresses_of(plan: Plan) -> list[str]:
    """Every public page of the plan."""
    args = [plan.municipality.slug, plan.slug]
    return [
        *(reverse(name, args=args) for name in PLAN_PAGES),
        *(reverse("goal", args=[*args, code]) for code in plan.goals.values_list("code", flat=True)),
        *(reverse("action", args=[*args, code]) for code in plan.actions.values_list("code", flat=True)),
        *(
            reverse("indicator", args=[*args, code])
            for code in plan.indicators.values_list("code", flat=True)
        ),
        *(
            reverse("source-notes", args=[*args, kind])
            for kind in set(plan.source_notes.filter(changes_figure=False).values_list("kind", flat=True))
        ),
        *_reports_of(plan),
    ]


def _reports_of(plan: Plan) -> list[str]:
    """The newest report, and one that was corrected with its correction: they are long, and all of one kind."""
    rows = Report.objects.of_plan(plan)
    newest, corrected = rows.first(), rows.filter(revision=2).first()
    found = [newest, corrected, *rows.filter(review=corrected.review, revision=1)] if corrected else [newest]
    return [report.get_absolute_url() for report in found if report]


@pytest.fixture
def plan_pages() -> Callable[[Plan], list[str]]:
    return addresses_of


def shared_addresses() -> list[str]:
    """Public pages that belong to no plan."""
    return [
        "/",
        "/search/",
        "/search/?q=市民",
        "/search/?q=ないことば",
        "/about/",
        "/accessibility/",
        "/method/",
        "/takarazuka/",
    ]


@pytest.fixture
def public_pages(db) -> list[str]:
    """Every public page there is."""
    plans = Plan.objects.public().select_related("municipality")
    return [*shared_addresses(), *(address for plan in plans for address in addresses_of(plan))]


@pytest.fixture
def small_city(db, monkeypatch) -> SmallCity:
    freeze_today(monkeypatch, SMALL_CITY_DAY)
    return build_small_city()


@pytest.fixture
def bureau_city(db, monkeypatch) -> BureauCity:
    freeze_today(monkeypatch, BUREAU_CITY_DAY)
    return build_bureau_city()


@pytest.fixture
def sheet_city(db, monkeypatch) -> SheetCity:
    freeze_today(monkeypatch, SHEET_CITY_DAY)
    return build_sheet_city()


@pytest.fixture
def report_city(db) -> ReportCity:
    return build_report_city()
