"""Whoever guesses passwords is locked out for a quarter of an hour, and nobody else with them."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import RequestFactory, override_settings
from django.utils import timezone

from dxportal.signin.addresses import client_address

from .conftest import sign_in

pytestmark = pytest.mark.django_db


def fail(client, times, **extra):
    return [sign_in(client, password="wrong", **extra) for _ in range(times)]


def test_the_right_password_opens_the_admin(client, member):
    answer = sign_in(client)
    assert answer.status_code == 302
    assert answer["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_signing_in_leads_to_the_page_that_was_asked_for(client, member):
    answer = client.get("/admin/plans/goal/", follow=True)
    assert 'name="next" value="/admin/plans/goal/"' in answer.content.decode()
    posted = {"username": "tanaka", "password": "correct-horse-battery", "next": "/admin/plans/goal/"}
    assert client.post("/admin/login/", posted)["Location"] == "/admin/plans/goal/"
    client.logout()
    posted["next"] = "https://evil.example/"
    assert client.post("/admin/login/", posted)["Location"] == "/admin/"


def test_a_wrong_password_is_said_in_one_sentence_that_does_not_tell_which_part_was_wrong(client, member):
    for name in ("tanaka", "nobody"):
        page = sign_in(client, name, "wrong").content.decode()
        assert "ユーザー名かパスワードが違います。" in page
        assert 'role="alert"' in page


def test_the_fifth_failure_locks_out_and_names_the_time(client, member):
    before = fail(client, 4)
    assert {answer.status_code for answer in before} == {200}
    page = fail(client, 1)[0]
    assert page.status_code == 429
    assert 800 < int(page["Retry-After"]) <= 900
    until = timezone.localtime(AccessAttempt.objects.get().attempt_time + timedelta(minutes=15))
    assert f"{until.hour}時{until.minute:02}分を過ぎてから" in page.content.decode()


def test_somebody_locked_out_cannot_come_in_with_the_right_password(client, member):
    fail(client, 5)
    assert sign_in(client).status_code == 429
    assert client.get("/admin/").status_code == 302


def test_trying_on_does_not_put_the_time_off(client, member):
    fail(client, 5)
    first = AccessAttempt.objects.get().attempt_time
    fail(client, 3)
    assert AccessAttempt.objects.get().attempt_time == first


def test_after_a_quarter_of_an_hour_the_right_password_works_again(client, member):
    fail(client, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(client).status_code == 302


def test_a_success_forgets_the_failures_before_it(client, member):
    fail(client, 4)
    assert sign_in(client).status_code == 302
    client.logout()
    assert {answer.status_code for answer in fail(client, 4)} == {200}


def test_changing_the_browsers_name_does_not_help(client, member):
    for n in range(4):
        fail(client, 1, headers={"User-Agent": f"browser {n}"})
    assert fail(client, 1, headers={"User-Agent": "another"})[0].status_code == 429


def test_another_address_and_another_name_are_not_locked_out(client, member, root):
    fail(client, 5)
    assert sign_in(client, REMOTE_ADDR="10.0.0.9").status_code == 302
    client.logout()
    assert sign_in(client, "root").status_code == 302


@override_settings(BEHIND_PROXY=True)
def test_behind_a_proxy_the_address_it_has_added_counts_not_what_the_client_says(client, member):
    for n in range(5):
        answer = fail(client, 1, headers={"X-Forwarded-For": f"1.2.3.{n}, 203.0.113.5"})[0]
    assert answer.status_code == 429
    assert AccessAttempt.objects.get().ip_address == "203.0.113.5"
    assert sign_in(client, headers={"X-Forwarded-For": "203.0.113.6"}).status_code == 302


@pytest.mark.parametrize(
    ("proxy", "forwarded", "remote", "address"),
    [
        (True, "9.9.9.9, 203.0.113.5", "127.0.0.1", "203.0.113.5"),
        (True, "203.0.113.5:51234", "127.0.0.1", "203.0.113.5"),
        (True, "[2001:db8::1]:443", "127.0.0.1", "2001:db8::1"),
        (True, "2001:DB8::1", "127.0.0.1", "2001:db8::1"),
        (True, "<script>", "127.0.0.1", "127.0.0.1"),
        (True, "", "127.0.0.1", "127.0.0.1"),
        (False, "203.0.113.5", "127.0.0.1", "127.0.0.1"),
        (False, "", "", None),
    ],
)
def test_the_clients_address(proxy, forwarded, remote, address):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)
    with override_settings(BEHIND_PROXY=proxy):
        assert client_address(request) == address


def test_no_password_and_no_code_is_written_into_the_record(client, member):
    fail(client, 1)
    kept = AccessAttempt.objects.get()
    assert "wrong" not in kept.post_data
    assert "password" in kept.post_data
