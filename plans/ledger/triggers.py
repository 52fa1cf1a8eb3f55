"""The guard in the database: what is public changes by a revision only, whichever way somebody tries.

Triggers on SQLite and PostgreSQL refuse to insert, change or delete a promised row of a public plan, an approved value, a
published report, and a row of history, unless this transaction holds a `RevisionMark`. They are laid anew after every
`migrate` (plans/apps.py) and taken away before it: SQLite makes a table anew to change it, and loses its triggers.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from plans.models import Municipality, Plan, Revision

from . import by_hand, with_reports
from .guard import (
    DELETE,
    INSERT,
    IS_OPEN,
    MARKS,
    PLANS,
    PREFIX,
    SENTENCES,
    TRUNCATE,
    UPDATE,
    Guard,
    held_for_entry,
    plan_of,
)
from .places import same_place
from .promised import fields_of, label_of, links_of, owner_of, parts, subjects


def guards(vendor: str) -> list[Guard]:
    """Every trigger of the guard in such a database."""
    found = [*_promises(), *_links(), *_records(), *_with_records(), _no_city_lost(), *by_hand.guards(vendor)]
    found += with_reports.guards()
    found += [_not_emptied(table) for table in dict.fromkeys(guard.table for guard in found)]
    return [guard for guard in found if guard.only in ("", vendor)]


def _not_emptied(table: str) -> Guard:
    """PostgreSQL empties a table without looking at its rows."""
    return Guard(table, TRUNCATE, f"NOT {IS_OPEN}", SENTENCES["promise"], only="postgresql")


def _promises() -> Iterator[Guard]:
    for model in (*subjects(), *parts()):
        columns = [model._meta.pk.column, *(field.column for field in fields_of(model))]
        if model is Plan:
            columns.append("public_since")
        table = model._meta.db_table
        # A plan's own row is not put in the place of another by a revision of that plan either.
        held = f"public_since IS NOT NULL AND NOT {IS_OPEN}" if model is Plan else _is_refused(model, table)
        yield from _not_replaced(model, held, SENTENCES["promise"])
        for operation in (UPDATE, DELETE) if model is Plan else (INSERT, UPDATE, DELETE):
            row = "NEW" if operation == INSERT else "OLD"
            condition = _is_refused(model, row)
            if (
                operation == UPDATE and model is not Plan
            ):  # what nobody knows becomes public, or comes to a public row
                condition = f"({condition}) OR ({_is_refused(model, 'NEW')})"
            yield Guard(
                table,
                operation,
                condition,
                SENTENCES["promise"],
                tuple(columns) if operation == UPDATE else (),
            )


def _not_replaced(model: type[models.Model], held: str, sentence: str) -> Iterator[Guard]:
    """SQLite's REPLACE takes away the row in its place without asking the guard of deletion.

    `held`: what must hold of that row, in SQL on the table's columns.
    """
    meta = model._meta
    places = same_place(model, meta.db_table)
    condition = f"EXISTS (SELECT 1 FROM {meta.db_table} WHERE ({places}) AND {held})"  # noqa: S608
    yield Guard(meta.db_table, INSERT, condition, sentence, only="sqlite", purpose="_or_replace")
    other = f'{condition[:-1]} AND "{meta.pk.column}" <> OLD."{meta.pk.column}")'
    yield Guard(meta.db_table, UPDATE, other, sentence, only="sqlite", purpose="_or_replace")


def _no_city_lost() -> Guard:
    """A city stays as long as the public knows a plan of it."""
    plans = f"SELECT 1 FROM {PLANS} WHERE municipality_id = OLD.id AND public_since IS NOT NULL"  # noqa: S608
    condition = f"EXISTS ({plans}) AND NOT {IS_OPEN}"
    return Guard(Municipality._meta.db_table, DELETE, condition, SENTENCES["promise"])


def _is_refused(model: type[models.Model], row: str) -> str:
    subject = owner_of(model) if model.PROMISE_OF else model
    owner = f"{row}.{model._meta.get_field(model.PROMISE_OF).column}" if model.PROMISE_OF else f"{row}.id"
    if model is Plan:
        known = f"{row}.public_since IS NOT NULL"
        return f"{known} AND NOT {_permitted(f'{row}.id', subject, owner)}"
    plan = plan_of(subject, owner) if model.PROMISE_OF else f"{row}.plan_id"
    shown = f"{row}.state = 'public' AND " if model.MAY_PREPARE else ""
    return f"{shown}{_is_known(plan)} AND NOT {_permitted(plan, subject, owner)}"


def _is_known(plan: str) -> str:
    return f"EXISTS (SELECT 1 FROM {PLANS} WHERE id = {plan} AND public_since IS NOT NULL)"  # noqa: S608


def _permitted(plan: str, subject: type[models.Model], owner: str) -> str:
    of_row = f"subject_model = '{label_of(subject)}' AND subject_id IN (0, {owner})"
    return (
        f"EXISTS (SELECT 1 FROM {MARKS} WHERE plan_id IN (0, {plan}) "  # noqa: S608
        f"AND (subject_model = '' OR ({of_row})))"
    )


def _links() -> Iterator[Guard]:
    """Links that are part of the promise: which department answers, which goals an action serves."""
    for subject in subjects():
        for link in links_of(subject):
            through = link.remote_field.through._meta
            column = through.get_field(link.m2m_field_name()).column
            held = _is_link_refused(subject, f"{through.db_table}.{column}")
            yield from _not_replaced(through.model, held, SENTENCES["promise"])
            for operation, rows in ((INSERT, ("NEW",)), (UPDATE, ("OLD", "NEW")), (DELETE, ("OLD",))):
                condition = " OR ".join(f"({_is_link_refused(subject, f'{row}.{column}')})" for row in rows)
                yield Guard(through.db_table, operation, condition, SENTENCES["promise"])


def _is_link_refused(subject: type[models.Model], owner: str) -> str:
    plan = plan_of(subject, owner)
    return f"{_is_known(plan)} AND NOT {_permitted(plan, subject, owner)}"


def _records() -> Iterator[Guard]:
    """What has been approved, published or recorded stays as it is."""
    for model in apps.get_models():
        table = model._meta.db_table
        columns = tuple(f.column for f in model._meta.concrete_fields)
        if model is Revision or hasattr(model, "instance_type"):
            condition, sentence = f"NOT {IS_OPEN}", SENTENCES["record"]
        elif getattr(model, "STAYS_ONCE_APPROVED", False):
            condition = f"OLD.state = 'approved' AND NOT {held_for_entry(model, 'OLD')}"
            sentence = SENTENCES["approved"]
        elif getattr(model, "STAYS_ONCE_PUBLISHED", False):
            condition, sentence = f"NOT {IS_OPEN}", SENTENCES["report"]
        else:
            continue
        yield Guard(table, UPDATE, condition, sentence, columns)
        yield Guard(table, DELETE, condition, sentence)
        held = "state = 'approved' AND " if getattr(model, "STAYS_ONCE_APPROVED", False) else ""
        yield from _not_replaced(model, f"{held}NOT {IS_OPEN}", sentence)


def _with_records() -> Iterator[Guard]:
    """What a published report speaks of keeps its name: the quarter of its review."""
    for model in apps.get_models():
        for relation, names in getattr(model, "FIXED_ONCE", {}).items():
            of = model._meta.get_field(relation)
            held = (
                f"EXISTS (SELECT 1 FROM {of.related_model._meta.db_table} "  # noqa: S608
                f"WHERE {of.field.column} = OLD.id) AND NOT {IS_OPEN}"
            )
            columns = tuple(model._meta.get_field(name).column for name in names)
            yield Guard(model._meta.db_table, UPDATE, held, SENTENCES["review"], columns)


def install(connection: BaseDatabaseWrapper) -> None:
    """Lays the guard, over one that is there already. Nothing where tables or columns are missing: before a migration that
    is to come, or behind one that was taken back."""
    drop(connection)
    tables = set(connection.introspection.table_names())
    found = guards(connection.vendor)
    if not {MARKS, PLANS, *(guard.table for guard in found)} <= tables or not _has_columns(connection, found):
        return
    with connection.cursor() as cursor:
        for guard in found:
            for statement in created(guard, connection.vendor):
                cursor.execute(statement)


def _has_columns(connection: BaseDatabaseWrapper, found: list[Guard]) -> bool:
    wanted: dict[str, set[str]] = {}
    for guard in found:
        wanted.setdefault(guard.table, set()).update(guard.columns)
    with connection.cursor() as cursor:
        return all(names <= columns_of(cursor, table) for table, names in wanted.items() if names)


def columns_of(cursor: CursorWrapper, table: str) -> set[str]:
    """What an empty answer names: Django's own description of a table parses its whole SQL on SQLite."""
    cursor.execute(f'SELECT * FROM "{table}" WHERE 1 = 0')  # noqa: S608
    return {column[0] for column in cursor.description}


