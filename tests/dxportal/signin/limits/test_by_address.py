"""Failed sign-ins are limited by address: a line is locked out, and a city hall behind one proxy is not."""

import pytest
from django.test import Client, override_settings

from dxportal.signin.models import LockedBy, Strike
from tests.factories import make_member

from ..conftest import PASSWORD, sign_in
from .conftest import HALL, OTHER, OUTSIDE, attempt, guess_names

pytestmark = pytest.mark.django_db


def test_the_twentieth_failure_in_an_hour_locks_the_address_out_for_every_name(clock, member):
    assert {page.status_code for page in guess_names(19)} == {200}
    last = attempt("another")
    assert last.status_code == 429
    assert last["Retry-After"] == "3600"
    text = last.content.decode()
    assert "お使いの回線からのサインインの失敗が多いため" in text
    assert "10時30分を過ぎてから" in text
    assert "システムの管理者" in text
    assert attempt(password=PASSWORD).status_code == 429
    assert attempt(password=PASSWORD, address=OTHER).status_code == 302


def test_it_ends_when_the_oldest_failure_is_an_hour_old(clock, member):
    guess_names(10)
    clock.on(minutes=30)
    locked = guess_names(10, first=10)[-1]
    assert locked["Retry-After"] == "1800"
    clock.on(minutes=29)
    assert attempt(password=PASSWORD).status_code == 429
    clock.on(minutes=1)
    assert attempt(password=PASSWORD).status_code == 302


def test_trying_on_while_locked_out_does_not_put_the_time_off(clock, member):
    guess_names(20)
    clock.on(minutes=59)
    assert {page.status_code for page in guess_names(5, first=30)} == {429}
    clock.on(minutes=1)
    assert attempt(password=PASSWORD).status_code == 302


def test_ones_own_account_does_not_reset_it(clock, member):
    make_member(member.memberships.get().municipality, "editor", "sato")
    guess_names(19)
    assert attempt(password=PASSWORD).status_code == 302
    assert guess_names(1, first=30)[0].status_code == 429


def test_a_line_with_ipv6_is_one_address(clock, member):
    for n in range(20):
        last = attempt(f"name{n}", address=f"2001:db8:1:2::{n + 1:x}")
    assert last.status_code == 429
    assert attempt(password=PASSWORD, address="2001:db8:1:2:ffff::9").status_code == 429
    assert attempt(password=PASSWORD, address="2001:db8:1:3::9").status_code == 302


def test_a_city_hall_behind_one_proxy_is_not_locked_out_by_a_mornings_slips(clock, member):
    assert {page.status_code for page in guess_names(60, HALL)} == {200}
    assert attempt(password=PASSWORD, address=HALL).status_code == 302


def test_a_machine_of_the_office_that_tries_names_is_stopped_and_who_works_there_is_not(clock, member, root):
    attempt(password=PASSWORD, address=HALL)
    clock.on(days=29)
    Strike.objects.bulk_create(Strike(kind=LockedBy.OFFICE, key=HALL, at=clock()) for _ in range(199))
    assert attempt("name1", address=HALL).status_code == 429
    assert attempt("root", PASSWORD, HALL).status_code == 429
    assert attempt(password=PASSWORD, address=HALL).status_code == 302


@override_settings(BEHIND_PROXY=True)
def test_behind_a_proxy_it_is_the_clients_address(clock, member):
    for n in range(20):
        headers = {"X-Forwarded-For": f"1.2.3.{n}, {OUTSIDE}"}
        last = sign_in(Client(headers=headers), f"name{n}", "wrong")
    assert last.status_code == 429
    assert sign_in(Client(headers={"X-Forwarded-For": OTHER})).status_code == 302


def test_without_an_address_only_the_name_is_counted(clock, member):
    for n in range(21):
        assert attempt(f"name{n}", address="").status_code == 200
