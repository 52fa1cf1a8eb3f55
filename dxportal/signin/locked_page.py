"""The page of somebody who is locked out."""

from datetime import datetime

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from . import journal, lockouts
from .models import LockedBy


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None, credentials: dict | None
) -> HttpResponse:
    """Too many failures (429): says from when the next attempt is possible. Called by axes, too, with these arguments."""
    username = (credentials or {}).get("username") or request.POST.get("username", "")
    lock_out = lockouts.of(request, username)
    context = admin.site.each_context(request) | {
        "title": _("しばらくサインインできません"),
        "why": _why(lock_out),
        "until": _clock(lock_out.until),
        "is_nav_sidebar_enabled": False,
    }
    response = render(request, "admin/signin/locked.html", context, status=429)
    response["Retry-After"] = str(max(1, round((lock_out.until - timezone.now()).total_seconds())))
    return response


def _why(lock_out: lockouts.LockOut) -> str:
    """It is the same for a name that has no account: failures are counted by what was typed."""
    if lock_out.by == LockedBy.PAIR:
        return _("サインインに%d回続けて失敗したため、安全のためにしばらく止めています。") % lockouts.limit()
    if lock_out.is_of_address:
        return _(
            "お使いの回線からのサインインの失敗が多いため、安全のために、この回線からのサインインをしばらく止めています。"
        )
    if lock_out.by == LockedBy.NAME and settings.OFFICE_NETWORKS:
        return _(
            "このユーザー名でのサインインの失敗が多いため、安全のために、庁外からのサインインを止めています。庁内からはサインインできます。"
        )
    return _(
        "このユーザー名でのサインインの失敗が多いため、安全のために、ここからのサインインをしばらく止めています。"
    )


def _clock(at: datetime) -> str:
    """15時04分; with its day where that is not today."""
    local = timezone.localtime(at)
    if local.date() != timezone.localdate():
        return journal.moment_label(at)
    return f"{local.hour}時{local.minute:02}分"
