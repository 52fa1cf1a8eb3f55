"""To the directory and back. What goes wrong there is one sentence for the person, a line for the administrator."""

import logging
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dxportal.signin.entering import enter
from dxportal.signin.failures import Reason, by, record
from dxportal.signin.models import Way

from . import oidc
from .identity import Identity, RefusedError
from .people import person

BACKEND = "django.contrib.auth.backends.ModelBackend"  # which finds the account of a session again
logger = logging.getLogger(__name__)
View = Callable[[HttpRequest], HttpResponse]


def wanted(request: HttpRequest, address: str | None) -> str:
    """The address to go to, where it is one of this portal; else the admin's front page."""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if address and is_ours else reverse("admin:index")


def answers_refusals(way: str) -> Callable[[View], View]:
    """A RefusedError becomes a page, and a line of the list of sign-ins."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest) -> HttpResponse:
            try:
                return view(request)
            except RefusedError as refusal:
                return refused(request, refusal, way)

        return never_cache(login_not_required(answer))

    return decorate


@require_GET
@answers_refusals(Way.OIDC)
def oidc_start(request: HttpRequest) -> HttpResponse:
    return oidc.start(request, wanted(request, request.GET.get("next")))


@require_GET
@answers_refusals(Way.OIDC)
def oidc_callback(request: HttpRequest) -> HttpResponse:
    identity, address = oidc.finish(request)
    return let_in(request, identity, address)


def let_in(request: HttpRequest, identity: Identity, address: str) -> HttpResponse:
    """Whom the directory vouches for, where the portal knows them. Raises RefusedError."""
    return enter(
        request,
        person(identity),
        backend=BACKEND,
        goes_to=wanted(request, address),
        way=identity.way,
        has_second_factor=identity.has_second_factor,
    )


def refused(request: HttpRequest, refusal: RefusedError, way: str) -> HttpResponse:
    logger.warning("single sign-on (%s) refused: %s", way, refusal.detail)
    with by(way):
        record(request, refusal.name, refusal.reason)
    sentence, status = _sentence(refusal.reason)
    context = admin.site.each_context(request) | {
        "title": _("サインインできませんでした"),
        "sentence": sentence,
        "is_nav_sidebar_enabled": False,
    }
    return render(request, "admin/signin/sso_refused.html", context, status=status)


def _sentence(reason: str) -> tuple[str, int]:
    """What the person may hear and do, and the answer's status. Which claim or signature was wrong is not theirs to mend."""
    label = settings.SSO_LABEL
    administrator = _("システムの管理者にお知らせください。")
    if reason == Reason.STATE:
        return _("時間が切れたか、始めた画面と違うブラウザーです。はじめからやり直してください。"), 403
    if reason == Reason.DECLINED:
        return _("「%s」でのサインインが取りやめられました。もう一度試してください。") % label, 403
    if reason == Reason.UNREACHABLE:
        return _(
            "いま「%s」に接続できません。しばらくしてから試すか、システムの管理者にお知らせください。"
        ) % label, 503
    if reason == Reason.ANSWER:
        return _("「%s」からの答えを確かめられませんでした。") % label + administrator, 403
    if reason == Reason.NO_MATCH:
        return _("このポータルに、あなたのアカウントがまだありません。") + administrator, 403
    if reason == Reason.AMBIGUOUS:
        return _("あなたに当たるアカウントが2つ以上あり、どれか決められません。") + administrator, 403
    if reason in (Reason.NO_CLAIM, Reason.UNVERIFIED):
        return _("「%s」から、あなたを見分けるための項目が届きませんでした。") % label + administrator, 403
    if reason == Reason.INACTIVE:
        return _("このアカウントは使えません。") + administrator, 403
    return _(
        "「%s」は確かめられましたが、このアカウントには、いま使える役割がありません。"
    ) % label + administrator, 403
