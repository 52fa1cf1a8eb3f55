"""A review is changed, closed and reopened: by whom, when, and what stands in the way."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis.judging.periods import Period
from kpis.models import Review
from kpis.workflow import entries, reviews
from kpis.workflow.entries import Refused
from plans.models.versions import StaleRow
from tests.cities import PERIOD
from tests.factories import make_city, make_indicator, make_plan

from .roles import NOW, OTHERS, RUNNERS

pytestmark = pytest.mark.django_db


def ready(small_city):
    """Everything the review asks for is answered."""
    small_city.value("approved")
    return small_city.review


class TestClosing:
    @pytest.mark.parametrize("role", RUNNERS)
    def test_the_manager_closes_a_review_whose_values_are_approved(self, small_city, role):
        review = reviews.close_review(ready(small_city), by=small_city.user(role))
        review.refresh_from_db()
        assert (review.state, review.closed_by) == (Review.State.CLOSED, small_city.user(role))
        assert review.closed_at is not None
        assert review.history.first().history_change_reason == "締め切り"

    @pytest.mark.parametrize("role", OTHERS)
    def test_nobody_else_does(self, small_city, role):
        with pytest.raises(PermissionDenied):
            reviews.close_review(ready(small_city), by=small_city.user(role))
        small_city.review.refresh_from_db()
        assert small_city.review.is_open

    @pytest.mark.parametrize("state", ["none", "draft", "submitted", "returned"])
    def test_an_open_value_keeps_it_open_and_is_named(self, small_city, state):
        if state != "none":
            small_city.value(state)
        with pytest.raises(reviews.StillOpen) as refusal:
            reviews.close_review(small_city.review, by=small_city.user("manager"))
        assert [due_item.owner for due_item in refusal.value.due_items] == [small_city.indicator]
        assert "1件" in str(refusal.value)
        assert small_city.indicator.name in str(refusal.value)
        small_city.review.refresh_from_db()
        assert small_city.review.is_open
        assert small_city.review.history.count() == 1

    def test_many_open_values_are_counted_and_the_first_are_named(self, small_city):
        for number in range(2, 9):
            make_indicator(small_city.plan, str(number), order=number)
        with pytest.raises(reviews.StillOpen) as refusal:
            reviews.close_review(small_city.review, by=small_city.user("manager"))
        assert len(refusal.value.due_items) == 8
        assert "8件" in str(refusal.value)
        assert "ほか3件" in str(refusal.value)

    def test_a_value_that_is_missing_for_a_reason_does_not(self, small_city):
        entries.mark_missing(
            small_city.indicator, Period.parse(PERIOD), by=small_city.user("manager"), reason="なし"
        )
        assert not reviews.close_review(small_city.review, by=small_city.user("manager")).is_open

    @pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
    def test_an_action_that_has_been_begun_must_be_brought_to_its_end(self, small_city, state):
        review = ready(small_city)
        small_city.progress(state)
        with pytest.raises(reviews.StillOpen) as refusal:
            reviews.close_review(review, by=small_city.user("manager"))
        assert [due_item.owner for due_item in refusal.value.due_items] == [small_city.action]

    @pytest.mark.parametrize("approved", [True, False])
    def test_an_action_may_go_without_a_report(self, small_city, approved):
        if approved:
            small_city.progress("approved")
        assert not reviews.close_review(ready(small_city), by=small_city.user("manager")).is_open

    def test_what_is_not_due_this_quarter_does_not_keep_it_open(self, small_city):
        make_indicator(small_city.plan, "2", frequency="yearly")
        make_indicator(small_city.plan, "3", frequency="half-yearly")
        make_indicator(small_city.plan, "4", role="reference")
        assert not reviews.close_review(ready(small_city), by=small_city.user("manager")).is_open

    @pytest.mark.parametrize("state", [Review.State.CLOSED, Review.State.PUBLISHED])
    def test_it_closes_once(self, small_city, state):
        Review.objects.update(state=state)
        with pytest.raises(Refused, match="すでに"):
            reviews.close_review(ready(small_city), by=small_city.user("manager"))


class TestReopening:
    @pytest.fixture
    def closed(self, small_city):
        return reviews.close_review(ready(small_city), by=small_city.user("manager"))

    @pytest.mark.parametrize("role", RUNNERS)
    def test_the_manager_reopens_it_with_a_reason(self, small_city, closed, role):
        review = reviews.reopen_review(closed, by=small_city.user(role), reason=" 二課の値が誤り ")
        review.refresh_from_db()
        assert (review.state, review.closed_at, review.closed_by) == ("open", None, None)
        assert "二課の値が誤り" in review.history.first().history_change_reason
        assert review.history.first().history_user == small_city.user(role)

    def test_its_values_can_be_worked_on_again(self, small_city, closed):
        reviews.reopen_review(closed, by=small_city.user("manager"), reason="訂正")
        fix = small_city.value("draft", value=11, revision=2, revision_reason="訂正")
        assert entries.submit(fix, by=small_city.user("writer")).state == "submitted"

    @pytest.mark.parametrize("reason", ["", " 　"])
    def test_not_without_a_reason(self, small_city, closed, reason):
        with pytest.raises(Refused, match="理由"):
            reviews.reopen_review(closed, by=small_city.user("manager"), reason=reason)
        closed.refresh_from_db()
        assert closed.state == Review.State.CLOSED

    @pytest.mark.parametrize("role", OTHERS)
    def test_nobody_else_does(self, small_city, closed, role):
        with pytest.raises(PermissionDenied):
            reviews.reopen_review(closed, by=small_city.user(role), reason="訂正")
        closed.refresh_from_db()
        assert closed.state == Review.State.CLOSED

    def test_a_published_one_stays(self, small_city, closed):
        Review.objects.update(state=Review.State.PUBLISHED)
        with pytest.raises(Refused, match="公表"):
            reviews.reopen_review(closed, by=small_city.user("manager"), reason="訂正")
        closed.refresh_from_db()
        assert closed.state == Review.State.PUBLISHED

    def test_an_open_one_is_open(self, small_city):
        with pytest.raises(Refused):
            reviews.reopen_review(small_city.review, by=small_city.user("manager"), reason="訂正")
        assert small_city.review.history.count() == 1


class TestChanging:
    def test_the_manager_moves_its_dates_and_writes_its_comment(self, small_city):
        review = Review.objects.get(pk=small_city.review.pk)
        review.due_on = review.due_on + timedelta(7)
        review.meeting_on = date(2025, 9, 1)
        review.overall_comment = "おおむね順調です。"
        reviews.change_review(review, by=small_city.user("manager"))
        small_city.review.refresh_from_db()
        assert small_city.review.due_on == date(2025, 8, 6)
        assert small_city.review.meeting_on == date(2025, 9, 1)
        assert small_city.review.overall_comment == "おおむね順調です。"
        assert small_city.review.history.first().history_user == small_city.user("manager")

    @pytest.mark.parametrize("role", OTHERS)
    def test_nobody_else_does(self, small_city, role):
        review = Review.objects.get(pk=small_city.review.pk)
        review.overall_comment = "書きかえ"
        with pytest.raises(PermissionDenied):
            reviews.change_review(review, by=small_city.user(role))
        small_city.review.refresh_from_db()
        assert small_city.review.overall_comment == ""

    def test_a_review_read_before_it_was_closed_does_not_open_it_again(self, small_city):
        stale = Review.objects.get(pk=small_city.review.pk)
        reviews.close_review(ready(small_city), by=small_city.user("manager"))
        stale.overall_comment = "おおむね順調です。"
        with pytest.raises(StaleRow):
            reviews.change_review(stale, by=small_city.user("manager"))
        small_city.review.refresh_from_db()
        assert (small_city.review.state, small_city.review.closed_by) == (
            "closed",
            small_city.user("manager"),
        )
        assert small_city.review.overall_comment == ""

    def test_it_is_no_way_to_close_or_to_move_to_another_plan(self, small_city):
        foreign = make_plan(make_city("higashi", name="東山市"))
        review = Review.objects.get(pk=small_city.review.pk)
        review.state, review.period, review.plan = Review.State.PUBLISHED, "2024-Q1", foreign
        reviews.change_review(review, by=small_city.user("superuser"))
        small_city.review.refresh_from_db()
        assert (small_city.review.state, small_city.review.period, small_city.review.plan) == (
            "open",
            PERIOD,
            small_city.plan,
        )

    def test_a_foreign_manager_does_not_take_it_by_naming_an_own_plan(self, small_city):
        user = small_city.user("foreign manager")
        review = Review.objects.get(pk=small_city.review.pk)
        review.plan = make_plan(user.memberships.get().municipality)
        with pytest.raises(PermissionDenied):
            reviews.change_review(review, by=user)

    def test_a_mistyped_date_is_told_by_field(self, small_city):
        review = Review.objects.get(pk=small_city.review.pk)
        review.due_on = date(2020, 1, 1)
        with pytest.raises(ValidationError) as error:
            reviews.change_review(review, by=small_city.user("manager"))
        assert "due_on" in error.value.message_dict


def test_a_review_has_its_whole_way_in_its_history(small_city):
    manager = small_city.user("manager")
    review = reviews.open_review(small_city.plan, NOW, by=manager)
    small_city.value("approved", period="2025-Q2")
    reviews.close_review(review, by=manager)
    reviews.reopen_review(review, by=manager, reason="訂正")
    states = [step.state for step in review.history.order_by("history_id")]
    assert states == ["open", "closed", "open"]
    assert {step.history_user for step in review.history.all()} == {manager}
