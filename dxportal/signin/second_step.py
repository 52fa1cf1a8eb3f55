"""Whether a session has had its second step: a one-time code, a passkey, or what the city's directory asked for."""

from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.backends.base import SessionBase

KEY = "second_step"  # in the session; a one-time code is django-otp's to remember
DIRECTORY = "directory"


def give(session: SessionBase, what: str) -> None:
    """Called after the sign-in, which gives the session another key and, for another person, empties it."""
    session[KEY] = what


def take(session: SessionBase) -> None:
    session.pop(KEY, None)


def is_given(session: SessionBase, user: AbstractUser) -> bool:
    return user.is_verified() or session.get(KEY) == DIRECTORY
