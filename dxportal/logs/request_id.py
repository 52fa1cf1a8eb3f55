"""The number of a request: in every line of the log, in the answer's header, on a page of trouble, in the record of changes."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from plans.journal.acting import new_act

HEADER = "X-Request-ID"
PLACE = "dxportal.request"  # in the WSGI environment
_FIT = re.compile(r"[A-Za-z0-9._-]{8,64}")


@dataclass
class Known:
    """What is known of the request under way."""

    id: str
    user_id: int | None = None  # once the session was read


_known: ContextVar[Known | None] = ContextVar("request", default=None)


def known() -> Known | None:
    """The request that this thread answers; None outside of one."""
    return _known.get()


@contextmanager
def under_way(environ: Mapping[str, Any], *, trusts_proxy: bool) -> Iterator[Known]:
    """A number for the request, or the one it has already. `trusts_proxy`: whether the proxy's own number counts."""
    found = environ.get(PLACE)
    if found is None:
        sent = environ.get("HTTP_X_REQUEST_ID", "") if trusts_proxy else ""
        found = Known(sent if _FIT.fullmatch(sent) else new_act())
    token = _known.set(found)
    try:
        yield found
    finally:
        _known.reset(token)
