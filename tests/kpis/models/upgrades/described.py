"""What a database is made of, as its own catalogue says; the order of a table's columns aside."""

import re
from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

Description = dict[tuple[str, str], object]  # kind and name of a thing: what the catalogue says of it
# Of each kind: what is named, and what is said of it.
_POSTGRESQL = {
    "column": (
        "SELECT c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, "
        "a.attgenerated, coalesce(pg_get_expr(d.adbin, d.adrelid), ''), a.attcollation::regcollation::text "
        "FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' "
        "LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum "
        "WHERE c.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND NOT a.attisdropped"
    ),
    "constraint": (
        "SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid), convalidated FROM pg_constraint "
        "WHERE connamespace = current_schema()::regnamespace"
    ),
    "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
    "trigger": (
        "SELECT t.tgname, pg_get_triggerdef(t.oid), t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal"
    ),
    "function": (
        "SELECT oid::regprocedure::text, pg_get_functiondef(oid) FROM pg_proc "
        "WHERE pronamespace = current_schema()::regnamespace"
    ),
    "sequence": (
        "SELECT sequencename, data_type::text, start_value, increment_by FROM pg_sequences "
        "WHERE schemaname = current_schema()"
    ),
}


def described(connection: BaseDatabaseWrapper) -> Description:
    made = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    return dict(made(connection))


def _on_postgresql(connection: BaseDatabaseWrapper) -> Iterator[tuple[tuple[str, str], object]]:
    with connection.cursor() as cursor:
        for kind, query in _POSTGRESQL.items():
            cursor.execute(query)
            yield from (((kind, name), said) for name, *said in cursor.fetchall())


def _on_sqlite(connection: BaseDatabaseWrapper) -> Iterator[tuple[tuple[str, str], object]]:
    """Types, nullability, defaults and checks of columns stand in the statement that makes the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        for kind, name, sql in cursor.fetchall():
            yield (kind, name), sorted(_parts(sql)) if kind == "table" else sql


def _parts(sql: str) -> list[str]:
    """Each column and each constraint of a CREATE TABLE."""
    body, depth, found = sql[sql.index("(") + 1 : sql.rindex(")")], 0, [""]
    for piece in re.findall(r"'(?:[^']|'')*'|\"[^\"]*\"|.", body, re.DOTALL):
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if piece == "," and depth == 0:
            found.append("")
        else:
            found[-1] += piece
    return [part.strip() for part in found]
