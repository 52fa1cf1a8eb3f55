"""A database that cannot write now, or not answer, is told in a sentence; nothing is half saved, and reading goes on."""

import re
import sqlite3
from contextlib import ExitStack

import psycopg
import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import DatabaseError, IntegrityError, InternalError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.database_trouble import Trouble, trouble_of, trouble_sentence
from plans.models import SitePage
from tests.reading import Page

pytestmark = pytest.mark.django_db


def sqlite(code: int) -> OperationalError:
    cause = sqlite3.OperationalError()
    cause.sqlite_errorcode = code
    return _caused(OperationalError(), cause)


def _caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


ERRORS = [
    (sqlite(5), Trouble.BUSY),
    (sqlite(517), Trouble.BUSY),  # BUSY_SNAPSHOT
    (sqlite(13), Trouble.FULL),
    (sqlite(1), None),  # no such table
    (sqlite(11), Trouble.DAMAGED),
    (sqlite(26), Trouble.DAMAGED),  # not a database
    (sqlite(14), Trouble.AWAY),
    (_caused(OperationalError(), psycopg.errors.DataCorrupted()), Trouble.DAMAGED),
    (_caused(OperationalError(), psycopg.errors.DiskFull()), Trouble.FULL),
    (_caused(InternalError(), psycopg.errors.ReadOnlySqlTransaction()), Trouble.FULL),
    (_caused(OperationalError(), psycopg.errors.DeadlockDetected()), Trouble.BUSY),
    (_caused(OperationalError(), psycopg.errors.AdminShutdown()), Trouble.AWAY),
    (_caused(OperationalError(), psycopg.OperationalError("connection refused")), Trouble.AWAY),
    (_caused(IntegrityError(), psycopg.errors.UniqueViolation()), None),
    (ValueError(), None),
]


@pytest.mark.parametrize(("error", "trouble"), ERRORS)
def test_what_the_database_says_is_understood(error, trouble):
    assert trouble_of(error) is trouble
    assert trouble_of(_caused(RuntimeError(), error)) is trouble


@pytest.mark.parametrize("trouble", Trouble)
def test_whoever_calls_a_command_is_told_what_happened_and_what_to_do(trouble):
    sentence = trouble_sentence(trouble)
    assert sentence.count("。") == 2
    assert sentence.endswith(("ください。", "ください（docs/backup.ja.md）。"))


@pytest.fixture
def boss(client):
    user = get_user_model().objects.create_superuser("boss")
    client.force_login(user)
    client.raise_request_exception = False
    return user


@pytest.fixture
def refusing():
    """From now on the database refuses to write, as it would with that error."""

    def begin(error: DatabaseError) -> None:
        def refuse(execute, sql, params, many, context):
            if re.match(r"\s*(INSERT|UPDATE|DELETE)", sql):
                raise error
            return execute(sql, params, many, context)

        after.enter_context(connection.execute_wrapper(refuse))

    with ExitStack() as after:
        yield begin


def saved(client, title: str):
    page = SitePage.objects.first()
    address = reverse("admin:plans_sitepage_change", args=[page.pk])
    fields = re.findall(r'name="([^"]+)"[^>]* value="([^"]*)"', client.get(address).content.decode())
    typed = {"slug": page.slug, "language": page.language, "title": title, "body": "新しい本文"}
    return client.post(address, dict(fields) | typed)


@pytest.mark.parametrize(
    ("error", "sentence", "seconds"),
    [
        (sqlite(5), "混み合っていて、保存できませんでした", "10"),
        (sqlite(13), "今は保存できません", "300"),
        (_caused(OperationalError(), psycopg.errors.DiskFull()), "今は保存できません", "300"),
        (_caused(OperationalError(), psycopg.errors.AdminShutdown()), "データベースにつながりません", "60"),
    ],
)
def test_saving_is_answered_by_a_sentence(client, boss, refusing, error, sentence, seconds):
    before = list(SitePage.objects.values())
    assert client.get("/admin/").status_code == 200
    refusing(error)
    answer = saved(client, "新しい題名")
    assert answer.status_code == 503
    assert answer["Retry-After"] == seconds
    page = Page("503", answer)
    assert page.heading == sentence
    assert "何も保存していません" in page.html
    assert page.all("header", "footer")
    assert list(SitePage.objects.values()) == before


def test_who_reads_is_served_also_signed_in(client, boss, refusing):
    Session.objects.get()  # to be put off by the next page
    refusing(sqlite(13))
    for address in ("/", "/mihon/dx-plan/", "/admin/", "/admin/plans/sitepage/"):
        assert client.get(address).status_code == 200, address


def test_a_page_that_cannot_be_read_says_so(client, monkeypatch):
    client.raise_request_exception = False

    def away(self):
        raise _caused(OperationalError(), psycopg.OperationalError("connection refused"))

    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", away)
    answer = client.get("/")
    assert answer.status_code == 503
    assert "データベースにつながりません" in answer.content.decode()
    assert "何も保存していません" not in answer.content.decode()


def test_another_mistake_stays_a_mistake(client, boss, refusing):
    refusing(sqlite(1))
    assert saved(client, "新しい題名").status_code == 500


def test_a_refused_form_writes_nothing_and_so_keeps_nobody_waiting(client, boss):
    """Of every list of the admin: an empty form is refused, and drawn again, without the writer's turn."""
    client.get("/admin/")
    refused = 0
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_add"
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = client.post(reverse(name), {})
        refused += answer.status_code == 200
        wrote = [
            query["sql"]
            for query in asked
            if not query["sql"].startswith(("SELECT", "DECLARE", "SAVEPOINT", "RELEASE", "ROLLBACK"))
            or "FOR UPDATE" in query["sql"]
        ]
        assert answer.status_code == 403 or wrote == [], (name, wrote)
    assert refused > 20
