"""Registering passkeys and checking them: django-allauth and fido2 verify, what they leave open is refused here.

No attestation is asked for, and nothing is looked up anywhere: it works without internet.
"""

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from fido2.utils import websafe_decode

from plans.sent import sent_number

from . import kept

MOST = 20  # passkeys of one account
LONGEST = 20_000  # characters of what a browser sends
REQUIRED = "required"
KEPT = ("id", "rawId", "type", "response")  # of what a browser sends when a passkey is made
# What it sends may be anything, and each library refuses it in its own way.
REFUSALS = (ValidationError, ValueError, TypeError, LookupError, AttributeError, RecursionError, struct.error)


class PasskeyError(Exception):
    """What the browser sent is no valid answer of a passkey."""


def begin_registration(request: HttpRequest) -> dict:
    """What the browser passes to the authenticator: a key that stays on it, and whose owner it knows."""
    with context.request_context(request):
        return _webauthn().begin_registration(request.user, passwordless=True)


def register(request: HttpRequest, typed: str, name: str) -> Authenticator:
    """Keeps the new passkey. Raises PasskeyError."""
    with _answer(request, typed) as (credential, _state):
        found = _webauthn().complete_registration(credential)
    with transaction.atomic():
        get_user_model().objects.select_for_update().get(pk=request.user.pk)
        if kept.of(request.user).count() >= MOST:
            raise PasskeyError("too many")
        row = _webauthn().WebAuthn.add(request.user, name, {key: credential[key] for key in KEPT}).instance
        row.data["counter"] = found.counter
        row.save(update_fields=["data"])
    return row


def begin_sign_in(request: HttpRequest, user: AbstractUser | None) -> dict:
    """What the browser passes to the authenticator. Without a user any passkey of this host, unlocked by its owner."""
    with context.request_context(request):
        return _webauthn().begin_authentication(user)


def claimed_by(typed: str) -> AbstractUser | None:
    """Whose passkey it says it is, before anything is verified; None for nobody's.

    Only who has one of the account's passkeys at hand knows its id: a number of an account tried out is nobody's.
    """
    try:
        credential = _read(typed)
        handle = websafe_decode(credential["response"]["userHandle"]).decode("ascii")
        number = sent_number(handle)
        user = get_user_model().objects.filter(pk=number).first() if number is not None else None
        key = websafe_decode(credential["rawId"])
        is_theirs = user is not None and _webauthn().get_authenticator_by_credential_id(user, key) is not None
    except (PasskeyError, *REFUSALS):
        return None
    return user if is_theirs else None


def verify(request: HttpRequest, typed: str, user: AbstractUser | None, *, is_second: bool) -> Authenticator:
    """The passkey of that user which answered. `is_second`: after another step, so that a touch suffices.

    Raises PasskeyError.
    """
    with _answer(request, typed) as (credential, state):
        if user is None:
            raise PasskeyError("nobody's")
        if not is_second and state.get("user_verification") != REQUIRED:
            raise PasskeyError("begun as a second step")
        row = _webauthn().complete_authentication(user, credential)
        _note_use(row, credential)
    return row


def _webauthn() -> Any:
    from allauth.mfa.webauthn.internal import auth

    return auth


@contextmanager
def _answer(request: HttpRequest, typed: str) -> Iterator[tuple[dict, dict]]:
    """The answer, read, and the state of the question, which is used up whatever comes of it. Raises PasskeyError."""
    auth = _webauthn()
    with context.request_context(request):
        state = auth.get_state()
        try:
            credential = _read(typed)
            _check_origin(request, credential)
            yield credential, state or {}
        except REFUSALS as error:
            raise PasskeyError(f"{type(error).__name__}: {error}") from error
        finally:
            auth.clear_state()


def _read(typed: str) -> dict:
    if len(typed) > LONGEST:
        raise PasskeyError("too long")
    credential = json.loads(typed)
    if not isinstance(credential, dict) or not isinstance(credential.get("response"), dict):
        raise PasskeyError("no credential")
    return credential


def _check_origin(request: HttpRequest, credential: dict) -> None:
    """Exactly this site: fido2 takes a subdomain and another port, too."""
    client = json.loads(websafe_decode(credential["response"]["clientDataJSON"]))
    if (
        client.get("origin") != f"{request.scheme}://{request.get_host()}"
        or client.get("crossOrigin") is True
    ):
        raise PasskeyError("another origin")


def _note_use(row: Authenticator, credential: dict) -> None:
    """A counter that does not go up is a copy's. Passkeys that are synchronised do not count: theirs stays 0."""
    from fido2.webauthn import AuthenticatorData

    counter = AuthenticatorData(websafe_decode(credential["response"]["authenticatorData"])).counter
    with transaction.atomic():
        stored = Authenticator.objects.select_for_update().filter(pk=row.pk).first()
        if stored is None:
            raise PasskeyError("removed meanwhile")
        known = stored.data.get("counter", 0)
        if (counter or known) and counter <= known:
            raise PasskeyError("a counter that went back")
        stored.data["counter"] = counter
        stored.last_used_at = timezone.now()
        stored.save(update_fields=["data", "last_used_at"])
