"""What a site that others reach must not be: each fault is refused in a sentence before anything is served."""

from ipaddress import ip_address

from django.core.exceptions import ImproperlyConfigured

from .environment import Environment

SHORTEST_KEY = 50
FEWEST_DIFFERENT = 5
# What stands in papers, in samples and where somebody meant to write the key later.
PLACEHOLDERS = (
    "…", "...", "changeme", "change-me", "change_me", "django-insecure", "your-secret", "your_secret", "secret-key",
    "secret_key", "replace-me", "replace_me", "placeholder", "<", ">",
)  # fmt: skip
MAKE_A_KEY = 'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'


def is_private(host: str) -> bool:
    """Whether nobody but this machine answers to the name: localhost, loopback, names kept for tests (RFC 2606)."""
    name = host.lower().strip(".").removeprefix("[").removesuffix("]")
    if name in ("localhost", "testserver") or name.endswith((".localhost", ".test")):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def public_hosts(hosts: list[str]) -> list[str]:
    return [host for host in hosts if not is_private(host)]


def check_key(key: str) -> None:
    way = f"次の出力を、設定ファイルの SECRET_KEY= の後に書いてください: {MAKE_A_KEY}"
    if not key:
        raise ImproperlyConfigured(f"SECRET_KEY がありません。{way}")
    if not key.isascii() or any(word in key.lower() for word in PLACEHOLDERS):
        raise ImproperlyConfigured(f"SECRET_KEY が見本の文字のままです。{way}")
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_DIFFERENT:
        raise ImproperlyConfigured(
            f"SECRET_KEY が短すぎます（{SHORTEST_KEY}文字以上の、でたらめな文字が要ります）。{way}"
        )


def check_hosts(hosts: list[str], *, debug: bool) -> None:
    if not hosts and not debug:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS がありません。市民が使うホスト名を、コンマで区切って書いてください。"
            "例: ALLOWED_HOSTS=dx.city.example.jp"
        )
    if "*" in hosts and not debug:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS が「*」だと、よそのサイトの名前でも答えてしまいます。市民が使うホスト名を書いてください。"
            "例: ALLOWED_HOSTS=dx.city.example.jp"
        )
    for host in hosts:
        if "/" in host or " " in host:
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS の「{host}」はホスト名ではありません。https:// や / を付けずに書いてください。"
                "例: ALLOWED_HOSTS=dx.city.example.jp"
            )


def check_production(
    environment: Environment, *, hosts: list[str], debug: bool, demo: bool, https: bool
) -> None:
    """What is fit for a trial on one's own machine only is refused where ALLOWED_HOSTS names a public host."""
    public = public_hosts(hosts)
    if not public:
        return
    source = f"（設定ファイル {environment.file}）" if environment.file else ""
    for name, is_wrong, mend in (
        ("DEBUG=true", debug, "DEBUG の行を消してください"),
        ("DEMO=true", demo, "DEMO の行を消してください"),
        ("HTTPS=false", not https, "HTTPS の行を消して、HTTPSで公開してください"),
    ):
        if is_wrong:
            raise ImproperlyConfigured(
                f"お試し用の {name} のまま、{public[0]} で公開しようとしています{source}。{mend}。"
                "自分のパソコンで試すだけなら、ALLOWED_HOSTS=localhost,127.0.0.1 とします。"
            )
    if environment.open_to_others:
        raise ImproperlyConfigured(
            f"設定ファイル {environment.file} を、ほかの利用者が読み書きできます。パスワードが入っているので、"
            f"持ち主だけにしてください: chmod 600 {environment.file}"
        )
    if environment.contradictions:
        wrong = "、".join(environment.contradictions)
        raise ImproperlyConfigured(
            f"{wrong} の値が、環境変数と設定ファイル {environment.file} とで違います。サーバーと定期実行が別の設定で"
            "動かないように、設定ファイルだけに書き、環境変数を消してください（unset）。"
        )


def check_origins(origins: list[str]) -> None:
    for origin in origins:
        if not origin.startswith(("https://", "http://")):
            raise ImproperlyConfigured(
                f"CSRF_TRUSTED_ORIGINS の「{origin}」は https:// から書いてください。"
                "例: CSRF_TRUSTED_ORIGINS=https://dx.city.example.jp"
            )


def check_site_url(address: str) -> None:
    if not address.startswith(("https://", "http://")):
        raise ImproperlyConfigured(
            f"SITE_URL の「{address}」は https:// から書いてください。例: SITE_URL=https://dx.city.example.jp"
        )


def security_contacts(contacts: list[str]) -> list[str]:
    """As security.txt names them (RFC 9116): a mail address becomes mailto:; a page must be reached by https."""
    found = [contact if ":" in contact else f"mailto:{contact}" for contact in contacts]
    for contact in found:
        scheme, _colon, rest = contact.partition(":")
        is_mail = scheme == "mailto" and "@" in rest.strip("@")
        if (
            not (contact.isascii() and contact.isprintable())
            or " " in contact
            or not (is_mail or contact.startswith("https://") or (scheme == "tel" and rest))
        ):
            raise ImproperlyConfigured(
                f"SECURITY_CONTACT の「{contact}」は連絡先として読めません。メールアドレスか、https:// から始まる"
                "アドレスを書いてください。例: SECURITY_CONTACT=security@city.example.jp"
            )
    return found
