"""A visitor of the portal as the server sees it: the page cache before Django's own handler."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import RequestFactory

from dxportal.page_cache.memory import Memory
from dxportal.page_cache.wrapper import PageCache
from plans.content_version.reading import version_of, version_of_all, versions_by_plan
from plans.models.content_version import SITE


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def text(self) -> str:
        packed = self.headers.get("Content-Encoding") == "gzip"
        return (gzip.decompress(self.raw) if packed else self.raw).decode()


def asked(application, path: str, method: str = "GET", host: str = "localhost", **environ: str) -> Answer:
    """What the server would send. `environ`: more of the request, as WSGI names it."""
    request = RequestFactory().generic(method, path, **environ).environ
    if "HTTP_COOKIE" not in environ:
        request.pop("HTTP_COOKIE", None)
    said: list = []
    body = application(
        request | {"HTTP_HOST": host}, lambda status, headers, exc=None: said.extend([status, headers])
    )
    raw = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    return Answer(int(said[0][:3]), dict(said[1]), raw)


class InThisTransaction:
    """The versions as the test's own transaction sees them, which is never committed."""

    def of(self, plan: int) -> int:
        return version_of_all() if plan == SITE else version_of(SITE) + version_of(plan)

    def by_plan(self) -> dict[int, int]:
        return versions_by_plan()


@dataclass
class Counted:
    """Django's handler, which counts what it is asked."""

    handler: WSGIHandler = field(default_factory=WSGIHandler)
    paths: list[str] = field(default_factory=list)

    def __call__(self, environ, start_response):
        self.paths.append(environ["PATH_INFO"])
        return self.handler(environ, start_response)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Django's handler leaves the test's own connection open, as under Django's test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def django() -> Counted:
    return Counted()


@pytest.fixture
def cache(django, db) -> PageCache:
    return PageCache(django, Memory(8_000_000), InThisTransaction())


@pytest.fixture
def ask(cache) -> Callable[..., Answer]:
    return lambda path, *args, **more: asked(cache, path, *args, **more)


@pytest.fixture
def next_transaction() -> Callable[[], None]:
    """PostgreSQL counts once in each."""

    def begin() -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('dx_content.counted', '', true)")

    return begin
