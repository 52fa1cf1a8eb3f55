"""What keeps the database from doing it now: somebody else writes for long, the disk is full, it does not answer."""

from enum import Enum

from django.db import DatabaseError
from django.utils.translation import gettext as _


class Trouble(Enum):
    BUSY, FULL, AWAY, DAMAGED = "busy", "full", "away", "damaged"
    BEHIND = "behind"  # its tables are of a former version; nobody but who asks it can tell


# The primary codes of SQLite: BUSY, LOCKED; FULL; READONLY, IOERR (which a full disk gives too), CANTOPEN; CORRUPT, NOTADB.
_SQLITE = {
    5: Trouble.BUSY,
    6: Trouble.BUSY,
    13: Trouble.FULL,
    8: Trouble.FULL,
    10: Trouble.FULL,
    14: Trouble.AWAY,
    11: Trouble.DAMAGED,
    26: Trouble.DAMAGED,
}
# PostgreSQL: lock not available, deadlock, serialization failure, query canceled; disk full, read-only; connections;
# data and index corrupted.
_POSTGRES = {
    "55P03": Trouble.BUSY,
    "40P01": Trouble.BUSY,
    "40001": Trouble.BUSY,
    "57014": Trouble.BUSY,
    "53100": Trouble.FULL,
    "25006": Trouble.FULL,
    "53300": Trouble.AWAY,
    "XX001": Trouble.DAMAGED,
    "XX002": Trouble.DAMAGED,
}


def trouble_of(error: BaseException | None) -> Trouble | None:
    """What keeps the database from doing it now; None: the mistake is another."""
    while error is not None:
        if isinstance(error, DatabaseError):
            found = _trouble_of_driver(error.__cause__)
            if found is not None:
                return found
        error = error.__cause__ or error.__context__
    return None


def _trouble_of_driver(error: BaseException | None) -> Trouble | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF)
    state = getattr(error, "sqlstate", "")
    if state in _POSTGRES:
        return _POSTGRES[state]
    # Class 08 and 57P: no connection. Where none could be made there is no state at all.
    is_away = (state or "").startswith(("08", "57P")) or (
        state is None and type(error).__name__ == "OperationalError"
    )
    return Trouble.AWAY if is_away else None


def lacks_tables(error: BaseException | None) -> bool:
    """Whether the database has not the table or the column that was asked for: a migration may be to come."""
    while error is not None:
        if isinstance(error, DatabaseError):
            cause = error.__cause__
            if getattr(cause, "sqlstate", "") in ("42P01", "42703"):
                return True
            if str(cause).startswith(("no such table", "no such column", "table ")) and hasattr(
                cause, "sqlite_errorcode"
            ):
                return True
        error = error.__cause__ or error.__context__
    return False


def trouble_sentence(trouble: Trouble) -> str:
    """What happened and what to do, for whoever looks after the server and has called a command."""
    match trouble:
        case Trouble.BUSY:
            return _(
                "ほかの処理がデータベースに書き込んでいて、順番が来ませんでした。少し待ってから、もう一度実行してください。"
            )
        case Trouble.FULL:
            return _(
                "データベースに書き込めません。ディスクの空きと、書き込みの権限を確かめてから、もう一度実行してください。"
            )
        case Trouble.AWAY:
            return _(
                "データベースに接続できません。データベースが動いているかと、DATABASE_URL を確かめてください。"
            )
        case Trouble.BEHIND:
            return _(
                "データベースが、この版のポータルより古いままです。manage.py migrate を実行してから、もう一度実行してください。"
            )
        case Trouble.DAMAGED:
            return _(
                "データベースのファイルが壊れています。サーバーを止めて、バックアップから復元してください（docs/backup.ja.md）。"
            )
