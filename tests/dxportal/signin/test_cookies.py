"""Cookies of a site with HTTPS: of this host only, over HTTPS only; and where signing in may lead."""

import json
import time
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.test import Client

from tests.dxportal.test_settings import run

from .conftest import PASSWORD, SIGN_IN, sign_in

pytestmark = pytest.mark.django_db

ASK = """
import django, json, os
django.setup()
from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.http import HttpResponse
from django.test import RequestFactory
from django.middleware.csrf import get_token, CsrfViewMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.backends.signed_cookies import SessionStore

def view(request):
    get_token(request)
    request._messages = default_storage(request)
    messages.error(request, "a sentence")
    answer = HttpResponse("ok")
    request._messages.update(answer)
    return answer

settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
def inner(request):
    request.session["a"] = 1
    return CsrfViewMiddleware(view)(request)
answer = SessionMiddleware(inner)(RequestFactory().get("/", secure=True))
print(json.dumps([morsel.OutputString() for morsel in answer.cookies.values()]))
"""


def test_every_cookie_of_a_site_with_https_belongs_to_this_host_alone():
    answer = run("-c", ASK, DJANGO_SETTINGS_MODULE="dxportal.settings")
    assert answer.returncode == 0, answer.stderr
    lines = json.loads(answer.stdout)
    cookies = {}
    for line in lines:
        cookies |= SimpleCookie(line)
    assert set(cookies) == {"__Host-sessionid", "__Host-csrftoken", "__Host-messages"}
    for cookie in cookies.values():
        assert cookie["secure"]
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert cookie["samesite"] == "Lax"
    assert cookies["__Host-sessionid"]["httponly"]
    assert cookies["__Host-messages"]["httponly"]


def test_the_scripts_find_the_token_with_the_prefix_and_without():
    scripts = settings.BASE_DIR / "static/js"
    read = [file.name for file in scripts.glob("*.js") if "csrftoken=" in file.read_text()]
    assert read == ["forms.js"]  # in one place; the others ask it
    assert "(?:__Host-)?csrftoken=" in (scripts / "forms.js").read_text()
    assert all("renewedToken()" in (scripts / name).read_text() for name in ("held.js", "paste.js"))


def test_signing_in_changes_the_session_so_that_a_planted_one_is_worth_nothing(client, member):
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = session.session_key
    sign_in(client)
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert thief.get("/admin/").status_code == 302


def test_signing_out_ends_the_session_on_the_server(client, member):
    sign_in(client)
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/admin/logout/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert thief.get("/admin/").status_code == 302


def test_switching_an_account_off_ends_its_session_at_once(client, member):
    sign_in(client)
    assert client.get("/admin/").status_code == 200
    type(member).objects.filter(pk=member.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302


def test_a_session_ends_after_a_working_day_however_much_it_is_used(client, member, monkeypatch):
    sign_in(client)
    began = time.time()
    for minutes in range(0, 12 * 60, 45):
        monkeypatch.setattr(time, "time", lambda minutes=minutes: began + 60 * minutes)
        assert client.get("/admin/").status_code == 200
    monkeypatch.setattr(time, "time", lambda: began + 12 * 60 * 60 + 1)
    assert client.get("/admin/").status_code == 302
    sign_in(client)
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "next_",
    [
        "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example", "http:evil.example",
        "https:///evil.example", "javascript:evil()", " //evil.example", "\t//evil.example", "https://testserver@evil.example/",
        "https://testserver.evil.example/", "data:text/html,x",
    ],
)  # fmt: skip
def test_signing_in_leads_to_no_other_site(client, member, next_):
    sent = {"username": "tanaka", "password": PASSWORD, "next": next_}
    assert client.post(SIGN_IN, sent)["Location"] == "/admin/"
    client.logout()
    assert client.post(f"{SIGN_IN}?next={next_}", sent | {"next": ""})["Location"] == "/admin/"


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver@evil.example", "evil.example:80", "testserver.evil.example", ""]
)
def test_a_forged_host_is_refused_and_never_said_again(client, host):
    for address in ("/", "/about", "/admin/login/"):
        answer = client.get(address, HTTP_HOST=host)
        assert answer.status_code == 400
        assert "evil.example" not in answer.content.decode() + answer.get("Location", "")
    forwarded = client.get("/about", HTTP_X_FORWARDED_HOST="evil.example")
    assert "evil.example" not in forwarded.get("Location", "")


def test_an_unknown_name_costs_as_much_as_a_wrong_password(client, member, monkeypatch):
    """Both hash one password: how long the answer takes tells nothing."""
    from django.contrib.auth import hashers

    made = []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(
        type(hasher),
        "encode",
        lambda self, password, salt, *more: made.append(1) or encode(self, password, salt, *more),
    )
    counts = []
    for name in ("tanaka", "nobody"):
        made.clear()
        sign_in(client, name, "wrong")
        counts.append(len(made))
    assert counts == [1, 1]
