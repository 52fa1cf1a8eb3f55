"""Adding and removing one's own passkeys (their list is part of the page of one-time codes), and signing in with one."""

import logging

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dxportal.signin import codes, pending, second_step
from dxportal.signin.code_views import is_proven, page, proof_form
from dxportal.signin.entering import MODEL_BACKEND, ask, begin_again, enter, wanted
from dxportal.signin.failures import Reason, because, by, is_emergency_account, record, why_closed
from dxportal.signin.forms import CodeForm
from dxportal.signin.journal import record as note
from dxportal.signin.locked_page import locked_out
from dxportal.signin.models import Way
from dxportal.signin.session_age import is_fresh
from plans.sent import sent_number

from . import kept, keys

LONGEST_NAME = 50
logger = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def passkeys(request: HttpRequest) -> HttpResponse:
    acts = {"add": _add, "remove": _remove}
    act = acts.get(request.POST.get("action", ""))
    return act(request) if act else _there()


@require_POST
def options(request: HttpRequest) -> HttpResponse:
    """For the browser, before a passkey is made."""
    if not is_fresh(request):
        return JsonResponse({}, status=403)
    if said := _why_too_long(request):
        return JsonResponse({"sentence": said}, status=422)  # before the device makes one
    return JsonResponse(keys.begin_registration(request))


def _add(request: HttpRequest) -> HttpResponse:
    if not is_fresh(request):
        messages.error(
            request, _("サインインから時間がたちました。サインインし直してから、登録してください。")
        )
        return _there()
    if said := _why_too_long(request):
        messages.error(request, said)
        return _there()
    name = request.POST.get("name", "").strip()
    name = name if name.isprintable() and name else _("パスキー%d") % (kept.of(request.user).count() + 1)
    try:
        row = keys.register(request, request.POST.get("credential", ""), name)
    except keys.PasskeyError as error:
        logger.warning("passkey not registered: %s", " ".join(str(error).split())[:500])
        messages.error(request, _("パスキーを登録できませんでした。もう一度試してください。"))
        return _there()
    if not second_step.is_given(request.session, request.user):
        second_step.give(request.session, second_step.by_passkey(row.pk))
    note(request.user, request.user, _("パスキー「%s」を登録しました。") % name)
    messages.success(request, _("パスキー「%s」を登録しました。") % name)
    if codes.recovery_codes_left(request.user):
        return _there()
    return page(request, recovery=codes.renew_recovery_codes(request.user))


def _why_too_long(request: HttpRequest) -> str:
    """Of the passkey's name; blank where it is not."""
    length = len(request.POST.get("name", "").strip())
    words = {"longest": LONGEST_NAME, "length": length}
    sentence = _(
        "パスキーの名前は%(longest)d文字までです（今は%(length)d文字）。短くして、もう一度登録してください。"
    )
    return sentence % words if length > LONGEST_NAME else ""


def _remove(request: HttpRequest) -> HttpResponse:
    form = proof_form(request, "remove", request.POST)
    if not (form.is_valid() and is_proven(request, form)):
        return page(request, remove=form)
    chosen = sent_number(request.POST.get("passkey", ""))
    names = [] if chosen is None else kept.forget(request.user, chosen)
    for name in names:
        note(request.user, request.user, _("パスキー「%s」を外しました。") % name)
        messages.success(request, _("パスキー「%s」を外しました。") % name)
    if not codes.has_device(request.user):
        codes.switch_off(request.user)  # recovery codes open nothing by themselves
    return _there()


def _there() -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:one-time-code"))


@require_POST
@never_cache
@login_not_required
def sign_in_options(request: HttpRequest) -> HttpResponse:
    """For the browser, before it asks for a passkey: anybody's, or as a second step those of whom the password named."""
    found = pending.find(request) if "second" in request.POST else None
    if "second" in request.POST and found is None:
        return JsonResponse({}, status=403)
    return JsonResponse(keys.begin_sign_in(request, found.user if found else None))


def sign_in(request: HttpRequest) -> HttpResponse:
    """A passkey was sent to the sign-in page: alone, or after the password (`second`)."""
    found = pending.find(request) if "second" in request.POST else None
    if "second" in request.POST and found is None:
        return begin_again(request)
    way = (found.way or Way.PASSWORD_PASSKEY) if found else Way.PASSKEY
    typed = request.POST.get("credential", "")
    user = found.user if found else keys.claimed_by(typed)
    name = {"username": user.get_username() if user else ""}
    if user and not AxesProxyHandler.is_allowed(request, name):
        return locked_out(request, None, name)
    try:
        row = keys.verify(request, typed, user, is_second=found is not None)
    except keys.PasskeyError as error:
        return _not_verified(request, error, name, way=way, is_second=found is not None)
    reason = "" if found else _why_refused(user)
    if reason:
        with by(way):
            record(request, user.get_username(), reason)
        messages.error(
            request, _("このアカウントではサインインできません。システムの管理者にお知らせください。")
        )
        return HttpResponseRedirect(request.get_full_path())
    pending.forget(request)
    return enter(
        request,
        user,
        backend=found.backend if found else MODEL_BACKEND,
        goes_to=found.goes_to if found else wanted(request, request.POST.get("next")),
        way=way,
        second=second_step.by_passkey(row.pk),
    )


def _why_refused(user: AbstractUser) -> str:
    """As after a password; where passwords are closed, a passkey is no way round the directory either."""
    reason = why_closed(user)
    if not reason and settings.SSO_ONLY and not is_emergency_account(user):
        return Reason.SSO_ONLY
    return reason


def _not_verified(
    request: HttpRequest, error: keys.PasskeyError, name: dict[str, str], *, way: str, is_second: bool
) -> HttpResponse:
    """A line of the list; towards the lock-out of whoever it would have been, where that is known, it counts."""
    logger.warning("passkey refused: %s", " ".join(str(error).split())[:500])
    with because(Reason.PASSKEY), by(way):
        if name["username"]:
            user_login_failed.send(sender=__name__, credentials=name, request=request)
        else:
            record(request, "", Reason.PASSKEY)
    sentence = _("パスキーを確かめられませんでした。もう一度試してください。")
    if is_second:
        return ask(request, CodeForm(), said=sentence)
    messages.error(request, sentence)
    return HttpResponseRedirect(request.get_full_path())
