"""Whether a session has had its second step: a one-time code, a passkey, or what the city's directory asked for."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.backends.base import SessionBase

from .passkeys import kept as passkeys

KEY = "second_step"  # in the session; a one-time code is django-otp's to remember
DIRECTORY = "directory"
_PASSKEY = "passkey:"  # and its number


def by_passkey(pk: int) -> str:
    return f"{_PASSKEY}{pk}"


def give(session: SessionBase, what: str) -> None:
    """Called after the sign-in, which gives the session another key and, for another person, empties it."""
    session[KEY] = what


def take(session: SessionBase) -> None:
    session.pop(KEY, None)


def is_given(session: SessionBase, user: AbstractUser) -> bool:
    """A passkey that has been taken away counts no more, in no session."""
    kept = session.get(KEY, "")
    if user.is_verified() or kept == DIRECTORY:
        return True
    if not (settings.PASSKEYS and kept.startswith(_PASSKEY)):
        return False
    return passkeys.of(user).filter(pk=kept.removeprefix(_PASSKEY)).exists()
