"""What load balancers and monitors are told, by whatever name they ask."""

import json

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from plans.content_version import triggers as counting
from plans.ledger import triggers
from tests.factories import being_entered
from tests.former_tables import FIRST, FORMER, forget, forget_newest

pytestmark = pytest.mark.django_db
PROBES = ("/healthz", "/readyz")


@pytest.fixture
def told(client):
    def told(address: str, **headers) -> tuple[int, dict]:
        response = client.get(address, **headers)
        return response.status_code, json.loads(response.content)

    return told


@pytest.mark.parametrize("address", PROBES)
@pytest.mark.parametrize("host", ["10.0.0.7:8000", "no_such.host", "a b", ""])
def test_a_probe_is_answered_under_any_name_and_without_https(told, address, host):
    with override_settings(SECURE_SSL_REDIRECT=True, ALLOWED_HOSTS=["dx.city.example.jp"]):
        assert told(address, HTTP_HOST=host) == (200, {"status": "ok"})


def test_other_pages_still_ask_for_the_name_and_https(client):
    with override_settings(SECURE_SSL_REDIRECT=True, ALLOWED_HOSTS=["dx.city.example.jp"]):
        assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400
        assert client.get("/", headers={"host": "dx.city.example.jp"}).status_code == 301


@pytest.mark.parametrize("address", PROBES)
def test_a_database_that_does_not_answer_is_told_without_its_names(told, monkeypatch, address):
    def fail(*_args, **_kwargs):
        raise OperationalError("no route to secret-host")

    monkeypatch.setattr(connection, "cursor", fail)
    status, answer = told(address)
    assert status == 503
    assert "データベースに接続できません" in answer["problem"]
    assert "secret-host" not in answer["problem"]


def test_tables_that_are_behind_are_told_with_what_to_do(told):
    forget_newest("kpis")
    status, answer = told("/readyz")
    assert status == 503
    assert answer["problem"] == "データベースの更新が1件残っています。manage.py migrate を実行してください。"
    assert told("/healthz")[0] == 200


@pytest.mark.parametrize("forgotten", [FIRST, FORMER], ids=["first", "former"])
def test_migrations_count_by_either_of_their_names(told, forgotten):
    forget(forgotten)
    assert told("/readyz") == (200, {"status": "ok"})


def test_tables_of_a_later_version_are_told_after_a_rollback(told):
    MigrationRecorder(connection).record_applied("plans", "9999_from_the_future")
    status, answer = told("/readyz")
    assert status == 503
    assert "plans.9999_from_the_future" in answer["problem"]
    assert "新しくなっています" in answer["problem"]


def test_a_mark_that_was_left_turns_no_visitor_away(told):
    being_entered()
    assert told("/readyz") == (200, {"status": "ok"})


def test_an_answer_is_never_kept_on_the_way(client):
    assert "no-store" in client.get("/healthz")["Cache-Control"]


@pytest.mark.parametrize("address", PROBES)
def test_nobody_writes_to_them(client, address):
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_guard_that_is_missing_or_altered_is_told_with_how_to_lay_it_again(told, is_gone):
    name = "dx_guard_plans_goal_delete"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            body = f"DROP FUNCTION {name} CASCADE"
            again = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$"
            cursor.execute(body if is_gone else again)
        else:
            cursor.execute(f"DROP TRIGGER {name}")
            if not is_gone:
                cursor.execute(f"CREATE TRIGGER {name} BEFORE DELETE ON plans_goal BEGIN SELECT 1; END")
    status, answer = told("/readyz")
    assert status == 503
    what = "1個ありません" if is_gone else "1個、書きかえられているか、止められています"
    assert f"{what}（{name}）。manage.py migrate を実行すると、置き直します。" in answer["problem"]
    triggers.install(connection)
    assert told("/readyz") == (200, {"status": "ok"})


def test_a_trigger_that_counts_contents_and_is_missing_is_told(told):
    name = "dx_content_plans_goal_delete"
    with connection.cursor() as cursor:
        is_postgres = connection.vendor == "postgresql"
        cursor.execute(f"DROP FUNCTION {name} CASCADE" if is_postgres else f"DROP TRIGGER {name}")
    status, answer = told("/readyz")
    assert status == 503
    assert (
        f"内容の版を数えるトリガーが1個、ないか、書きかえられているか、止められています（{name}）"
        in answer["problem"]
    )
    counting.install(connection)
    assert told("/readyz") == (200, {"status": "ok"})
