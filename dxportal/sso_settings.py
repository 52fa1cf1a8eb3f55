"""Settings of single sign-on and passkeys (docs/settings.md), and what of them does not fit together.

Nothing is on by default. What is half set is refused in a sentence, as the other settings are.
"""

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .environment import flag, names, one_of
from .safeguards import is_private

# Signatures with a public key. HS256 (the client's secret as the key) and none are never taken.
ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
)  # fmt: skip
# What the packages of requirements-sso.txt bring, one of each.
_PACKAGES = {
    "SSO_OIDC_ISSUER": ("jwt", "requests", "cryptography"),
    "SSO_SAML_METADATA": ("onelogin", "xmlsec", "lxml"),
    "PASSKEYS": ("fido2",),
}


def read(values: Mapping[str, str]) -> dict[str, object]:
    """The settings by name. Raises ImproperlyConfigured."""
    found: dict[str, object] = {
        "PASSKEYS": flag(values, "PASSKEYS", default=False),
        "SSO_CA_FILE": values.get("SSO_CA_FILE", ""),
        "SSO_CREATE": flag(values, "SSO_CREATE", default=False),
        "SSO_EMAIL_TRUSTED": flag(values, "SSO_EMAIL_TRUSTED", default=False),
        "SSO_EMERGENCY_ACCOUNTS": names(values, "SSO_EMERGENCY_ACCOUNTS"),
        "SSO_IGNORE_CASE": flag(values, "SSO_IGNORE_CASE", default=False),
        "SSO_LABEL": values.get("SSO_LABEL", "市役所のアカウント"),
        "SSO_MATCH": one_of(values, "SSO_MATCH", ("username", "email")),
        "SSO_MFA_CLAIM": values.get("SSO_MFA_CLAIM", ""),
        "SSO_OIDC_ALGORITHMS": names(values, "SSO_OIDC_ALGORITHMS") or ["RS256"],
        "SSO_OIDC_CLIENT_ID": values.get("SSO_OIDC_CLIENT_ID", ""),
        "SSO_OIDC_CLIENT_SECRET": values.get("SSO_OIDC_CLIENT_SECRET", ""),
        "SSO_OIDC_ISSUER": values.get("SSO_OIDC_ISSUER", ""),
        "SSO_OIDC_LOGOUT": flag(values, "SSO_OIDC_LOGOUT", default=False),
        "SSO_SAML_CERT_FILE": values.get("SSO_SAML_CERT_FILE", ""),
        "SSO_SAML_CLAIM": values.get("SSO_SAML_CLAIM", "NameID"),
        "SSO_SAML_ENTITY_ID": values.get("SSO_SAML_ENTITY_ID", ""),
        "SSO_SAML_KEY_FILE": values.get("SSO_SAML_KEY_FILE", ""),
        "SSO_SAML_METADATA": values.get("SSO_SAML_METADATA", ""),
        "SSO_SAML_SIGNED_RESPONSE": flag(values, "SSO_SAML_SIGNED_RESPONSE", default=False),
        "SSO_ONLY": flag(values, "SSO_ONLY", default=False),
    }
    default = {"username": "preferred_username", "email": "email"}[found["SSO_MATCH"]]
    found["SSO_CLAIM"] = values.get("SSO_CLAIM", default)
    _check(found)
    return found


def _check(found: Mapping[str, object]) -> None:
    _check_packages(found)
    _check_oidc(found)
    _check_saml(found)
    _check_rest(found)


def _check_packages(found: Mapping[str, object]) -> None:
    for name, packages in _PACKAGES.items():
        missing = [package for package in packages if found[name] and find_spec(package) is None]
        if missing:
            raise ImproperlyConfigured(
                f"{name} に要るパッケージ（{'、'.join(missing)}）がありません。次を実行してください: "
                ".venv/bin/pip install --require-hashes -r requirements-sso.txt"
                "（コンテナでは LOCKED=requirements-sso.txt を付けてイメージを作り直します）"
            )


