"""Keeps the triggers of the record standing: taken away before `migrate`, laid anew after it, looked for by the doctor."""

from collections.abc import Iterator
from functools import cache

from django.db.backends.base.base import BaseDatabaseWrapper

from plans.ledger import guard_check
from plans.ledger import triggers as guard
from plans.ledger.around_migrate import around_migrate
from plans.ledger.trigger_checks import Said, check_triggers

from . import keeping, on_postgresql, on_sqlite
from .acting_sql import portal_writes
from .recorded import OWN, recorded

PREFIX = "dx_record_"


@cache
def statements(vendor: str) -> dict[str, tuple[str, ...]]:
    """What lays each trigger of the record, and of what keeps it, by its name."""
    of = on_postgresql.triggers if vendor == "postgresql" else on_sqlite.triggers
    found = {name: tuple(each) for table in recorded() for name, *each in of(table, PREFIX)}
    for one in keeping.guards(vendor, portal_writes(vendor)):
        name = f"{PREFIX}keeps_{one.table}_{one.operation.lower()}"
        found[name] = tuple(text.replace(one.name, name) for text in guard.created(one, vendor))
    return found


def install(connection: BaseDatabaseWrapper) -> None:
    """Lays the triggers, over those that are there. Nothing where tables or columns are missing: a migration is to come."""
    drop(connection)
    if not _is_whole(connection):
        return
    with connection.cursor() as cursor:
        for each in statements(connection.vendor).values():
            for statement in each:
                cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Takes them away: for `migrate` and a restore, and for nothing else."""
    guard.drop(connection, PREFIX)


def _is_whole(connection: BaseDatabaseWrapper) -> bool:
    tables = recorded()
    own = {model._meta.db_table for model in OWN}
    there = set(connection.introspection.table_names())
    if not {*own, *(table.name for table in tables)} <= there:
        return False
    with connection.cursor() as cursor:
        return all(set(table.columns) <= guard.columns_of(cursor, table.name) for table in tables)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that the database should have and has not."""
    there = guard.installed(connection, PREFIX)
    return [name for name in statements(connection.vendor) if name not in there]


@cache
def _wanted(vendor: str) -> dict[str, tuple[str, ...]]:
    return {name: guard_check.plain(list(each), vendor) for name, each in statements(vendor).items()}


def faults(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, list[str]]]:
    """What is wrong, each with the names of the triggers: "missing", "altered"."""
    gone = missing(connection)
    if gone:
        yield "missing", gone
    changed = guard_check.differing(connection, _wanted(connection.vendor), PREFIX)
    if changed:
        yield "altered", changed


_LAY_ANEW = "Run manage.py migrate: it lays them anew."
_SAID = {
    "missing": Said("Triggers of the record of changes are missing.", _LAY_ANEW, "plans.W006"),
    "altered": Said("Triggers of the record of changes are altered.", _LAY_ANEW, "plans.W007"),
}

record_stands = check_triggers(on_sqlite.RECORD, faults, _SAID)


def connect() -> None:
    """Called once, when the app is ready."""
    around_migrate("plans.journal", drop=drop, install=install)
