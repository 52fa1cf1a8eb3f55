"""Which tables and columns a backup holds: read off the models, or off the migrations where a database is behind them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from plans.migrating import names
from plans.models import Acting, ContentVersion, RecordGate, ReplacedRow

# Sign-ins that are under way: after a restore a session might be somebody else's. Standings are worked out anew.
LEFT_OUT = frozenset(["django_session", "kpis_planstanding", "kpis_standing"])
# In no backup, and a restore leaves them alone: a database's own count of changes, which goes on from where it stands, and
# what is of the transaction under way (plans/journal/).
OWN = frozenset(model._meta.db_table for model in (ContentVersion, Acting, RecordGate, ReplacedRow))

_KINDS = {
    "CharField": "text",
    "TextField": "text",
    "SlugField": "text",
    "GenericIPAddressField": "text",
    "AutoField": "integer",
    "BigAutoField": "integer",
    "IntegerField": "integer",
    "SmallIntegerField": "integer",
    "BigIntegerField": "integer",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "integer",
    "PositiveBigIntegerField": "integer",
    "FloatField": "float",
    "BooleanField": "boolean",
    "DateField": "date",
    "DateTimeField": "moment",
    "DecimalField": "decimal",
    "JSONField": "json",
    "BinaryField": "binary",
}


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    places: int = 0  # of a decimal: how many stand behind its point


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    key: str
    counts_up: bool  # the database gives the keys

    @property
    def at_once(self) -> int:
        """How many rows are held in memory: one may have a whole PDF."""
        return 1 if any(column.kind == "binary" for column in self.columns) else 50

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


def tables(connection: BaseDatabaseWrapper) -> list[Table]:
    """Every table of the site in this database, by name."""
    found = [_table(model) for model in (*site_models(connection), MigrationRecorder.Migration)]
    return sorted(found, key=lambda table: table.name)


def site_models(connection: BaseDatabaseWrapper) -> list[type[models.Model]]:
    """The models whose rows a backup holds, as the database has them."""
    known = apps
    if not is_up_to_date(connection):
        loader = MigrationLoader(connection)
        there = [node for node in loader.graph.nodes if node in loader.applied_migrations]
        known = loader.project_state(there).apps
    return [
        model
        for model in known.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in LEFT_OUT | OWN
    ]


def _table(model: type[models.Model]) -> Table:
    meta = model._meta
    columns = tuple(_column(field) for field in meta.concrete_fields)
    return Table(meta.db_table, columns, meta.pk.column, isinstance(meta.pk, models.AutoField))


def _column(field: models.Field) -> Column:
    target = field
    while target.remote_field is not None:
        target = target.target_field
    kind = _KINDS[target.get_internal_type()]
    return Column(field.column, kind, target.decimal_places if kind == "decimal" else 0)


def migrations_of(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """What has been migrated in the database: the names by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def pairs(migrations: dict[str, Iterable[str]]) -> set[names.Name]:
    return {(app, name) for app, names in migrations.items() for name in names}


def is_up_to_date(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database has exactly the tables of this version of the portal."""
    return not names.to_come(pairs(migrations_of(connection)))