def _check_oidc(found: Mapping[str, object]) -> None:
    issuer = found["SSO_OIDC_ISSUER"]
    named = [name for name in ("SSO_OIDC_CLIENT_ID", "SSO_OIDC_CLIENT_SECRET") if found[name]]
    if named and not issuer:
        raise ImproperlyConfigured(
            f"{named[0]} がありますが、SSO_OIDC_ISSUER がありません。例: SSO_OIDC_ISSUER=https://idp.city.example.jp/realms/city"
        )
    if not issuer:
        return
    if not is_safe_address(str(issuer)):
        raise ImproperlyConfigured(
            f"SSO_OIDC_ISSUER の「{issuer}」は、https:// で始まる、? や # のないアドレスにしてください。"
            "例: SSO_OIDC_ISSUER=https://idp.city.example.jp/realms/city"
        )
    for name in ("SSO_OIDC_CLIENT_ID", "SSO_OIDC_CLIENT_SECRET"):
        if not found[name]:
            raise ImproperlyConfigured(
                f"SSO_OIDC_ISSUER がありますが、{name} がありません。情報基盤の担当から受け取った値を書いてください。"
            )
    unknown = [word for word in found["SSO_OIDC_ALGORITHMS"] if word not in ALGORITHMS]
    if unknown:
        raise ImproperlyConfigured(
            f"SSO_OIDC_ALGORITHMS に「{unknown[0]}」は使えません。次から選んでください: {'、'.join(ALGORITHMS)}"
        )


def _check_saml(found: Mapping[str, object]) -> None:
    given = [
        name for name in found if name.startswith("SSO_SAML_") and name != "SSO_SAML_CLAIM" and found[name]
    ]
    if given and not found["SSO_SAML_METADATA"]:
        raise ImproperlyConfigured(
            f"{given[0]} がありますが、SSO_SAML_METADATA がありません。認証基盤のメタデータ（XML）の場所を書いてください。"
            "例: SSO_SAML_METADATA=/etc/dxportal/idp.xml"
        )
    for name in ("SSO_SAML_METADATA", "SSO_SAML_CERT_FILE", "SSO_SAML_KEY_FILE"):
        if found[name] and not Path(str(found[name])).is_file():
            raise ImproperlyConfigured(
                f"{name} のファイル {found[name]} がありません。正しい場所を書いてください。"
            )
    if bool(found["SSO_SAML_CERT_FILE"]) != bool(found["SSO_SAML_KEY_FILE"]):
        raise ImproperlyConfigured(
            "SSO_SAML_CERT_FILE（証明書）と SSO_SAML_KEY_FILE（秘密鍵）は、両方書くか、どちらも書かないでください。"
        )


def _check_rest(found: Mapping[str, object]) -> None:
    if found["SSO_CA_FILE"] and not Path(str(found["SSO_CA_FILE"])).is_file():
        raise ImproperlyConfigured(
            f"SSO_CA_FILE のファイル {found['SSO_CA_FILE']} がありません。庁内の認証局の証明書（PEM）の場所を書いてください。"
        )
    claim, equals, value = str(found["SSO_MFA_CLAIM"]).partition("=")
    if found["SSO_MFA_CLAIM"] and not (claim.strip() and equals and value.strip()):
        raise ImproperlyConfigured(
            "SSO_MFA_CLAIM は「項目名=値」の形で書いてください。例: SSO_MFA_CLAIM=amr=mfa"
        )
    if found["SSO_ONLY"] and not is_on(found.get):
        raise ImproperlyConfigured(
            "SSO_ONLY=true ですが、シングルサインオンの設定（SSO_OIDC_ISSUER か SSO_SAML_METADATA）がありません。だれもサインインできなくなります。"
        )


def is_on(value_of: Callable[[str], object]) -> bool:
    """Whether people can sign in with the city's accounts."""
    return bool(value_of("SSO_OIDC_ISSUER") or value_of("SSO_SAML_METADATA"))


def is_safe_address(address: str) -> bool:
    """https, or on this machine itself http, which leaves no wire to listen to; without query, fragment, password."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.query or parts.fragment or "@" in parts.netloc:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_private(host))
