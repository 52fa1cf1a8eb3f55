"""The page of somebody who is locked out."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from . import lockouts


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None, credentials: dict | None
) -> HttpResponse:
    """Too many failures (429): says from when the next attempt is possible. Called by axes, too, with these arguments."""
    username = (credentials or {}).get("username") or request.POST.get("username", "")
    until = lockouts.until(username, request.axes_ip_address)
    context = admin.site.each_context(request) | {
        "title": _("しばらくサインインできません"),
        "until": timezone.localtime(until),
        "limit": lockouts.limit(),
        "is_nav_sidebar_enabled": False,
    }
    response = render(request, "admin/signin/locked.html", context, status=429)
    response["Retry-After"] = str(max(1, round((until - timezone.now()).total_seconds())))
    return response
