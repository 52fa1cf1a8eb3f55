"""Who may act for whom: deputies, asked of plans/access.py."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model

from plans.access import (
    Right,
    deputised,
    may,
)
from tests.factories import make_city

from .conftest import TODAY, join, person

pytestmark = pytest.mark.django_db


class TestDeputies:
    def test_who_acts_only_as_a_deputy_acts_for_that_person(self, city, offices):
        chief = join(person("chief"), city, "approver", offices["kyoku"])
        user = join(person(), city, "approver", offices["kyoku"], deputy_for=chief)
        assert deputised(user, Right.DECIDE_ENTRIES, city.pk, [offices["ka"].pk]) == chief

    def test_who_has_the_right_in_their_own_name_needs_nobody_elses(self, city):
        chief = join(person("chief"), city, "approver")
        user = person()
        join(user, city, "approver", deputy_for=chief)
        user = join(user, city, "approver")
        assert deputised(user, Right.DECIDE_ENTRIES, city.pk) is None

    def test_the_own_name_counts_only_where_it_reaches(self, city, offices):
        chief = join(person("chief"), city, "approver")
        user = person()
        join(user, city, "approver", offices["other"])
        user = join(user, city, "approver", offices["bu"], deputy_for=chief)
        assert deputised(user, Right.DECIDE_ENTRIES, city.pk, [offices["ka"].pk]) == chief
        assert deputised(user, Right.DECIDE_ENTRIES, city.pk, [offices["other"].pk]) is None

    def test_a_role_without_the_right_is_no_own_name(self, city):
        chief = join(person("chief"), city, "approver")
        user = person()
        join(user, city, "editor")
        user = join(user, city, "approver", deputy_for=chief)
        assert deputised(user, Right.DECIDE_ENTRIES, city.pk) == chief
        assert deputised(user, Right.WRITE_ENTRIES, city.pk) is None

    def test_a_deputy_whose_time_is_over_acts_for_nobody(self, city):
        chief = join(person("chief"), city, "approver")
        user = join(person(), city, "approver", deputy_for=chief, valid_until=TODAY - timedelta(1))
        assert deputised(user, Right.DECIDE_ENTRIES, city.pk) is None
        assert not may(user, Right.DECIDE_ENTRIES, city.pk)

    @pytest.mark.parametrize(
        "change",
        [
            {"valid_until": TODAY - timedelta(1)},
            {"valid_from": TODAY + timedelta(1)},
            {"role": "editor"},
        ],
        ids=["ended", "not begun", "decides nothing"],
    )
    def test_who_has_no_authority_lends_none(self, city, change):
        chief = join(person("chief"), city, "approver")
        user = join(person(), city, "approver", deputy_for=chief)
        chief.memberships.update(**change)
        again = get_user_model().objects.get(pk=user.pk)
        assert not may(again, Right.DECIDE_ENTRIES, city.pk)
        assert deputised(again, Right.DECIDE_ENTRIES, city.pk) is None

    def test_neither_does_who_has_left_nor_a_deputy_nor_who_decides_elsewhere(self, city):
        chief = join(person("chief"), city, "approver")
        user = join(person(), city, "approver", deputy_for=chief)
        get_user_model().objects.filter(pk=chief.pk).update(is_active=False)
        assert not may(get_user_model().objects.get(pk=user.pk), Right.DECIDE_ENTRIES, city.pk)

        second = join(person("second"), city, "approver", deputy_for=user)
        assert not may(second, Right.DECIDE_ENTRIES, city.pk)

        head = join(person("head"), make_city("minami", name="南山市"), "approver")
        third = join(person("third"), city, "approver", deputy_for=head)
        assert not may(third, Right.DECIDE_ENTRIES, city.pk)

    def test_a_superuser_acts_in_their_own_name(self, city):
        chief = join(person("chief"), city, "approver")
        user = join(person(is_superuser=True), city, "approver", deputy_for=chief)
        assert deputised(user, Right.DECIDE_ENTRIES, city.pk) is None
