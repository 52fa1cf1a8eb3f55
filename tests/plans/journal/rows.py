# ruff: noqa: S608  names of the models' own tables
"""What tests of the record of changes share: every recorded row as it stands, and the record played back upon it."""

import json
import math
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection

from plans.journal.recorded import Recorded, is_history, recorded
from plans.models import ChangeRecord

State = dict[tuple[str, str], dict[str, Any]]


def last_line() -> int:
    """The newest line's number; 0 without any."""
    return ChangeRecord.objects.values_list("pk", flat=True).order_by("-pk").first() or 0


def lines_after(last: int) -> list[ChangeRecord]:
    """The lines written after that one, in their order."""
    return list(ChangeRecord.objects.filter(pk__gt=last).order_by("pk"))


def everything() -> State:
    """Every row of every recorded table, by table and key, without what the record does not tell."""
    found: State = {}
    for table in _tables().values():
        if is_history(table) or table.only_by_hand:
            continue
        told = _told(table)
        for row in _rows(table):
            found[table.name, str(row[table.key])] = {
                name: _plain(value) for name, value in row.items() if value is not None and name in told
            }
    return found


@cache
def _tables() -> dict[str, Recorded]:
    return {table.name: table for table in recorded()}


@cache
def _told(table: Recorded) -> frozenset[str]:
    return frozenset(table.columns) - {*table.secret, *table.files}


def _rows(table: Recorded) -> Iterator[dict]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'SELECT to_jsonb(t) FROM "{table.name}" t')
            for (row,) in cursor.fetchall():
                yield json.loads(row) if isinstance(row, str) else row
            return
        cursor.execute(f'SELECT * FROM "{table.name}"')
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            yield dict(zip(names, row, strict=True))


def _plain(value: Any) -> Any:
    """Numbers and moments as both the driver and the record write them."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float):
        return round(value, 9)
    return str(value) if hasattr(value, "isoformat") else value


def played(state: State, lines: list[ChangeRecord]) -> State:
    """The state after what the lines tell. Each must fit on what is there: its before, or that there is nothing."""
    found = dict(state)
    for line in lines:
        table = _tables()[line.table_name]
        if is_history(table) or table.only_by_hand:
            continue
        place = (line.table_name, line.row_key)
        before, after = (
            {n: _plain(v) for n, v in (side or {}).items() if n in _told(table)}
            for side in (line.before, line.after)
        )
        if line.operation == "I":
            assert place not in found, line
            found[place] = after
        elif line.operation == "D":
            assert _same(found.pop(place), before), line
        else:
            row = found.pop(place)
            changed = {*before, *after}
            assert _same({n: row[n] for n in changed if n in row}, before), line
            now = {n: v for n, v in row.items() if n not in changed} | after
            found[line.table_name, str(now[table.key])] = now
    return found


def differing(one: State, other: State) -> list[tuple]:
    """Places of which the two say something else."""
    return [
        (place, one.get(place), other.get(place))
        for place in {*one, *other}
        if not _same(one.get(place) or {}, other.get(place) or {})
    ]


def _same(one: dict, other: dict) -> bool:
    return one == other or (
        one.keys() == other.keys()
        and all(
            math.isclose(value, other[name], rel_tol=1e-12)
            if isinstance(value, float) and isinstance(other[name], float | int)
            else value == other[name]
            for name, value in one.items()
        )
    )


@contextmanager
def shell() -> Iterator[Any]:
    """A connection of another tool to the test's database: what it runs nobody has told the portal's backends of."""
    if connection.vendor == "postgresql":
        import psycopg

        with psycopg.connect(**_parameters(), autocommit=True) as plain:
            yield plain
        return
    plain = sqlite3.connect(connection.settings_dict["NAME"], uri=True, isolation_level=None)
    try:
        yield plain
    finally:
        plain.close()


def _parameters() -> dict:
    given = connection.get_connection_params()
    return {name: given[name] for name in ("dbname", "user", "password", "host", "port") if name in given}
