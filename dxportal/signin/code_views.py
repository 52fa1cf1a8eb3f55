"""The page on which staff set up, renew and switch off their own one-time codes."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_otp import login as mark_verified

from . import codes, second_step
from .forms import ConfirmForm, ProofForm, RecoveryProofForm
from .journal import moment_label, record
from .passkeys import kept
from .session_age import FRESH, is_fresh

# Reachable without the codes that ONE_TIME_CODES=managers demands.
OPEN = frozenset(
    {
        "one-time-code",
        "passkeys",
        "passkey-options",
        "logout",
        "password_change",
        "password_change_done",
        "jsi18n",
    }
)


def must_set_up(request: HttpRequest) -> bool:
    """Whether the portal demands one-time codes of this person, who has none, before they go on to this page."""
    return (
        settings.ONE_TIME_CODES == "managers"
        and request.resolver_match.url_name not in OPEN
        and not second_step.is_given(request.session, request.user)
        and codes.runs_plans(request.user)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def one_time_code(request: HttpRequest) -> HttpResponse:
    """What the person may do next: begin, confirm the first code, or (once in force) renew and switch off."""
    acts = {"start": _start, "cancel": _cancel, "confirm": _confirm, "renew": _renew, "off": _switch_off}
    act = acts.get(request.POST.get("action", ""))
    return act(request) if act else page(request)


def _start(request: HttpRequest) -> HttpResponse:
    if not codes.confirmed_device(request.user):
        codes.start(request.user)
    return _here()


def _cancel(request: HttpRequest) -> HttpResponse:
    if not codes.confirmed_device(request.user):
        codes.switch_off(request.user)
    return _here()


def _confirm(request: HttpRequest) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return page(request, confirm=form)
    try:
        device, recovery = codes.confirm(request.user, form.cleaned_data["code"])
    except codes.CodeError as wrong:
        form.add_error("code", str(wrong))
        return page(request, confirm=form)
    mark_verified(request, device)
    record(request.user, request.user, _("ワンタイムコードを使い始めました。"))
    return page(request, recovery=recovery)


def _renew(request: HttpRequest) -> HttpResponse:
    form = proof_form(request, "renew", request.POST)
    if not (form.is_valid() and is_proven(request, form)):
        return page(request, renew=form)
    record(request.user, request.user, _("回復コードを作り直しました。"))
    return page(request, recovery=codes.renew_recovery_codes(request.user))


def _switch_off(request: HttpRequest) -> HttpResponse:
    form = proof_form(request, "off", request.POST)
    if not (form.is_valid() and is_proven(request, form)):
        return page(request, off=form)
    if codes.switch_off(request.user):
        record(request.user, request.user, _("ワンタイムコードをやめました。"))
        rest = (
            _("次からは、パスワードに続けてパスキーか回復コードで確かめます。")
            if codes.has_passkey(request.user)
            else _("次からはパスワードだけでサインインします。")
        )
        messages.success(request, _("ワンタイムコードをやめました。") + rest)
    return _here()


def proof_form(request: HttpRequest, prefix: str, sent: QueryDict | None = None) -> ProofForm:
    """Asks for what `is_proven` takes from this person."""
    form = RecoveryProofForm if codes.has_passkey(request.user) else ProofForm
    return form(sent, prefix=prefix)


def is_proven(request: HttpRequest, form: ProofForm) -> bool:
    """Whether it is the app's code, the password, or, for who may have neither, a recovery code.

    A wrong password counts towards the lock-out, as at the sign-in.
    """
    typed = form.cleaned_data["proof"]
    code = codes.plain(typed)
    if code.isdecimal() and len(code) == codes.DIGITS:
        try:
            return codes.verify(request.user, code) is not None
        except codes.CodeError as wrong:
            form.add_error("proof", str(wrong))
            return False
    if codes.has_passkey(request.user) and codes.is_recovery_code(request.user, code):
        return True
    if authenticate(request, username=request.user.get_username(), password=typed) == request.user:
        return True
    form.add_error("proof", _("パスワードが違います。"))
    return False


def _here() -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:one-time-code"))


def page(
    request: HttpRequest,
    *,
    remove: ProofForm | None = None,
    confirm: ConfirmForm | None = None,
    renew: ProofForm | None = None,
    off: ProofForm | None = None,
    recovery: list[str] | None = None,
) -> HttpResponse:
    device = codes.confirmed_device(request.user)
    waiting = None if device else codes.waiting_device(request.user)
    context = admin.site.each_context(request) | {
        "title": _("ワンタイムコードとパスキー") if settings.PASSKEYS else _("ワンタイムコード"),
        "device": device,
        "is_demanded": settings.ONE_TIME_CODES == "managers" and codes.runs_plans(request.user),
        "recovery": recovery,
        "is_nav_sidebar_enabled": False,
    }
    if settings.PASSKEYS:
        context |= _passkeys(request) | {
            "remove": remove or proof_form(request, "remove"),
            "renew": renew or proof_form(request, "renew"),
        }
    if device:
        context |= {
            "recovery_left": codes.recovery_codes_left(request.user),
            "renew": renew or proof_form(request, "renew"),
            "off": off or proof_form(request, "off"),
        }
    elif waiting:
        context |= {
            "key": codes.key_in_groups(waiting),
            "qr_code": codes.qr_code(waiting),
            "confirm": confirm or ConfirmForm(),
        }
    return TemplateResponse(request, "admin/signin/one_time_code.html", context)


def _passkeys(request: HttpRequest) -> dict[str, object]:
    """The person's passkeys, and whether another may be added now."""
    return {
        "has_passkeys": True,
        "passkeys": [
            {
                "pk": row.pk,
                "name": row.data["name"],
                "made": moment_label(row.created_at),
                "used": moment_label(row.last_used_at) if row.last_used_at else "",
            }
            for row in kept.of(request.user)
        ],
        "is_fresh": is_fresh(request),
        "fresh_minutes": FRESH // 60,
        "recovery_left": codes.recovery_codes_left(request.user),
    }
