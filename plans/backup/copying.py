"""Moves a site that has outgrown SQLite up to PostgreSQL."""

import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.utils.translation import gettext as _
from environ import Env

from plans.database_trouble import Trouble, trouble_of, trouble_sentence

from .errors import BackupError
from .restoring import require_up_to_date, restore, what_stands
from .upgrading import other_database
from .writing import write

_ALIAS = "copy_target"


def copy_to_postgres(url: str, *, using: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """Copies every row into the empty database of that address; gives the number of rows by table.

    The rows are read back and compared before they count. Raises BackupError; the target is then empty as before, but for
    its tables.
    """
    source = connections[using]
    if source.vendor != "sqlite":
        raise BackupError(_("このポータルはSQLiteを使っていません。PostgreSQLへ移すものがありません。"))
    require_up_to_date(source)
    with other_database(_ALIAS, _settings(url)) as target:
        try:
            _require_empty(target)
            call_command("migrate", database=_ALIAS, verbosity=0, interactive=False)
        except DatabaseError as error:
            raise BackupError(_unusable(error, trouble_of(error))) from error
        with tempfile.TemporaryDirectory(prefix="dxportal-") as folder:
            file = Path(folder) / "site"
            write(file, using=using)
            return restore(file, using=_ALIAS)


def _unusable(error: DatabaseError, trouble: Trouble | None) -> str:
    if trouble is Trouble.AWAY:
        return _(
            "移す先のデータベースに接続できません。移す先の書き方（ホスト、ポート、データベース名、利用者、パスワード）と、データベースが動いているかを確かめてください。"
        )
    why = trouble_sentence(trouble) if trouble else _("（%s）") % str(error).strip()
    return _("移す先のデータベースを使えません。%s") % why


def _settings(url: str) -> dict:
    is_one = url.partition("://")[0] in ("postgres", "postgresql", "pgsql")
    try:
        found = Env.db_url_config(url) if is_one else {}
    except (ImproperlyConfigured, ValueError):
        found = {}
    if not found.get("NAME"):
        raise BackupError(
            _("移す先は postgres://利用者:パスワード@ホスト:5432/データベース名 の形で書いてください。")
        )
    return {"OPTIONS": {}, "CONN_MAX_AGE": 0} | found | {"ENGINE": "dxportal.postgresql"}


def _require_empty(target) -> None:
    """No table at all, or the portal's own without anything in them."""
    names = target.introspection.table_names()
    if names and "plans_municipality" not in names:
        raise BackupError(
            _("移す先のデータベースに、ほかの表（%s など）があります。空のデータベースを指定してください。")
            % names[0]
        )
    if names and (stands := what_stands(_ALIAS)):
        raise BackupError(
            _("移す先のデータベースは空ではありません（%s）。空のデータベースを指定してください。")
            % "、".join(f"{name} {count}" for name, count in stands.items())
        )
