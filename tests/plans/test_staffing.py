"""A role makes its holder staff, whichever way it is given; the end of the last one takes that away."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from kpis.workflow.membership_moves import carry
from plans.era import date_label
from plans.models import Department, Membership
from tests.factories import make_city

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def city(db):
    return make_city()


@pytest.fixture
def newcomer(db):
    return get_user_model().objects.create_user("yamada", last_name="山田", first_name="花子")


def give(user, city, role="editor", **fields) -> Membership:
    return Membership.objects.create(user=user, municipality=city, role=role, **fields)


def is_staff(user) -> bool:
    return get_user_model().objects.get(pk=user.pk).is_staff


def end(row: Membership) -> None:
    row.valid_until = timezone.localdate() - DAY
    row.save()


def test_a_role_makes_staff_and_its_deletion_takes_it_away(newcomer, city):
    row = give(newcomer, city)
    assert is_staff(newcomer)
    row.delete()
    assert not is_staff(newcomer)


def test_saving_the_account_in_hand_again_keeps_it_staff(newcomer, city):
    give(newcomer, city)
    newcomer.save()
    assert is_staff(newcomer)


def test_the_last_role_that_ends_takes_it_away(newcomer, city):
    first, second = give(newcomer, city), give(newcomer, city, "approver")
    end(first)
    assert is_staff(newcomer)
    end(second)
    assert not is_staff(newcomer)


def test_a_role_that_begins_again_makes_staff_again(newcomer, city):
    row = give(newcomer, city)
    end(row)
    row.valid_until = None
    row.save()
    assert is_staff(newcomer)


def test_a_role_to_come_makes_staff_and_a_role_that_has_ended_does_not(newcomer, city):
    today = timezone.localdate()
    give(newcomer, city, valid_until=today - DAY)
    assert not is_staff(newcomer)
    give(newcomer, city, "approver", valid_from=today + DAY)
    assert is_staff(newcomer)


def test_who_was_staff_by_hand_stays_staff(city):
    user = get_user_model().objects.create_user("sato", is_staff=True)
    row = give(user, city)
    end(row)
    assert is_staff(user)
    row.delete()
    assert is_staff(user)


def test_superusers_are_left_alone(city):
    user = get_user_model().objects.create_superuser("root", is_staff=True)
    give(user, city).delete()
    assert is_staff(user)


def test_many_deleted_at_once(newcomer, city):
    give(newcomer, city)
    give(newcomer, city, "approver")
    Membership.objects.filter(user=newcomer).delete()
    assert not is_staff(newcomer)


def test_a_reorganisation_keeps_them_staff(newcomer, city):
    old, new = (Department.objects.create(municipality=city, code=code, name=code) for code in "ab")
    row = give(newcomer, city, department=old)
    carry([row], new, timezone.localdate())
    assert is_staff(newcomer)
    Membership.objects.filter(department=old).delete()
    assert is_staff(newcomer)


def test_the_admins_form_makes_staff_and_says_so(admin_client, newcomer, city):
    posted = {"user": newcomer.pk, "municipality": city.pk, "role": "manager"}
    page = admin_client.post("/admin/plans/membership/add/", posted, follow=True).content.decode()
    assert is_staff(newcomer)
    assert "「山田 花子（yamada）」は、これで管理画面にサインインできます。" in page


def test_a_role_that_begins_later_is_announced_from_its_day(admin_client, newcomer, city):
    first = timezone.localdate() + DAY
    posted = {
        "user": newcomer.pk,
        "municipality": city.pk,
        "role": "manager",
        "valid_from": first.isoformat(),
    }
    page = admin_client.post("/admin/plans/membership/add/", posted, follow=True).content.decode()
    assert f"「山田 花子（yamada）」は、{date_label(first)}から管理画面にサインインできます。" in page
    assert "これで管理画面にサインインできます" not in page


def test_the_admins_list_takes_it_away(admin_client, newcomer, city):
    row = give(newcomer, city)
    posted = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    admin_client.post("/admin/plans/membership/", posted)
    assert not is_staff(newcomer)
