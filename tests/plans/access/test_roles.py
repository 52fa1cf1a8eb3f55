"""Who may do what: the table of plans/access.py, asked with people, departments and days."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser

from kpis.models import Indicator, Measurement
from plans.access import (
    RIGHTS,
    Right,
    in_reach,
    may,
    municipalities_where,
    reach,
    visible_plans,
)
from plans.models import Plan
from tests.factories import make_city, make_indicator, make_measurement, make_plan

from .conftest import TODAY, again, join, make_department, person

pytestmark = pytest.mark.django_db

OF_DEPARTMENTS = (Right.VIEW_ENTRIES, Right.WRITE_ENTRIES, Right.DECIDE_ENTRIES)


# The issue's words, written down a second time: what each role may do at all.
PROMISED = {
    "editor": {Right.VIEW_PLAN, Right.VIEW_ENTRIES, Right.WRITE_ENTRIES},
    "approver": {Right.VIEW_PLAN, Right.VIEW_ENTRIES, Right.DECIDE_ENTRIES},
    "manager": set(Right),
}


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", PROMISED)
def test_a_role_gives_exactly_the_rights_that_it_promises(city, role, right):
    user = join(person(), city, role)
    assert may(user, right, city.pk) == (right in PROMISED[role])
    assert (right in RIGHTS[role]) == (right in PROMISED[role])


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("role", PROMISED)
def test_no_role_reaches_into_another_city(city, offices, role, right):
    other = make_city("minami", name="南山市")
    foreign = make_department(other, "kyoku")
    for department in (None, offices["kyoku"]):
        user = join(person(f"{role}-{department}"), city, role, department)
        assert not may(user, right, other.pk)
        assert not may(user, right, other.pk, [foreign.pk])
        assert other.pk not in municipalities_where(user, right)


@pytest.mark.parametrize(
    ("at", "reached"),
    [
        ("kyoku", {"kyoku", "bu", "ka"}),
        ("bu", {"bu", "ka"}),
        ("ka", {"ka"}),
        ("other", {"other"}),
    ],
)
def test_a_department_covers_those_below_it_former_ones_too_and_none_beside_or_above(
    city, offices, at, reached
):
    user = join(person(), city, "editor", offices[at])
    found = {code for code, row in offices.items() if may(user, Right.WRITE_ENTRIES, city.pk, [row.pk])}
    assert found == reached
    assert not may(user, Right.WRITE_ENTRIES, city.pk), "what belongs to no department is the whole city's"


def test_one_of_several_departments_of_a_row_is_enough(city, offices):
    user = join(person(), city, "editor", offices["bu"])
    assert may(user, Right.WRITE_ENTRIES, city.pk, [offices["other"].pk, offices["ka"].pk])


def test_a_membership_without_a_department_is_the_whole_citys(city, offices):
    user = join(person(), city, "approver")
    assert may(user, Right.DECIDE_ENTRIES, city.pk)
    assert may(user, Right.DECIDE_ENTRIES, city.pk, [offices["ka"].pk])


@pytest.mark.parametrize("right", Right)
def test_a_manager_in_a_department_still_manages_the_whole_city(city, offices, right):
    user = join(person(), city, "manager", offices["ka"])
    assert may(user, right, city.pk)
    assert may(user, right, city.pk, [offices["other"].pk])


@pytest.mark.parametrize("role", ["editor", "approver"])
def test_a_department_binds_entries_but_the_plan_is_read_throughout(city, offices, role):
    user = join(person(), city, role, offices["ka"])
    assert may(user, Right.VIEW_PLAN, city.pk)
    assert city.pk in municipalities_where(user, Right.VIEW_PLAN)
    assert all(city.pk not in municipalities_where(user, right) for right in OF_DEPARTMENTS)


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (None, None, True),
        (TODAY, None, True),
        (None, TODAY, True),
        (TODAY, TODAY, True),
        (TODAY + timedelta(1), None, False),
        (None, TODAY - timedelta(1), False),
    ],
)
def test_a_role_holds_from_its_first_day_to_its_last(city, first, last, holds):
    user = join(person(), city, "editor", valid_from=first, valid_until=last)
    assert may(user, Right.WRITE_ENTRIES, city.pk) is holds


def test_reach_can_be_asked_for_another_day(city):
    user = join(person(), city, "editor", valid_until=TODAY - timedelta(1))
    assert not reach(user, Right.WRITE_ENTRIES)
    assert reach(user, Right.WRITE_ENTRIES, at=TODAY - timedelta(1)).cities == {city.pk}
    assert not reach(user, Right.WRITE_ENTRIES, at=TODAY)


def test_several_memberships_add_up_each_in_its_own_place(city, offices):
    other = make_city("minami", name="南山市")
    user = person()
    join(user, city, "editor", offices["ka"])
    join(user, city, "approver", offices["other"])
    user = join(user, other, "manager")
    assert may(user, Right.WRITE_ENTRIES, city.pk, [offices["ka"].pk])
    assert not may(user, Right.DECIDE_ENTRIES, city.pk, [offices["ka"].pk])
    assert may(user, Right.DECIDE_ENTRIES, city.pk, [offices["other"].pk])
    assert not may(user, Right.WRITE_ENTRIES, city.pk, [offices["other"].pk])
    assert may(user, Right.RUN_REVIEWS, other.pk)
    assert not may(user, Right.RUN_REVIEWS, city.pk)


@pytest.mark.parametrize("switched_off", [{"is_active": False}, {"is_staff": False}])
@pytest.mark.parametrize("right", Right)
def test_an_account_that_is_switched_off_may_do_nothing(city, switched_off, right):
    user = join(person(), city, "manager")  # a role makes its holder staff
    type(user).objects.filter(pk=user.pk).update(**switched_off)
    user = type(user).objects.get(pk=user.pk)
    assert not reach(user, right)
    assert not may(user, right, city.pk)


def test_a_superuser_may_do_everything_everywhere_unless_switched_off(city, offices):
    user = get_user_model().objects.create_superuser("root")
    for right in Right:
        assert may(user, right, city.pk, [offices["ka"].pk])
    user.is_active = False
    user.save()
    assert not any(may(again(user), right, city.pk) for right in Right)


def test_visitors_and_accounts_without_a_role_may_do_nothing(city):
    for user in (AnonymousUser(), person()):
        assert not any(reach(user, right) for right in Right)
        assert not any(may(user, right, city.pk) for right in Right)


def test_rows_within_reach_are_those_of_the_own_departments(city, offices):
    plan = make_plan(city)
    other = make_plan(make_city("minami", name="南山市"))
    rows = {}
    for code, departments in (("a", ["ka"]), ("b", ["other"]), ("c", ["ka", "bu"]), ("d", [])):
        rows[code] = make_indicator(plan, code)
        rows[code].departments.set([offices[name] for name in departments])
        make_measurement(rows[code], "2025-Q1", 1, state="draft")
    foreign = make_indicator(other, "z")
    make_measurement(foreign, "2025-Q1", 1, state="draft")
    user = join(person(), city, "editor", offices["bu"])
    found = list(in_reach(Indicator.objects.all(), user, Right.WRITE_ENTRIES).order_by("code"))
    assert found == [rows["a"], rows["c"]], "each once, though two of its departments are reached"
    values = in_reach(Measurement.objects.all(), user, Right.WRITE_ENTRIES)
    assert sorted(row.indicator.code for row in values) == ["a", "c"]
    assert set(Indicator.objects.editable_by(user)) == {rows["a"], rows["c"]}
    whole = join(person("suzuki"), city, "editor")
    assert set(in_reach(Indicator.objects.all(), whole, Right.WRITE_ENTRIES)) == set(rows.values())
    assert not in_reach(Indicator.objects.all(), whole, Right.DECIDE_ENTRIES).exists()


def test_a_department_of_another_city_that_slipped_into_a_row_opens_no_door(city, offices):
    """Forms and loaders refuse such rows; the table holds all the same."""
    other = make_city("minami", name="南山市")
    foreign = make_indicator(make_plan(other), "z")
    foreign.departments.add(offices["ka"])
    user = join(person(), city, "editor", offices["ka"])
    assert not may(user, Right.WRITE_ENTRIES, other.pk, [offices["ka"].pk])
    assert foreign not in in_reach(Indicator.objects.all(), user, Right.WRITE_ENTRIES)


def test_a_membership_in_a_department_of_another_city_opens_no_door(city):
    other = make_city("minami", name="南山市")
    foreign = make_department(other, "kyoku")
    user = join(person(), city, "editor", foreign)
    assert not may(user, Right.WRITE_ENTRIES, other.pk, [foreign.pk])
    assert not may(user, Right.WRITE_ENTRIES, city.pk, [foreign.pk])


def test_unpublished_plans_are_seen_by_their_own_staff_only(city):
    hidden = make_plan(city, is_public=False)
    own = join(person(), city, "editor")
    foreign = join(person("foreign"), make_city("minami", name="南山市"), "manager")
    assert hidden in visible_plans(own)
    assert hidden in visible_plans(get_user_model().objects.create_superuser("root"))
    assert hidden not in visible_plans(foreign)
    assert hidden not in visible_plans(AnonymousUser())
    assert set(visible_plans(AnonymousUser())) == set(Plan.objects.public())


def test_asking_often_asks_the_database_once(city, offices, django_assert_max_num_queries):
    user = join(person(), city, "editor", offices["kyoku"])
    with django_assert_max_num_queries(3):
        for _ in range(20):
            assert may(user, Right.WRITE_ENTRIES, city.pk, [offices["ka"].pk])
