"""The passkeys that the portal keeps: rows only, also where nothing can check one (PASSKEYS is off, no fido2)."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet

OWNERS = Q(authenticator__type=Authenticator.Type.WEBAUTHN)  # of accounts: those that have one


def of(user: AbstractUser) -> QuerySet[Authenticator]:
    """The account's passkeys, the oldest first."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("pk")


def forget(user: AbstractUser, pk: int | None = None) -> list[str]:
    """Takes one passkey away, or all; the names of those that were there."""
    rows = of(user) if pk is None else of(user).filter(pk=pk)
    names = [row.data["name"] for row in rows]
    rows.delete()
    return names
