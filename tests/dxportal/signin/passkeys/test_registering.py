"""A passkey is registered by who has just signed in, for one host."""

import json
import time

import pytest
from allauth.mfa.models import Authenticator as Stored
from django.contrib.admin.models import LogEntry

from dxportal.signin import codes

from ..conftest import SIGN_IN, is_in, sign_in
from .authenticator import PRESENT, handle_of
from .conftest import enter, register

pytestmark = pytest.mark.django_db
PAGE = "/admin/one-time-code/"


def test_the_first_one_brings_recovery_codes(client, member, phone):
    sign_in(client)
    page = register(client, phone).content.decode()
    assert "回復コード" in page
    assert codes.recovery_codes_left(member) == codes.RECOVERY_CODES
    assert (
        "パスキー「私の電話」を登録しました。"
        in LogEntry.objects.get(object_id=str(member.pk)).change_message
    )
    assert is_in(client)


def test_it_is_listed_with_its_last_use(client, registered):
    enter(client, registered)
    page = client.get(PAGE).content.decode()
    assert "私の電話" in page
    assert "まだ使っていません" not in page


def test_what_is_asked_of_the_authenticator(client, member):
    sign_in(client)
    asked = client.post("/admin/passkeys/options/").json()["publicKey"]
    assert asked["rp"] == {"id": "localhost", "name": "DX計画ポータル"}
    assert asked["user"]["id"] == handle_of(member.pk)
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked.get("attestation", "none") == "none"


def test_the_same_phone_is_not_registered_twice(client, registered):
    enter(client, registered)
    asked = client.post("/admin/passkeys/options/").json()["publicKey"]
    assert len(asked["excludeCredentials"]) == 1


def test_not_at_a_terminal_that_was_left_open(client, member, phone, monkeypatch):
    sign_in(client)
    options = client.post("/admin/passkeys/options/").json()
    now = time.time()
    monkeypatch.setattr("dxportal.signin.session_age.time.time", lambda: now + 601)
    assert client.post("/admin/passkeys/options/").status_code == 403
    client.post("/admin/passkeys/", {"action": "add", "credential": json.dumps(phone.make(options))})
    assert not Stored.objects.exists()
    assert "サインインし直してから" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://sub.localhost"},
        {"origin": "http://localhost:8080"},
        {"flags": PRESENT},
        {"flags": 0},
    ],
)
def test_a_lie_is_not_registered(client, member, phone, lie):
    vars(phone).update(lie)
    sign_in(client)
    register(client, phone)
    assert not Stored.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "{}",
        "[]",
        "null",
        "[" * 5000,
        '{"response": {}}',
        '{"response": {"clientDataJSON": "e30"}}',
        "x" * 30_000,
    ],
)
def test_nonsense_is_not_registered(client, member, sent):
    sign_in(client)
    client.post("/admin/passkeys/options/")
    assert client.post("/admin/passkeys/", {"action": "add", "credential": sent}).status_code == 302
    assert not Stored.objects.exists()


def test_a_name_too_long_is_refused_before_the_device_is_asked_and_never_cut(client, member, phone):
    sign_in(client)
    options = client.post("/admin/passkeys/options/", {"name": "あ" * 50})
    long = {"name": "あ" * 51}
    refused = client.post("/admin/passkeys/options/", long)
    assert (options.status_code, refused.status_code) == (200, 422)
    assert "50文字までです（今は51文字）" in refused.json()["sentence"]
    sent = long | {"action": "add", "credential": json.dumps(phone.make(options.json()))}
    said = client.post("/admin/passkeys/", sent, follow=True).content.decode()
    assert "50文字までです（今は51文字）" in said
    assert not Stored.objects.exists()


def test_an_answer_registers_once(client, member, phone):
    sign_in(client)
    options = client.post("/admin/passkeys/options/").json()
    sent = {"action": "add", "credential": json.dumps(phone.make(options))}
    client.post("/admin/passkeys/", sent)
    client.post("/admin/passkeys/", sent)
    assert Stored.objects.count() == 1


def test_a_visitor_registers_nothing(client, member):
    assert client.post("/admin/passkeys/options/")["Location"].startswith(SIGN_IN)


def test_managers_may_choose_a_passkey(client, member, phone, settings):
    settings.ONE_TIME_CODES = "managers"
    sign_in(client)
    assert client.get("/admin/")["Location"] == PAGE
    assert "ワンタイムコードかパスキーを設定してから" in client.get(PAGE).content.decode()
    register(client, phone)
    assert is_in(client)


def test_one_time_codes_can_be_added_to_a_passkey(client, registered, member):
    enter(client, registered)
    client.post(PAGE, {"action": "start"})
    assert codes.waiting_device(member)
