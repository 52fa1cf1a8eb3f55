"""Django's command, without its two ways round the rules for passwords.

It offers to take a weak password all the same, and takes whatever DJANGO_SUPERUSER_PASSWORD holds.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.management.commands import createsuperuser as djangos
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError


class Command(djangos.Command):
    def handle(self, *args, **options) -> str | None:
        """Raises CommandError with what is wrong with the password, and makes no account then."""
        named = os.environ.get("DJANGO_SUPERUSER_PASSWORD")
        if named is not None and not options["interactive"]:
            username = options.get(self.UserModel.USERNAME_FIELD) or os.environ.get(
                "DJANGO_SUPERUSER_USERNAME", ""
            )
            _check(named, self.UserModel(**{self.UserModel.USERNAME_FIELD: username}))
        with _without_a_way_round():
            return super().handle(*args, **options)


@contextmanager
def _without_a_way_round() -> Iterator[None]:
    """Django's command catches ValidationError of the function it knows, to ask whether to go on; ours ends it."""
    kept, djangos.validate_password = djangos.validate_password, _check
    try:
        yield
    finally:
        djangos.validate_password = kept


def _check(password: str, user: AbstractUser | None = None) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise CommandError("".join(weak.messages)) from None
