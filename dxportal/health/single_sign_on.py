"""Whether people can sign in with the city's accounts, and who can when the directory is down."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from .finding import Finding, note, wrong


def single_sign_on() -> Iterator[Finding]:
    if not (settings.SSO_OIDC_ISSUER or settings.SSO_SAML_METADATA):
        return
    if settings.SSO_OIDC_ISSUER:
        yield from _directory()
    if settings.SSO_SAML_METADATA:
        yield from _metadata()
    if settings.SSO_ONLY:
        yield from _emergency_accounts()
    if settings.SSO_MATCH == "email":
        yield from _addresses()


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
    fit = get_user_model().objects.filter(username__in=names, is_active=True, is_superuser=True)
    unfit = sorted(set(names) - {user.get_username() for user in fit if user.has_usable_password()})
    if unfit:
        yield wrong(
            _(
                "SSO_EMERGENCY_ACCOUNTS の%sは、パスワードのあるシステムの管理者ではありません。非常用になりません。"
            )
            % "、".join(unfit)
        )


def _addresses() -> Iterator[Finding]:
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    seen: dict[str, int] = {}
    for address in people.exclude(email="").values_list("email", flat=True):
        seen[address.lower()] = seen.get(address.lower(), 0) + 1
    shared = sorted(address for address, count in seen.items() if count > 1)
    if shared:
        yield wrong(
            _("同じメールアドレスのアカウントが2つ以上あり、シングルサインオンで断られます（%s）。")
            % "、".join(shared[:3])
        )
    without = people.filter(email="").count()
    if without:
        yield note(
            _("メールアドレスのない職員が%d人います。シングルサインオンではサインインできません。") % without
        )
