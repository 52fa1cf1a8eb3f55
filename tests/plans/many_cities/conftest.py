"""One city with a row of everything, and forty beside it."""

import pytest
from django.contrib.auth import get_user_model

from plans.ledger.revising import begin_ledgers
from plans.models import Department, Membership
from tests.addresses.walked_city import WalkedCity, settle
from tests.cities import SMALL_CITY_DAY
from tests.factories import being_entered, freeze_today, make_city, make_full_plan


@pytest.fixture
def city(db, monkeypatch) -> WalkedCity:
    freeze_today(monkeypatch, SMALL_CITY_DAY)
    return settle()


def add_cities(number: int) -> None:
    """Each with a plan that has everything, a department, and somebody who manages it."""
    for n in range(number):
        other = make_city(f"other-{n}", name=f"第{n}市")
        Department.objects.create(municipality=other, code="x", name="よその課")
        make_full_plan(other, "other", 1)
        user = get_user_model().objects.create_user(f"other {n}", is_staff=True)
        Membership.objects.create(user=user, municipality=other, role="manager")
    begin_ledgers()
    being_entered()
