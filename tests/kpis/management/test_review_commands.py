"""What cron runs: open_reviews and send_reminders, each as often as one likes."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import mail as outbox
from django.core.management import CommandError, call_command
from django.utils import timezone

from kpis.models import Reminder, Review, ReviewPolicy
from tests.cities import moment
from tests.factories import freeze_today

pytestmark = pytest.mark.django_db


def run(name: str, **options) -> str:
    out = StringIO()
    call_command(name, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def clock(monkeypatch):
    """Sets the moment that the commands take for now."""

    def clock(at):
        monkeypatch.setattr(timezone, "now", lambda: at)

    clock(moment(25))
    return clock


def own(bureau_city) -> list[str]:
    return list(
        Review.objects.filter(plan=bureau_city.plan).order_by("period").values_list("period", flat=True)
    )


def test_the_review_of_the_quarter_that_ended_last_is_opened_once(bureau_city, monkeypatch):
    freeze_today(monkeypatch, date(2025, 10, 1))
    assert "スマート計画 令和7年度（2025年度）第2四半期" in run("open_reviews")
    assert own(bureau_city) == ["2025-Q1", "2025-Q2"]
    assert Review.objects.get(plan=bureau_city.plan, period="2025-Q2").due_on == date(2025, 10, 30)
    assert "始めたレビュー: 0件" in run("open_reviews")
    assert own(bureau_city) == ["2025-Q1", "2025-Q2"]


def test_a_plan_that_opens_its_reviews_by_hand_is_left_alone(bureau_city, monkeypatch):
    ReviewPolicy.objects.create(plan=bureau_city.plan, opens_automatically=False)
    freeze_today(monkeypatch, date(2025, 10, 1))
    run("open_reviews")
    assert own(bureau_city) == ["2025-Q1"]


def test_cron_reminds_from_a_week_before_the_due_day(bureau_city, mail, clock):
    clock(moment(22))
    assert "送信 0件" in run("send_reminders")
    clock(moment(23))
    assert "送信 1件" in run("send_reminders")
    assert outbox.outbox[0].to == ["editor@example.jp"]
    assert "https://dx.example.jp/admin/" in outbox.outbox[0].body
    assert Reminder.objects.get().sent_by is None


def test_running_it_every_morning_reminds_every_five_days(bureau_city, mail, clock):
    for day in range(16):
        # Cron is some seconds early or late.
        clock(moment(23) + timedelta(days=day, seconds=(7 * day) % 50))
        run("send_reminders")
    assert len(outbox.outbox) == Reminder.objects.count() == 4  # days 0, 5, 10 and 15


def test_running_it_twice_sends_nothing_twice(bureau_city, mail, clock):
    run("send_reminders")
    assert "5日以内に督促済み 1件" in run("send_reminders")
    assert len(outbox.outbox) == 1


def test_a_closed_review_is_not_reminded_of(bureau_city, mail, clock):
    Review.objects.filter(pk=bureau_city.review.pk).update(state="closed")
    run("send_reminders")
    assert outbox.outbox == []


def test_of_a_closed_review_who_decides_hears_of_a_correction(bureau_city, mail, clock):
    Review.objects.filter(pk=bureau_city.review.pk).update(state="closed")
    bureau_city.value(bureau_city.first, "approved")
    bureau_city.value(bureau_city.first, "submitted", revision=2, revision_reason="集計の誤り")
    run("send_reminders")
    (message,) = outbox.outbox
    assert message.to == ["approver@example.jp"]
    assert message.subject == "スマート計画 令和7年度（2025年度）第1四半期 改定案の承認のお願い"
    assert "締め切った四半期の改定案です。" in message.body
    assert "・申請の件数（改定案）" in message.body


def test_a_dry_run_prints_the_list_and_sends_nothing(bureau_city, mail, clock):
    text = run("send_reminders", dry_run=True)
    assert "editor <editor@example.jp> 2件" in text
    assert "担当者がいません: 道路の点検（土木局）" in text
    assert outbox.outbox == [] and not Reminder.objects.exists()


def test_without_mail_it_prints_the_list_and_says_so(bureau_city, settings, clock):
    settings.MAIL_CONFIGURED = False
    text = run("send_reminders")
    assert "editor <editor@example.jp> 2件" in text
    assert "送っていません" in text
    assert outbox.outbox == [] and not Reminder.objects.exists()


def test_people_without_an_address_are_named(bureau_city, mail, clock):
    user = bureau_city.user("editor")
    user.email = ""
    user.save()
    text = run("send_reminders")
    assert "メールアドレスがありません" in text and "editor 2件" in text


def test_an_address_that_fails_ends_the_command_with_an_error(bureau_city, mail, clock, settings):
    settings.EMAIL_BACKEND = "tests.kpis.workflow.test_reminders.Dead"
    with pytest.raises(CommandError) as failure:
        run("send_reminders")
    assert failure.value.returncode == 1
    assert "editor <editor@example.jp>" in str(failure.value)
