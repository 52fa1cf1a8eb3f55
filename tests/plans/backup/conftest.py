"""A site with everything a backup must carry, and databases beside the tests' own to restore into."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from axes.models import AccessLog
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from kpis.models import Report, ReportFile
from plans.backup.upgrading import other_database, sqlite_settings
from plans.journal import laying
from plans.ledger import triggers
from plans.models import Acting, ContentVersion, SitePage
from tests.former_tables import lay_tables


@pytest.fixture
def site(other_databases) -> None:
    """The loaded plans, somebody with a one-time code who is signed in, a report's file, and a row that is gone."""
    user = get_user_model().objects.create_user("tanaka", password="とても長い合言葉です")
    TOTPDevice.objects.create(user=user, name="電話", confirmed=True)
    AccessLog.objects.create(username="tanaka", ip_address="192.0.2.7", user_agent="\t「'\"\\ \n 🏙️")
    Session.objects.create(session_key="k" * 32, session_data="x", expire_date=timezone.now())
    ReportFile.objects.create(report=Report.objects.first(), format="pdf", content=bytes(range(256)) * 40)
    SitePage.objects.create(slug="gone", title="消えるページ", body="…").delete()
    connection.check_constraints()


Opened = Callable[[], BaseDatabaseWrapper]


@pytest.fixture
def sqlite_file(tmp_path, other_databases) -> Iterator[BaseDatabaseWrapper]:
    """An empty, migrated site in a SQLite file."""
    values = sqlite_settings(tmp_path / "site.sqlite3")
    values["OPTIONS"] |= {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF"}
    with other_database("sqlite_file", values) as other:
        lay_tables(other, apps.get_models(include_auto_created=True), MigrationLoader(None).disk_migrations)
        triggers.install(other)
        laying.install(other)
        yield other


@pytest.fixture
def neighbour(sqlite_file) -> Iterator[BaseDatabaseWrapper]:
    """A site of its own in a database of the tests' kind, which others can reach while something happens to it."""
    if connection.vendor == "sqlite":
        yield sqlite_file
        return
    with postgres_database("neighbour") as other:
        yield other


@contextmanager
def postgres_database(alias: str) -> Iterator[BaseDatabaseWrapper]:
    """An empty, migrated site on PostgreSQL, beside the tests' own."""
    name = f"{connection.settings_dict['NAME']}_{alias}"
    template = connection.settings_dict["TEST"]["TEMPLATE"]
    with ExitStack() as after:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        after.callback(_drop, name)
        with other_database(alias, {"NAME": name}) as other:
            empty(other)
            yield other


def _drop(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def empty(other: BaseDatabaseWrapper) -> None:
    kept = MigrationRecorder.Migration._meta.db_table
    names = [name for name in other.introspection.table_names() if name != kept]
    with transaction.atomic(using=other.alias), other.cursor() as cursor:
        triggers.drop(other)
        laying.drop(other)
        cursor.execute(f"TRUNCATE {', '.join(names)}")
        triggers.install(other)
        laying.install(other)


def everything(alias: str) -> dict[str, list]:
    """Every row of every table as the product reads it; sessions and the database's own count of changes aside."""
    models = [*apps.get_models(include_auto_created=True), MigrationRecorder.Migration]
    return {
        model._meta.label: [
            tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
            for row in model._base_manager.using(alias).order_by("pk").values_list()
        ]
        for model in models
        if model not in (Session, ContentVersion, Acting)
    }


def raw(other: BaseDatabaseWrapper) -> dict[str, list]:
    """Every row of a SQLite database as it stands in the file; sessions and its own count of changes aside."""
    aside = "('django_session', 'plans_contentversion')"
    with other.cursor() as cursor:
        cursor.execute(f"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN {aside}")  # noqa: S608
        found = {}
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT * FROM "{name}" ORDER BY 1')  # noqa: S608
            found[name] = cursor.fetchall()
        return found
