"""Signing in, in one or two steps."""

from dataclasses import dataclass

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from . import codes, pending
from .entering import ask, begin_again, enter, enter_with_code
from .failures import Reason, because, by
from .forms import CodeForm, SignInForm
from .locked_page import locked_out


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
        if settings.PASSKEYS and "credential" in request.POST:
            from .passkeys.views import sign_in

            return sign_in(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        user = form.get_user()
        return enter(self.request, user, backend=user.backend, goes_to=self.get_success_url())

    def second_step(self, request: HttpRequest) -> HttpResponse:
        found = pending.find(request)
        if found is None:
            return begin_again(self.request)
        name = {"username": found.user.get_username()}
        if not AxesProxyHandler.is_allowed(request, name):
            return locked_out(request, None, name)
        form = CodeForm(request.POST)
        if not form.is_valid():
            return ask(request, form)
        try:
            device = codes.verify(found.user, form.cleaned_data["code"])
        except codes.CodeError as wrong:
            if not isinstance(wrong, codes.TooSoonError):
                # Counts as a failed sign-in; the fifth makes axes answer with the page of the lock-out.
                with because(Reason.CODE), by(found.way):
                    user_login_failed.send(sender=__name__, credentials=name, request=request)
            form.add_error("code", str(wrong))
            return ask(request, form)
        return enter_with_code(request, found, device)


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
        "doors": doors(request),
        "is_password_for_emergencies": settings.SSO_ONLY,
        "has_passkeys": settings.PASSKEYS,
    }
    return SignIn.as_view(extra_context=context | (extra_context or {}))(request)


@dataclass(frozen=True)
class Door:
    """A way in beside the password: a button of the sign-in page."""

    label: str
    address: str


def doors(request: HttpRequest) -> list[Door]:
    goes_to = request.POST.get("next", request.GET.get("next", ""))
    query = f"?{urlencode({'next': goes_to})}" if goes_to else ""
    found = []
    label = _("%sでサインイン") % settings.SSO_LABEL
    if settings.SSO_OIDC_ISSUER:
        found.append(Door(label, reverse("admin:sso-oidc") + query))
    if settings.SSO_SAML_METADATA:
        # Two directories at once are rare: a change from one to the other.
        found.append(Door(_("%s（SAML）") % label if found else label, reverse("admin:sso-saml") + query))
    return found
