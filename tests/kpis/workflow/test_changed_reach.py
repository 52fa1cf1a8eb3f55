"""Before a reorganisation: whose rows leave, and to whom they come."""

from datetime import date

import pytest

from kpis.workflow.reorganisation import Options, moves
from plans.models import Department
from tests.cities import staff_member

pytestmark = pytest.mark.django_db

DAY = date(2025, 4, 1)


@pytest.fixture
def new(bureau_city) -> Department:
    return Department.objects.create(municipality=bureau_city.city, code="shimin", name="市民課", order=9)


def preview(bureau_city, old, successor, **options):
    return moves(bureau_city.city, {old: successor}, from_day=DAY, options=Options(**options))


def told(found) -> dict[str, tuple]:
    return {row.title: (row.loses, row.gains) for row in found.people}


ROWS = ("申請の件数", "窓口の待ち時間")


def test_who_has_a_role_above_or_at_a_department_loses_what_leaves_it(bureau_city, new):
    approver = bureau_city.user("approver")
    staff_member("deputy", bureau_city.city, "approver", bureau_city.section, deputy_for=approver)
    staff_member("receiver", bureau_city.city, "editor", new)
    assert told(preview(bureau_city, bureau_city.section, new)) == {
        "approver　承認者": (ROWS, ()),
        "editor　入力担当": (ROWS, ()),
        "deputy（approverの代決）　承認者": (ROWS, ()),
        "receiver　入力担当": ((), ROWS),
    }


def test_whose_role_is_carried_over_keeps_the_rows(bureau_city, new):
    found = preview(bureau_city, bureau_city.section, new, carry_members=True)
    assert told(found) == {"approver　承認者": (ROWS, ())}
    assert not found.unattended


def test_within_a_bureau_its_people_lose_nothing(bureau_city):
    assert told(preview(bureau_city, bureau_city.section, bureau_city.archive)) == {
        "editor　入力担当": (ROWS, ())
    }


def test_a_row_that_stays_with_another_of_their_departments_is_not_lost(bureau_city, new):
    bureau_city.first.departments.add(bureau_city.archive)
    assert told(preview(bureau_city, bureau_city.section, new))["approver　承認者"] == (ROWS[1:], ())


def test_rows_that_lose_their_last_editor_are_named(bureau_city, new):
    assert [row.name for row in preview(bureau_city, bureau_city.section, new).unattended] == list(ROWS)
    staff_member("everywhere", bureau_city.city, "editor")
    assert not preview(bureau_city, bureau_city.section, new).unattended


def test_roles_that_have_ended_and_managers_are_left_out(bureau_city, new):
    staff_member("former", bureau_city.city, "editor", bureau_city.section, valid_until=date(2025, 3, 31))
    found = told(preview(bureau_city, bureau_city.section, new))
    assert not any(name.startswith(("former", "manager")) for name in found)


def test_a_role_given_since_is_another_preview(bureau_city, new):
    before = preview(bureau_city, bureau_city.section, new).digest
    staff_member("receiver", bureau_city.city, "editor", new)
    assert preview(bureau_city, bureau_city.section, new).digest != before
