"""The fictional city's quarters: on every day one review is under way, and everybody finds work on the desk."""

from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from kpis.models import ActionProgress, Measurement, Reminder, Review, ReviewPolicy, State
from kpis.workflow.due_items import due_items
from kpis.workflow.entries import approve, save_entry, submit
from kpis.workflow.reviews import close_review, reopen_review
from plans.era import Quarter
from tests.factories import make_indicator, make_measurement, make_member

from .mihon_days import DAYS, STAFF

every_day = pytest.mark.parametrize("day", DAYS, ids=str)


@every_day
def test_every_quarter_since_the_plan_began_has_a_review_and_only_the_newest_is_open(days, day):
    reviews = days[day].reviews
    assert [review.quarter.index for review in reviews] == list(
        range(Quarter(2025, 1).index, reviews[-1].quarter.index + 1)
    )
    assert [review.state for review in reviews] == ["published"] * (len(reviews) - 1) + ["open"]


def test_the_newest_review_is_of_the_newest_quarter_that_ended_twenty_days_ago(days):
    assert {str(day): days[day].reviews[-1].period for day in DAYS} == {
        "2027-04-01": "2026-Q3",
        "2027-04-19": "2026-Q3",
        "2027-04-20": "2026-Q4",
        "2027-12-31": "2027-Q2",
        "2028-03-31": "2027-Q3",
    }


@every_day
def test_nothing_keeps_a_closed_quarter_from_closing(days, day):
    assert days[day].blocking == []


@every_day
def test_values_are_due_on_the_fifth_day_and_the_meeting_comes_before_the_closing(days, day):
    for review in days[day].reviews:
        assert review.due_on == review.quarter.last_day + timedelta(days=5)
        assert review.meeting_on > review.due_on
        assert bool(review.overall_comment) is not review.is_open
        if review.is_open:
            assert review.closed_at is None
        else:
            assert review.meeting_on < review.closed_at.date() <= day


@every_day
def test_the_open_quarter_has_reports_in_every_state_from_several_departments(days, day):
    states = days[day].open_states
    assert set(states) == {"none", *State.values}
    in_work = set().union(*(states[state] for state in ("none", "draft", "submitted", "returned")))
    assert len(in_work) >= 6
    # Most of the quarter is done: in hand is what makes the desk worth a visit.
    assert len(days[day].unanswered) == 6


@every_day
def test_every_account_finds_work_on_its_desk(days, day):
    to_fill, to_decide = days[day].to_fill, days[day].to_decide
    assert set(to_fill) == set(STAFF)
    for name in ("mihon-editor", "mihon-editor2", "mihon-manager"):
        assert set(to_fill[name]) == {"none", "draft", "returned"}, name
    assert to_decide["mihon-deputy"] == {"value": 1, "progress": 1}
    assert to_decide["mihon-approver"] == to_decide["mihon-manager"] == {"value": 1, "progress": 2}
    assert not to_fill["mihon-approver"]
    assert not to_fill["mihon-deputy"]
    assert not to_decide["mihon-editor"]


# ---- As loaded for the whole test session


def history_of_mihon() -> list:
    return [
        *Measurement.history.filter(indicator__plan__municipality__slug="mihon"),
        *ActionProgress.history.filter(action__plan__municipality__slug="mihon"),
        *Review.history.filter(plan__municipality__slug="mihon"),
    ]


def newest_review() -> Review:
    return Review.objects.get(plan__municipality__slug="mihon", state="open")


def kept(mihon) -> Counter:
    """How many rows there are of which a history is kept."""
    return Counter(
        {
            "Measurement": Measurement.objects.filter(
                indicator__plan__municipality=mihon.municipality
            ).count(),
            "ActionProgress": ActionProgress.objects.filter(action__plan=mihon).count(),
            "Review": Review.objects.filter(plan=mihon).count(),
        }
    )


def test_a_report_sent_back_says_why_and_a_submitted_one_since_when(mihon):
    rows = [due_item.entry for due_item in due_items(newest_review()) if due_item.entry]
    returned = [row for row in rows if row.state == State.RETURNED]
    assert returned
    assert all(row.return_reason and row.decided_at >= row.submitted_at for row in returned)
    assert all(row.submitted_at for row in rows if row.state == State.SUBMITTED)
    approved = [row for row in rows if row.state == State.APPROVED]
    assert not any(row.return_reason or row.submitted_at for row in approved)


def test_the_citys_rules_are_those_of_its_reviews(mihon):
    policy = ReviewPolicy.objects.get(plan=mihon)
    assert (policy.due_days, policy.allows_own_approval) == (5, False)


def test_the_history_begins_with_one_line_a_row(mihon):
    lines = history_of_mihon()
    assert Counter(type(line.instance).__name__ for line in lines) == kept(mihon)
    assert {(line.history_type, line.history_change_reason, line.history_user) for line in lines} == {
        ("+", "サンプルとして登録", None)
    }


def test_a_trial_of_the_whole_cycle_leaves_nothing_behind_when_the_sample_is_laid_anew(mihon):
    before = kept(mihon)
    manager = make_member(mihon.municipality, "manager", "trial-manager")
    other = make_member(mihon.municipality, "manager", "trial-approver")
    review = newest_review()
    for due_item in due_items(review):
        if due_item.is_answered:
            continue
        row = due_item.entry
        if row is None and due_item.is_value:
            row = Measurement(
                indicator=due_item.owner, period=str(due_item.period), numerator=0, denominator=1
            )
        elif row is None:
            row = ActionProgress(action=due_item.owner, period=str(due_item.period), status="as-planned")
        if row.state == State.RETURNED:
            row.answer = "試しに答えました。"
        if row.state != State.SUBMITTED:
            seen = row.version if row.pk else 0
            row = submit(save_entry(row, by=manager, seen_version=seen), by=manager)
        approve(row, by=other)
    Reminder.objects.create(review=review, user=manager, open_count=3)
    reopen_review(close_review(review, by=manager), by=manager, reason="試し")
    assert len(history_of_mihon()) > before.total()

    call_command("load_samples", verbosity=0, yes=True)
    assert kept(mihon) == before
    assert {line.history_type for line in history_of_mihon()} == {"+"}
    assert len(history_of_mihon()) == before.total()
    assert not Reminder.objects.filter(review__plan=mihon).exists()
    for row in [
        *Measurement.objects.filter(indicator__plan=mihon),
        *ActionProgress.objects.filter(action__plan=mihon),
    ]:
        assert (row.entered_by, row.submitted_by, row.decided_by) == (None, None, None)
    assert newest_review().period == review.period
    get_user_model().objects.filter(pk__in=[manager.pk, other.pk]).delete()  # nothing names them any more


def test_clearing_the_samples_removes_their_history_and_keeps_that_of_other_cities(plan, mihon):
    user = make_member(plan.municipality)
    real = make_measurement(make_indicator(plan, "k"), "2024-Q1", 1)
    Review.objects.create(plan=plan, period="2024-Q1", due_on="2024-07-30")
    Reminder.objects.create(review=newest_review(), user=user, open_count=1)
    lines = {model: model.history.count() for model in (Measurement, ActionProgress, Review)}
    ours = Counter(type(line.instance).__name__ for line in history_of_mihon())
    call_command("clear_samples", yes=True, verbosity=0)
    for model, count in lines.items():
        assert model.history.count() == count - ours[model.__name__]
    assert real.history.count() == 1
    assert not Reminder.objects.exists()
    assert not ReviewPolicy.objects.exists()
