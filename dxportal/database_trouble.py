"""What to say when the database cannot do it now: somebody else writes for long, the disk is full, it does not answer."""

from enum import Enum

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _


class Trouble(Enum):
    BUSY, FULL, AWAY = "busy", "full", "away"


# The primary codes of SQLite: BUSY, LOCKED; FULL; READONLY, IOERR (which a full disk gives too), CANTOPEN.
_SQLITE = {
    5: Trouble.BUSY,
    6: Trouble.BUSY,
    13: Trouble.FULL,
    8: Trouble.FULL,
    10: Trouble.FULL,
    14: Trouble.AWAY,
}
# PostgreSQL: lock not available, deadlock, serialization failure, query canceled; disk full, read-only; connections.
_POSTGRES = {
    "55P03": Trouble.BUSY,
    "40P01": Trouble.BUSY,
    "40001": Trouble.BUSY,
    "57014": Trouble.BUSY,
    "53100": Trouble.FULL,
    "25006": Trouble.FULL,
    "53300": Trouble.AWAY,
}
_RETRY_AFTER = {Trouble.BUSY: 10, Trouble.FULL: 300, Trouble.AWAY: 60}  # seconds


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


def trouble_page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """503, in the portal's design; nothing in it asks the database or the session."""
    is_saving = request.method not in ("GET", "HEAD")
    title, *sentences = _words(trouble, is_saving=is_saving, is_page="X-Fragment" not in request.headers)
    try:
        page = render_to_string(
            "503.html", {"site_name": settings.SITE_NAME, "title": title, "sentences": sentences}
        )
    except Exception:  # e.g. static files never collected
        text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
        page = (
            '<!doctype html><html lang="ja"><meta charset="utf-8">'
            f"<title>{title}</title><h1>{title}</h1>{text}</html>"
        )
    response = HttpResponse(page, status=503, headers={"Retry-After": str(_RETRY_AFTER[trouble])})
    add_never_cache_headers(response)
    return response


def _words(trouble: Trouble, *, is_saving: bool, is_page: bool) -> tuple[str, ...]:
    """`is_page`: this answer takes the place of the page with the inputs, and a script does not read it."""
    kept = (
        _("何も保存していません。ブラウザーの「戻る」で前の画面に戻ると、入力した内容が残っています。")
        if is_page
        else _("何も保存していません。入力した内容は画面に残っています。")
    )
    match trouble:
        case Trouble.BUSY if is_saving:
            return (
                _("混み合っていて、保存できませんでした"),
                _("ほかの人の保存が続いていて、順番が来ませんでした。"),
                kept,
                _("少し待ってから、もう一度保存してください。"),
            )
        case Trouble.BUSY:
            return _("混み合っています"), _("少し待ってから、もう一度開いてください。")
        case Trouble.FULL if is_saving:
            return (
                _("いまは保存できません"),
                _("サーバーのディスクに空きがないか、書き込みができません。閲覧はできます。"),
                kept,
                _("情報システムの担当者に知らせてください。"),
            )
        case Trouble.FULL:
            return (
                _("いまは開けません"),
                _("サーバーのディスクに空きがないか、書き込みができません。"),
                _("しばらくしてから、もう一度お試しください。"),
            )
        case _:
            return (
                _("データベースにつながりません"),
                *([kept] if is_saving else []),
                _("しばらくしてから、もう一度お試しください。"),
            )
