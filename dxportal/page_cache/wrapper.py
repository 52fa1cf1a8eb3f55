"""The WSGI application in front of Django: answers with a kept page where that is what Django would answer now."""

from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.http import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from plans.layout import PLAN_OF_PAGE
from plans.models.content_version import SITE

from .asked import for_everybody, has_already, key_of, query_of, takes_gzip
from .flights import Flights
from .memory import Memory
from .page import Page, page_of
from .shared import SharedPages, shared_pages
from .versions import OwnConnections, Versions, of_page

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def in_front_of(django: Application) -> Application:
    """Django's handler behind the cache, as the settings want it."""
    if not settings.PAGE_CACHE_MB:
        return django
    return PageCache(django, Memory(settings.PAGE_CACHE_MB * 1024 * 1024), OwnConnections(), shared_pages())


class PageCache:
    """Nothing is shown that was not so when the request came: a kept page answers only under the version that holds now.

    Where the database cannot tell the version, Django answers, and says what is wrong.
    """

    def __init__(
        self, django: Application, memory: Memory, versions: Versions, shared: SharedPages | None = None
    ) -> None:
        self._django = django
        self.memory = memory
        self._versions = versions
        self._shared = shared
        self._flights = Flights()
        self._gzip = GZipMiddleware(lambda request: None)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        key = key_of(environ)
        if key is None:
            return self._django(environ, start_response)
        try:
            page = self._that_holds(self.memory.get(key))
        except Exception:  # whatever the driver raises: Django asks the database itself
            return self._django(environ, start_response)
        if page is not None:
            self.memory.used(page)
            return _sent(page, environ, start_response)
        return self._made_once(key, environ, start_response)

    def _that_holds(self, page: Page | None) -> Page | None:
        return page if page is not None and page.version == self._versions.of(page.plan) else None

    def _made_once(
        self, key: str, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """By this request, or by the one that is making it. What it began from may have changed since: then once more."""
        for _attempt in range(2):
            with self._flights.first(key) as is_mine:
                if is_mine:
                    return self._made(key, environ, start_response)
            found = self.memory.get(key)
            if found is None:
                break  # it is not kept, or too slow: nobody waits for another
            try:
                page = self._that_holds(found)
            except Exception:
                break
            if page is not None:
                self.memory.used(page)
                return _sent(page, environ, start_response)
        return self._made(key, environ, start_response)

    def _made(self, key: str, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            page = self._that_holds(self.memory.get(key))  # made between the look and the turn
            if page is None and self._shared is not None:
                page = self._that_holds(self._shared.get(key))
                if page is not None:
                    self.memory.put(page)
            versions = None if page is not None else self._versions.by_plan()
        except Exception:
            return self._django(environ, start_response)
        if page is not None:
            return _sent(page, environ, start_response)
        return self._asked(key, versions, environ, start_response)

    def _asked(
        self, key: str, versions: dict[int, int], environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Django's answer, kept where it may be."""
        common = for_everybody(environ)
        said: list[Any] = []

        def listen(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            said[:] = [status, headers]

        response = self._django(common, listen)
        status, headers = said
        if isinstance(response, HttpResponseBase) and not response.streaming and status.startswith("200 "):
            plan = common.get(PLAN_OF_PAGE, SITE)
            page = page_of(key, plan, of_page(versions, plan), headers, response.content)
            if page is not None:
                response.close()
                if key_of(environ) == key:  # not begun before midnight and done after it
                    self._keep(page)
                return _sent(page, environ, start_response)
        return self._passed_on(response, status, headers, environ, start_response)

    def _keep(self, page: Page) -> None:
        # Addresses with a query are without number: they stay in this process.
        if self.memory.put(page) and self._shared is not None and not query_of(page.key):
            self._shared.put(page)

    def _passed_on(
        self,
        response: Any,
        status: str,
        headers: list[tuple[str, str]],
        environ: dict[str, Any],
        start_response: Callable[..., Any],
    ) -> Iterable[bytes]:
        """An answer that is not kept, with what the request said of itself and Django was not told."""
        if isinstance(response, HttpResponseBase):
            cookies = [row for row in headers if row[0].lower() == "set-cookie"]
            self._gzip.process_response(SimpleNamespace(META=environ), response)
            if environ["REQUEST_METHOD"] == "HEAD":
                if response.streaming:
                    response.streaming_content = ()
                else:
                    response.headers["Content-Length"] = str(len(response.content))
                    response.content = b""
            headers = [*response.items(), *cookies]
        start_response(status, headers)
        return response


def _sent(page: Page, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    is_packed = page.is_gzip and takes_gzip(environ)
    if "HTTP_IF_NONE_MATCH" in environ and has_already(environ, page.etags[is_packed]):
        start_response("304 Not Modified", list(page.unchanged[is_packed]))
        return []
    start_response("200 OK", list(page.answers[is_packed]))
    if environ["REQUEST_METHOD"] == "HEAD":
        return []
    return [page.body if is_packed else page.plain]
