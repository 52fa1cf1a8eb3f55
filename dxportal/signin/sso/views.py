"""To the directory and back. What goes wrong there is one sentence for the person, a line for the administrator."""

import logging
from collections.abc import Callable
from functools import wraps

from allauth.socialaccount.sessions import LoginSession, SessionStore
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from dxportal.signin import second_step
from dxportal.signin.entering import MODEL_BACKEND, enter, wanted
from dxportal.signin.failures import Reason, by, record
from dxportal.signin.models import Way

from .identity import Identity, RefusedError
from .people import person

LONGEST_DETAIL = 500
BETWEEN = 120  # seconds between the directory's post and the browser's next request
logger = logging.getLogger(__name__)
View = Callable[[HttpRequest], HttpResponse]


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
    from . import oidc

    return oidc.start(request, wanted(request, request.GET.get("next")))


@require_GET
@answers_refusals(Way.OIDC)
def oidc_callback(request: HttpRequest) -> HttpResponse:
    from . import oidc

    return let_in(request, *oidc.finish(request))


@require_GET
@answers_refusals(Way.SAML)
def saml_start(request: HttpRequest) -> HttpResponse:
    from . import saml

    return HttpResponseRedirect(saml.start(request, wanted(request, request.GET.get("next"))))


@csrf_exempt
@require_POST
@answers_refusals(Way.SAML)
def saml_acs(request: HttpRequest) -> HttpResponse:
    """The directory's page has the browser post its answer here: without this portal's cookies, as from any other site.

    What stands the checks is kept for a moment under a cookie of its own, and taken up by a request that has both.
    """
    from . import saml

    answer = saml.read(request)
    response = HttpResponseRedirect(reverse("admin:sso-saml-finish"))
    kept = _between(request)
    kept.store = SessionStore()  # never one whose key the browser has brought
    kept.store["answer"] = answer
    kept.store.set_expiry(BETWEEN)
    kept.save(response)
    response.cookies[kept.cookie_name]["httponly"] = True
    return response


@require_GET
@answers_refusals(Way.SAML)
def saml_finish(request: HttpRequest) -> HttpResponse:
    from . import saml

    kept = _between(request)
    answer = kept.store.get("answer")
    kept.delete()
    if answer is None:
        raise RefusedError(Reason.STATE, "nothing was kept for this browser, or too long ago")
    return let_in(request, *saml.finish(request, answer))


@require_GET
@answers_refusals(Way.SAML)
def saml_metadata(request: HttpRequest) -> HttpResponse:
    """What the information department reads into the directory."""
    from . import saml

    return HttpResponse(saml.metadata(request), content_type="application/samlmetadata+xml")


def _between(request: HttpRequest) -> LoginSession:
    return LoginSession(request, "saml_answer", "saml-answer")


def let_in(request: HttpRequest, identity: Identity, address: str) -> HttpResponse:
    """Whom the directory vouches for, where the portal knows them. Raises RefusedError."""
    return enter(
        request,
        person(identity),
        backend=MODEL_BACKEND,
        goes_to=wanted(request, address),
        way=identity.way,
        second=second_step.DIRECTORY if identity.has_second_factor else "",
    )


def refused(request: HttpRequest, refusal: RefusedError, way: str) -> HttpResponse:
    detail = " ".join(refusal.detail.split())[:LONGEST_DETAIL]  # one line, whatever the answer held
    logger.warning("single sign-on (%s) refused: %s", way, detail)
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
            "今「%s」に接続できません。しばらくしてから試すか、システムの管理者にお知らせください。"
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
        "「%s」は確かめられましたが、このアカウントには、今使える役割がありません。"
    ) % label + administrator, 403
