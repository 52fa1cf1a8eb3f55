"""Writes a backup: beside its place first, then renamed, so that there is the former file or a whole new one."""

import errno
import json
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from plans.os_reasons import why
from plans.whole_files import whole_file

from .archive import Writer, is_backup
from .errors import BackupError
from .reading import Tally, last_key, one_moment, rows_of
from .tables import Table, migrations_of, tables

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write(path: Path, *, using: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """Writes the whole site into the file, readable by its owner only; gives the number of rows by table.

    Others may write meanwhile: the backup is of one moment, as long as it does not stand in a transaction of its own on
    PostgreSQL. Raises BackupError, and DatabaseError where the database cannot be read; the file is then as it was.
    """
    connection = connections[using]
    try:
        if path.exists() and not (path.is_file() and (path.stat().st_size == 0 or is_backup(path))):
            raise BackupError(
                _("「%s」はバックアップではないので、上書きしません。別の名前にしてください。") % path
            )
        with whole_file(path) as file, one_moment(connection):
            return _fill(file, connection)
    except BlockingIOError:
        raise BackupError(_("「%s」へのバックアップが、ほかで進んでいます。") % path) from None
    except OSError as error:
        raise BackupError(_cannot_write(path, error)) from None


def _cannot_write(path: Path, error: OSError) -> str:
    if error.errno in _FULL:
        return (
            _(
                "ディスクがいっぱいで、「%s」にバックアップを書けません。空きを作るか、別の場所を指定してください。"
            )
            % path
        )
    return _("「%(path)s」に書けません（%(why)s）。") % {"path": path, "why": why(error)}


def _fill(file: IO[bytes], connection: BaseDatabaseWrapper) -> dict[str, int]:
    migrated = migrations_of(connection)
    if "plans" not in migrated:
        raise BackupError(
            _("データベースの準備ができていません。先に manage.py migrate を実行してください。")
        )
    found = tables(connection)
    writer = Writer(
        file,
        {
            "product_version": product_version(),
            "written_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "site_name": settings.SITE_NAME,
            "database": connection.vendor,
            "migrations": migrated,
            "columns": {
                table.name: [[column.name, column.kind] for column in table.columns] for table in found
            },
        },
    )
    try:
        contents = dict(_written(writer, connection, found))
    except BaseException:
        writer.abandon()
        raise
    writer.finish({"tables": contents})
    return {name: entry["rows"] for name, entry in contents.items()}


def _written(
    writer: Writer, connection: BaseDatabaseWrapper, found: list[Table]
) -> Iterator[tuple[str, dict]]:
    """Writes each table; gives its name and what is to be known of it."""
    for table in found:
        tally = Tally(table)
        with writer.table(table.name) as entry:
            for row in rows_of(connection, table):
                tally.add(row)
                entry.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        known = tally.as_json()
        if table.counts_up:
            known["last_key"] = last_key(connection, table)
        yield table.name, known


def product_version() -> str:
    text = (Path(settings.BASE_DIR) / "pyproject.toml").read_text()
    return tomllib.loads(text)["project"]["version"]
