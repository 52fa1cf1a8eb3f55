"""How people are called on pages."""

from django.contrib.auth.models import AbstractUser


def person_name(user: AbstractUser | None) -> str:
    """姓名 as Japanese write them, else the account's name; blank for nobody."""
    if user is None:
        return ""
    return f"{user.last_name} {user.first_name}".strip() or user.get_username()
