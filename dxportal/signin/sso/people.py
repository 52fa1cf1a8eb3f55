"""Whose account it is that the directory vouches for. What the directory says gives nobody a role or any right."""

from collections import Counter

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dxportal.signin.failures import Reason, why_closed

from .identity import Identity, RefusedError


def person(identity: Identity) -> AbstractUser:
    """The account, with a role in force. Raises RefusedError."""
    name = _name(identity)
    found = _accounts(name)
    if len(found) > 1:
        raise RefusedError(Reason.AMBIGUOUS, f"{len(found)} accounts", name)
    if not found:
        if not settings.SSO_CREATE:
            raise RefusedError(Reason.NO_MATCH, "no such account", name)
        found = [_create(name)]
    [user] = found
    reason = why_closed(user)
    if reason:
        raise RefusedError(reason, "the account is closed", user.get_username())
    return user


def _name(identity: Identity) -> str:
    """What the claim says: a user name or an address of e-mail."""
    name = identity.text(identity.naming)
    if not name or not name.isprintable() or len(name) > 254:
        raise RefusedError(Reason.NO_CLAIM, f"no single value of {identity.naming!r}")
    if settings.SSO_MATCH == "email" and not (settings.SSO_EMAIL_TRUSTED or is_verified(identity)):
        raise RefusedError(Reason.UNVERIFIED, "e-mail not verified", name)
    return name


def is_verified(identity: Identity) -> bool:
    said = identity.claims.get("email_verified")
    return said is True or said == "true"


def _accounts(name: str) -> list[AbstractUser]:
    """Those of the name, letter by letter; of an e-mail, or where SSO_IGNORE_CASE says so, whatever the case."""
    field = settings.SSO_MATCH
    rows = get_user_model().objects.filter(**{f"{field}__iexact": name}).order_by("pk")
    # Once more here: a database may compare more generously than is safe, by its collation.
    return [user for user in rows if _compared(getattr(user, field)) == _compared(name)]


def _compared(name: str) -> str:
    """Only ASCII has cases that two systems fold alike: K (kelvin) is no k, and another person's name is none of ours."""
    folds = (settings.SSO_IGNORE_CASE or settings.SSO_MATCH == "email") and name.isascii()
    return name.lower() if folds else name


def shared_names() -> list[str]:
    """Names (or addresses) by which two accounts or more would be found, so that nobody who has one is let in."""
    rows = get_user_model().objects.order_by().exclude(**{settings.SSO_MATCH: ""})
    seen = Counter(_compared(name) for name in rows.values_list(settings.SSO_MATCH, flat=True))
    return sorted(name for name, count in seen.items() if count > 1)


def _create(name: str) -> AbstractUser:
    """An account without a role or a password: the administrator sees it, and it opens nothing."""
    fields = {"username": name} | ({"email": name} if settings.SSO_MATCH == "email" else {})
    user = get_user_model()(**fields)
    user.set_unusable_password()
    try:
        user.full_clean()
        with transaction.atomic():
            user.save()
    except (ValidationError, IntegrityError) as error:  # no user name, or another account has it
        raise RefusedError(
            Reason.NO_MATCH, f"no account can be made: {type(error).__name__}", name
        ) from error
    return user
