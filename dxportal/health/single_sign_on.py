"""Whether people can sign in with the city's accounts, and who can when the directory is down."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from dxportal.signin.sso.people import shared_names
from dxportal.sso_settings import is_on

from .finding import Finding, note, wrong


def single_sign_on() -> Iterator[Finding]:
    if not is_on(lambda name: getattr(settings, name)):
        return
    if settings.SSO_OIDC_ISSUER:
        yield from _directory()
    if settings.SSO_SAML_METADATA:
        yield from _metadata()
    if settings.SSO_ONLY:
        yield from _emergency_accounts()
    yield from _names()


def _directory() -> Iterator[Finding]:
    from dxportal.signin.sso import oidc
    from dxportal.signin.sso.identity import RefusedError

    try:
        if not oidc.keys(None):
            yield wrong(_("認証基盤の鍵（jwks_uri）が空です。情報基盤の担当に確かめてください。"))
    except RefusedError as refusal:
        yield wrong(
            _(
                "認証基盤（SSO_OIDC_ISSUER）に接続できないか、答えが設定と合いません。庁内の認証局の証明書は SSO_CA_FILE に書きます。%s"
            )
            % refusal.detail
        )


def _metadata() -> Iterator[Finding]:
    from dxportal.signin.sso import saml
    from dxportal.signin.sso.identity import RefusedError

    try:
        saml.directory()
    except RefusedError as refusal:
        yield wrong(
            _(
                "認証基盤のメタデータ（SSO_SAML_METADATA）を使えません。情報基盤の担当から受け取り直してください。%s"
            )
            % refusal.detail
        )


def _emergency_accounts() -> Iterator[Finding]:
    names = settings.SSO_EMERGENCY_ACCOUNTS
    if not names:
        yield wrong(
            _(
                "SSO_ONLY=true ですが、非常用のアカウントがありません。認証基盤が止まるとだれもサインインできません。SSO_EMERGENCY_ACCOUNTS にシステムの管理者のユーザー名を書いてください。"
            )
        )
    fit = get_user_model().objects.filter(
        username__in=names, is_active=True, is_staff=True, is_superuser=True
    )
    unfit = sorted(set(names) - {user.get_username() for user in fit if user.has_usable_password()})
    if unfit:
        yield wrong(
            _(
                "SSO_EMERGENCY_ACCOUNTS の%sは、パスワードのあるシステムの管理者ではありません。非常用になりません。"
            )
            % "、".join(unfit)
        )


def _names() -> Iterator[Finding]:
    is_by_email = settings.SSO_MATCH == "email"
    shared = shared_names()
    if shared:
        what = _("同じメールアドレス") if is_by_email else _("大文字と小文字だけが違うユーザー名")
        yield wrong(
            _(
                "%(what)sのアカウントが2つ以上あり（無効なものも数えます）、シングルサインオンで断られます（%(names)s）。"
            )
            % {"what": what, "names": "、".join(shared[:3])}
        )
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    without = people.filter(email="").count() if is_by_email else 0
    if without:
        yield note(
            _("メールアドレスのない職員が%d人います。シングルサインオンではサインインできません。") % without
        )
