"""The portal with passkeys, tanaka's phone, and what a browser does between the two."""

import json

import pytest
from allauth.mfa.models import Authenticator as Stored
from django.test import Client

import dxportal.urls  # noqa: F401 - made before anything is set up: the other tests' addresses have none of these

from ..conftest import SIGN_IN, sign_in
from .authenticator import Authenticator

FAILED = "パスキーを確かめられませんでした。"


@pytest.fixture(autouse=True)
def on(settings):
    settings.ROOT_URLCONF = "tests.dxportal.signin.sso.urls"
    settings.PASSKEYS = True


@pytest.fixture
def client():
    """Under a name that browsers take for safe without TLS."""
    return Client(HTTP_HOST="localhost")


@pytest.fixture
def phone() -> Authenticator:
    return Authenticator()


def elsewhere() -> Client:
    return Client(HTTP_HOST="localhost")


def register(client, phone, name="私の電話"):
    options = client.post("/admin/passkeys/options/").json()
    sent = {"action": "add", "name": name, "credential": json.dumps(phone.make(options))}
    return client.post("/admin/passkeys/", sent)


@pytest.fixture
def registered(member, phone) -> Authenticator:
    """tanaka's phone, with a passkey."""
    client = elsewhere()
    sign_in(client)
    register(client, phone)
    assert Stored.objects.get(user=member).data["name"] == "私の電話"
    return phone


def ask(client, **sent) -> dict:
    return client.post("/admin/passkeys/sign-in/", sent).json()


def enter(client, phone, *, next_page="", **changes):
    credential = json.dumps(phone.get(ask(client), **changes))
    return client.post(SIGN_IN, {"credential": credential, "next": next_page})


def give_second(client, phone, **changes):
    """After the password."""
    credential = json.dumps(phone.get(ask(client, second="1"), **changes))
    return client.post(SIGN_IN, {"credential": credential, "second": "1"})
