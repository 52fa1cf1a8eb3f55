"""Failed sign-ins are limited by name: an outsider who guesses keeps no colleague out of the office."""

import pytest
from axes.models import AccessLog
from django.test import Client

from dxportal.signin.models import LockedBy, Strike

from ..conftest import PASSWORD, sign_in, with_codes
from .conftest import HALL, OTHER, OUTSIDE, attempt, guess_a_name

pytestmark = pytest.mark.django_db


def test_the_twentieth_failure_of_a_day_closes_the_name_to_the_world_outside(clock, member):
    assert {page.status_code for page in guess_a_name(19)} == {200}
    clock.on(hours=3)
    last = attempt(address=OTHER)
    assert last.status_code == 429
    text = last.content.decode()
    assert "庁外からのサインインを止めています。庁内からはサインインできます。" in text
    assert "令和8年（2026年）4月2日 9時30分を過ぎてから" in text
    assert attempt(password=PASSWORD, address="192.0.2.99").status_code == 429


def test_a_name_without_an_account_is_answered_alike(clock, member):
    guess_a_name(20)
    guess_a_name(20, "nobody", "198.51.100")
    assert (
        attempt(address="192.0.2.1").content.decode().split("<main")[-1].split("csrf")[0]
        == attempt("nobody", address="192.0.2.1").content.decode().split("<main")[-1].split("csrf")[0]
    )


def test_the_person_still_comes_in_from_the_office(clock, member):
    guess_a_name(20)
    assert attempt(password=PASSWORD, address=HALL).status_code == 302
    assert attempt(password=PASSWORD, address="2001:db8:aaaa::1").status_code == 302


def test_and_from_where_they_have_signed_in_within_a_month(clock, member):
    attempt(password=PASSWORD, address=OTHER)
    clock.on(days=29)
    guess_a_name(20)
    assert attempt(password=PASSWORD, address=OTHER).status_code == 302
    clock.on(days=31)
    guess_a_name(20)
    assert attempt(password=PASSWORD, address=OTHER).status_code == 429


def test_of_ipv6_where_they_have_signed_in_is_the_whole_line(clock, member):
    attempt(password=PASSWORD, address="2001:db8:1:2::1")
    guess_a_name(20)
    assert attempt(password=PASSWORD, address="2001:db8:1:2:aaaa::9").status_code == 302
    assert attempt(password=PASSWORD, address="2001:db8:1:3::1").status_code == 429


def test_a_session_that_is_open_goes_on_and_may_prove_itself(clock, member):
    client = Client(REMOTE_ADDR=OUTSIDE)
    sign_in(client)
    AccessLog.objects.all().delete()
    guess_a_name(20, net="198.51.100")
    assert client.get("/admin/").status_code == 200
    proof = {"action": "off", "off-proof": PASSWORD}
    assert client.post("/admin/one-time-code/", proof).status_code == 302
    assert attempt(password=PASSWORD).status_code == 429


def test_twenty_failures_of_the_owner_in_the_office_do_not_close_it(clock, member):
    for n in range(20):
        attempt(address=f"10.0.0.{n + 1}")
    assert attempt(password=PASSWORD, address=HALL).status_code == 302


def test_a_hundred_in_the_office_do(clock, member):
    Strike.objects.bulk_create(Strike(kind=LockedBy.KNOWN_NAME, key="tanaka", at=clock()) for _ in range(99))
    locked = attempt(address=HALL)
    assert locked.status_code == 429
    assert "ここからのサインインをしばらく止めています" in locked.content.decode()
    assert attempt(password=PASSWORD, address="10.0.0.77").status_code == 429


def test_a_success_does_not_reset_it(clock, member):
    guess_a_name(19)
    assert attempt(password=PASSWORD, address=HALL).status_code == 302
    assert attempt(address=OTHER).status_code == 429


def test_it_ends_after_a_day(clock, member):
    guess_a_name(20)
    clock.on(hours=23, minutes=59)
    assert attempt(password=PASSWORD).status_code == 429
    clock.on(minutes=1)
    assert attempt(password=PASSWORD).status_code == 302


def test_wrong_one_time_codes_count(clock, member):
    with_codes(member)
    guess_a_name(18)
    client = Client(REMOTE_ADDR=OTHER)
    sign_in(client)
    assert client.post("/admin/login/", {"code": "abcd1234"}).status_code == 200
    member.staticdevice_set.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    assert client.post("/admin/login/", {"code": "abcd1235"}).status_code == 429
    assert client.post("/admin/login/", {"code": "abcd1235"}).status_code == 429


def test_a_name_of_any_characters_is_counted_and_never_fails(clock, db):
    for name in ("", " ", "'; DROP TABLE x--", "\x00", "x" * 400, "田中\r\n"):
        assert attempt(name).status_code in (200, 429)
    broken = b"username=%ED%A0%80&password=wrong"
    answer = Client().post("/admin/login/", broken, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
