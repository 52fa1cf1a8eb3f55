"""A review is changed, closed and reopened: by whom, when, and what stands in the way."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis.judging.periods import Period
from kpis.models import Review
from kpis.workflow import entries, reviews
from kpis.workflow.entries import Refused
from plans.era import Quarter
from tests.factories import make_city, make_indicator, make_plan

from .world import PERIOD

pytestmark = pytest.mark.django_db

RUNNERS = ("manager", "superuser")
OTHERS = (
    "editor",
    "approver",
    "foreign manager",
    "foreign editor",
    "nobody",
    "switched off",
    "former editor",
)
NOW = Quarter(2025, 2)  # TODAY lies in it


def ready(world):
    """Everything the review asks for is answered."""
    world.value("approved")
    return world.review


class TestClosing:
    @pytest.mark.parametrize("role", RUNNERS)
    def test_the_manager_closes_a_review_whose_values_are_approved(self, world, role):
        review = reviews.close_review(ready(world), by=world.user(role))
        review.refresh_from_db()
        assert (review.state, review.closed_by) == (Review.State.CLOSED, world.user(role))
        assert review.closed_at is not None
        assert review.history.first().history_change_reason == "締め切り"

    @pytest.mark.parametrize("role", OTHERS)
    def test_nobody_else_does(self, world, role):
        with pytest.raises(PermissionDenied):
            reviews.close_review(ready(world), by=world.user(role))
        world.review.refresh_from_db()
        assert world.review.is_open

    @pytest.mark.parametrize("state", ["none", "draft", "submitted", "returned"])
    def test_an_open_value_keeps_it_open_and_is_named(self, world, state):
        if state != "none":
            world.value(state)
        with pytest.raises(reviews.StillOpen) as refusal:
            reviews.close_review(world.review, by=world.user("manager"))
        assert [due_item.owner for due_item in refusal.value.due_items] == [world.indicator]
        assert "1件" in str(refusal.value)
        assert world.indicator.name in str(refusal.value)
        world.review.refresh_from_db()
        assert world.review.is_open
        assert world.review.history.count() == 1

    def test_many_open_values_are_counted_and_the_first_are_named(self, world):
        for number in range(2, 9):
            make_indicator(world.plan, str(number), order=number)
        with pytest.raises(reviews.StillOpen) as refusal:
            reviews.close_review(world.review, by=world.user("manager"))
        assert len(refusal.value.due_items) == 8
        assert "8件" in str(refusal.value)
        assert "ほか3件" in str(refusal.value)

    def test_a_value_that_is_missing_for_a_reason_does_not(self, world):
        entries.mark_missing(world.indicator, Period.parse(PERIOD), by=world.user("manager"), reason="なし")
        assert not reviews.close_review(world.review, by=world.user("manager")).is_open

    @pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
    def test_an_action_that_has_been_begun_must_be_brought_to_its_end(self, world, state):
        review = ready(world)
        world.progress(state)
        with pytest.raises(reviews.StillOpen) as refusal:
            reviews.close_review(review, by=world.user("manager"))
        assert [due_item.owner for due_item in refusal.value.due_items] == [world.action]

    @pytest.mark.parametrize("approved", [True, False])
    def test_an_action_may_go_without_a_report(self, world, approved):
        if approved:
            world.progress("approved")
        assert not reviews.close_review(ready(world), by=world.user("manager")).is_open

    def test_what_is_not_due_this_quarter_does_not_keep_it_open(self, world):
        make_indicator(world.plan, "2", frequency="yearly")
        make_indicator(world.plan, "3", frequency="half-yearly")
        make_indicator(world.plan, "4", role="reference")
        assert not reviews.close_review(ready(world), by=world.user("manager")).is_open

    @pytest.mark.parametrize("state", [Review.State.CLOSED, Review.State.PUBLISHED])
    def test_it_closes_once(self, world, state):
        Review.objects.update(state=state)
        with pytest.raises(Refused, match="すでに"):
            reviews.close_review(ready(world), by=world.user("manager"))


class TestReopening:
    @pytest.fixture
    def closed(self, world):
        return reviews.close_review(ready(world), by=world.user("manager"))

    @pytest.mark.parametrize("role", RUNNERS)
    def test_the_manager_reopens_it_with_a_reason(self, world, closed, role):
        review = reviews.reopen_review(closed, by=world.user(role), reason=" 二課の値が誤り ")
        review.refresh_from_db()
        assert (review.state, review.closed_at, review.closed_by) == ("open", None, None)
        assert "二課の値が誤り" in review.history.first().history_change_reason
        assert review.history.first().history_user == world.user(role)

    def test_its_values_can_be_worked_on_again(self, world, closed):
        reviews.reopen_review(closed, by=world.user("manager"), reason="訂正")
        fix = world.value("draft", revision=2, revision_reason="訂正")
        assert entries.submit(fix, by=world.user("writer")).state == "submitted"

    @pytest.mark.parametrize("reason", ["", " 　"])
    def test_not_without_a_reason(self, world, closed, reason):
        with pytest.raises(Refused, match="理由"):
            reviews.reopen_review(closed, by=world.user("manager"), reason=reason)
        closed.refresh_from_db()
        assert closed.state == Review.State.CLOSED

    @pytest.mark.parametrize("role", OTHERS)
    def test_nobody_else_does(self, world, closed, role):
        with pytest.raises(PermissionDenied):
            reviews.reopen_review(closed, by=world.user(role), reason="訂正")
        closed.refresh_from_db()
        assert closed.state == Review.State.CLOSED

    def test_a_published_one_stays(self, world, closed):
        Review.objects.update(state=Review.State.PUBLISHED)
        with pytest.raises(Refused, match="公表"):
            reviews.reopen_review(closed, by=world.user("manager"), reason="訂正")
        closed.refresh_from_db()
        assert closed.state == Review.State.PUBLISHED

    def test_an_open_one_is_open(self, world):
        with pytest.raises(Refused):
            reviews.reopen_review(world.review, by=world.user("manager"), reason="訂正")
        assert world.review.history.count() == 1


class TestChanging:
    def test_the_manager_moves_its_dates_and_writes_its_comment(self, world):
        review = Review.objects.get(pk=world.review.pk)
        review.due_on = review.due_on + timedelta(7)
        review.meeting_on = date(2025, 9, 1)
        review.overall_comment = "おおむね順調です。"
        reviews.change_review(review, by=world.user("manager"))
        world.review.refresh_from_db()
        assert world.review.due_on == date(2025, 8, 6)
        assert world.review.meeting_on == date(2025, 9, 1)
        assert world.review.overall_comment == "おおむね順調です。"
        assert world.review.history.first().history_user == world.user("manager")

    @pytest.mark.parametrize("role", OTHERS)
    def test_nobody_else_does(self, world, role):
        review = Review.objects.get(pk=world.review.pk)
        review.overall_comment = "書きかえ"
        with pytest.raises(PermissionDenied):
            reviews.change_review(review, by=world.user(role))
        world.review.refresh_from_db()
        assert world.review.overall_comment == ""

    def test_a_review_read_before_it_was_closed_does_not_open_it_again(self, world):
        stale = Review.objects.get(pk=world.review.pk)
        reviews.close_review(ready(world), by=world.user("manager"))
        stale.overall_comment = "おおむね順調です。"
        reviews.change_review(stale, by=world.user("manager"))
        world.review.refresh_from_db()
        assert (world.review.state, world.review.closed_by) == ("closed", world.user("manager"))
        assert world.review.overall_comment == "おおむね順調です。"

    def test_it_is_no_way_to_close_or_to_move_to_another_plan(self, world):
        foreign = make_plan(make_city("higashi", name="東山市"))
        review = Review.objects.get(pk=world.review.pk)
        review.state, review.period, review.plan = Review.State.PUBLISHED, "2024-Q1", foreign
        reviews.change_review(review, by=world.user("superuser"))
        world.review.refresh_from_db()
        assert (world.review.state, world.review.period, world.review.plan) == ("open", PERIOD, world.plan)

    def test_a_foreign_manager_does_not_take_it_by_naming_an_own_plan(self, world):
        user = world.user("foreign manager")
        review = Review.objects.get(pk=world.review.pk)
        review.plan = make_plan(user.memberships.get().municipality)
        with pytest.raises(PermissionDenied):
            reviews.change_review(review, by=user)

    def test_a_mistyped_date_is_told_by_field(self, world):
        review = Review.objects.get(pk=world.review.pk)
        review.due_on = date(2020, 1, 1)
        with pytest.raises(ValidationError) as error:
            reviews.change_review(review, by=world.user("manager"))
        assert "due_on" in error.value.message_dict


def test_a_review_has_its_whole_way_in_its_history(world):
    manager = world.user("manager")
    review = reviews.open_review(world.plan, NOW, by=manager)
    world.value("approved", period="2025-Q2")
    reviews.close_review(review, by=manager)
    reviews.reopen_review(review, by=manager, reason="訂正")
    states = [step.state for step in review.history.order_by("history_id")]
    assert states == ["open", "closed", "open"]
    assert {step.history_user for step in review.history.all()} == {manager}
