"""The forms of signing in and of one-time codes."""

from datetime import date

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.typed_fields import DayField

from .failures import Reason, is_emergency_account, record, why_closed

_CODE = {"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}


class SignInForm(AdminAuthenticationForm):
    """User name and password; only staff are let in."""

    error_messages = {
        "invalid_login": gettext_lazy(
            "ユーザー名かパスワードが違います。大文字と小文字を確かめて、もう一度入力してください。"
        ),
        "closed": gettext_lazy(
            "パスワードは合っていますが、このアカウントには、今使える役割がありません。システムの管理者にお知らせください。"
        ),
        "sso-only": gettext_lazy(
            "パスワードではサインインできません。この画面のボタンから、市役所のアカウントでサインインしてください。"
        ),
        "inactive": gettext_lazy("このアカウントは使えません。システムの管理者にお知らせください。"),
    }
    required_css_class = "required"

    def confirm_login_allowed(self, user: AbstractUser) -> None:
        """The password is right: who has given it may hear that it is the account that does not open."""
        reason = why_closed(user)
        if reason and reason != Reason.INACTIVE:  # that one Django itself refuses, below
            record(self.request, user.get_username(), reason)
            raise ValidationError(self.error_messages["closed"], code="closed")
        if settings.SSO_ONLY and not is_emergency_account(user):
            record(self.request, user.get_username(), Reason.SSO_ONLY)
            raise ValidationError(self.error_messages["sso-only"], code="sso-only")
        super().confirm_login_allowed(user)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name = self.fields["username"]
        name.label = gettext_lazy("ユーザー名")
        # Django limits what a browser lets in; the record of failures would refuse a longer one.
        name.validators.append(MaxLengthValidator(name.max_length))
        self.fields["password"].label = gettext_lazy("パスワード")


class CodeForm(forms.Form):
    """Second step of signing in: the app's code or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("ワンタイムコード"),
        max_length=40,
        help_text=gettext_lazy(
            "認証アプリに表示された6桁の数字です。スマートフォンが手元にないときは、回復コードを入力してください。"
        ),
        widget=forms.TextInput(attrs=_CODE),
        error_messages={"required": gettext_lazy("コードを入力してください。")},
    )


class ConfirmForm(forms.Form):
    """Last step of setting codes up: the first code of the app."""

    code = forms.CharField(
        label=gettext_lazy("アプリに表示された6桁の数字"),
        max_length=40,
        widget=forms.TextInput(attrs=_CODE | {"autofocus": False, "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("アプリに表示された6桁の数字を入力してください。")},
    )


class ProofForm(forms.Form):
    """That the person at the terminal is the account's owner."""

    proof = forms.CharField(
        label=gettext_lazy("今のパスワード、またはアプリの6桁の数字"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("パスワードか、アプリの6桁の数字を入力してください。")},
    )


class RecoveryProofForm(ProofForm):
    """The same for who has a passkey, and perhaps no password: they came with the city's account."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        proof = self.fields["proof"]
        proof.label = _("今のパスワード、アプリの6桁の数字、または回復コード")
        proof.error_messages["required"] = _(
            "パスワード、アプリの6桁の数字、回復コードのどれかを入力してください。"
        )


class SignInsFilter(forms.Form):
    """Which rows of the list of sign-ins to show."""

    username = forms.CharField(label=gettext_lazy("ユーザー名（一部でも可）"), max_length=150, required=False)
    day = DayField(
        label=gettext_lazy("日"),
        required=False,
        validators=[MinValueValidator(date(1950, 1, 1)), MaxValueValidator(date(2999, 12, 31))],
    )
