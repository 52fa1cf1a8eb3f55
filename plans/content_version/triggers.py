"""The database counts up the version of the plan a row belongs to, whichever way the row changes.

Triggers on SQLite and PostgreSQL, laid anew after every `migrate` and taken away before it, as the guard's are
(plans/ledger/triggers.py). A change is counted in the transaction that makes it: who sees the one sees the other.

A step is of a random size. A database that is restored from an older copy would else count up to a number again under
which a page with other contents is still kept.

Nobody waits for anybody: on PostgreSQL a writer counts in a row that no other transaction holds, or in a new one, and once
a transaction. On SQLite there is one writer at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from plans.ledger import triggers as guard
from plans.ledger.places import same_place
from plans.ledger.triggers import DELETE, INSERT, TRUNCATE, UPDATE
from plans.models import ContentVersion
from plans.models.content_version import EVERY, SITE

from .watched import Watch, watches

PREFIX = "dx_content_"
VERSIONS = ContentVersion._meta.db_table
RAISE = f"{PREFIX}raise"  # the function on PostgreSQL that counts up
_STEP = {
    "sqlite": "1 + abs(random() % 1000000)",
    "postgresql": "1 + floor(random() * 1000000)::bigint",
}


@dataclass(frozen=True)
class Counter:
    """One trigger of one table, with the statements that lay it."""

    table: str
    name: str
    statements: tuple[str, ...]


def counters(vendor: str) -> list[Counter]:
    """Every trigger that counts up in such a database."""
    make = _on_postgresql if vendor == "postgresql" else _on_sqlite
    return [counter for watch in watches() for counter in make(watch)]


def _named(watch: Watch, operation: str, *statements: str, purpose: str = "") -> Counter:
    name = f"{PREFIX}{watch.table}_{operation.lower()}{purpose}"
    return Counter(watch.table, name, tuple(text.replace("{name}", name) for text in statements))


def _on_sqlite(watch: Watch) -> Iterator[Counter]:
    for operation, rows in ((INSERT, ("NEW",)), (UPDATE, ("OLD", "NEW")), (DELETE, ("OLD",))):
        ids = [sql.format(row=row) for row in rows for sql in watch.plans] or [str(SITE)]
        if watch.silent is not None:
            ids.append(_site_or_nobody(watch) if operation == UPDATE else str(SITE))
        yield _named(watch, operation, _sqlite_trigger(watch, "AFTER", operation, "", ids))
    # REPLACE takes away the row in the place of the new one without telling its triggers of deletion.
    for operation in (INSERT, UPDATE):
        when = f"WHEN {_takes_a_place(watch, operation)} "
        yield _named(
            watch,
            operation,
            _sqlite_trigger(watch, "BEFORE", operation, when, [str(SITE), str(EVERY)]),
            purpose="_or_replace",
        )


def _site_or_nobody(watch: Watch) -> str:
    differs = " OR ".join(
        f'OLD."{name}" IS NOT NEW."{name}"' for name in watch.all_columns if name not in watch.silent
    )
    return f"CASE WHEN {differs} THEN {SITE} ELSE NEW.id END"


def _takes_a_place(watch: Watch, operation: str) -> str:
    key = watch.model._meta.pk.column
    other = f' AND t."{key}" <> OLD."{key}"' if operation == UPDATE else ""
    return f'EXISTS (SELECT 1 FROM "{watch.table}" t WHERE ({same_place(watch.model, "t")}){other})'  # noqa: S608


def _sqlite_trigger(watch: Watch, moment: str, operation: str, when: str, ids: list[str]) -> str:
    """`ids`: SQL for the plans that are counted up; NULL is the site."""
    wanted = [f"coalesce({sql}, {SITE})" for sql in dict.fromkeys(ids)]
    union = " UNION ".join(f"SELECT {sql} AS id" for sql in wanted)
    return (
        f'CREATE TRIGGER "{{name}}" {moment} {operation} ON "{watch.table}" FOR EACH ROW {when}BEGIN '  # noqa: S608
        f"UPDATE {VERSIONS} SET version = version + {_STEP['sqlite']} WHERE plan_id IN ({', '.join(wanted)}); "
        f"INSERT INTO {VERSIONS} (plan_id, version) SELECT id, {_STEP['sqlite']} FROM ({union}) AS touched "
        f"WHERE NOT EXISTS (SELECT 1 FROM {VERSIONS} WHERE plan_id = touched.id); END"
    )


def _on_postgresql(watch: Watch) -> Iterator[Counter]:
    for operation, tables in ((INSERT, ("now",)), (UPDATE, ("was", "now")), (DELETE, ("was",))):
        queries = [_plans_of(watch, table) for table in tables]
        if watch.silent is not None:
            queries.append(_site_where_it_says_more(watch) if operation == UPDATE else f"SELECT {SITE}")
        body = f"PERFORM {RAISE}(ARRAY({' UNION '.join(queries)})); "
        names = {"was": "OLD TABLE AS was", "now": "NEW TABLE AS now"}
        referencing = f"REFERENCING {' '.join(names[table] for table in tables)} "
        yield _named(watch, operation, *_function_and_trigger(watch, operation, referencing, body))
    body = f"PERFORM {RAISE}(ARRAY[{SITE}, {EVERY}]); "
    yield _named(watch, TRUNCATE, *_function_and_trigger(watch, TRUNCATE, "", body))


def _function_and_trigger(watch: Watch, operation: str, referencing: str, body: str) -> tuple[str, str]:
    return (
        f'CREATE FUNCTION "{{name}}"() RETURNS trigger LANGUAGE plpgsql AS $count$ BEGIN {body}'
        "RETURN NULL; END $count$",
        f'CREATE TRIGGER "{{name}}" AFTER {operation} ON "{watch.table}" {referencing}'
        'FOR EACH STATEMENT EXECUTE FUNCTION "{name}"()',
    )


def _plans_of(watch: Watch, rows: str) -> str:
    """The plans of the changed rows: looked up once for each owner, however many rows it has."""
    if not watch.plans:
        return f"SELECT {SITE} FROM {rows}"  # noqa: S608 no value from outside
    found = [
        f"SELECT coalesce({sql.format(row='owner')}, {SITE}) "  # noqa: S608
        f'FROM (SELECT DISTINCT "{column}" FROM {rows}) AS owner'
        for column, sql in zip(watch.columns, watch.plans, strict=True)
    ]
    return " UNION ".join(found)


def _site_where_it_says_more(watch: Watch) -> str:
    names = [name for name in watch.all_columns if name not in watch.silent]
    before, after = (", ".join(f'{rows}."{name}"' for name in names) for rows in ("was", "now"))
    return (
        f"SELECT {SITE} FROM was FULL JOIN now USING (id) "  # noqa: S608
        f"WHERE ({before}) IS DISTINCT FROM ({after})"
    )


# What was counted in this transaction is kept in a setting that ends with it, and goes back with a savepoint.
# A transaction that sees one moment only (REPEATABLE READ) could not count on in a row that has changed since.
_RAISE_BODY = f"""
DECLARE
  counted text := coalesce(current_setting('{PREFIX[:-1]}.counted', true), '');
  touched bigint;
