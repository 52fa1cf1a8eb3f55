"""Reminding: by mail, at most once in five days, recorded only when it went out; else by a printed list."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail as outbox
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from kpis.models import Reminder, Review
from kpis.workflow.entries import Refused
from kpis.workflow.reminder_sending import record_printed, send, send_all
from plans.models import Membership
from tests.cities import PERIOD, moment, staff_member
from tests.factories import make_city, make_indicator, make_plan

pytestmark = pytest.mark.django_db

AT = moment(25)
HERE = "tests.kpis.workflow.test_reminders"


class Choosy(EmailBackend):
    """A server that does not know one of the addresses."""

    def send_messages(self, messages):
        if any("unknown@example.jp" in message.to for message in messages):
            raise SMTPRecipientsRefused({"unknown@example.jp": (550, b"User unknown")})
        return super().send_messages(messages)


class Dead(EmailBackend):
    """A server that does not answer."""

    def open(self):
        raise ConnectionRefusedError("Connection refused")


class Slow(EmailBackend):
    """A server that takes the connection and then says nothing more."""

    error: Exception = TimeoutError("timed out")
    asked = 0

    def send_messages(self, messages):
        type(self).asked += 1
        raise self.error


class Watching(EmailBackend):
    """Notes whether the database is held while a mail goes out."""

    held: list[bool] = []

    def send_messages(self, messages):
        self.held.append(transaction.get_connection().in_atomic_block)
        return super().send_messages(messages)


def sent() -> list[str]:
    return [address for message in outbox.outbox for address in message.to]


def test_a_mail_says_what_is_open_how_many_days_are_left_and_where_to_go(bureau_city, mail):
    bureau_city.value(bureau_city.second, "returned")
    send(bureau_city.review, at=AT, site="https://dx.example.jp/")
    message = outbox.outbox[0]
    assert message.to == ["editor@example.jp"]
    assert message.subject == "スマート計画 令和7年度（2025年度）第1四半期 入力のお願い（あと5日）"
    for words in (
        "editor 様",
        "あと5日です",
        "・申請の件数",
        "・窓口の待ち時間（差し戻し）",
        "入力と提出を待っているもの（2件）",
        f"https://dx.example.jp/admin/kpis/review/{bureau_city.review.pk}/entry/",
    ):
        assert words in message.body
    assert "道路の点検" not in message.body
    assert "承認を待っているもの" not in message.body
    assert message.content_subtype == "plain"


def test_an_approvers_mail_leads_to_the_approvers_page(bureau_city, mail):
    bureau_city.value(bureau_city.first, "submitted")
    bureau_city.value(bureau_city.second, "approved")
    send(bureau_city.review, at=AT, site="https://dx.example.jp")
    assert sent() == ["approver@example.jp"]
    assert "第1四半期 承認のお願い（" in outbox.outbox[0].subject
    assert (
        f"https://dx.example.jp/admin/kpis/review/{bureau_city.review.pk}/approval/" in outbox.outbox[0].body
    )


def test_a_correction_is_called_one(bureau_city, mail):
    for row in (bureau_city.first, bureau_city.second):
        bureau_city.value(row, "approved")
    bureau_city.value(bureau_city.first, "submitted", revision=2, revision_reason="数え直し")
    send(bureau_city.review, at=AT)
    [body] = [message.body for message in outbox.outbox if message.to == ["approver@example.jp"]]
    assert "・申請の件数（改定案）" in body


def test_names_stand_in_a_mail_as_they_are_written(bureau_city, mail):
    bureau_city.first.name = "申請 & <相談> の件数"
    bureau_city.first.save()
    send(bureau_city.review, at=AT)
    assert "・申請 & <相談> の件数" in outbox.outbox[0].body


def test_a_long_list_is_cut_after_twenty(bureau_city, mail):
    for n in range(25):
        make_indicator(bureau_city.plan, f"more-{n}", name=f"追加{n}", order=n + 10).departments.add(
            bureau_city.section
        )
    send(bureau_city.review, at=AT)
    body = outbox.outbox[0].body
    assert body.count("\n・") == 20
    assert "ほか7件" in body and "（27件）" in body


def test_without_the_sites_address_a_mail_has_no_link(bureau_city, mail):
    send(bureau_city.review, at=AT)
    assert "http" not in outbox.outbox[0].body
    assert "サインインして" in outbox.outbox[0].body


def test_a_late_review_says_so_in_the_subject(bureau_city, mail):
    send(bureau_city.review, at=moment(2, month=8))
    assert "締切を3日経過" in outbox.outbox[0].subject


def test_a_fictional_citys_mail_says_sample(bureau_city, mail):
    type(bureau_city.city).objects.filter(pk=bureau_city.city.pk).update(is_fictional=True)
    send(Review.objects.get(pk=bureau_city.review.pk), at=AT)
    assert outbox.outbox[0].subject.startswith("【サンプル】")
    assert "【サンプル】架空の市" in outbox.outbox[0].body


def test_a_line_break_in_a_title_does_not_get_into_the_head(bureau_city, mail):
    type(bureau_city.plan).objects.filter(pk=bureau_city.plan.pk).update(title="計画\nBcc: x@example.jp")
    done = send(Review.objects.get(pk=bureau_city.review.pk), at=AT)
    assert len(done.sent) == 1
    assert "\n" not in outbox.outbox[0].subject
    assert outbox.outbox[0].recipients() == ["editor@example.jp"]


def test_a_reminder_is_recorded_with_its_sender_and_the_number_of_open_items(bureau_city, mail):
    send(bureau_city.review, at=AT, by=bureau_city.user("manager"))
    row = Reminder.objects.get()
    assert (row.review, row.user, row.sent_by) == (
        bureau_city.review,
        bureau_city.user("editor"),
        bureau_city.user("manager"),
    )
    assert (row.sent_at, row.open_count) == (AT, 2)


def test_the_same_person_is_reminded_at_most_once_in_five_days(bureau_city, mail):
    send(bureau_city.review, at=AT)
    for later in (timedelta(0), timedelta(days=4, hours=23, minutes=59)):
        done = send(bureau_city.review, at=AT + later)
        assert done.sent == () and [row.name for row in done.resting] == ["editor"]
    assert len(sent()) == Reminder.objects.count() == 1
    send(bureau_city.review, at=AT + timedelta(days=5))
    assert len(sent()) == Reminder.objects.count() == 2


def second_review(bureau_city) -> Review:
    """Of another plan of the city, with an indicator of the same section."""
    plan = make_plan(bureau_city.city, "second", title="第2計画")
    make_indicator(plan, "1", name="別の指標").departments.add(bureau_city.section)
    return Review.objects.create(plan=plan, period=PERIOD, due_on=bureau_city.review.due_on)


def test_the_five_days_hold_across_reviews(bureau_city, mail):
    send(bureau_city.review, at=AT)
    assert send(second_review(bureau_city), at=AT + timedelta(days=4)).sent == ()
    assert len(sent()) == 1


def test_one_mail_speaks_of_several_reviews(bureau_city, mail):
    other = second_review(bureau_city)
    send_all([bureau_city.review, other], at=AT)
    assert sent() == ["editor@example.jp"]
    assert "別の指標" in outbox.outbox[0].body and "申請の件数" in outbox.outbox[0].body
    assert set(Reminder.objects.values_list("review", "open_count")) == {
        (bureau_city.review.pk, 2),
        (other.pk, 1),
    }


def test_who_works_in_two_cities_gets_one_mail_of_both(bureau_city, mail):
    city = make_city("nishino", name="南市")
    plan = make_plan(city, title="南の計画")
    make_indicator(plan, "1", name="南の指標")
    other = Review.objects.create(plan=plan, period=PERIOD, due_on=bureau_city.review.due_on)
    Membership.objects.create(user=bureau_city.user("editor"), municipality=city, role="editor")
    done = send_all([other, bureau_city.review], at=AT)
    assert sent() == ["editor@example.jp"]
    assert "南の指標" in outbox.outbox[0].body and "申請の件数" in outbox.outbox[0].body
    assert [(row.name, row.count) for row in done.sent] == [("editor", 3)]


def test_an_address_that_fails_does_not_hold_up_the_others_and_is_not_recorded(bureau_city, mail, settings):
    settings.EMAIL_BACKEND = f"{HERE}.Choosy"
    for name in ("a-unknown", "z-last"):
        staff_member(name, bureau_city.city, "editor", bureau_city.section)
    user = bureau_city.user("a-unknown")
    user.email = "unknown@example.jp"
    user.save()
    done = send(bureau_city.review, at=AT)
    assert [row.name for row in done.sent] == ["editor", "z-last"]
    assert [row.name for row, _reason in done.failed] == ["a-unknown"]
    assert "User unknown" in done.failed[0][1]
    assert set(Reminder.objects.values_list("user__username", flat=True)) == {"editor", "z-last"}


def test_an_address_that_is_no_address_fails_alone(bureau_city, mail, colleague):
    colleague.email = "a@example.jp\nBcc: b@example.jp"
    colleague.save()
    done = send(bureau_city.review, at=AT)
    assert [row.name for row in done.sent] == ["editor"]
    assert [row.name for row, _reason in done.failed] == ["colleague"]


def test_a_server_that_does_not_answer_is_told_for_everybody_and_nothing_is_recorded(
    bureau_city, mail, settings
):
    settings.EMAIL_BACKEND = f"{HERE}.Dead"
    staff_member("second", bureau_city.city, "editor", bureau_city.section)
    done = send(bureau_city.review, at=AT)
    assert done.sent == ()
    assert [row.name for row, _reason in done.failed] == ["editor", "second"]
    assert all("つながりません" in reason for _row, reason in done.failed)
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("error", [TimeoutError("timed out"), SMTPServerDisconnected("closed")])
def test_a_server_that_falls_silent_is_waited_for_once(bureau_city, mail, settings, monkeypatch, error):
    settings.EMAIL_BACKEND = f"{HERE}.Slow"
    monkeypatch.setattr(Slow, "error", error)
    monkeypatch.setattr(Slow, "asked", 0)
    staff_member("second", bureau_city.city, "editor", bureau_city.section)
    done = send(bureau_city.review, at=AT)
    assert [row.name for row, _reason in done.failed] == ["editor", "second"]
    assert all("メールサーバーが途中で答えなくなりました" in reason for _row, reason in done.failed)
    assert Slow.asked == 1
    assert not Reminder.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_the_database_while_a_mail_goes_out(bureau_city, mail, settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{HERE}.Watching"
    monkeypatch.setattr(Watching, "held", [])
    send(bureau_city.review, at=AT)
    assert Watching.held == [False]
    assert Reminder.objects.count() == 1


def test_people_without_an_address_are_told_and_not_recorded(bureau_city, mail, colleague):
    done = send(bureau_city.review, at=AT)
    assert [row.name for row in done.without_address] == ["colleague"]
    assert not Reminder.objects.filter(user=colleague).exists()


def test_without_mail_nothing_is_sent(bureau_city, settings):
    settings.MAIL_CONFIGURED = False
    with pytest.raises(Refused):
        send(bureau_city.review, at=AT)
    assert sent() == [] and not Reminder.objects.exists()


def test_a_closed_review_sends_nothing(bureau_city, mail):
    bureau_city.review.state = "closed"
    with pytest.raises(Refused):
        send(bureau_city.review, at=AT)
    assert sent() == []


@pytest.mark.parametrize("name", ["editor", "approver", "foreign"])
def test_only_who_runs_the_review_reminds(bureau_city, mail, name):
    for verb in (send, record_printed):
        with pytest.raises(PermissionDenied):
            verb(bureau_city.review, at=AT, by=bureau_city.user(name))
    assert sent() == [] and not Reminder.objects.exists()
