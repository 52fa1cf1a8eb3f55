"""Letting somebody in whose first step is done, whatever it was: the second step, the session, the record."""

import time

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import login
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_otp.models import Device

from . import codes, pending, second_step, signing_out
from .failures import by
from .forms import CodeForm
from .models import Way

SIGNED_IN_AT = "signed_in_at"  # in the session: seconds since 1970
FRESH = 600  # seconds


def wanted(request: HttpRequest, address: str | None) -> str:
    """The address to go to, where it is one of this portal; else the admin's front page."""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if address and is_ours else reverse("admin:index")


def enter(
    request: HttpRequest,
    user: AbstractUser,
    *,
    backend: str,
    goes_to: str,
    way: str = "",
    second: str = "",
) -> HttpResponse:
    """Signs in, or asks for the second step first. `second`: what it was, where it is done (second_step.py)."""
    if not second and codes.has_device(user):
        pending.remember(request, user, backend=backend, goes_to=goes_to, way=way)
        return ask(request, CodeForm())
    _sign_in(request, user, backend=backend, way=way)
    if second:
        second_step.give(request.session, second)
    return HttpResponseRedirect(goes_to)


def enter_with_code(request: HttpRequest, found: pending.Pending, device: Device) -> HttpResponse:
    """Signs in who was between the steps and has given a code of the device."""
    pending.forget(request)
    found.user.otp_device = device  # django-otp marks the new session as verified by it
    _sign_in(request, found.user, backend=found.backend, way=found.way)
    return HttpResponseRedirect(found.goes_to)


def _sign_in(request: HttpRequest, user: AbstractUser, *, backend: str, way: str) -> None:
    with by(way):
        login(request, user, backend=backend)
    # Of the same person's former sign-in in this browser nothing passes on, though Django keeps their session.
    second_step.take(request.session)
    request.session.pop(signing_out.KEY, None)
    if settings.PASSKEYS:
        request.session[SIGNED_IN_AT] = int(time.time())
    if way in (Way.OIDC, Way.SAML):
        request.session[signing_out.KEY] = way


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person signed in a few minutes ago: nobody has come to an open terminal since."""
    return abs(time.time() - request.session.get(SIGNED_IN_AT, 0)) < FRESH  # a clock may be put back


def ask(request: HttpRequest, form: CodeForm, *, said: str = "") -> HttpResponse:
    """The page that asks for the code, which is posted to the sign-in page. `said`: what was wrong with a passkey."""
    sign_in = reverse("admin:login")
    found = pending.find(request)
    has_passkey = bool(found and codes.has_passkey(found.user))
    if has_passkey and codes.confirmed_device(found.user) is None:
        form.fields["code"].label = _("回復コード")
        form.fields["code"].help_text = _("パスキーが手元にないときに使います。1つは1回だけ使えます。")
    context = admin.site.each_context(request) | {
        "title": _("本人の確認") if has_passkey else _("ワンタイムコードの入力"),
        "form": form,
        "address": request.get_full_path() if request.path == sign_in else sign_in,
        "again": sign_in,
        "minutes": pending.SECONDS // 60,
        "said": said,
        "has_passkey": has_passkey,
    }
    return render(request, "admin/signin/code.html", context)
