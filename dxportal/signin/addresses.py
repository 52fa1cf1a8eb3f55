"""Where a request comes from."""

import re
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

_WITH_PORT = re.compile(r"\[(?P<six>[^\]]+)\](?::\d+)?|(?P<four>[\d.]+):\d+")


def client_address(request: HttpRequest) -> str | None:
    """The client's IP address; None when it is unknown (a socket without a proxy).

    Behind a proxy (BEHIND_PROXY) it is the last entry of X-Forwarded-For: the one our own proxy has added. Those before
    it are the client's word and are not believed. Without the header, or if it holds no address, REMOTE_ADDR counts.
    """
    remote = request.META.get("REMOTE_ADDR", "")
    if not settings.BEHIND_PROXY:
        return _address(remote)
    last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2]
    return _address(last) or _address(remote)


def _address(text: str) -> str | None:
    text = text.strip()
    match = _WITH_PORT.fullmatch(text)
    if match:
        text = match["six"] or match["four"]
    try:
        return str(ip_address(text))
    except ValueError:
        return None
