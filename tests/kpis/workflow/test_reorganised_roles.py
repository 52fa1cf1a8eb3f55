"""A year's reorganisation: people's roles stay, or pass on without a gap."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from plans.models import Department, Membership
from tests.cities import staff_member

from .halls import BEFORE, DAY

pytestmark = pytest.mark.django_db


def roles(department: Department) -> list[tuple]:
    rows = Membership.objects.filter(department=department).order_by("user__username", "pk")
    return list(rows.values_list("user__username", "role", "valid_from", "valid_until"))


def test_roles_stay_unless_they_are_carried_over(halls):
    halls.run()
    assert roles(halls.bureau_city.section) == [("editor", "editor", None, None)]
    assert roles(halls.new) == []


def test_roles_end_and_begin_without_a_gap(halls):
    bureau_city = halls.bureau_city
    chief = staff_member("chief", bureau_city.city, "approver")
    staff_member(
        "deputy",
        bureau_city.city,
        "approver",
        bureau_city.section,
        deputy_for=chief,
        valid_until=date(2026, 3, 31),
    )
    halls.run(carry_members=True)
    assert roles(bureau_city.section) == [
        ("deputy", "approver", None, BEFORE),
        ("editor", "editor", None, BEFORE),
    ]
    assert roles(halls.new) == [
        ("deputy", "approver", DAY, date(2026, 3, 31)),
        ("editor", "editor", DAY, None),
    ]
    assert Membership.objects.get(user__username="deputy", department=halls.new).deputy_for == chief


def test_a_deputy_does_not_pass_on_beyond_the_person_they_act_for(halls):
    """The successor lies outside the bureau: the principal's role is to be mended first, and nothing has moved."""
    city, section = halls.bureau_city.city, halls.bureau_city.section
    staff_member("deputy", city, "approver", section, deputy_for=halls.bureau_city.user("approver"))
    with pytest.raises(ValidationError, match="先にその人の役割を直してください"):
        halls.run(carry_members=True)
    assert roles(halls.new) == []


def test_a_deputy_passes_on_with_the_person_they_act_for(halls):
    """The deputy's role was given first, and stands first: it leans on the other's all the same."""
    city, section = halls.bureau_city.city, halls.bureau_city.section
    deputy = staff_member("deputy", city, "approver", section)
    chief = staff_member("chief", city, "approver", section)
    Membership.objects.filter(user=deputy).update(deputy_for=chief)
    halls.run(carry_members=True)
    assert [row for row in roles(halls.new) if row[0] in ("chief", "deputy")] == [
        ("chief", "approver", DAY, None),
        ("deputy", "approver", DAY, None),
    ]


def test_roles_that_had_ended_stay_ended(halls):
    staff_member("former", halls.bureau_city.city, "editor", halls.bureau_city.section, valid_until=BEFORE)
    halls.run(carry_members=True)
    assert ("former", "editor", None, BEFORE) in roles(halls.bureau_city.section)
    assert not any(row[0] == "former" for row in roles(halls.new))


def test_a_role_that_began_later_begins_in_the_successor(halls):
    staff_member(
        "new", halls.bureau_city.city, "editor", halls.bureau_city.section, valid_from=date(2025, 6, 1)
    )
    halls.run(carry_members=True)
    assert ("new", "editor", date(2025, 6, 1), None) in roles(halls.new)
    assert not any(row[0] == "new" for row in roles(halls.bureau_city.section))


@pytest.mark.parametrize(
    ("held", "after"),
    [
        ((None, None), (None, None)),
        ((None, date(2025, 1, 31)), (DAY, None)),
        ((date(2025, 6, 1), None), (DAY, None)),
        ((None, date(2025, 12, 31)), (None, None)),
    ],
)
def test_a_role_that_exists_in_the_successor_is_widened_not_doubled(halls, held, after):
    bureau_city = halls.bureau_city
    Membership.objects.create(
        user=bureau_city.user("editor"),
        municipality=bureau_city.city,
        department=halls.new,
        role="editor",
        valid_from=held[0],
        valid_until=held[1],
    )
    halls.run(carry_members=True)
    assert roles(halls.new) == [("editor", "editor", *after)]


def test_the_same_person_in_two_merged_departments_has_one_role_after(halls):
    bureau_city = halls.bureau_city
    Membership.objects.create(
        user=bureau_city.user("editor"),
        municipality=bureau_city.city,
        department=bureau_city.archive,
        role="editor",
    )
    halls.run({bureau_city.section: halls.new, bureau_city.archive: halls.new}, carry_members=True)
    assert roles(halls.new) == [("editor", "editor", DAY, None)]
