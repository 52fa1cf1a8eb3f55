"""An answer by SAML is taken once, and in the browser that asked."""

import pytest
from django.core.cache import cache
from django.test import Client

from dxportal.signin.models import TakenAssertion

from ...conftest import is_in
from .conftest import START, ago, post, sign_on

pytestmark = pytest.mark.django_db


def test_an_assertion_is_taken_once(client, member, directory):
    answer = directory.answer(client.get(START)["Location"])
    assert post(client, answer).status_code == 302
    assert post(client, answer).status_code == 403
    cache.clear()  # another process has another one
    assert post(Client(), answer).status_code == 403


def test_an_assertion_that_has_expired_is_forgotten(client, member, directory):
    sign_on(client, directory)
    TakenAssertion.objects.update(expires_at=ago(seconds=1))
    sign_on(Client(), directory)
    assert TakenAssertion.objects.count() == 1


def test_an_answer_works_in_the_browser_that_asked(client, member, directory, newest):
    """Nobody can be signed in as somebody else by a form of another site."""
    answer = directory.answer(client.get(START)["Location"])
    other = Client()
    other.get(START)  # even with a sign-in of its own under way
    finish = post(other, answer)["Location"]
    assert other.get(finish).status_code == 403
    assert not is_in(other)
    assert newest()[2] == "始めたブラウザーと違うか、時間が切れた"


def test_what_is_kept_between_works_once(client, member, directory):
    finish = post(client, directory.answer(client.get(START)["Location"]))
    assert finish.cookies["saml-answer"]["httponly"]
    assert client.get(finish["Location"]).status_code == 302
    client.post("/admin/logout/")
    assert client.get(finish["Location"]).status_code == 403
    assert not is_in(client)
