"""Reads a database table by table as it was at one moment, with little memory."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .tables import Table
from .values import canonical, portable


@contextmanager
def one_moment(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Whatever is read sees one moment, and nobody who writes has to wait. Inside a transaction: as that one sees it."""
    if connection.in_atomic_block:
        if connection.vendor == "sqlite":
            connection.take_turn()
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # and not IMMEDIATE, as transactions of the portal begin
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def rows_of(connection: BaseDatabaseWrapper, table: Table) -> Iterator[list]:
    """The table's rows in the order of their keys, as a backup holds them."""
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(name) for name in table.names)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {quoted(table.name)} ORDER BY {quoted(table.key)}")  # noqa: S608
        while batch := cursor.fetchmany(table.at_once):
            for row in batch:
                yield [portable(column, value) for column, value in zip(table.columns, row, strict=True)]


class Tally:
    """Counts a table's rows and takes their digest, which is the same from either database."""

    def __init__(self, table: Table):
        self._table = table
        self._digest = hashlib.sha256()
        self.rows = 0

    def add(self, row: list) -> None:
        self._digest.update(canonical(self._table, row))
        self.rows += 1

    def as_json(self) -> dict:
        return {"rows": self.rows, "sha256": self._digest.hexdigest()}


def tally(connection: BaseDatabaseWrapper, table: Table) -> dict:
    """How many rows the table has, and their digest."""
    found = Tally(table)
    for row in rows_of(connection, table):
        found.add(row)
    return found.as_json()


def last_key(connection: BaseDatabaseWrapper, table: Table) -> int:
    """The highest key that the table ever gave: the record still speaks of rows that were deleted."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
            row = cursor.fetchone()
            return row[0] if row else 0
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table.name}"', table.key])
        sequence = cursor.fetchone()[0]
        cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM {sequence}")  # noqa: S608
        return cursor.fetchone()[0]
