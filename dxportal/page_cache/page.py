"""A finished page, ready to be sent: plain and compressed, with the headers that Django gave it."""

import gzip
import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

Headers = tuple[tuple[str, str], ...]
_OF_THE_BODY = frozenset(["content-length", "content-encoding", "content-type", "content-disposition"])
_OF_ONE_ANSWER = frozenset(["content-length", "date", "x-request-id"])
# Others are personal, or speak of what this key does not know.
_MAY_VARY = frozenset(["cookie", "accept-encoding"])
LEVEL = 6  # as Django's GZipMiddleware compresses


@dataclass(frozen=True)
class Page:
    """`plan`: of which it is; 0: of none, then it changes with every plan. `version`: of the contents it was made from.

    `body` is compressed where `is_gzip`. `headers` are those of the plain body, without its length.
    """

    key: str
    plan: int
    version: int
    headers: Headers
    body: bytes
    is_gzip: bool

    @cached_property
    def size(self) -> int:
        """Bytes in memory, near enough."""
        return len(self.body) + 3 * sum(len(name) + len(value) + 120 for name, value in self.headers) + 1_000

    @property
    def plain(self) -> bytes:
        return zlib.decompress(self.body, wbits=31) if self.is_gzip else self.body

    @cached_property
    def etags(self) -> tuple[str, str]:
        """Of the plain body and of the compressed one. A strong tag is of these very bytes."""
        given = next((value for name, value in self.headers if name.lower() == "etag"), "")
        own = given if given.startswith('"') else _tag(self.plain)
        return own, _tag(self.body) if self.is_gzip else own

    @cached_property
    def answers(self) -> tuple[Headers, Headers]:
        """The headers of a 200, plain and compressed."""
        length = str(len(self.plain))
        plain = (*self._tagged(0), ("Content-Length", length))
        if not self.is_gzip:
            return plain, plain
        return plain, (
            *self._tagged(1),
            ("Content-Encoding", "gzip"),
            ("Content-Length", str(len(self.body))),
        )

    @cached_property
    def unchanged(self) -> tuple[Headers, Headers]:
        """The headers of a 304: those that do not speak of the body."""
        return self._without_body(0), self._without_body(1)

    def _without_body(self, which: int) -> Headers:
        return tuple(row for row in self._tagged(which) if row[0].lower() not in _OF_THE_BODY)

    def _tagged(self, which: int) -> Headers:
        rest = tuple(row for row in self.headers if row[0].lower() != "etag")
        return (*rest, ("ETag", self.etags[which]))


def _tag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def page_of(
    key: str, plan: int, version: int, headers: Sequence[tuple[str, str]], body: bytes
) -> Page | None:
    """The page, where Django's answer (200) may be kept and shown to everybody; else None."""
    said = {name.lower(): value for name, value in headers}
    control = _words(said.get("cache-control", ""))
    if "set-cookie" in said or control & {"no-store", "private"} or "content-encoding" in said:
        return None
    varies = _words(said.get("vary", ""))
    if not varies <= _MAY_VARY:
        return None
    kept = [row for row in headers if row[0].lower() not in _OF_ONE_ANSWER]
    if not control:
        # A browser asks each time whether its copy still holds: nobody is shown what has changed.
        kept.append(("Cache-Control", "no-cache"))
    packed = gzip.compress(body, LEVEL, mtime=0) if "accept-encoding" in varies else body
    is_gzip = len(packed) < len(body)
    return Page(key, plan, version, tuple(kept), packed if is_gzip else body, is_gzip)


def _words(value: str) -> set[str]:
    return {word.strip().partition("=")[0].lower() for word in value.split(",") if word.strip()}
