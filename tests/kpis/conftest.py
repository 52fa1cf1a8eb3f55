from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from tests.factories import freeze_today

from .mihon_days import DAYS, Day, look_at


@pytest.fixture(scope="session")
def days(django_db_setup, django_db_blocker) -> dict[date, Day]:
    """The fictional city on each day of its third year. Loaded once and rolled back; tests look at plain values.

    They ask for no database, so pytest runs them last, when tests with transactions of their own have emptied it.
    """
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        call_command("load_plans", verbosity=0)
        call_command("load_samples", verbosity=0)
        call_command("create_demo_accounts", verbosity=0)
        found = {}
        for day in DAYS:
            freeze_today(patch, day)
            call_command("load_samples", verbosity=0)
            found[day] = look_at(day)
        transaction.set_rollback(True)
    return found
