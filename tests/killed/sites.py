"""Databases that a killed process has written to: laid anew for each, and told row by row."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg

Rows = dict[tuple, tuple]  # by table and key
# What is worked out anew, or goes without loss.
DERIVED = (
    "plans_contentversion", "kpis_standing", "kpis_planstanding", "django_session",
    "dx_words_pieces", "dx_words_texts", "dx_words_behind",
)  # fmt: skip
OF_THE_MOMENT = {
    "plans_changerecord": ("at", "act"),  # told by the database's own clock
    "auth_user": ("password", "date_joined"),
}


@dataclass(frozen=True)
class State:
    rows: Rows
    laid: frozenset  # tables, triggers, indexes as they are defined

    def differing(self, other: "State") -> list[tuple]:
        """Rows that do not stand in both alike."""
        keys = {*self.rows, *other.rows}
        return [key for key in keys if self.rows.get(key) != other.rows.get(key)]

    def half_done(self, before: "State", after: "State") -> list[tuple]:
        """Rows that stand here neither as before nor as after."""
        return [(key, self.rows.get(key)) for key in set(self.differing(before)) & set(self.differing(after))]


class Site(Protocol):
    """A database that can be laid anew."""

    name: str  # of the database

    def lay(self) -> None:
        """As it was when it was kept."""

    def keep(self) -> None:
        """From now on it is laid as it stands."""

    def state(self) -> State: ...

    def end(self) -> None:
        """It is needed no more."""


class FileSite:
    """SQLite: a file, copied."""

    content: bytes
    as_kept: State | None

    def __init__(self, folder: Path, template: Path):
        self.file = folder / "site.sqlite3"
        self.name = str(self.file)
        with closing(sqlite3.connect(template)) as loaded, closing(sqlite3.connect(self.file)) as file:
            loaded.backup(file)
            file.execute("PRAGMA journal_mode=WAL")
        self.keep()

    def lay(self) -> None:
        for ending in ("-wal", "-shm"):
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)
        self.file.write_bytes(self.content)

    def keep(self) -> None:
        with closing(sqlite3.connect(self.file)) as file:
            file.execute("VACUUM")
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.content, self.as_kept = self.file.read_bytes(), None

    def state(self) -> State:
        with closing(sqlite3.connect(self.file)) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            content = self.file.read_bytes()
            if content == self.content:  # to the byte what was laid
                self.as_kept = self.as_kept or self._read(file)
                return self.as_kept
            return self._read(file)

    @staticmethod
    def _read(file: sqlite3.Connection) -> State:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        laid = file.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
        ).fetchall()
        tables = [name for kind, name, sql in laid if kind == "table" and "VIRTUAL" not in sql.upper()]
        return State(_rows(file.execute, tables), frozenset(laid))

    def end(self) -> None:
        """Its folder goes by itself."""


def _rows(ask: Callable, tables: list[str]) -> Rows:
    found: Rows = {}
    for table in tables:
        if table in DERIVED:
            continue
        answer = ask(f'SELECT * FROM "{table}"')  # noqa: S608
        names = [column[0] for column in answer.description]
        told = [place for place, name in enumerate(names) if name not in OF_THE_MOMENT.get(table, ())]
        for row in answer.fetchall():
            found[table, row[0]] = tuple(row[place] for place in told)
    return found


def rows_of_postgres(site: psycopg.Connection) -> Rows:
    tables = site.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return _rows(site.execute, [name for (name,) in tables])


class PostgresSite:
    """PostgreSQL: a database, made of a kept one anew."""

    sequences: dict[str, int]
    as_kept: State | None
    is_as_kept = False
    LAID = """
        SELECT c.relname, t.tgname, t.tgenabled::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        UNION ALL SELECT 'function', proname, md5(prosrc) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = 'public'
        UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    """

    def __init__(self, parameters: dict, template: str):
        self.parameters, self.name = parameters, f"{parameters['dbname']}_killed_{os.getpid()}"
        self.kept = f"{self.name}_kept"
        self._made(self.name, template)
        self.keep()

    def _made(self, name: str, template: str) -> None:
        with psycopg.connect(**self.parameters | {"dbname": "postgres"}, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')

    def lay(self) -> None:
        """Made anew only where something was written: but a sequence never steps back by itself."""
        if self.is_as_kept:
            with self._connection() as site:
                site.execute(self.COUNT_ON, [list(self.sequences), list(self.sequences.values())])
        else:
            self._made(self.name, self.kept)

    COUNT_ON = "SELECT setval(name::regclass, greatest(last, 1), last > 0) FROM unnest(%s::text[], %s::bigint[]) AS s(name, last)"

    def keep(self) -> None:
        self._made(self.kept, self.name)
        with self._connection() as site:
            asked = "SELECT quote_ident(sequencename), coalesce(last_value, 0) FROM pg_sequences"
            self.sequences = dict(site.execute(asked).fetchall())
        self.as_kept = None
        self.as_kept = self.state()

    def _connection(self) -> psycopg.Connection:
        return psycopg.connect(**self.parameters | {"dbname": self.name}, autocommit=True)

    def state(self) -> State:
        with self._connection() as site:
            laid = site.execute(self.LAID).fetchall()
            found = State(rows_of_postgres(site), frozenset(laid))
        self.is_as_kept = found == self.as_kept
        return found

    def end(self) -> None:
        with psycopg.connect(**self.parameters | {"dbname": "postgres"}, autocommit=True) as server:
            for name in (self.name, self.kept):
                server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
