"""An answer by OpenID Connect works once, in time, and in the browser that asked."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from ...conftest import is_in
from ..conftest import START, come_back, sign_on

pytestmark = pytest.mark.django_db


def test_an_answer_works_once(client, member, directory, newest):
    address = come_back(client)
    assert client.get(address).status_code == 302
    client.logout()
    assert client.get(address).status_code == 403
    assert not is_in(client)
    assert newest()[2] == "始めたブラウザーと違うか、時間が切れた"


def test_a_code_works_once(client, member, directory):
    """The directory refuses it: also with a state of its own."""
    address = come_back(client)
    code = parse_qs(urlsplit(address).query)["code"][0]
    client.get(address)
    client.logout()
    directory.answer = {"code": code}
    assert sign_on(client).status_code == 403
    assert not is_in(client)


def test_an_answer_works_in_the_browser_that_asked(client, member, directory):
    """Nobody can be signed in as somebody else by a link."""
    address = come_back(client)
    other = Client()
    assert other.get(address).status_code == 403
    other.get(START)  # even with a sign-in of its own under way
    assert other.get(address).status_code == 403
    assert not is_in(other)


def test_another_browsers_code_does_not_fit_the_verifier(client, member, directory):
    stolen = parse_qs(urlsplit(come_back(Client())).query)["code"][0]
    directory.answer = {"code": stolen}
    assert sign_on(client).status_code == 403
    assert not is_in(client)


def test_an_answer_after_ten_minutes_is_too_late(client, member, directory, monkeypatch):
    address = come_back(client)
    now = time.time()
    monkeypatch.setattr("allauth.socialaccount.internal.statekit.time.time", lambda: now + 601)
    assert client.get(address).status_code == 403
