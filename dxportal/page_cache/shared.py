"""Pages that several hosts share, in Redis (CACHE_URL). It may be away: then each host makes its own."""

import hashlib
import logging
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from plans.program import program_print

from .page import Page
from .wire import packed, unpacked

log = logging.getLogger(__name__)

KEPT = 6 * 3600  # seconds; a page that has changed is not shown anyway
REST = 5.0  # seconds in which it is not asked again after it did not answer
WAIT = 0.5  # seconds for an answer
# What shows on a page beside the program and its catalogues: hosts that differ in it share no page.
_SETTINGS = (
    "ALLOWED_HOSTS",
    "CONTENT_SECURITY_POLICY",
    "DEMO",
    "HTTPS",
    "LANGUAGES",
    "LANGUAGE_PREFIXES",
    "MIDDLEWARE",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SECURE_HSTS_SECONDS",
    "SITE_NAME",
    "SITE_URL",
    "STATIC_URL",
    "TIME_ZONE",
)


def shared_pages() -> "SharedPages | None":
    """Where CACHE_URL names a Redis; else None."""
    place = settings.CACHES["default"]
    if not place["BACKEND"].endswith(".RedisCache"):
        return None
    location = place["LOCATION"]
    return SharedPages(location[0] if isinstance(location, (list, tuple)) else location)


def made_of() -> str:
    """A print of the program and of the settings that show on a page."""
    digest = hashlib.sha256(program_print().encode())
    digest.update(repr([getattr(settings, name, None) for name in _SETTINGS]).encode())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.is_file():
        digest.update(manifest.read_bytes())
    return digest.hexdigest()


class SharedPages:
    def __init__(self, url: str) -> None:
        import redis

        self._redis = redis.Redis.from_url(url, socket_timeout=WAIT, socket_connect_timeout=WAIT)
        self._made_of = made_of()
        self._secret = hashlib.sha256(b"dxportal.page_cache\0" + settings.SECRET_KEY.encode()).digest()
        self._asks_again_at = 0.0

    def get(self, key: str) -> Page | None:
        """The page, whether or not it still holds. What is no page of this site is thrown away."""
        place = self._place(key)
        data = self._told(lambda: self._bytes_at(place))
        if data is None:
            return None
        page = None
        # Sealed by a version that wrote it in another way.
        with suppress(ValueError, KeyError, TypeError, struct.error):
            page = unpacked(data, key, self._secret)
        if page is None:
            log.warning("An entry of the shared page cache is damaged or another site's; it is made anew.")
            self._told(lambda: self._redis.delete(place))
        return page

    def _bytes_at(self, place: str) -> bytes | None:
        """No page, and not None, where something else than bytes lies there."""
        import redis

        try:
            return self._redis.get(place)
        except redis.ResponseError as error:
            if not str(error).startswith("WRONGTYPE"):
                raise
            return b""

    def put(self, page: Page) -> None:
        self._told(lambda: self._redis.set(self._place(page.key), packed(page, self._secret), ex=KEPT))

    def _place(self, key: str) -> str:
        return "dxportal:page:" + hashlib.sha256(f"{self._made_of}\n{key}".encode()).hexdigest()

    def _told(self, ask: Callable[[], Any]) -> Any:
        """What Redis answers; None while it does not."""
        import redis

        if time.monotonic() < self._asks_again_at:
            return None
        try:
            return ask()
        except (redis.RedisError, OSError) as error:
            self._asks_again_at = time.monotonic() + REST
            log.warning("The shared page cache does not answer: %s", type(error).__name__)
            return None
