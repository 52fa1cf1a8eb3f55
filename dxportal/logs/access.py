"""The outermost layer: a number for each request, in the answer's header, and a line of the log for each answer."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .request_id import HEADER, PLACE, Known, under_way

CACHE = "dxportal.cache"  # in the WSGI environment: what a cache of whole answers says of this one
_log = logging.getLogger("dxportal.access")

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class AccessLog:
    """A WSGI application around the portal's. The query is not written down: people search for people."""

    def __init__(self, application: Application, *, trusts_proxy: bool) -> None:
        self._application, self._trusts_proxy = application, trusts_proxy

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        began = time.perf_counter()
        with under_way(environ, trusts_proxy=self._trusts_proxy) as request:
            environ[PLACE] = request
            answer = _Answer(environ, request, began)
            body = self._application(environ, answer.starting(start_response))
            if answer.length is None:
                return answer.counted(body)
            answer.told(answer.length)
            return body


class _Answer:
    def __init__(self, environ: dict[str, Any], request: Known, began: float) -> None:
        self._environ, self._request, self._began = environ, request, began
        self._status = 0
        self.length: int | None = None  # bytes, where the answer's header says it

    def starting(self, start_response: StartResponse) -> StartResponse:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            self._status = int(status.partition(" ")[0])
            length = next((value for name, value in headers if name.lower() == "content-length"), "")
            self.length = int(length) if length.isdigit() else None
            own = [(name, value) for name, value in headers if name.lower() != HEADER.lower()]
            return start_response(status, [*own, (HEADER, self._request.id)], *rest)

        return start

    def counted(self, body: Iterable[bytes]) -> Iterator[bytes]:
        """Of an answer of unknown length: the line is written when it has been sent, or broken off."""
        sent = 0
        try:
            for part in body:
                sent += len(part)
                yield part
        finally:
            close = getattr(body, "close", None)
            if close is not None:
                close()
            with under_way(self._environ, trusts_proxy=False):
                self.told(sent)

    def told(self, length: int) -> None:
        method, path = self._environ.get("REQUEST_METHOD", ""), self._environ.get("PATH_INFO", "")
        path = path.encode("latin-1", "replace").decode("utf-8", "replace")
        ms = round((time.perf_counter() - self._began) * 1000)
        _log.info(
            "%s %s %d %dms %dB",
            method,
            path,
            self._status,
            ms,
            length,
            extra={
                "method": method,
                "path": path,
                "status": self._status,
                "ms": ms,
                "bytes": length,
                "cache": self._environ.get(CACHE),
            },
        )
