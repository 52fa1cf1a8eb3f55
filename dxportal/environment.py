"""Where the settings come from: one file that server, cron and commands read alike, and the environment.

docs/settings.md says it to operators. A sentence for people is raised as ImproperlyConfigured; manage.py and
dxportal/wsgi.py print it alone.
"""

import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

POINTER = "DXPORTAL_ENV"  # names the file; empty: no file, only the environment
BESIDE = Path(__file__).resolve().parent.parent / ".env"
SYSTEM_WIDE = Path("/etc/dxportal/env")

# Every variable of the portal: the file says them, and a word that is none of them is a slip of the hand.
NAMES = frozenset(
    [
        "ALLOWED_HOSTS",
        "BACKUP_FOLDER",
        "BEHIND_PROXY",
        "CACHE_URL",
        "CSRF_TRUSTED_ORIGINS",
        "DATABASE_URL",
        "DEBUG",
        "DEFAULT_FROM_EMAIL",
        "DEMO",
        "EMAIL_URL",
        "HSTS_SECONDS",
        "HSTS_SUBDOMAINS",
        "HTTPS",
        "LOG_FORMAT",
        "LOG_LEVEL",
        "OFFICE_NETWORKS",
        "ONE_TIME_CODES",
        "PAGE_CACHE_MB",
        "PASSKEYS",
        "PUBLIC_LANGUAGES",
        "SECRET_KEY",
        "SESSION_MINUTES",
        "SITE_NAME",
        "SITE_URL",
        "SSO_CA_FILE",
        "SSO_CLAIM",
        "SSO_CREATE",
        "SSO_EMAIL_TRUSTED",
        "SSO_EMERGENCY_ACCOUNTS",
        "SSO_IGNORE_CASE",
        "SSO_LABEL",
        "SSO_MATCH",
        "SSO_MFA_CLAIM",
        "SSO_OIDC_ALGORITHMS",
        "SSO_OIDC_CLIENT_ID",
        "SSO_OIDC_CLIENT_SECRET",
        "SSO_OIDC_ISSUER",
        "SSO_OIDC_LOGOUT",
        "SSO_ONLY",
        "SSO_SAML_CERT_FILE",
        "SSO_SAML_CLAIM",
        "SSO_SAML_ENTITY_ID",
        "SSO_SAML_KEY_FILE",
        "SSO_SAML_METADATA",
        "SSO_SAML_SIGNED_RESPONSE",
    ]
)
_YES = {"true", "yes", "on", "1"}
_NO = {"false", "no", "off", "0"}
# What the portal is tested with, and what a developer's machine or a test may want.
SCHEMES = {
    "DATABASE_URL": {"postgres", "postgresql", "pgsql", "sqlite"},
    "CACHE_URL": {"redis", "rediss", "locmemcache", "filecache", "dbcache", "dummycache"},
    "EMAIL_URL": {
        "smtp",
        "smtps",
        "smtp+tls",
        "smtp+ssl",
        "consolemail",
        "filemail",
        "memorymail",
        "dummymail",
    },
}
_ALONE = {
    "locmemcache",
    "dummycache",
    "consolemail",
    "memorymail",
    "dummymail",
    "sqlite",
}  # need nothing behind ://
LONGEST_NUMBER = 18  # digits
# Bits of a network's beginning, by the version of IP: no city has more than a registry gives to a whole carrier.
WIDEST = {4: 8, 6: 32}
OWN_IPV6 = IPv6Network("fc00::/7")  # never routed on the internet: as 10.0.0.0/8 is among the old ones
T = TypeVar("T")


@dataclass(frozen=True)
class Environment:
    """`values` is what holds; `exported` and `written` say where each comes from."""

    file: Path | None
    exported: Mapping[str, str]
    written: Mapping[str, str]

    @property
    def values(self) -> dict[str, str]:
        """What is exported wins over what is written; an empty value counts as unset."""
        named = dict(self.written) | dict(self.exported)
        return {name: value for name, value in named.items() if value}

    @property
    def contradictions(self) -> list[str]:
        """What the environment says differently from the file, so that a command of cron would not know it."""
        if self.file is None:
            return []
        free = {"LOG_FORMAT", "LOG_LEVEL"}
        return sorted(
            name
            for name in NAMES - free
            if name in self.exported and self.exported[name] != self.written.get(name, "")
        )

    @property
    def unknown(self) -> list[str]:
        """Words in the file that are no setting of the portal."""
        return sorted(set(self.written) - NAMES)

    @property
    def open_to_others(self) -> bool:
        """Whether others than the file's owner may read or write it."""
        return self.file is not None and bool(stat.S_IMODE(self.file.stat().st_mode) & 0o077)


def find(exported: Mapping[str, str] | None = None) -> Environment:
    """The environment of this process and the file that belongs to it. Raises ImproperlyConfigured."""
    exported = os.environ if exported is None else exported
    file = _file(exported)
    return Environment(file, exported, {} if file is None else _read(file))


