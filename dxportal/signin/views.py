"""Signing in in one or two steps, and the page of somebody who is locked out."""

from datetime import datetime

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import login
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _

from . import codes, journal, lockouts, pending
from .failures import Reason, because
from .forms import CodeForm, SignInForm
from .models import LockedBy


class SignIn(LoginView):
    """User name and password; then, for an account with one-time codes, the code. Both are posted to this address.

    The password never returns to the browser: between the steps the session knows who gave it (`pending`).
    """

    template_name = "admin/login.html"
    authentication_form = SignInForm
    next_page = reverse_lazy("admin:index")

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "code" in request.POST:
            return self.second_step(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        user = form.get_user()
        if codes.has_device(user):
            pending.remember(self.request, user, self.get_success_url())
            return self.ask(CodeForm())
        return super().form_valid(form)

    def second_step(self, request: HttpRequest) -> HttpResponse:
        found = pending.find(request)
        if found is None:
            pending.forget(request)
            messages.error(
                request, _("時間が切れました。ユーザー名とパスワードから、もう一度入力してください。")
            )
            return HttpResponseRedirect(request.get_full_path())
        name = {"username": found.user.get_username()}
        if not AxesProxyHandler.is_allowed(request, name):
            return locked_out(request, None, name)
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.ask(form)
        try:
            device = codes.verify(found.user, form.cleaned_data["code"])
        except codes.CodeError as wrong:
            if not isinstance(wrong, codes.TooSoonError):
                # Counts as a failed sign-in; the fifth makes axes answer with the page of the lock-out.
                with because(Reason.CODE):
                    user_login_failed.send(sender=__name__, credentials=name, request=request)
            form.add_error("code", str(wrong))
            return self.ask(form)
        pending.forget(request)
        found.user.otp_device = device  # django-otp marks the new session as verified by it
        login(request, found.user, backend=found.backend)
        return HttpResponseRedirect(found.goes_to)

    def ask(self, form: CodeForm) -> HttpResponse:
        """The page that asks for the code."""
        context = admin.site.each_context(self.request) | {
            "title": _("ワンタイムコードの入力"),
            "form": form,
            "address": self.request.get_full_path(),
            "again": reverse("admin:login"),
            "minutes": pending.SECONDS // 60,
        }
        return render(self.request, "admin/signin/code.html", context)


def sign_in(request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
    """The admin's sign-in page."""
    if request.method == "GET" and admin.site.has_permission(request):
        return HttpResponseRedirect(reverse("admin:index"))
    context = admin.site.each_context(request) | {
        "title": _("サインイン"),
        "subtitle": None,
        "app_path": request.get_full_path(),
        "username": request.user.get_username(),
        "is_nav_sidebar_enabled": False,
    }
    return SignIn.as_view(extra_context=context | (extra_context or {}))(request)


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
