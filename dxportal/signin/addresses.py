"""Where a request comes from."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

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


def counted_as(address: str) -> str:
    """Whose failures are counted together: an IPv4 address, or the /64 of an IPv6 one, which one line has as a whole."""
    found = ip_address(address)
    return str(found) if found.version == 4 else str(ip_network((found, 64), strict=False))


def is_office(address: str | None) -> bool:
    """Whether it lies in the city's own range (OFFICE_NETWORKS)."""
    return address is not None and any(ip_address(address) in net for net in settings.OFFICE_NETWORKS)


def _address(text: str) -> str | None:
    text = text.strip()
    match = _WITH_PORT.fullmatch(text)
    if match:
        text = match["six"] or match["four"]
    try:
        return str(_unmapped(ip_address(text)))
    except ValueError:
        return None


def _unmapped(found: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """::ffff:192.0.2.1 is 192.0.2.1, as a server with sockets for both kinds writes it."""
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
