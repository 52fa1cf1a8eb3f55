"""PostgreSQL ends the connection in the midst of a request (restart, an operator, a limit): 503, and the next one is served."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.urls import reverse

from dxportal.page_cache.versions import OwnConnections
from plans.models import SitePage
from plans.models.content_version import SITE
from tests.plans.journal.rows import shell
from tests.reading import Page
from tests.sent_forms import form_with

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a file is not a server"),
]


def end(pid: int) -> None:
    with shell() as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


@contextmanager
def ended_at(nth: int) -> Iterator[None]:
    """The request's own connection is ended before its nth statement."""
    count = 0

    def execute(run, sql, params, many, context):
        nonlocal count
        count += 1
        if count == nth:
            end(connection.connection.info.backend_pid)
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield
    connection.close_if_unusable_or_obsolete()  # as Django does after each request; its test client does not
    assert count >= nth, "the request asked so often"


@pytest.fixture
def boss(client):
    user = get_user_model().objects.create_superuser("boss")
    client.force_login(user)
    client.raise_request_exception = False
    return user


@pytest.mark.parametrize("nth", [1, 2, 5])
def test_who_reads_is_told_and_then_served(client, nth):
    client.raise_request_exception = False
    with ended_at(nth):
        answer = client.get("/mihon/dx-plan/")
    assert answer.status_code == 503
    assert Page("503", answer).heading == "データベースにつながりません"
    assert client.get("/mihon/dx-plan/").status_code == 200


@pytest.mark.parametrize("nth", [1, 3, 6, 9])
def test_who_saves_is_told_and_nothing_is_half_saved(client, boss, nth):
    page = SitePage.objects.first()
    address = reverse("admin:plans_sitepage_change", args=[page.pk])
    sent = form_with(client.get(address).content.decode(), "title") | {"title": "新しい題名"}
    before = SitePage.objects.filter(pk=page.pk).values().get()
    with ended_at(nth):
        answer = client.post(address, sent)
    assert answer.status_code == 503
    assert SitePage.objects.filter(pk=page.pk).values().get() == before
    assert client.post(address, sent).status_code == 302
    assert SitePage.objects.get(pk=page.pk).title == "新しい題名"


def test_a_server_that_takes_no_more_connections_is_told(client, monkeypatch):
    client.raise_request_exception = False
    connection.close()

    connect, own = connection.Database.connect, threading.get_ident()

    def refuse(*arguments, **named):
        if threading.get_ident() != own:  # the next test's database is being made meanwhile
            return connect(*arguments, **named)
        raise psycopg.OperationalError("FATAL: remaining connection slots are reserved")

    with monkeypatch.context() as full:
        full.setattr(connection.Database, "connect", refuse)
        assert client.get("/").status_code == 503
    assert client.get("/").status_code == 200


def test_the_page_cache_asks_on_a_new_connection():
    versions = OwnConnections()
    known = versions.of(SITE)
    end(versions._local.found._wrapper.connection.info.backend_pid)
    assert versions.of(SITE) == known
    versions.close()
