"""Whether the guard in the database stands: what is missing, altered, switched off or left open is noticed, and laid anew."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from plans.ledger import guard_check, triggers
from tests.factories import being_entered

pytestmark = pytest.mark.django_db


def test_every_trigger_is_there():
    assert triggers.missing(connection) == []


def test_it_is_laid_anew():
    triggers.drop(connection)
    assert triggers.installed(connection) == {}
    assert [found.id for found in run_checks(databases=["default"]) if found.id.startswith("plans.")] == [
        "plans.W001"
    ]
    triggers.install(connection)
    assert triggers.missing(connection) == []
    assert not [found for found in run_checks(databases=["default"]) if found.id.startswith("plans.")]


def test_it_is_not_laid_over_columns_that_are_not_there(monkeypatch):
    """As after a migration was taken back: no statement may trip over it."""
    ahead = triggers.Guard("plans_goal", triggers.UPDATE, "1 = 1", "", columns=("to_come",))
    known = triggers.guards(connection.vendor)
    monkeypatch.setattr(triggers, "guards", lambda vendor: [*known, ahead])
    triggers.install(connection)
    assert triggers.installed(connection) == {}


def test_a_mark_that_was_left_is_told():
    being_entered()
    assert [found.id for found in run_checks(databases=["default"]) if found.id.startswith("plans.")] == [
        "plans.W002"
    ]


def test_one_that_was_altered_is_named():
    assert guard_check.altered(connection) == []
    name = "dx_guard_plans_goal_delete"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(
                f"CREATE TRIGGER {name} BEFORE DELETE ON plans_goal WHEN 1 = 0 BEGIN SELECT 1; END"
            )
        else:
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$"
            )
    assert guard_check.altered(connection) == [name]
    assert triggers.missing(connection) == []
    triggers.install(connection)
    assert guard_check.altered(connection) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL can")
@pytest.mark.parametrize(
    "statement",
    [
        'ALTER TABLE plans_goal DISABLE TRIGGER "dx_guard_plans_goal_update"',
        "CREATE OR REPLACE TRIGGER dx_guard_plans_goal_update BEFORE UPDATE ON plans_goal FOR EACH ROW "
        "WHEN (OLD.id IS DISTINCT FROM NEW.id) EXECUTE FUNCTION dx_guard_plans_goal_update()",
    ],
)
def test_one_that_is_switched_off_or_asked_less_often_is_named(statement):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
    assert guard_check.altered(connection) == ["dx_guard_plans_goal_update"]
