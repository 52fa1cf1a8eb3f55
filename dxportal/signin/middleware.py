"""Sessions that end when nobody uses them, and nobody signed in by half."""

import time
from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from plans.database_trouble import trouble_of

from .codes import has_device
from .second_step import is_given
from .session_age import has_lasted, mark_if_unmarked

USED_AT = "used_at"  # seconds since 1970, in the session
GRAIN = 60  # seconds; a session used again sooner is not written again

Answer = Callable[[HttpRequest], HttpResponse]


def idle_expiry(get_response: Answer) -> Answer:
    """Using the portal while signed in puts the session's end off (SESSION_MINUTES from now).

    Django's SESSION_SAVE_EVERY_REQUEST would write at every request, and a new empty session for each visitor with an
    old cookie. This writes at most once a minute, and only for who is signed in. A reader gets no cookie.
    """

    def refresh(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        session = request.session
        if session.accessed and SESSION_KEY in session:
            now = int(time.time())
            if abs(now - session.get(USED_AT, 0)) >= GRAIN:  # a clock may be put back
                _put_off(session, now)
        return response

    return refresh


def _put_off(session: SessionBase, now: int) -> None:
    """Who only reads is served also while nothing can be written: the disk is full, or somebody writes for long."""
    has_more = session.modified
    session[USED_AT] = now
    mark_if_unmarked(session)
    if has_more:
        return  # it is saved in any case
    try:
        session.save()
    except (DatabaseError, UpdateError) as error:
        if trouble_of(error) is None:
            return  # Django's own middleware tries again, and says what it is
    session.modified = False


def only_verified(get_response: Answer) -> Answer:
    """Whoever has set up one-time codes counts as signed in only in a session in which a code was given; and nobody in one
    that has lasted too long (session_age.py).

    The sign-in asks for the code anyway; this ends sessions that were open elsewhere when the codes were set up.
    """

    def check(request: HttpRequest) -> HttpResponse:
        user = request.user
        session = request.session
        request.user = SimpleLazyObject(
            lambda: AnonymousUser() if is_half(session, user) or has_lasted(session) else user
        )
        return get_response(request)

    return check


def is_half(session: SessionBase, user) -> bool:
    """Whether the account's password was given, but not the code it also asks for."""
    return user.is_authenticated and not is_given(session, user) and has_device(user)
