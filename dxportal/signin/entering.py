"""Letting somebody in whose first step is done, whatever it was: the second step, the session, the record."""

from django.contrib import admin
from django.contrib.auth import login
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_otp.models import Device

from . import codes, pending, second_step, signing_out
from .failures import by
from .forms import CodeForm
from .models import Way


def enter(
    request: HttpRequest,
    user: AbstractUser,
    *,
    backend: str,
    goes_to: str,
    way: str = "",
    has_second_factor: bool = False,
) -> HttpResponse:
    """Signs in, or asks for the second step first. `has_second_factor`: the first step was more than a password."""
    if codes.has_device(user) and not has_second_factor:
        pending.remember(request, user, backend=backend, goes_to=goes_to, way=way)
        return ask(request, CodeForm())
    _sign_in(request, user, backend=backend, way=way)
    if has_second_factor:
        second_step.give(request.session, second_step.DIRECTORY)
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
    if way in (Way.OIDC, Way.SAML):
        request.session[signing_out.KEY] = way


def ask(request: HttpRequest, form: CodeForm) -> HttpResponse:
    """The page that asks for the code, which is posted to the sign-in page."""
    sign_in = reverse("admin:login")
    context = admin.site.each_context(request) | {
        "title": _("ワンタイムコードの入力"),
        "form": form,
        "address": request.get_full_path() if request.path == sign_in else sign_in,
        "again": sign_in,
        "minutes": pending.SECONDS // 60,
    }
    return render(request, "admin/signin/code.html", context)
