"""The page that says that the database cannot do it now, and the frame of those that say what else is in the way."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from plans.database_trouble import Trouble
from plans.languages import spoken

from .logs.request_id import known

_RETRY_AFTER = {
    Trouble.BUSY: 10,
    Trouble.FULL: 300,
    Trouble.AWAY: 60,
    Trouble.DAMAGED: 300,
    Trouble.BEHIND: 60,
}  # seconds


def trouble_page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """503, in the portal's design; nothing in it asks the database or the session."""
    is_saving = request.method not in ("GET", "HEAD")
    title, *sentences = _words(trouble, is_saving=is_saving, is_page="X-Fragment" not in request.headers)
    page = said(title, sentences)
    response = HttpResponse(page, status=503, headers={"Retry-After": str(_RETRY_AFTER[trouble])})
    add_never_cache_headers(response)
    return response


def said(title: str, sentences: Sequence[str]) -> str:
    """The page in the portal's design; nothing in it asks the database, the session or the host.

    What broke a page may break this one too (static files never collected): then in plain HTML.
    """
    words = {
        "site_name": settings.SITE_NAME,
        "title": title,
        "sentences": sentences,
        "request_id": request_number(),
    }
    try:
        return render_to_string("trouble.html", words)
    except Exception:
        text = "".join(f"<p>{sentence}</p>" for sentence in (*sentences, request_label()))
        return (
            f'<!doctype html><html lang="{spoken().code}"><meta charset="utf-8">'
            f"<title>{title}</title><h1>{title}</h1>{text}</html>"
        )


def request_number() -> str:
    """By which whoever looks after the server finds the request in the log; blank outside of one."""
    request = known()
    return request.id if request else ""


def request_label() -> str:
    number = request_number()
    return _("お問い合わせ番号: %s") % number if number else ""


def kept_words(*, is_page: bool) -> str:
    """`is_page`: this answer takes the place of the page with the inputs, and a script does not read it."""
    if is_page:
        return _("何も保存していません。ブラウザーの「戻る」で前の画面に戻ると、入力した内容が残っています。")
    return _("何も保存していません。入力した内容は画面に残っています。")


def _words(trouble: Trouble, *, is_saving: bool, is_page: bool) -> tuple[str, ...]:
    kept = kept_words(is_page=is_page)
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
                _("今は保存できません"),
                _("サーバーのディスクに空きがないか、書き込みができません。閲覧はできます。"),
                kept,
                _("情報システムの担当者に知らせてください。"),
            )
        case Trouble.FULL:
            return (
                _("今は開けません"),
                _("サーバーのディスクに空きがないか、書き込みができません。"),
                _("しばらくしてから、もう一度お試しください。"),
            )
        case Trouble.BEHIND:
            return (
                _("更新の作業中です"),
                *([kept] if is_saving else []),
                _("しばらくしてから、もう一度お試しください。"),
            )
        case Trouble.DAMAGED:
            return (
                _("データベースを読めません"),
                *([kept] if is_saving else []),
                _("情報システムの担当者に知らせてください。"),
            )
        case _:
            return (
                _("データベースにつながりません"),
                *([kept] if is_saving else []),
                _("しばらくしてから、もう一度お試しください。"),
            )
