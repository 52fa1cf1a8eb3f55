"""Accounts of every role in the fictional city, for trying the portal out."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from plans.models import Membership, Municipality

Role = Membership.Role
CITY = "mihon"


@dataclass(frozen=True)
class Account:
    """Somebody of the fictional city. No role: the administrator, who may do everything."""

    name: str
    last_name: str
    first_name: str
    role: Role | None = None
    department: str = ""  # its code; blank: the whole city
    deputy_for: str = ""  # the account's name


# A deputy comes after the person they act for.
ACCOUNTS = (
    Account("admin", "見本", "管理"),
    Account("mihon-manager", "見本", "花子", Role.MANAGER),
    Account("mihon-approver", "見本", "一郎", Role.APPROVER),
    Account("mihon-editor", "見本", "さくら", Role.EDITOR, "somu"),
    Account("mihon-editor2", "見本", "大地", Role.EDITOR, "shimin"),
    Account("mihon-deputy", "見本", "みどり", Role.APPROVER, "shimin", "mihon-approver"),
)


class Command(BaseCommand):
    help = "Create accounts to try the portal on one's own machine; their random passwords are printed once."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--reset", action="store_true", help="give existing demo accounts new passwords")

    @transaction.atomic
    def handle(self, *, reset: bool, **options) -> None:
        if not settings.DEMO:
            raise CommandError(
                "お試し用のアカウントは、お試し（DEMO=true）でだけ作れます。本番のサーバーでは作らないでください。"
            )
        city = Municipality.objects.filter(slug=CITY, is_fictional=True).first()
        printed = []
        for account in ACCOUNTS:
            user, password = _prepare(account, reset)
            if account.role and city:
                _give_role(user, account, city)
            if password:
                printed.append(f"  {account.name:<16}{password:<20}{_work_of(user)}")
        if not options["verbosity"]:
            return
        if printed:
            self.stdout.write("/admin/ のお試し用アカウント（パスワードの表示は今回だけです）:")
            self.stdout.write("\n".join(printed))
        else:
            self.stdout.write(
                "お試し用アカウントは、もうあります。パスワードを作り直すには: manage.py create_demo_accounts --reset"
            )


def _prepare(account: Account, reset: bool) -> tuple[AbstractUser, str]:
    """The stored account, and its password where it has just been given one."""
    users = get_user_model().objects
    user = users.filter(username=account.name).first()
    if user is not None and (not reset or _is_somebodys(user, account)):
        return user, ""
    user = user or users.model(username=account.name, is_staff=True, is_superuser=account.role is None)
    user.last_name = user.last_name or account.last_name
    user.first_name = user.first_name or account.first_name
    user.email = user.email or _address(account)
    password = _random_password(user)
    user.set_password(password)
    user.save()
    return user, password


def _random_password(user: AbstractUser) -> str:
    """One that the portal would also take from a person."""
    while True:
        password = secrets.token_urlsafe(12)
        try:
            validate_password(password, user)
        except ValidationError:  # e.g. digits only: once in a great many times
            continue
        return password


def _is_somebodys(user: AbstractUser, account: Account) -> bool:
    """Whether an administrator of the site's own has that name: nobody but they gives it another password."""
    return account.role is None and user.email != _address(account)


def _address(account: Account) -> str:
    return f"{account.name}@mihon.example"


def _give_role(user: AbstractUser, account: Account, city: Municipality) -> None:
    """Lets the account work in the city, unless it does already."""
    if Membership.objects.filter(user=user, municipality=city).exists():
        return
    department = person = None
    if account.department:
        # A department that is not there must not become the whole city.
        department = city.departments.filter(code=account.department).first()
        if department is None:
            raise CommandError(
                f"{city.name}に部署「{account.department}」がありません。先に load_samples を実行してください。"
            )
    if account.deputy_for:
        person = get_user_model().objects.get(username=account.deputy_for)
    row = Membership(
        user=user, municipality=city, department=department, role=account.role, deputy_for=person
    )
    try:
        row.full_clean()
    except ValidationError as error:
        raise CommandError(f"{account.name}: {' '.join(error.messages)}") from error
    row.save()


def _work_of(user: AbstractUser) -> str:
    """承認者（市民局、見本 一郎の代決）"""
    if user.is_superuser:
        return "管理者（すべて）"
    members = Membership.objects.filter(user=user).select_related("department", "deputy_for")
    return (
        "、".join(map(_role_text, members))
        or "役割なし（見本市がありません。load_samples のあとで、もう一度実行してください）"
    )


def _role_text(member: Membership) -> str:
    place = str(member.department or "全庁")
    if member.deputy_for:
        name = f"{member.deputy_for.last_name} {member.deputy_for.first_name}".strip()
        place += f"、{name or member.deputy_for}の代決"
    return f"{member.get_role_display()}（{place}）"
