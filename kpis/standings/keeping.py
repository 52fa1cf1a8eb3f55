"""Whoever changes data through the portal leaves the stored standings true behind: requests of the staff, and commands.

They are renewed when the change is committed, in a transaction of their own. Until then, and whatever fails here, readers
judge anew (`truth`): nothing that is shown depends on this, but how fast it is shown.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponseBase

from plans.content_version.reading import versions_by_plan
from plans.models import Plan
from plans.models.content_version import EVERY, SITE

from .writing import tried

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
MANY = 20  # plans; more take more than some seconds
AT_ONCE = 3  # plans renewed within one request; the rest is left to `refresh_standings`

log = logging.getLogger(__name__)


def standings_kept(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """What a request has changed is renewed before it is answered: who saved looks at the page next."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.method in SAFE:
            return get_response(request)
        with renewed():
            return get_response(request)

    return answer


@contextmanager
def renewed(*, at_once: int | None = AT_ONCE, tell: Callable[[int], None] | None = None) -> Iterator[None]:
    """Renews the standings of the plans that were changed within, so many at most. Never fails for it.

    `tell` is called before, with their number, where they are so many that somebody would wonder what goes on.

    Within a transaction it does nothing: what that does afterwards might count as no other version.
    """
    if connection.in_atomic_block:
        yield
        return
    before = _versions()
    yield
    if before is not None and not connection.in_atomic_block:
        _renew(before, at_once, tell)


def _versions() -> dict[int, int] | None:
    try:
        return versions_by_plan()
    except DatabaseError:
        return None  # whatever it is, the request itself comes upon it and says so


def _renew(before: dict[int, int], at_once: int | None, tell: Callable[[int], None] | None) -> None:
    try:
        now = versions_by_plan()
        changed = {key for key, version in now.items() if before.get(key) != version}
        if not changed:
            return
        plans = list(Plan.objects.filter(pk__in=changed - {SITE, EVERY})[:at_once])
        if tell and len(plans) > MANY:
            tell(len(plans))
        for plan in plans:
            tried(plan)
    except DatabaseError:
        log.warning(
            "standings could not be renewed; pages judge anew until refresh_standings runs", exc_info=True
        )
