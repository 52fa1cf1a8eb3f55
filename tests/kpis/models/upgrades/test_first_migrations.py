"""An empty database gets by the first migrations what the former files would have made of it."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from plans.content_version import triggers as counting
from plans.journal import laying
from plans.ledger import triggers
from plans.migrating.former import FormerLoader
from plans.models import ContentVersion
from tests.former_tables import FIRST, FORMER, forget, lay_former

from .databases import empty_database
from .described import described

BACK = {
    "one": [("plans", "0013_lists_by_key"), ("kpis", "0013_standings")],
    "two": [("plans", "0012_newest_plans_first"), ("kpis", "0012_checksums_of_kept_files")],
    "one, of one app": [("plans", "0014_change_record"), ("kpis", "0013_standings")],
}


def migrate(other: BaseDatabaseWrapper, capsys) -> str:
    """Runs the command as people do; gives what it says."""
    call_command("migrate", database=other.alias, interactive=False)
    return capsys.readouterr().out


def names(other: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    return set(MigrationRecorder(other).applied_migrations())


@pytest.fixture(scope="module")
def first(tmp_path_factory, django_db_blocker) -> Iterator[BaseDatabaseWrapper]:
    """A database that was empty."""
    with (
        django_db_blocker.unblock(),
        empty_database("first_migrations", tmp_path_factory.mktemp("first")) as other,
    ):
        call_command("migrate", database=other.alias, verbosity=0, interactive=False)
        yield other


@pytest.fixture
def walked(carried, former_database) -> Iterator[BaseDatabaseWrapper]:
    """The database that has come all the way, as a run of `migrate` leaves it: with triggers, and what goes by models."""
    call_command("migrate", database=former_database.alias, verbosity=0, interactive=False)
    yield former_database
    for kind in (triggers, counting, laying):
        kind.drop(former_database)


def test_both_are_made_of_the_same(walked, first):
    made, former = described(first), described(walked)
    kinds = {kind for kind, _name in made}
    assert kinds >= {"index", "trigger"} | (
        {"table"} if first.vendor == "sqlite" else {"column", "constraint"}
    )
    differing = {
        key: (former.get(key), made.get(key)) for key in made | former if former.get(key) != made.get(key)
    }
    assert differing == {}


def test_both_end_in_the_same_models():
    """`makemigrations` asks the first ones only: a label that is changed there is changed in the former files too."""
    former, first = FormerLoader(None, []).project_state(), MigrationLoader(None).project_state()
    assert MigrationAutodetector(former, first)._detect_changes() == {}


def test_both_begin_with_the_same_rows(walked, first):
    """What is not of the site itself: everything else is empty, and what all sites share comes after any `migrate`."""
    natural = {
        ContentType: ["app_label", "model"],
        Permission: ["content_type__app_label", "content_type__model", "codename", "name"],
        MigrationRecorder.Migration: ["app", "name"],
        ContentVersion: ["plan_id"],
    }
    for model, fields in natural.items():
        found = [set(model.objects.using(other.alias).values_list(*fields)) for other in (walked, first)]
        assert found[0] == found[1] != set(), model
    others = set(apps.get_models(include_auto_created=True)) - set(natural)
    assert [model for model in others if model._base_manager.using(first.alias).exists()] == []


def test_a_difference_would_be_seen(first):
    before = described(first)
    with first.schema_editor() as editor:
        editor.execute("ALTER TABLE plans_term ADD COLUMN more integer DEFAULT 3")
    assert described(first) != before
    with first.schema_editor() as editor:
        editor.execute("ALTER TABLE plans_term DROP COLUMN more")
    assert described(first) == before


def test_it_was_the_first_migrations_that_made_it(first):
    assert names(first) >= FIRST | FORMER
    assert len(FIRST) == 2


def test_what_it_made_it_takes_away(first):
    before = described(first)
    call_command("migrate", "kpis", "zero", database=first.alias, verbosity=0, interactive=False)
    assert not [name for name in first.introspection.table_names() if name.startswith("kpis_")]
    assert not {name for name in names(first) if name[0] == "kpis"}
    call_command("migrate", database=first.alias, verbosity=0, interactive=False)
    assert described(first) == before


def test_at_the_newest_former_one_nothing_is_left_to_do(first, capsys):
    forget(FIRST, first.alias)
    before = described(first)
    assert "No migrations to apply" in migrate(first, capsys)
    assert names(first) >= FIRST
    assert described(first) == before


@pytest.mark.parametrize("back", BACK)
def test_a_database_a_few_migrations_back_goes_on_through_the_former_files(
    back, tmp_path, django_db_blocker, capsys
):
    with django_db_blocker.unblock(), empty_database("few_back", tmp_path) as other:
        lay_former(other, BACK[back])
        said = migrate(other, capsys)
        assert "0014_" in said
        assert "squashed" not in said.partition("Running migrations")[2]
        assert names(other) >= FIRST | FORMER
        assert "No migrations to apply" in migrate(other, capsys)
