"""What a request asks for: whether a kept page may answer it, and under which key."""

import re
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils import timezone

from dxportal.messages import OwnCookie

Environ = Mapping[str, Any]

# Never kept: the staff's pages, the probes. Files of the design are WhiteNoise's.
_APART = ("/admin", "/healthz", "/readyz")
LONGEST_KEY = 2_000  # characters
# What a visitor's program says of itself: a page is made without knowing it, for everybody alike.
_PERSONAL = frozenset(
    [
        "HTTP_ACCEPT",
        "HTTP_ACCEPT_ENCODING",
        "HTTP_ACCEPT_LANGUAGE",
        "HTTP_COOKIE",
        "HTTP_IF_MATCH",
        "HTTP_IF_MODIFIED_SINCE",
        "HTTP_IF_NONE_MATCH",
        "HTTP_IF_RANGE",
        "HTTP_IF_UNMODIFIED_SINCE",
        "HTTP_RANGE",
    ]
)
# Who sends one of these is answered by Django: a session, a password, a script of the portal's own.
_ASKS_DJANGO = ("HTTP_AUTHORIZATION", "HTTP_X_FRAGMENT", "HTTP_X_REQUESTED_WITH")
_GZIP = re.compile(r"(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q\s*=\s*([01](?:\.\d*)?)\s*)?(?:,|$)", re.IGNORECASE)


def key_of(environ: Environ) -> str | None:
    """Under which the answer is kept: host, scheme, address with its language, query and day. None: Django is to answer."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    path = environ.get("PATH_INFO", "")
    if path.startswith((*_APART, settings.STATIC_URL)) or any(name in environ for name in _ASKS_DJANGO):
        return None
    if "HTTP_COOKIE" in environ and _is_somebody(environ["HTTP_COOKIE"]):
        return None
    host = environ.get("HTTP_HOST", "")
    if not _is_ours(host, tuple(settings.ALLOWED_HOSTS)):
        return None
    key = "\n".join(
        (
            host,
            _scheme(environ),
            environ.get("SCRIPT_NAME", ""),
            path,
            environ.get("QUERY_STRING", ""),
            _today(),
        )
    )
    return key if len(key) <= LONGEST_KEY else None


def query_of(key: str) -> str:
    return key.split("\n")[4]


def for_everybody(environ: Environ) -> dict[str, Any]:
    """The request as anybody would make it: what is made of it may be shown to everybody."""
    return {name: value for name, value in environ.items() if name not in _PERSONAL} | {
        "REQUEST_METHOD": "GET"
    }


def takes_gzip(environ: Environ) -> bool:
    found = _GZIP.search(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return bool(found) and (found[1] is None or float(found[1]) > 0)


def has_already(environ: Environ, etag: str) -> bool:
    """Whether the visitor's copy is the same (RFC 9110, 13.1.2: compared weakly)."""
    said = environ.get("HTTP_IF_NONE_MATCH", "")
    if not said:
        return False
    return said.strip() == "*" or etag in (each.strip().removeprefix("W/") for each in said.split(","))


_known_day: tuple[int, object, str] = (0, None, "")


def _today() -> str:
    """The day, asked for once a second: it begins with one."""
    global _known_day
    now = int(time.time())
    second, asked, day = _known_day
    if second != now or asked is not timezone.localdate:
        day = timezone.localdate().isoformat()
        _known_day = (now, timezone.localdate, day)
    return day


def _is_somebody(cookies: str) -> bool:
    names = {each.partition("=")[0].strip() for each in cookies.split(";")}
    return bool(names & {settings.SESSION_COOKIE_NAME, OwnCookie.cookie_name})


@lru_cache(maxsize=256)
def _is_ours(host: str, allowed: tuple[str, ...]) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, allowed)


def _scheme(environ: Environ) -> str:
    """As Django sees it (HttpRequest.scheme)."""
    if settings.SECURE_PROXY_SSL_HEADER:
        name, secure = settings.SECURE_PROXY_SSL_HEADER
        said = environ.get(name)
        if said is not None:
            return "https" if said.split(",", 1)[0].strip() == secure else "http"
    return environ["wsgi.url_scheme"]
