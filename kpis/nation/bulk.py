"""Very many rows of one model and their history, as fast as the database takes them: COPY on PostgreSQL.

No `save`, no signal, no check of the model's own: what is written here is invented by the portal itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

ROWS_AT_ONCE = 5000
_ID, _CONSTANT = -1, -2


def lay(
    model: type[models.Model], names: Sequence[str], rows: list[tuple], *, at: datetime, why: str
) -> list[int]:
    """Stores rows, given as the values of the fields with those attnames; every other field has its default.

    With each a line of history, of that moment and for that reason, where the model keeps one. Returns their ids.
    """
    if not rows:
        return []
    keys = _reserved(model, len(rows))
    _write(model, _columns(model, names, model()), keys, rows)
    if hasattr(model, "history"):
        history = model.history.model
        first = history(history_date=at, history_type="+", history_change_reason=why)
        _write(history, _columns(history, names, first), keys, rows)
    return keys


def link(model: type[models.Model], relation: str, pairs: Iterable[tuple[int, int]]) -> None:
    """Stores links of a many-to-many relation: ids of the rows on its two sides."""
    described = model._meta.get_field(relation)
    through = described.remote_field.through
    names = (described.m2m_field_name(), described.m2m_reverse_field_name())
    columns = tuple(through._meta.get_field(name).attname for name in names)
    rows = list(pairs)
    _write(through, _columns(through, columns, through()), _reserved(through, len(rows)), rows)


def _columns(model: type[models.Model], names: Sequence[str], first: models.Model) -> list[tuple]:
    """Of each column: field, place of its value in a row (or that it is the id, or constant), the constant."""
    found = []
    for field in model._meta.concrete_fields:
        if field.name == "id":
            found.append((field, _ID, None))
        elif field.attname in names:
            found.append((field, names.index(field.attname), None))
        elif not field.primary_key:  # the history's own number
            found.append((field, _CONSTANT, getattr(first, field.attname)))
    return found


def _reserved(model: type[models.Model], count: int) -> list[int]:
    """Ids that nobody else gets."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [f'"{table}"', count],
            )
            return [key for (key,) in cursor.fetchall()]
        # The transaction has written before: no other one does until it ends.
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        first = cursor.fetchone()[0] + 1
        return list(range(first, first + count))


def _write(model: type[models.Model], columns: list[tuple], keys: list[int], rows: list[tuple]) -> None:
    varying = [column for column in columns if column[1] != _CONSTANT]
    constant = [column for column in columns if column[1] == _CONSTANT]
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    named = ", ".join(quote(field.column) for field, _place, _value in (*varying, *constant))
    fixed = [field.get_db_prep_save(value, connection) for field, _place, value in constant]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
            for block in _lines([place for _field, place, _value in varying], fixed, keys, rows):
                copy.write(block)
        return
    marks = ", ".join(["%s"] * len(columns))
    prepared = (
        (
            *(
                key if place == _ID else field.get_db_prep_save(row[place], connection)
                for field, place, _value in varying
            ),
            *fixed,
        )
        for key, row in zip(keys, rows, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks})", prepared)  # noqa: S608


def _lines(places: list[int], fixed: list[Any], keys: list[int], rows: list[tuple]) -> Iterator[str]:
    """Blocks of text in the form that COPY reads."""
    tail = "".join(f"\t{_text(value)}" for value in fixed) + "\n"
    for start in range(0, len(rows), ROWS_AT_ONCE):
        yield "".join(
            "\t".join([str(key) if place == _ID else _text(row[place]) for place in places]) + tail
            for key, row in zip(
                keys[start : start + ROWS_AT_ONCE], rows[start : start + ROWS_AT_ONCE], strict=True
            )
        )


def _text(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return value.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")
    return str(value)
