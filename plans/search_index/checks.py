"""Keeps the triggers of the index on SQLite standing: taken away before `migrate`, laid anew after it, looked for by `check`."""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from plans.ledger.around_migrate import around_migrate
from plans.ledger.guard_check import differing
from plans.ledger.trigger_checks import Said, check_triggers

from . import on_sqlite


def faults(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, list[str]]]:
    """What is wrong, each with the names of the triggers."""
    if not on_sqlite.stands(connection):
        return
    wanted = {name: (sql,) for name, sql in on_sqlite.laid().items()}
    there = on_sqlite.guard.installed(connection, on_sqlite.PREFIX)
    if missing := [name for name in wanted if name not in there]:
        yield "missing", missing
    if changed := differing(connection, wanted, on_sqlite.PREFIX):
        yield "altered", changed


_LAY_ANEW = "Run manage.py migrate: it lays them anew. Until then search may not find what was changed."
_SAID = {
    "missing": Said("Triggers of the index of words are missing.", _LAY_ANEW, "plans.W008"),
    "altered": Said("Triggers of the index of words are altered.", _LAY_ANEW, "plans.W009"),
}

words_stand = check_triggers(on_sqlite.BEHIND, faults, _SAID)


def connect() -> None:
    """Called once, when the app is ready."""
    around_migrate("plans.search_index", drop=on_sqlite.drop, install=on_sqlite.install)
