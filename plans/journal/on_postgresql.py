# ruff: noqa: S608  names of the models' own tables and columns; nothing comes from outside
"""The triggers of the record in PostgreSQL: one function for each table."""

from collections.abc import Iterator

from plans.models import ChangeRecord

from .acting_sql import ACTOR, BY_HAND
from .recorded import Recorded, is_history

RECORD = ChangeRecord._meta.db_table
_INTO = f"INSERT INTO {RECORD} (at, table_name, row_key, operation, before, after, city_id, who_id, who, way, why, act)"
_WHO = (
    "(acting->>'who_id')::bigint, COALESCE(acting->>'who', ''), "
    f"COALESCE(acting->>'way', '{BY_HAND}（' || session_user || '）'), COALESCE(acting->>'why', ''), "
    "COALESCE(acting->>'act', 'tx:' || txid_current())"
)


def triggers(table: Recorded, prefix: str) -> Iterator[tuple[str, str, str]]:
    """The name of each trigger of the table with the statements that lay its function, and it."""
    name = f"{prefix}{table.name}"
    operations = "DELETE OR UPDATE" if is_history(table) else "INSERT OR DELETE OR UPDATE"
    yield (
        name,
        _function(name, _of_row(table)),
        (
            f'CREATE TRIGGER "{name}" AFTER {operations} ON "{table.name}" FOR EACH ROW EXECUTE FUNCTION "{name}"()'
        ),
    )
    emptied = f"{name}_truncate"
    yield (
        emptied,
        _function(emptied, _of_emptying(table)),
        (
            f'CREATE TRIGGER "{emptied}" BEFORE TRUNCATE ON "{table.name}" FOR EACH STATEMENT '
            f'EXECUTE FUNCTION "{emptied}"()'
        ),
    )


def _function(name: str, body: str) -> str:
    return f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $record${body}$record$'


def _of_row(table: Recorded) -> str:
    key = f'COALESCE(OLD."{table.key}", NEW."{table.key}")'
    skipped = "IF acting IS NOT NULL THEN RETURN NULL; END IF; " if table.only_by_hand else ""
    differs = " AND ".join(f'OLD."{c}" IS NOT DISTINCT FROM NEW."{c}"' for c in table.columns)
    return (
        f" DECLARE acting jsonb := {ACTOR}; was jsonb; is_now jsonb; city bigint; BEGIN {skipped}"
        f"IF TG_OP = 'UPDATE' AND {differs} THEN RETURN NULL; END IF; "
        f"IF TG_OP <> 'INSERT' THEN was := {_told(table, 'OLD')}; city := {table.city('OLD')}; END IF; "
        f"IF TG_OP <> 'DELETE' THEN is_now := {_told(table, 'NEW')}; city := {table.city('NEW')}; END IF; "
        "IF TG_OP = 'UPDATE' THEN "
        "SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, n.value) INTO was, is_now "
        "FROM jsonb_each(was) o JOIN jsonb_each(is_now) n ON n.key = o.key "
        f"WHERE o.value IS DISTINCT FROM n.value{_secrets(table)}; END IF; "
        f"{_filled('was')} {_filled('is_now')} "
        f"{_INTO} VALUES (clock_timestamp(), '{table.name}', {key}, left(TG_OP, 1), was, is_now, city, {_WHO}); "
        "RETURN NULL; END "
    )


def _told(table: Recorded, row: str) -> str:
    """JSON of the row, without what is not told."""
    hidden = [
        *(field.column for field in table.model._meta.concrete_fields if field.column not in table.columns),
        *table.secret,
        *table.files,
    ]
    found = f"to_jsonb({row})"
    if hidden:
        found += f" - ARRAY[{', '.join(repr(column) for column in hidden)}]"
    for column in table.secret:
        found += f""" || jsonb_build_object('{column}', CASE WHEN {row}."{column}" IS NOT NULL THEN '（記録しません）' END)"""
    for column in table.files:
        found += f""" || jsonb_build_object('{column}', length({row}."{column}") || ' bytes')"""
    return found


def _secrets(table: Recorded) -> str:
    """A secret, or a file of the same size, that changed is told though both sides read alike."""
    return "".join(
        f""" OR (o.key = '{column}' AND OLD."{column}" IS DISTINCT FROM NEW."{column}")"""
        for column in (*table.secret, *table.files)
    )


def _filled(name: str) -> str:
    """Without the columns that are empty."""
    return (
        f"IF {name} IS NOT NULL THEN SELECT COALESCE(jsonb_object_agg(key, value), '{{}}'::jsonb) INTO {name} "
        f"FROM jsonb_each({name}) WHERE value <> 'null'::jsonb; END IF;"
    )


def _of_emptying(table: Recorded) -> str:
    return (
        f" DECLARE acting jsonb := {ACTOR}; BEGIN {_INTO} "
        f"""SELECT clock_timestamp(), '{table.name}', t."{table.key}", 'D', {_told(table, "t")}, NULL, """
        f"""{table.city("t")}, {_WHO} FROM "{table.name}" t; RETURN NULL; END """
    )
