"""Databases of former versions, without walking through their migrations; and names of migrations taken out of one."""

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import StateApps

from plans.migrating.former import FormerLoader
from plans.migrating.names import Name
from plans.search_index import functions

OWN = ("plans", "kpis")
WORDS = ("plans", "0012_newest_plans_first")  # lays the functions of the search, beside tables
# By the first migration that an empty database gets, those that it replaces.
REPLACED = {
    name: set(migration.replaces)
    for name, migration in MigrationLoader(None).disk_migrations.items()
    if name[0] in OWN and migration.replaces
}
FIRST, FORMER = set(REPLACED), set().union(*REPLACED.values())


def lay_tables(other: BaseDatabaseWrapper, models: Iterable, migrations: Iterable[Name]) -> None:
    """The tables of these models, as if migrated so far: quicker than migrating."""
    recorder = MigrationRecorder(other)
    recorder.ensure_schema()
    with other.schema_editor() as editor:
        for model in models:
            if model._meta.managed and not model._meta.proxy and not model._meta.auto_created:
                editor.create_model(model)
    for app, name in migrations:
        recorder.record_applied(app, name)


def lay_former(other: BaseDatabaseWrapper, targets: list[Name]) -> StateApps:
    """The tables as they stood after these migrations of plans and kpis; gives their models."""
    loader = FormerLoader(None, targets)
    others = [node for node in loader.graph.leaf_nodes() if node[0] not in OWN]
    there = {node for target in [*targets, *others] for node in loader.graph.forwards_plan(target)}
    models = loader.project_state([*targets, *others]).apps
    lay_tables(other, models.get_models(), there)
    if WORDS in there and functions.has_index(other):
        with other.cursor() as cursor:
            for statement in functions.create_statements():
                cursor.execute(statement)
    return models


def forget(names: set[Name], using: str = DEFAULT_DB_ALIAS) -> None:
    """As if the database had not been told of them."""
    for app, name in names:
        MigrationRecorder.Migration.objects.using(using).filter(app=app, name=name).delete()


def forget_newest(app: str) -> None:
    """As if the app's newest migration were to come."""
    numbered = {name for name in MigrationLoader(None).disk_migrations if name[0] == app} - FIRST
    forget({max(numbered)})
