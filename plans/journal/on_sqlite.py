# ruff: noqa: S608  names of the models' own tables and columns; nothing comes from outside
"""The triggers of the record in SQLite: plain SQL that every SQLite tool runs, with the JSON functions of its core."""

from collections.abc import Iterable, Iterator
from itertools import islice

from plans.ledger.places import rendered, same_place, unique_sets
from plans.models import ChangeRecord, RecordGate, ReplacedRow

from .acting_sql import ACTING, BY_HAND
from .recorded import Recorded, is_history

RECORD, GATE, REPLACED = (model._meta.db_table for model in (ChangeRecord, RecordGate, ReplacedRow))
NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
_AT_ONCE = 50  # SQLite's functions take 127 words
_COLUMNS = "at, table_name, row_key, operation, before, after, city_id, who_id, who, way, why, act"
_WHO = (
    f"a.who_id, COALESCE(a.who, ''), COALESCE(a.way, '{BY_HAND}'), COALESCE(a.why, ''), COALESCE(a.act, '')"
)


def triggers(table: Recorded, prefix: str) -> Iterator[tuple[str, str]]:
    """The name of each trigger of the table, and the statement that lays it."""
    if not is_history(table):
        yield _after(table, prefix, "INSERT", "NULL", _all(table, "NEW"), "NEW")
        yield from _replacing(table, prefix)
    differs = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in table.columns)
    was, is_now = _changed(table, "OLD"), _changed(table, "NEW")
    yield _after(table, prefix, "UPDATE", was, is_now, "NEW", differs)
    yield _after(table, prefix, "DELETE", _all(table, "OLD"), "NULL", "OLD")


def _after(
    table: Recorded, prefix: str, operation: str, before: str, after: str, row: str, when: str = ""
) -> tuple[str, str]:
    name = f"{prefix}{table.name}_{operation.lower()}"
    key = f'{"NEW" if operation == "INSERT" else "OLD"}."{table.key}"'
    conditions = [when] if when else []
    if table.only_by_hand:
        conditions.append(f"NOT EXISTS (SELECT 1 FROM {ACTING})")
    told = " AND ".join(f"({one})" for one in conditions)
    values = f"{NOW}, '{table.name}', {key}, '{operation[0]}', {before}, {after}, {table.city(row)}, {_WHO}"
    return name, (
        f'CREATE TRIGGER "{name}" AFTER {operation} ON "{table.name}" FOR EACH ROW '
        + (f"WHEN {told} " if told else "")
        + f"BEGIN {_through_gate(table, f'SELECT {values} FROM (SELECT 1) LEFT JOIN {ACTING} a')} END"
    )


def _through_gate(table: Recorded, rows: str) -> str:
    return (
        f"INSERT INTO {GATE} (table_name) VALUES ('{table.name}'); "
        f"INSERT INTO {RECORD} ({_COLUMNS}) {rows}; "
        f"DELETE FROM {GATE};"
    )


def _all(table: Recorded, row: str) -> str:
    """JSON of the row's columns that are not empty."""
    return _object((column, _told(table, column, row)) for column in table.columns)


def _changed(table: Recorded, row: str) -> str:
    """JSON of the columns that differ, as they are in the row; one that is empty there stands on the other side alone."""
    return _object(
        (c, f'iif(OLD."{c}" IS NOT NEW."{c}", {_told(table, c, row)}, NULL)') for c in table.columns
    )


def _object(pairs: Iterable[tuple[str, str]]) -> str:
    """JSON without what is NULL: a merge leaves it out."""
    found = "'{}'"
    left = iter(pairs)
    while some := list(islice(left, _AT_ONCE)):
        listed = ", ".join(f"'{name}', {value}" for name, value in some)
        found = f"json_patch({found}, json_object({listed}))"
    return found


def _told(table: Recorded, column: str, row: str) -> str:
    value = f'{row}."{column}"'
    if column in table.secret:
        return f"CASE WHEN {value} IS NULL THEN NULL ELSE '（記録しません）' END"
    if column in table.files:
        return f"CASE WHEN {value} IS NULL THEN NULL ELSE length({value}) || ' bytes' END"
    return value


def _replacing(table: Recorded, prefix: str) -> Iterator[tuple[str, str]]:
    """REPLACE takes rows away without a trigger of deletion: they are noted before it, and told once they are gone."""
    if table.only_by_hand:
        return
    name = table.name
    places = same_place(table.model, "t")
    noted = f"EXISTS (SELECT 1 FROM {REPLACED} WHERE table_name = '{name}')"
    gone = (
        f"FROM {REPLACED} r LEFT JOIN {ACTING} a WHERE r.table_name = '{name}' "
        f'AND NOT EXISTS (SELECT 1 FROM "{name}" WHERE "{table.key}" = r.row_key AND "{table.key}" <> NEW."{table.key}")'
    )
    told = f"SELECT {NOW}, '{name}', r.row_key, 'D', r.before, NULL, r.city_id, {_WHO} {gone}"
    for operation, but in (("INSERT", ""), ("UPDATE", f' AND t."{table.key}" <> OLD."{table.key}"')):
        taken = f'FROM "{name}" t WHERE ({places}){but}'
        moves = f"({_moves(table)}) AND " if operation == "UPDATE" else ""
        before = f"{prefix}{name}_before_{operation.lower()}"
        row = f"SELECT '{name}', t.\"{table.key}\", {_all(table, 't')}, {table.city('t')} {taken}"
        yield (
            before,
            (
                f'CREATE TRIGGER "{before}" BEFORE {operation} ON "{name}" FOR EACH ROW '
                f"WHEN {moves}({noted} OR EXISTS (SELECT 1 {taken})) "
                f"BEGIN DELETE FROM {REPLACED} WHERE table_name = '{name}'; "
                f"INSERT INTO {REPLACED} (table_name, row_key, before, city_id) {row}; END"
            ),
        )
        after = f"{prefix}{name}_replaced_{operation.lower()}"
        yield (
            after,
            (
                f'CREATE TRIGGER "{after}" AFTER {operation} ON "{name}" FOR EACH ROW WHEN {moves}{noted} '
                f"BEGIN {_through_gate(table, told)} DELETE FROM {REPLACED} WHERE table_name = '{name}'; END"
            ),
        )


def _moves(table: Recorded) -> str:
    """Whether an update touches what no two rows have in common."""
    return " OR ".join(
        f"{rendered(e, 'OLD', table.model)} IS NOT {rendered(e, 'NEW', table.model)}"
        for e in dict.fromkeys(e for one in unique_sets(table.model) for e in one)
    )
