"""How people are called on pages."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser


def person_name(user: AbstractUser | None) -> str:
    """姓名 as Japanese write them, else the account's name; blank for nobody."""
    if user is None:
        return ""
    return f"{user.last_name} {user.first_name}".strip() or user.get_username()


def person_label(user: AbstractUser | None) -> str:
    """姓 名（ユーザー名）, where people are chosen or two of one name must be told apart; blank for nobody."""
    if user is None:
        return ""
    name, account = person_name(user), user.get_username()
    return account if name == account else f"{name}（{account}）"


def name_accounts() -> None:
    """Every select, list and filter of the admin, Django's own too, calls people so. Called once, when the app is ready.

    Django's account has no other place for it: the model is its own, and calls itself by the user name alone.
    """
    get_user_model().__str__ = person_label
