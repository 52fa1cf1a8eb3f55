"""Which rows stand in the grid, and for whom."""

import pytest
from django.test import Client
from django.urls import reverse

from kpis.models import Measurement, Review
from plans.models import Department
from tests.cities import PERIOD, member
from tests.factories import (
    make_action,
    make_city,
    make_indicator,
    make_member,
    make_plan,
    make_progress,
)
from tests.kpis.reported_rows import add
from tests.kpis.screens import key_of

pytestmark = pytest.mark.django_db
FREQUENCIES = {"quarterly": "q", "half-yearly": "h", "yearly": "y"}


class TestRows:
    @pytest.mark.parametrize(
        ("period", "asked"),
        [("2024-Q1", "q"), ("2024-Q2", "qh"), ("2024-Q3", "q"), ("2024-Q4", "qhy")],
    )
    def test_only_what_is_due_by_its_frequency_is_asked_for(self, small_city, sit, period, asked):
        rows = {sign: add(small_city, sign, frequency=name) for name, sign in FREQUENCIES.items()}
        screen = sit(review=Review.objects.create(plan=small_city.plan, period=period, due_on="2025-08-10"))
        assert {sign for sign, row in rows.items() if key_of(row) in screen} == set(asked)

    def test_a_half_year_is_called_one(self, small_city, sit):
        row = add(small_city, "h", frequency="half-yearly")
        review = Review.objects.create(plan=small_city.plan, period="2024-Q2", due_on="2025-08-10")
        assert "令和6年度上半期" in sit(review=review).row(key_of(row))

    def test_references_are_not_asked_for(self, small_city, sit):
        row = add(small_city, "old", role="reference")
        assert key_of(row) not in sit("manager")

    def test_an_ended_action_is_not_asked_for_again(self, small_city, sit):
        ended, running = make_action(small_city.plan, "ended"), make_action(small_city.plan, "running")
        for action, status in ((ended, "completed"), (running, "delayed")):
            action.lead_departments.add(small_city.section)
            make_progress(action, "2024-Q4", status)
        screen = sit()
        assert key_of(ended) not in screen
        assert key_of(running) in screen

    @pytest.mark.parametrize(
        ("who", "seen"),
        [
            ("writer", {"section"}),
            ("editor", {"bureau", "section"}),
            ("editor of others", {"other"}),
            ("manager", {"bureau", "section", "other", "nobody"}),
            ("superuser", {"bureau", "section", "other", "nobody"}),
        ],
    )
    def test_everybody_has_their_departments_and_those_below(self, small_city, sit, who, seen):
        rows = {"section": small_city.indicator, "nobody": make_indicator(small_city.plan, "nobody")}
        for name, code in (("bureau", "kyoku"), ("other", "other")):
            rows[name] = add(small_city, name, small_city.city.departments.get(code=code))
        screen = sit(who)
        assert {name for name, row in rows.items() if key_of(row) in screen} == seen

    def test_one_department_may_be_chosen(self, small_city, sit):
        bureau = small_city.city.departments.get(code="kyoku")
        row = add(small_city, "b", bureau)
        screen = sit("editor", department=bureau.pk)
        assert key_of(row) in screen
        assert key_of(small_city.indicator) not in screen
        screen.type(key=key_of(row), value="3").save()
        assert key_of(small_city.indicator) not in screen, "the choice outlives saving"

    def test_the_department_of_another_city_is_not_found(self, small_city, sit):
        foreign = Department.objects.create(
            municipality=make_city("nishi", name="西市"), code="x", name="西課"
        )
        client = sit("manager").client
        address = reverse("admin:kpis_review_entry", args=[small_city.review.pk])
        assert client.get(address, {"department": foreign.pk}).status_code == 404
        assert client.get(address, {"department": "9" * 30}).status_code == 404
        assert client.get(address, {"department": "9" * 5000}).status_code == 404
        assert client.get(address, {"department": "x"}).status_code == 200

    def test_departments_offered_are_ones_own_with_something_to_report(self, small_city, sit):
        bureau = small_city.city.departments.get(code="kyoku")
        add(small_city, "b", bureau)
        add(small_city, "o", small_city.city.departments.get(code="other"))
        options = [
            option.text for option in sit("editor").page.all("option") if option.get("value", "").isdecimal()
        ]
        assert set(options) == {"北山市 > 総務局", "北山市 > 総務局 > 窓口課"}

    def test_without_anything_due_the_page_says_so(self, small_city, sit):
        small_city.indicator.delete()
        small_city.action.delete()
        assert "この四半期に書くものはありません" in sit("manager").text


class TestWhoMayOpenIt:
    @pytest.mark.parametrize("room", ["entry", "preview"])
    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("approver", 403), ("foreign editor", 404), ("foreign manager", 404),
            ("former editor", 404), ("nobody", 404),
        ],
    )  # fmt: skip
    def test_others_are_refused(self, small_city, who, status, room):
        client = Client()
        client.force_login(small_city.user(who))
        address = reverse(f"admin:kpis_review_{room}", args=[small_city.review.pk])
        assert client.post(address, {"save": "1"}).status_code == status
        if room == "entry":
            assert client.get(address).status_code == status
        else:
            assert client.get(address).status_code in (status, 405)

    def test_a_review_that_is_not_there_is_not_found(self, sit):
        assert sit().client.get(reverse("admin:kpis_review_entry", args=[10**6])).status_code == 404

    def test_a_row_of_another_department_cannot_be_slipped_in(self, small_city, sit):
        other = add(small_city, "o", small_city.city.departments.get(code="other"))
        key = key_of(other)
        screen = sit()
        screen.post(
            {f"{key}-seen": "0:0", f"{key}-value": "5", f"{key}-observation_status": "A", "submit": "1"}
        )
        assert not other.measurements.exists()

    def test_a_row_of_another_city_cannot_be_slipped_in(self, small_city, sit):
        foreign = make_indicator(make_plan(make_city("nishi", name="西市")), "x")
        key = key_of(foreign)
        screen = sit("manager")
        screen.post(
            {f"{key}-seen": "0:0", f"{key}-value": "5", f"{key}-observation_status": "A", "submit": "1"}
        )
        assert not foreign.measurements.exists()


def test_a_value_of_two_cities_with_one_editor_is_kept_apart(small_city, sit):
    """Somebody may work for two cities: each review asks for its own city's rows."""
    foreign = make_city("higashi", name="東市")
    theirs = make_indicator(make_plan(foreign, "east"), "e")
    review = Review.objects.create(plan=theirs.plan, period=PERIOD, due_on="2025-08-10")
    member("both", (small_city.city, "editor", small_city.section, {}), (foreign, "editor", None, {}))
    assert key_of(theirs) not in sit("both")
    assert key_of(theirs) in sit("both", review=review)
    assert key_of(small_city.indicator) not in sit("both", review=review)


def test_the_page_holds_no_value_of_another_department(small_city, sit):
    other = add(small_city, "o", small_city.city.departments.get(code="other"))
    Measurement.objects.create(indicator=other, period=PERIOD, value=987654)
    assert "987,654" not in sit().page.html


def test_a_member_with_an_unbound_role_sees_the_whole_city(small_city, sit):
    row = add(small_city, "o", small_city.city.departments.get(code="other"))
    make_member(small_city.city, "editor", "everywhere")
    assert {key_of(row), key_of(small_city.indicator)} <= set(sit("everywhere").page.ids)
