"""The passkeys that the portal keeps: rows only, also where nothing can check one (PASSKEYS is off, no fido2)."""

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet

_IS_PASSKEY = {"type": Authenticator.Type.WEBAUTHN}
OWNERS = Q(
    **{f"authenticator__{field}": value for field, value in _IS_PASSKEY.items()}
)  # of accounts: who has one


def of(user: AbstractUser) -> QuerySet[Authenticator]:
    """The account's passkeys, the oldest first."""
    return Authenticator.objects.filter(user=user, **_IS_PASSKEY).order_by("pk")


def forget(user: AbstractUser, pk: int | None = None) -> list[str]:
    """Takes one passkey away, or all; the names of those that were there."""
    rows = of(user) if pk is None else of(user).filter(pk=pk)
    names = [row.data["name"] for row in rows]
    rows.delete()
    return names
