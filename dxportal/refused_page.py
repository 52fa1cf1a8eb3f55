"""The page that says that a request cannot be read (400)."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponseBadRequest
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from .trouble_page import kept_words, said

_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBadRequest:
    """In the portal's design; nothing in it asks the database, the session or the host, which may be forged."""
    is_saving = request.method not in ("GET", "HEAD")
    title, *sentences = _words(exception, is_saving=is_saving, is_page="X-Fragment" not in request.headers)
    response = HttpResponseBadRequest(said(title, sentences))
    add_never_cache_headers(response)
    return response


def _words(exception: Exception, *, is_saving: bool, is_page: bool) -> tuple[str, ...]:
    kept = kept_words(is_page=is_page)
    if isinstance(exception, _TOO_MUCH):
        size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1024**2
        return (
            _("送られた内容が多すぎます"),
            kept,
            _("一度に送れる文字は、%.1fMBまでです。短くするか、何回かに分けてください。") % size,
        )
    return (
        _("送られた内容を読み取れません"),
        *([kept] if is_saving else []),
        _("アドレスや入力に、使えない文字があります。言葉を打ち直すか、計画の一覧からお進みください。"),
    )
