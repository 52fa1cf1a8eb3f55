"""Restores a backup: the whole of it in one transaction, or nothing."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from plans.content_version import triggers as counting
from plans.database_trouble import trouble_of, trouble_sentence
from plans.journal import laying
from plans.ledger import triggers
from plans.migrating.names import known, whole
from plans.models import Municipality, Plan, SiteAct

from .archive import WRONG, Archive, damaged, opened
from .errors import BackupError
from .reading import tally
from .tables import LEFT_OUT, Table, is_up_to_date, migrations_of, pairs, tables
from .upgrading import brought_up_to_date
from .values import stored


def what_stands(using: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """What people have put into the site: {"市": 2, "計画": 3, "ユーザー": 7}; empty where there is nothing yet."""
    models = {_("市区町村"): Municipality, _("計画"): Plan, _("ユーザー"): get_user_model()}
    counts = {name: model._base_manager.using(using).count() for name, model in models.items()}
    return {name: count for name, count in counts.items() if count}


def restore(archive: Archive | Path, *, using: str = DEFAULT_DB_ALIAS, tells: bool = False) -> dict[str, int]:
    """Puts what the backup holds in the place of all that the site has; gives the number of rows by table.

    `tells`: the record of changes, which is the backup's from here on, gets the line that it was restored. Everybody is
    signed out. Raises BackupError; the site is then as it was, as it is after being killed half-way.
    """
    if isinstance(archive, Path):
        with opened(archive) as found:
            return restore(found, using=using, tells=tells)
    connection = connections[using]
    require_up_to_date(connection)
    if whole(pairs(migrations_of(connection))) - whole(pairs(archive.header["migrations"])):
        with brought_up_to_date(archive, load=load) as found:
            return restore(found, using=using, tells=tells)
    load(archive, connection, tells=tells)
    return {name: entry["rows"] for name, entry in archive.contents.items()}


def require_up_to_date(connection: BaseDatabaseWrapper) -> None:
    """Raises BackupError where the database is behind this version of the portal, or ahead of it."""
    if not is_up_to_date(connection):
        raise BackupError(
            _("データベースの準備ができていません。先に manage.py migrate を実行してください。")
        )

    if pairs(migrations_of(connection)) - known():
        raise BackupError(
            _(
                "データベースは、新しい版のポータルのものです。"
                "空のデータベースを作り、manage.py migrate を実行してから復元してください。"
            )
        )


def load(archive: Archive, connection: BaseDatabaseWrapper, *, tells: bool = False) -> None:
    """The rows of the backup in place of the database's own, which is of the same migrations."""
    try:
        found = _as_in(archive, tables(connection))
        # Foreign keys are looked at together, before the end: rows come in no particular order.
        with connection.constraint_checks_disabled(), transaction.atomic(using=connection.alias):
            triggers.drop(connection)
            counting.drop(connection)
            laying.drop(connection)
            there = LEFT_OUT & set(connection.introspection.table_names())  # a former version lacks some
            _empty(connection, [*(table.name for table in found), *there])
            for table in found:
                _fill(connection, table, archive)
            connection.check_constraints()
            triggers.install(connection)
            counting.install(connection)
            laying.install(connection)
            if tells:
                written = archive.header["written_at"]
                SiteAct.objects.using(connection.alias).create(kind=SiteAct.Kind.RESTORED, what=written)
    except DatabaseError as error:
        trouble = trouble_of(error)
        why = trouble_sentence(trouble) if trouble else _("（%s）") % str(error).strip()
        raise BackupError(_("復元できませんでした。サイトは元のままです。%s") % why) from error
    except WRONG as error:
        raise damaged(archive.name) from error
    ContentType.objects.clear_cache()


def _as_in(archive: Archive, own: list[Table]) -> list[Table]:
    """The tables with their columns in the order of the backup. Raises BackupError where it has others."""
    columns = archive.header["columns"]
    if {t.name: sorted([c.name, c.kind] for c in t.columns) for t in own} != {
        name: sorted(listed) for name, listed in columns.items()
    }:
        raise BackupError(_("バックアップの表が、このポータルの表と合いません。作った版で復元してください。"))
    return [
        replace(t, columns=tuple(c for name, _kind in columns[t.name] for c in t.columns if c.name == name))
        for t in own
    ]


def _empty(connection: BaseDatabaseWrapper, names: list[str]) -> None:
    quoted = [connection.ops.quote_name(name) for name in names]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(quoted)}")
            return
        for name in quoted:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608


def _fill(connection: BaseDatabaseWrapper, table: Table, archive: Archive) -> None:
    """The table's rows, read again before they count, and the key that it gives next."""
    wanted = archive.contents[table.name]
    rows = _stored(connection, table, archive)
    copy = _copied if connection.vendor == "postgresql" else _inserted
    copy(connection, table, rows)
    found = tally(connection, table)
    if found != {key: wanted[key] for key in found}:
        raise BackupError(
            _("復元できませんでした。サイトは元のままです（表 %s の行がバックアップと違います）。")
            % table.name
        )
    if table.counts_up:
        _count_on(connection, table, wanted["last_key"])


def _stored(connection: BaseDatabaseWrapper, table: Table, archive: Archive) -> Iterator[list]:
    for row in archive.rows(table.name):
        yield [stored(c, value, connection.vendor) for c, value in zip(table.columns, row, strict=True)]


def _columns(connection: BaseDatabaseWrapper, table: Table) -> str:
    return ", ".join(connection.ops.quote_name(name) for name in table.names)


def _inserted(connection: BaseDatabaseWrapper, table: Table, rows: Iterator[list]) -> None:
    places = ", ".join(["%s"] * len(table.columns))
    name = connection.ops.quote_name(table.name)
    statement = f"INSERT INTO {name} ({_columns(connection, table)}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        while batch := list(islice(rows, table.at_once)):
            cursor.executemany(statement, batch)


def _copied(connection: BaseDatabaseWrapper, table: Table, rows: Iterator[list]) -> None:
    name = connection.ops.quote_name(table.name)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {name} ({_columns(connection, table)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _count_on(connection: BaseDatabaseWrapper, table: Table, last: int) -> None:
    """No key is given twice, not even of a row that was deleted: the record still speaks of it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table.name}"', table.key])
            # setval() would stay where the restore is taken back: numbers would be given twice.
            cursor.execute(f"ALTER SEQUENCE {cursor.fetchone()[0]} RESTART WITH {last + 1}")
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
        if last:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table.name, last])
