"""The list of sign-ins: who, when, from where, with what result; letting somebody in again. For superusers."""

import html
import re
from datetime import datetime, timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from dxportal.signin import codes, journal
from tests.factories import make_member

from .conftest import SIGN_INS, code_now, rows, seen, sign_in, with_codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client, root):
    """A superuser whose own sign-in is not in the list."""
    client.force_login(root)
    AccessLog.objects.all().delete()
    return client


def local(*parts):
    return timezone.make_aware(datetime(*parts))  # noqa: DTZ001 - made aware


def entry(model, at, name="tanaka", **fields):
    row = model.objects.create(username=name, ip_address="10.0.0.1", **fields)
    model.objects.filter(pk=row.pk).update(attempt_time=at)


@pytest.mark.parametrize("role", ["editor", "approver", "manager"])
def test_only_superusers_may_read_it(client, city, role):
    client.force_login(make_member(city, role))
    assert client.get(SIGN_INS).status_code == 403
    assert client.post(SIGN_INS, {"action": "lift", "username": "tanaka"}).status_code == 403


def test_a_visitor_is_led_to_the_sign_in(client, db):
    assert client.get(SIGN_INS)["Location"].startswith("/admin/login/")


def test_a_day_at_the_office_newest_first(reader, member):
    staff = Client(REMOTE_ADDR="203.0.113.7")
    sign_in(staff, password="wrong")
    sign_in(staff)
    staff.post("/admin/logout/")
    for _ in range(5):
        sign_in(staff, password="wrong")
    found = seen(reader)
    assert [row[3] for row in found] == [
        "締め出し",
        "失敗",
        "失敗",
        "失敗",
        "失敗",
        "サインアウト",
        "成功",
        "失敗",
    ]
    assert {(row[1], row[2]) for row in found} == {("tanaka", "203.0.113.7")}
    assert found[0][0].startswith("令和")


def test_the_moment_stands_in_japanese_time_and_both_calendars():
    assert journal.moment_label(local(2026, 4, 1, 9, 5)) == "令和8年（2026年）4月1日 9時05分"


def test_it_can_be_narrowed_to_a_name_and_a_day(reader):
    entry(AccessLog, local(2026, 4, 1, 0, 0))
    entry(AccessFailureLog, local(2026, 4, 1, 23, 59))
    entry(AccessLog, local(2026, 4, 2, 0, 0))
    entry(AccessLog, local(2026, 4, 1, 12, 0), "sato")
    assert len(seen(reader)) == 4
    assert len(seen(reader, "?username=TANA")) == 3
    assert [row[3] for row in seen(reader, "?username=tanaka&day=2026-04-01")] == ["失敗", "成功"]
    assert [row[1] for row in seen(reader, "?day=2026-04-01")] == ["tanaka", "sato", "tanaka"]


def test_a_sign_out_stands_on_its_own_day(reader):
    entry(AccessLog, local(2026, 4, 1, 23, 0), logout_time=local(2026, 4, 2, 1, 0))
    assert [row[3] for row in seen(reader, "?day=2026-04-02")] == ["サインアウト"]


def test_a_day_that_is_none_is_said(reader):
    page = reader.get(SIGN_INS + "?day=yesterday").content.decode()
    assert "「yesterday」を日付として読み取れません。" in page
    assert 'aria-describedby="id_day_helptext id_day_error"' in page
    assert 'id="id_day_helptext"' in page
    assert 'value="yesterday"' in page


def next_page(page: str) -> str:
    return html.unescape(re.search(r'rel="next" href="([^"]+)"', page)[1])


def test_a_long_list_has_pages_that_keep_the_filter(reader):
    for minute in range(60):
        entry(AccessLog, local(2026, 4, 1, 9, minute))
    page = reader.get(SIGN_INS + "?username=tanaka").content.decode()
    assert len(rows(page)) == 50
    behind = next_page(page)
    assert behind.startswith("?username=tanaka&after=")
    last = reader.get(SIGN_INS + behind).content.decode()
    assert len(rows(last)) == 10
    assert 'rel="next"' not in last
    assert f'href="{SIGN_INS}?username=tanaka"' in last


