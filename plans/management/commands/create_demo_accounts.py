import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from plans.models import Membership, Municipality

Role = Membership.Role

# User name → role in the fictional city; the administrator has none and may do everything.
ACCOUNTS = {
    "admin": None,
    "mihon-manager": Role.MANAGER,
    "mihon-approver": Role.APPROVER,
    "mihon-editor": Role.EDITOR,
}


class Command(BaseCommand):
    help = "Create accounts to try the portal on one's own machine; their random passwords are printed once."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--reset", action="store_true", help="give existing demo accounts new passwords")

    @transaction.atomic
    def handle(self, *, reset: bool, **options) -> None:
        if not settings.DEMO:
            raise CommandError("Demo accounts are for trials only: set DEMO=true (never on a real server).")
        users = get_user_model().objects
        city = Municipality.objects.filter(is_fictional=True).first()
        printed = []
        for name, role in ACCOUNTS.items():
            user = users.filter(username=name).first()
            if user is not None and not reset:
                continue
            password = secrets.token_urlsafe(12)
            user = user or users.model(username=name, is_staff=True, is_superuser=role is None)
            user.set_password(password)
            user.save()
            if role is not None and city is not None:
                Membership.objects.get_or_create(user=user, municipality=city, department=None, role=role)
            printed.append(f"  {name:<16}{password:<20}{role.label if role else '管理者（すべて）'}")
        if printed:
            self.stdout.write(
                "Demo accounts for /admin/ — お試し用アカウント（パスワードの表示は今回だけです）:"
            )
            self.stdout.write("\n".join(printed))
        else:
            self.stdout.write("Demo accounts exist; new passwords: manage.py create_demo_accounts --reset")