BEGIN
  FOREACH touched IN ARRAY coalesce(plans, '{{}}') LOOP
    CONTINUE WHEN position(',' || touched || ',' IN counted) > 0;
    IF current_setting('transaction_isolation') = 'read committed' THEN
      UPDATE {VERSIONS} SET version = version + {_STEP["postgresql"]} WHERE id = (
        SELECT id FROM {VERSIONS} WHERE plan_id = touched LIMIT 1 FOR UPDATE SKIP LOCKED);
    END IF;
    IF current_setting('transaction_isolation') <> 'read committed' OR NOT FOUND THEN
      INSERT INTO {VERSIONS} (plan_id, version) VALUES (touched, {_STEP["postgresql"]});
    END IF;
    counted := counted || ',' || touched || ',';
    PERFORM set_config('{PREFIX[:-1]}.counted', counted, true);
  END LOOP;
END """  # noqa: S608 no value from outside
_RAISE_CREATED = (
    f"CREATE FUNCTION {RAISE}(plans bigint[]) RETURNS void LANGUAGE plpgsql AS $count${_RAISE_BODY}$count$"
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Lays the triggers, over those that are there already, and counts the site up: nobody counted while they were away.

    Nothing where tables or columns are missing: before a migration that is to come, or behind one that was taken back.
    """
    drop(connection)
    if not _is_of_this_version(connection):
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_RAISE_CREATED)
        for counter in counters(connection.vendor):
            for statement in counter.statements:
                cursor.execute(statement)
        for counted in (SITE, EVERY):
            cursor.execute(
                f"INSERT INTO {VERSIONS} (plan_id, version) SELECT {counted}, 0 "  # noqa: S608
                f"WHERE NOT EXISTS (SELECT 1 FROM {VERSIONS} WHERE plan_id = {counted})"
            )
    count_site(connection)


def count_site(connection: BaseDatabaseWrapper) -> None:
    """From now on every page is another one."""
    with connection.cursor() as cursor:
        step = _STEP[connection.vendor]
        for counted in (SITE, EVERY):
            one = f"SELECT min(id) FROM {VERSIONS} WHERE plan_id = {counted}"  # noqa: S608
            cursor.execute(f"UPDATE {VERSIONS} SET version = version + {step} WHERE id = ({one})")  # noqa: S608


def _is_of_this_version(connection: BaseDatabaseWrapper) -> bool:
    tables = set(connection.introspection.table_names())
    wanted = watches()
    if not {VERSIONS, *(watch.table for watch in wanted)} <= tables:
        return False
    with connection.cursor() as cursor:
        for watch in wanted:
            cursor.execute(f'SELECT * FROM "{watch.table}" WHERE 1 = 0')  # noqa: S608
            if not set(watch.all_columns) <= {column[0] for column in cursor.description}:
                return False
    return True


def drop(connection: BaseDatabaseWrapper) -> None:
    """Takes the triggers away: for `migrate`, and for a restore."""
    guard.drop(connection, PREFIX)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that the database should have and has not."""
    there = guard.installed(connection, PREFIX)
    return [counter.name for counter in counters(connection.vendor) if counter.name not in there]


def raises(connection: BaseDatabaseWrapper) -> bool:
    """Whether the function that counts up is the portal's. SQLite needs none."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = current_schema() AND p.proname = %s",
            [RAISE],
        )
        return cursor.fetchall() == [(_RAISE_BODY,)]