def test_pages_show_every_line_once_also_of_one_moment_and_while_others_sign_in(reader):
    moment = local(2026, 4, 1, 9, 0)
    for n in range(60):
        entry(AccessLog, moment, f"in-{n:02}")
        entry(AccessFailureLog, moment, f"failed-{n:02}")
    found, address = [], ""
    for _page in range(4):
        page = reader.get(SIGN_INS + address).content.decode()
        found += [row[1] for row in seen(reader, address)]
        entry(AccessLog, local(2026, 4, 2, 9, 0), "later")
        if 'rel="next"' not in page:
            break
        address = next_page(page)
    assert len(found) == len(set(found)) == 120


@pytest.mark.parametrize(
    "place",
    [
        "x",
        "2026-04-01_in_1",
        "2026-04-01T09:00:00+09:00_in_x",
        "_",
        "1_2_3",
        "0001-01-01T00:00:00+09:00_in_1",
        "9999-12-31T23:59:59-09:00_in_1",
    ],
)
def test_a_place_that_is_none_is_said_and_the_list_begins_anew(reader, place):
    entry(AccessLog, local(2026, 4, 1, 9, 0))
    page = reader.get(SIGN_INS, {"after": place}).content.decode()
    assert "はじめから表示しています" in page
    assert len(rows(page)) == 1


def test_names_that_are_not_names_are_shown_as_text(reader):
    entry(AccessFailureLog, local(2026, 4, 1, 9, 0), "<script>alert(1)</script>")
    page = reader.get(SIGN_INS).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_lock_out_is_lifted_with_a_button(reader, member):
    staff = Client()
    for _ in range(5):
        sign_in(staff, password="wrong")
    assert "締め出しを解く" in reader.get(SIGN_INS).content.decode()
    answer = reader.post(SIGN_INS, {"action": "lift", "username": "tanaka"}, follow=True)
    assert "「tanaka」の締め出しを解きました。" in answer.content.decode()
    assert sign_in(staff).status_code == 302
    assert LogEntry.objects.filter(object_repr="tanaka", change_message__contains="締め出し").exists()


def test_lifting_nobodys_lock_out_lifts_nothing(reader, member):
    for _ in range(5):
        sign_in(Client(), password="wrong")
    for name in ("", "sato"):
        page = reader.post(SIGN_INS, {"action": "lift", "username": name}, follow=True).content.decode()
        assert "締め出されていません" in page
    assert AccessAttempt.objects.count() == 1


def test_a_lock_out_that_is_over_is_not_listed(reader, member):
    for _ in range(5):
        sign_in(Client(), password="wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert "締め出しを解く" not in reader.get(SIGN_INS).content.decode()


def test_a_colleague_who_has_lost_phone_and_recovery_codes_is_helped(reader, member):
    with_codes(member)
    assert "解除する" in reader.get(SIGN_INS).content.decode()
    reader.post(SIGN_INS, {"action": "codes-off", "username": "tanaka"})
    assert not codes.has_device(member)
    assert LogEntry.objects.filter(object_repr="tanaka", change_message__contains="解除").exists()


def test_nobody_takes_their_own_second_step_away_without_a_proof(reader, root):
    """Whoever finds the terminal open could."""
    device = with_codes(root)
    reader.logout()
    sign_in(reader, "root")
    reader.post("/admin/login/", {"code": code_now(device)})
    page = reader.post(SIGN_INS, {"action": "codes-off", "username": "root"}, follow=True).content.decode()
    assert "自分のものは、ここでは解除できません。" in page
    assert codes.has_device(root)


def test_what_helps_against_a_stranger_depends_on_how_they_came_in(reader):
    page = reader.get(SIGN_INS).content.decode()
    for way in ("パスワードを変え", "パスキーを解除し", "情報基盤の担当に"):
        assert way in page


def test_the_number_of_queries_does_not_grow_with_the_list(reader, django_assert_max_num_queries):
    for minute in range(60):
        entry(AccessLog, local(2026, 4, 1, 9, minute))
    with django_assert_max_num_queries(13):
        reader.get(SIGN_INS)