def drop(connection: BaseDatabaseWrapper, prefix: str = PREFIX) -> None:
    """Takes the guard away: for `migrate`, and for nothing else. `prefix`: another kind of triggers."""
    with connection.cursor() as cursor:
        for name, table in installed(connection, prefix).items():
            of_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{of_table}')
        if connection.vendor != "postgresql":
            return
        # By their own names: somebody may have taken the trigger of one away.
        cursor.execute(
            "SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = current_schema() AND starts_with(p.proname, %s)",
            [prefix],
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION {function} CASCADE")


def installed(connection: BaseDatabaseWrapper, prefix: str = PREFIX) -> dict[str, str]:
    """The names of the triggers of that kind that the database has, each with its table."""
    if connection.vendor == "postgresql":
        query = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = current_schema() AND starts_with(t.tgname, %s)"
        )
    else:
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s || '%%'"
    with connection.cursor() as cursor:
        cursor.execute(query, [prefix])
        return dict(cursor.fetchall())


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that the database should have and has not."""
    there = installed(connection)
    return [guard.name for guard in guards(connection.vendor) if guard.name not in there]


def created(guard: Guard, vendor: str) -> list[str]:
    """The statements that lay it: of PostgreSQL its function, then its trigger."""
    return _on_postgresql(guard) if vendor == "postgresql" else _on_sqlite(guard)


def _on_sqlite(guard: Guard) -> list[str]:
    differs = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in guard.columns)
    when = f"({differs}) AND ({guard.condition})" if differs else guard.condition
    return [
        f'CREATE TRIGGER "{guard.name}" BEFORE {guard.operation} ON "{guard.table}" FOR EACH ROW '
        f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{guard.sentence}'); END"
    ]


def _on_postgresql(guard: Guard) -> list[str]:
    differs = " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in guard.columns)
    result = {DELETE: "OLD", TRUNCATE: "NULL"}.get(guard.operation, "NEW")
    each = "STATEMENT" if guard.operation == TRUNCATE else "ROW"
    return [
        f'CREATE FUNCTION "{guard.name}"() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN '
        f"IF {guard.condition} THEN RAISE EXCEPTION '{guard.sentence}' USING ERRCODE = 'check_violation'; END IF; "
        f"RETURN {result}; END $guard$",
        f'CREATE TRIGGER "{guard.name}" BEFORE {guard.operation} ON "{guard.table}" FOR EACH {each} '
        + (f"WHEN ({differs}) " if differs else "")
        + f'EXECUTE FUNCTION "{guard.name}"()',
    ]


def left_open(connection: BaseDatabaseWrapper) -> bool:
    """Whether a mark outlived its transaction, which no verb does."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {MARKS})")  # noqa: S608
        return bool(cursor.fetchone()[0])
