"""How long ago the owner of a session signed in, and what ends or stays closed by that."""

import time

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

BEGAN_AT = "began_at"  # in the session: seconds since 1970
LONGEST = 12 * 60 * 60  # seconds; a working day: whoever goes on signs in again
FRESH = 600  # seconds


def begin(request: HttpRequest, **kwargs) -> None:
    """Receives Django's `user_logged_in`: signing in again in the same browser begins anew."""
    if hasattr(request, "session"):
        request.session[BEGAN_AT] = int(time.time())


def has_lasted(session: SessionBase) -> bool:
    """Whether the session is too old to go on, however much it is used."""
    now = int(time.time())
    return now - session.get(BEGAN_AT, now) >= LONGEST


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person signed in a few minutes ago: nobody has come to an open terminal since."""
    return abs(time.time() - request.session.get(BEGAN_AT, 0)) < FRESH  # a clock may be put back


def mark_if_unmarked(session: SessionBase) -> None:
    """A session that a version without this mark began lasts no longer than the others from now on, and is not fresh."""
    if BEGAN_AT not in session:
        session[BEGAN_AT] = int(time.time()) - FRESH
