"""A backup of a former version: restored into a database of its own, migrated there, and written anew."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.graph import MigrationGraph

from plans.migrating.former import executor_to
from plans.migrating.names import whole

from .archive import Archive, opened
from .tables import pairs
from .writing import write

_ALIAS = "former_version"


@contextmanager
def brought_up_to_date(archive: Archive, *, load: Callable[..., object]) -> Iterator[Archive]:
    """The same site as a backup of this version. `load` puts a backup into an empty database."""
    with tempfile.TemporaryDirectory(prefix="dxportal-") as name:
        folder = Path(name)
        with other_database(_ALIAS, sqlite_settings(folder / "former.sqlite3")) as connection:
            there = whole(pairs(archive.header["migrations"]))
            executor = executor_to(connection, there)
            executor.migrate(_last(executor.loader.graph, there))
            load(archive, connection)
            call_command("migrate", database=_ALIAS, verbosity=0, interactive=False)
            write(folder / "upgraded", using=_ALIAS)
        with opened(folder / "upgraded") as found:
            yield found


def _last(graph: MigrationGraph, there: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the migrations on which none of the others builds."""
    known = [node for node in sorted(there) if node in graph.nodes]
    return [node for node in known if not {child.key for child in graph.node_map[node].children} & there]


def sqlite_settings(path: Path) -> dict:
    """Of a database that is thrown away: quick, and not made to outlive a crash."""
    quick = "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY"
    return {"ENGINE": "dxportal.sqlite", "NAME": str(path), "OPTIONS": {"timeout": 20, "init_command": quick}}


@contextmanager
def other_database(alias: str, values: dict) -> Iterator:
    """A connection to a database that the settings do not name."""
    connections.settings[alias] = connections.settings[DEFAULT_DB_ALIAS] | values
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias], connections.settings[alias]
