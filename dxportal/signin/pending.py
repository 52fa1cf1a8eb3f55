"""Before the second step: whose password or city account is right is kept in the session for a few minutes, not signed in."""

import time
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest

KEY = "signin_pending"
SECONDS = 300


@dataclass(frozen=True)
class Pending:
    user: AbstractUser
    backend: str  # that accepted the password
    goes_to: str  # address to go to after the code
    way: str  # of the first step, a Way; blank: a password


def remember(request: HttpRequest, user: AbstractUser, *, backend: str, goes_to: str, way: str) -> None:
    request.session[KEY] = {
        "user": user.pk,
        "backend": backend,
        "goes_to": goes_to,
        "way": way,
        # Ends with a change of the password, as a session does.
        "hash": user.get_session_auth_hash(),
        "until": int(time.time()) + SECONDS,
    }


def find(request: HttpRequest) -> Pending | None:
    """Who is between password and code; None when nobody is, or not in time."""
    kept = request.session.get(KEY)
    if kept is None or kept["until"] < time.time():
        return None
    user = get_user_model().objects.filter(pk=kept["user"], is_active=True, is_staff=True).first()
    if user is None or user.get_session_auth_hash() != kept["hash"]:
        return None
    return Pending(user, kept["backend"], kept["goes_to"], kept.get("way", ""))


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
