"""A session ends when nobody uses it and with the browser; readers get no cookie; passwords have rules."""

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from dxportal.signin import session_age
from tests.factories import make_city, make_plan

from .conftest import PASSWORD, sign_in

pytestmark = pytest.mark.django_db


def expiry():
    return Session.objects.get().expire_date


def idle(client, seconds):
    """As if the session had been used last that long ago."""
    session = client.session
    session["used_at"] = int(time.time()) - seconds
    session.save()
    Session.objects.update(expire_date=expiry() - timedelta(seconds=seconds))


def test_the_cookie_ends_with_the_browser_and_is_out_of_reach_for_scripts(client, member):
    cookie = sign_in(client).cookies["sessionid"]
    assert cookie["max-age"] == ""
    assert cookie["expires"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_an_hour_without_use_ends_the_session(client, member):
    sign_in(client)
    assert timedelta(minutes=59) < expiry() - timezone.now() <= timedelta(minutes=60)
    idle(client, 3601)
    assert client.get("/admin/").status_code == 302


def test_use_puts_the_end_off_but_not_at_every_request(client, member):
    sign_in(client)
    idle(client, 1800)
    client.get("/admin/")
    later = expiry()
    assert later - timezone.now() > timedelta(minutes=59)
    client.get("/admin/")
    assert expiry() == later


def test_a_reader_gets_no_cookie_and_no_session_even_with_an_old_one(client):
    client.cookies["sessionid"] = "x" * 32
    answer = client.get("/")
    assert {name: cookie.value for name, cookie in answer.cookies.items() if cookie.value} == {}
    assert Session.objects.count() == 0


def test_a_reader_without_cookie_gets_none(client):
    assert not client.get("/").cookies


def test_a_page_that_asks_nothing_of_the_session_does_not_vary_with_the_cookie(client):
    assert "Cookie" not in client.get("/robots.txt").get("Vary", "")


class TestPublicAddresses:
    @pytest.fixture
    def draft(self):
        return make_plan(make_city(), is_public=False)

    @pytest.mark.parametrize("page", ["", "kpis/", "kpis/scorecard.csv", "kpis/scorecard.xlsx", "map/"])
    def test_a_browser_keeps_nothing_of_a_plan_that_only_staff_may_see(self, client, draft, page):
        client.force_login(get_user_model().objects.create_superuser("boss"))
        answer = client.get(draft.get_absolute_url() + page)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"

    def test_visitors_pages_are_not_told_to_be_forgotten(self, client):
        public = make_plan(make_city())
        answer = client.get(public.get_absolute_url())
        assert answer.status_code == 200
        assert "no-store" not in answer.get("Cache-Control", "")

    def test_a_page_that_is_the_same_for_everybody_may_be_kept(self, client):
        client.force_login(get_user_model().objects.create_superuser("boss"))
        assert "no-store" not in client.get("/robots.txt").get("Cache-Control", "")


def test_the_rules_for_passwords_stand_on_the_page_in_japanese(client, member):
    client.force_login(member)
    page = client.get("/admin/password_change/").content.decode()
    assert "12 文字以上" in page
    assert "よくあることば" in page
    assert "数字だけ" in page


@pytest.mark.parametrize("password", ["short-pass", "123456789012345", "password12345678"[:12], "tanaka"])
def test_a_weak_password_is_refused(client, member, password):
    client.force_login(member)
    posted = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    answer = client.post("/admin/password_change/", posted)
    assert answer.status_code == 200
    member.refresh_from_db()
    assert member.check_password(PASSWORD)


def test_changing_the_password_ends_the_accounts_other_sessions(client, member):
    other = Client()
    for one in (client, other):
        sign_in(one)
    new = "another-horse-battery"
    client.post(
        "/admin/password_change/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )
    assert client.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302


def test_the_grid_of_a_large_city_fits_into_one_request():
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS == 10_000


def test_a_session_begun_before_an_upgrade_ends_too_and_is_not_taken_for_a_new_one(
    client, member, monkeypatch
):
    sign_in(client)
    session = client.session
    del session["began_at"]
    session["used_at"] = 0
    session.save()
    assert client.get("/admin/").status_code == 200
    now = time.time()
    request = SimpleNamespace(session=client.session)
    assert not session_age.is_fresh(request)
    idle(client, 0)
    monkeypatch.setattr(session_age.time, "time", lambda: now + session_age.LONGEST)
    assert client.get("/admin/").status_code == 302
