"""A review is opened, by hand or by the clock: by whom, when, and what stands in the way."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis.models import Review, ReviewPolicy
from kpis.workflow import reviews
from kpis.workflow.entries import Refused
from plans.era import Quarter
from plans.models import Plan
from tests.cities import PERIOD, SMALL_CITY_DAY
from tests.factories import freeze_today, make_city, make_indicator, make_plan

from .roles import NOW, OTHERS, RUNNERS

pytestmark = pytest.mark.django_db


class TestOpening:
    @pytest.mark.parametrize("role", RUNNERS)
    def test_the_manager_opens_a_quarter(self, small_city, role):
        review = reviews.open_review(
            small_city.plan,
            NOW,
            by=small_city.user(role),
            due_on=date(2025, 10, 10),
            meeting_on=date(2025, 11, 1),
        )
        review.refresh_from_db()
        assert (review.period, review.state) == ("2025-Q2", Review.State.OPEN)
        assert (review.due_on, review.meeting_on) == (date(2025, 10, 10), date(2025, 11, 1))
        assert review.history.get().history_user == small_city.user(role)

    @pytest.mark.parametrize("role", OTHERS)
    def test_nobody_else_does(self, small_city, role):
        with pytest.raises(PermissionDenied):
            reviews.open_review(small_city.plan, NOW, by=small_city.user(role))
        assert small_city.plan.reviews.count() == 1

    def test_it_is_due_thirty_days_after_the_quarters_end(self, small_city):
        assert reviews.open_review(small_city.plan, NOW, by=None).due_on == date(2025, 10, 30)

    def test_or_when_the_plans_own_rule_says(self, small_city):
        ReviewPolicy.objects.create(plan=small_city.plan, due_days=10)
        assert reviews.open_review(small_city.plan, NOW, by=None).due_on == date(2025, 10, 10)

    def test_a_quarter_is_opened_once(self, small_city):
        with pytest.raises(Refused, match="すでにあります"):
            reviews.open_review(small_city.plan, Quarter.parse(PERIOD), by=small_city.user("manager"))
        assert small_city.plan.reviews.count() == 1
        assert small_city.review.history.count() == 1

    def test_a_quarter_that_has_not_begun_is_not_opened(self, small_city):
        with pytest.raises(Refused, match="まだ始まっていません"):
            reviews.open_review(small_city.plan, NOW.next(), by=small_city.user("manager"))
        assert small_city.plan.reviews.count() == 1

    def test_nor_by_a_form_that_stores_a_new_review(self, small_city):
        review = Review(plan=small_city.plan, period=str(NOW.next()), due_on=date(2026, 1, 30))
        with pytest.raises(ValidationError) as error:
            review.full_clean()
        assert "period" in error.value.message_dict

    def test_a_quarter_is_opened_on_its_first_day(self, small_city, monkeypatch):
        freeze_today(monkeypatch, NOW.next().first_day)
        assert reviews.open_review(small_city.plan, NOW.next(), by=small_city.user("manager")).is_open

    def test_a_mistyped_date_is_told_by_field_and_nothing_is_opened(self, small_city):
        with pytest.raises(ValidationError) as error:
            reviews.open_review(
                small_city.plan, NOW, by=small_city.user("manager"), due_on=date(2024, 10, 10)
            )
        assert "due_on" in error.value.message_dict
        assert small_city.plan.reviews.count() == 1


class TestOpeningByTheClock:
    @pytest.fixture(autouse=True)
    def none_yet(self, small_city, unguarded):
        """There is no review of the quarter that ended last; the other plans of the tests are no matter here."""
        small_city.review.delete()
        Plan.objects.exclude(pk=small_city.plan.pk).update(
            ends_on=date(2020, 3, 31), starts_on=None, adopted_on=None
        )

    def test_the_quarter_that_ended_last_is_opened_once(self, small_city):
        (opened,) = reviews.open_due_reviews(at=SMALL_CITY_DAY)
        assert (opened.plan, opened.period, opened.due_on) == (small_city.plan, PERIOD, date(2025, 7, 30))
        assert opened.history.get().history_user is None
        assert reviews.open_due_reviews(at=SMALL_CITY_DAY) == []
        assert small_city.plan.reviews.count() == 1

    def test_a_closed_review_is_not_opened_again(self, small_city):
        (review,) = reviews.open_due_reviews(at=SMALL_CITY_DAY)
        Review.objects.filter(pk=review.pk).update(state=Review.State.CLOSED)
        assert reviews.open_due_reviews(at=SMALL_CITY_DAY) == []

    @pytest.mark.parametrize(
        ("day", "period"),
        [
            (date(2025, 6, 30), "2024-Q4"),
            (date(2025, 7, 1), "2025-Q1"),
            (date(2025, 4, 1), "2024-Q4"),
            (date(2025, 1, 1), "2024-Q3"),
        ],
    )
    def test_which_quarter_that_is(self, small_city, day, period):
        assert [review.period for review in reviews.open_due_reviews(at=day)] == [period]

    @pytest.mark.parametrize(
        ("ends_on", "opens"),
        [(None, True), (date(2025, 6, 30), True), (date(2025, 4, 1), True), (date(2025, 3, 31), False)],
    )
    def test_an_ended_plan_is_not_asked_any_more_but_for_its_last_quarter(self, small_city, ends_on, opens):
        Plan.objects.filter(pk=small_city.plan.pk).update(ends_on=ends_on)
        assert bool(reviews.open_due_reviews(at=SMALL_CITY_DAY)) is opens

    @pytest.mark.parametrize(
        ("starts_on", "opens"), [(date(2025, 7, 1), False), (date(2025, 6, 30), True), (None, True)]
    )
    def test_a_plan_that_had_not_begun_is_not_asked(self, small_city, starts_on, opens):
        Plan.objects.filter(pk=small_city.plan.pk).update(starts_on=starts_on, adopted_on=None)
        assert bool(reviews.open_due_reviews(at=SMALL_CITY_DAY)) is opens

    def test_a_plan_may_open_its_quarters_by_hand(self, small_city):
        ReviewPolicy.objects.create(plan=small_city.plan, opens_automatically=False)
        assert reviews.open_due_reviews(at=SMALL_CITY_DAY) == []

    def test_a_plan_that_measures_nothing_is_not_asked(self, small_city):
        small_city.indicator.delete()
        small_city.action.delete()
        assert reviews.open_due_reviews(at=SMALL_CITY_DAY) == []

    def test_several_plans_are_opened_in_one_go(self, small_city):
        second = make_plan(make_city("higashi", name="東山市"))
        make_indicator(second, "1")
        assert {review.plan for review in reviews.open_due_reviews(at=SMALL_CITY_DAY)} == {
            small_city.plan,
            second,
        }