def _file(exported: Mapping[str, str]) -> Path | None:
    if POINTER in exported:
        named = exported[POINTER]
        if named and not Path(named).is_file():
            raise ImproperlyConfigured(
                f"{POINTER} が指す設定ファイル {named} がありません。正しい場所を書いてください。例: {POINTER}={SYSTEM_WIDE}"
            )
        return Path(named) if named else None
    found = [path for path in (BESIDE, SYSTEM_WIDE) if path.is_file()]
    if len(found) > 1:
        raise ImproperlyConfigured(
            f"設定ファイルが2つあり、どちらを使うか決められません（{BESIDE} と {SYSTEM_WIDE}）。使わないほうを消すか、"
            f"{POINTER}={SYSTEM_WIDE} のように、使うほうを指定してください。"
        )
    return found[0] if found else None


def _read(file: Path) -> dict[str, str]:
    """NAME=value, a line each; # begins a line of remark; quotes around a whole value fall away."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except PermissionError:
        raise ImproperlyConfigured(
            f"設定ファイル {file} を読む権限がありません。ファイルの持ち主で実行してください。"
            "例: sudo -u dxportal .venv/bin/python manage.py …"
        ) from None
    except UnicodeDecodeError:
        raise ImproperlyConfigured(
            f"設定ファイル {file} を読めません。文字コードをUTF-8にして保存してください。"
        ) from None
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        text = line.strip().removeprefix("export ").strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals or not name.isidentifier():
            raise ImproperlyConfigured(
                f"設定ファイル {file} の{number}行目を読めません。「名前=値」の形で書いてください。"
                "例: ALLOWED_HOSTS=dx.city.example.jp"
            )
        if name in found:
            raise ImproperlyConfigured(
                f"設定ファイル {file} の{number}行目で、{name} が2度書かれています。どちらか1行を消してください。"
            )
        value = value.strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        found[name] = value
    return found


def flag(values: Mapping[str, str], name: str, *, default: bool) -> bool:
    """A yes/no variable. Another word is refused: it would switch a safeguard off unseen."""
    word = values.get(name, "").lower()
    if word and word not in _YES | _NO:
        raise ImproperlyConfigured(
            f"{name} が「{values[name]}」になっています。true か false を書いてください。例: {name}={str(default).lower()}"
        )
    return word in _YES if word else default


def whole_number(values: Mapping[str, str], name: str, *, default: int, least: int = 1) -> int:
    text = values.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER) or int(text) < least:
        raise ImproperlyConfigured(
            f"{name} が「{text}」になっています。{least}以上の整数を書いてください。例: {name}={default}"
        )
    return int(text)


def one_of(values: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    """The first of the choices is the default."""
    word = values.get(name, "") or choices[0]
    if word not in choices:
        raise ImproperlyConfigured(
            f"{name} が「{word}」になっています。次のどれかを書いてください: {'、'.join(choices)}"
        )
    return word


def names(values: Mapping[str, str], name: str) -> list[str]:
    """Values separated by commas."""
    return [word.strip() for word in values.get(name, "").split(",") if word.strip()]


def networks(values: Mapping[str, str], name: str) -> list[IPv4Network | IPv6Network]:
    """Networks in CIDR, separated by commas. One that is wider than any city's is a slip of the hand."""
    found = []
    for word in names(values, name):
        try:
            network = ip_network(word, strict=False)
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} の「{word}」をネットワークとして読めません。コンマで区切って書いてください。"
                f"例: {name}=10.0.0.0/8,192.0.2.0/24"
            ) from None
        is_own = isinstance(network, IPv6Network) and network.subnet_of(OWN_IPV6)
        if network.prefixlen < WIDEST[network.version] and not is_own:
            raise ImproperlyConfigured(
                f"{name} の「{word}」は広すぎます（外からの接続まで庁内として扱います）。庁内の範囲だけを書いてください。"
                f"例: {name}=10.0.0.0/8,192.0.2.0/24"
            )
        found.append(network)
    return found


def address(
    values: Mapping[str, str], name: str, *, default: str, example: str, read: Callable[[str], T]
) -> T:
    """A URL as `read` takes it apart. The text is not shown: it may hold a password."""
    text = values.get(name, default)
    wrong = ImproperlyConfigured(f"{name} の書き方が正しくありません。例: {name}={example}")
    scheme, colon, rest = text.partition("://")
    if not colon or scheme not in SCHEMES[name] or (not rest and scheme not in _ALONE):
        raise wrong
    try:
        return read(text)
    except (ImproperlyConfigured, ValueError, KeyError, AttributeError, TypeError):
        raise wrong from None


def with_name(database: dict) -> dict:
    """The database as it is. Raises ValueError where the address names none."""
    if not database.get("NAME"):
        raise ValueError("no database named")
    return database


def connects_to_a_file(database: Mapping[str, str]) -> bool:
    return "sqlite" in database["ENGINE"] and database["NAME"] != ":memory:"
