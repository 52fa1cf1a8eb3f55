"""The doctor notices that nobody sends reminders, and raises no alarm for those that were not due."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from dxportal.health import site
from kpis.models import Reminder, Review
from tests.factories import guarded, make_indicator, make_member

pytestmark = pytest.mark.django_db


def days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def open_review(production, plan, monkeypatch):
    """Opened so many days ago, and nothing of it is reported; the only editor has an address."""
    make_indicator(plan, "k")
    guarded()
    monkeypatch.setattr(site.reminders, "soon_due", lambda _plans, _day: Review.objects.filter(plan=plan))
    person = make_member(plan.municipality, "editor")
    get_user_model().objects.filter(pk=person.pk).update(
        email="somebody@city.example.jp", date_joined=days_ago(90)
    )

    def open_review(days: int) -> Review:
        review = Review(plan=plan, period="2026-Q1", due_on=timezone.localdate() - timedelta(days=9))
        save(review, days)
        return review

    return open_review


def save(review, days):
    review._history_date = days_ago(days)
    review.save()


def test_somebody_whom_cron_has_not_reminded(told, open_review):
    open_review(20)
    alarm, text = told()
    assert alarm
    assert "send_reminders" in text


def test_nobody_is_missed_whose_work_has_waited_for_a_day_only(told, open_review):
    open_review(1)
    assert not told()[0]


@pytest.mark.parametrize(("last", "is_wrong"), [(2, False), (7, False), (9, True)])
def test_after_a_reminder_the_days_of_rest_count(told, open_review, last, is_wrong):
    review = open_review(20)
    person = get_user_model().objects.get(email="somebody@city.example.jp")
    Reminder.objects.create(review=review, user=person, sent_at=days_ago(last), open_count=1)
    assert told()[0] is is_wrong


def test_an_old_reminder_of_work_that_was_done_since_is_no_alarm(told, open_review):
    review = open_review(1)
    person = get_user_model().objects.get(email="somebody@city.example.jp")
    Reminder.objects.create(review=review, user=person, sent_at=days_ago(60), open_count=1)
    assert not told()[0]


def test_who_has_the_account_since_yesterday_was_not_missed(told, open_review):
    open_review(20)
    get_user_model().objects.filter(email="somebody@city.example.jp").update(date_joined=days_ago(1))
    assert not told()[0]


def test_a_quarter_opened_again_waits_since_then(told, open_review):
    review = open_review(40)
    for days, state in ((20, "closed"), (1, "open")):
        review.state = state
        save(review, days)
    assert not told()[0]
