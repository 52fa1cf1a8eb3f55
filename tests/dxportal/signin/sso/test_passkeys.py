"""Passkeys: registered by who has just signed in, for one host; alone they are two factors, after a password the second."""

import json
import time

import pytest
from allauth.mfa.models import Authenticator as Stored
from axes.models import AccessFailureLog
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.test import Client

from dxportal.signin import codes

from ..conftest import PASSWORD, SIGN_IN, code_now, sign_in, with_codes
from .authenticator import PRESENT, Authenticator, handle_of
from .conftest import is_in

pytestmark = pytest.mark.django_db
PAGE = "/admin/one-time-code/"
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


class TestRegistering:
    def test_the_first_one_brings_recovery_codes(self, client, member, phone):
        sign_in(client)
        page = register(client, phone).content.decode()
        assert "回復コード" in page
        assert codes.recovery_codes_left(member) == codes.RECOVERY_CODES
        assert (
            "パスキー「私の電話」を登録しました。"
            in LogEntry.objects.get(object_id=str(member.pk)).change_message
        )
        assert is_in(client)

    def test_it_is_listed_with_its_last_use(self, client, registered):
        enter(client, registered)
        page = client.get(PAGE).content.decode()
        assert "私の電話" in page
        assert "まだ使っていません" not in page

    def test_what_is_asked_of_the_authenticator(self, client, member):
        sign_in(client)
        asked = client.post("/admin/passkeys/options/").json()["publicKey"]
        assert asked["rp"] == {"id": "localhost", "name": "DX計画ポータル"}
        assert asked["user"]["id"] == handle_of(member.pk)
        assert asked["authenticatorSelection"]["userVerification"] == "required"
        assert asked["authenticatorSelection"]["residentKey"] == "required"
        assert asked.get("attestation", "none") == "none"

    def test_the_same_phone_is_not_registered_twice(self, client, registered):
        enter(client, registered)
        asked = client.post("/admin/passkeys/options/").json()["publicKey"]
        assert len(asked["excludeCredentials"]) == 1

    def test_not_at_a_terminal_that_was_left_open(self, client, member, phone, monkeypatch):
        sign_in(client)
        options = client.post("/admin/passkeys/options/").json()
        now = time.time()
        monkeypatch.setattr("dxportal.signin.entering.time.time", lambda: now + 601)
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
    def test_a_lie_is_not_registered(self, client, member, phone, lie):
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
    def test_nonsense_is_not_registered(self, client, member, sent):
        sign_in(client)
        client.post("/admin/passkeys/options/")
        assert client.post("/admin/passkeys/", {"action": "add", "credential": sent}).status_code == 302
        assert not Stored.objects.exists()

    def test_an_answer_registers_once(self, client, member, phone):
        sign_in(client)
        options = client.post("/admin/passkeys/options/").json()
        sent = {"action": "add", "credential": json.dumps(phone.make(options))}
        client.post("/admin/passkeys/", sent)
        client.post("/admin/passkeys/", sent)
        assert Stored.objects.count() == 1

    def test_a_visitor_registers_nothing(self, client, member):
        assert client.post("/admin/passkeys/options/")["Location"].startswith(SIGN_IN)


class TestAlone:
    def test_it_signs_in_to_the_wanted_page(self, client, registered, newest):
        assert enter(client, registered, next_page="/admin/kpis/review/")["Location"] == "/admin/kpis/review/"
        assert is_in(client)
        assert newest() == ("tanaka", "成功", "", "パスキー")

    def test_it_is_two_factors(self, client, registered, member, settings):
        settings.ONE_TIME_CODES = "managers"
        enter(client, registered)
        assert is_in(client)

    def test_nobody_is_led_to_another_site(self, client, registered):
        assert enter(client, registered, next_page="https://evil.example/")["Location"] == "/admin/"

    def test_the_session_has_another_key(self, client, registered):
        options = ask(client)
        before = client.session.session_key
        client.post(SIGN_IN, {"credential": json.dumps(registered.get(options))})
        assert client.session.session_key != before

    @pytest.mark.parametrize(
        "lie",
        [
            {"origin": "https://evil.example"},
            {"origin": "http://sub.localhost"},
            {"flags": PRESENT},  # touched, but not unlocked
            {"flags": 0},
            {"key": Authenticator().key},
            {"key_id": b"another"},
            {"handle": handle_of(999_999)},
            {"handle": ""},
            {"handle": "x"},
        ],
    )
    def test_a_lie_lets_nobody_in(self, client, registered, newest, lie):
        vars(registered).update(lie)
        answer = enter(client, registered)
        assert FAILED in client.get(answer["Location"]).content.decode()
        assert not is_in(client)
        assert newest()[1:] == ("失敗", "パスキーを確かめられない", "パスキー")

    def test_another_persons_handle_is_no_way_in(self, client, registered, root):
        enter(client, registered, userHandle=handle_of(root.pk))
        assert not is_in(client)

    def test_an_answer_works_once_and_in_one_browser(self, client, registered):
        credential = json.dumps(registered.get(ask(client)))
        other = elsewhere()
        ask(other)
        other.post(SIGN_IN, {"credential": credential})
        assert not is_in(other)
        client.post(SIGN_IN, {"credential": credential})
        assert is_in(client)
        client.post("/admin/logout/")
        client.post(SIGN_IN, {"credential": credential})
        assert not is_in(client)

    def test_a_question_is_used_up_by_a_wrong_answer(self, client, registered):
        credential = json.dumps(registered.get(ask(client)))
        client.post(SIGN_IN, {"credential": "{}"})
        client.post(SIGN_IN, {"credential": credential})
        assert not is_in(client)

    def test_a_copy_whose_counter_went_back_is_refused(self, client, registered):
        registered.counter = 5
        enter(client, registered)
        assert is_in(client)
        other = elsewhere()
        enter(other, registered)
        assert not is_in(other)
        registered.counter = 6
        enter(other, registered)
        assert is_in(other)

    def test_failures_lock_out(self, client, registered):
        registered.flags = PRESENT
        assert [enter(client, registered).status_code for _attempt in range(5)][-1] == 429
        registered.flags |= 4
        assert enter(client, registered).status_code == 429
        assert not is_in(client)

    def test_nonsense_of_nobody_is_in_the_list(self, client, newest):
        client.post(SIGN_IN, {"credential": "{}"})
        assert newest() == ("", "失敗", "パスキーを確かめられない", "パスキー")

    def test_a_closed_account_stays_closed(self, client, registered, member, newest):
        get_user_model().objects.filter(pk=member.pk).update(is_active=False)
        enter(client, registered)
        assert not is_in(client)
        assert newest()[2] == "アカウントが無効（「有効」が外れている）"

    def test_a_role_must_be_in_force(self, client, registered, member, newest):
        get_user_model().objects.filter(pk=member.pk).update(is_staff=False)
        enter(client, registered)
        assert not is_in(client)
        assert newest()[2].startswith("スタッフ権限が外れている")

    def test_it_is_no_way_round_the_directory(self, client, registered, root, settings, newest):
        settings.SSO_ONLY = True
        enter(client, registered)
        assert not is_in(client)
        assert newest()[2].startswith("パスワードは閉じている")

    def test_where_it_is_switched_off_it_opens_nothing(self, client, registered, settings):
        credential = json.dumps(registered.get(ask(client)))
        settings.PASSKEYS = False
        client.post(SIGN_IN, {"credential": credential})
        assert not is_in(client)


class TestAfterThePassword:
    def give(self, client, phone, **changes):
        credential = json.dumps(phone.get(ask(client, second="1"), **changes))
        return client.post(SIGN_IN, {"credential": credential, "second": "1"})

    def test_the_password_alone_lets_nobody_in(self, client, registered):
        page = sign_in(client).content.decode()
        assert "パスキーで確かめる" in page
        assert "回復コード" in page
        assert not is_in(client)

    def test_the_passkey_does(self, client, registered, newest):
        client.post(
            f"{SIGN_IN}?next=/admin/kpis/review/",
            {"username": "tanaka", "password": PASSWORD, "next": "/admin/kpis/review/"},
        )
        assert self.give(client, registered)["Location"] == "/admin/kpis/review/"
        assert is_in(client)
        assert newest() == ("tanaka", "成功", "", "パスワードとパスキー")

    def test_a_touch_suffices(self, client, registered):
        registered.flags = PRESENT
        sign_in(client)
        self.give(client, registered)
        assert is_in(client)

    def test_but_a_question_of_the_second_step_is_none_of_the_first(self, client, registered):
        """It did not ask to unlock the key."""
        registered.flags = PRESENT
        sign_in(client)
        credential = json.dumps(registered.get(ask(client, second="1")))
        client.post(SIGN_IN, {"credential": credential})
        assert not is_in(client)

    def test_a_recovery_code_does_once(self, client, registered, member):
        [recovery] = codes.renew_recovery_codes(member)[:1]
        sign_in(client)
        client.post(SIGN_IN, {"code": recovery})
        assert is_in(client)
        other = elsewhere()
        sign_in(other)
        other.post(SIGN_IN, {"code": recovery})
        assert not is_in(other)

    def test_another_persons_passkey_does_not(self, client, registered, root):
        sign_in(client, "root")
        register(client, Authenticator())
        client.post("/admin/logout/")
        sign_in(client, "root")
        assert FAILED in self.give(client, registered).content.decode()
        assert not is_in(client)

    def test_without_the_password_before_it_there_is_no_second_step(self, client, registered):
        assert client.post("/admin/passkeys/sign-in/", {"second": "1"}).status_code == 403
        credential = json.dumps(registered.get(ask(client)))
        client.post(SIGN_IN, {"credential": credential, "second": "1"})
        assert not is_in(client)

    def test_a_wrong_one_may_be_tried_again(self, client, registered):
        sign_in(client)
        assert FAILED in self.give(client, registered, signature="AAAA").content.decode()
        assert AccessFailureLog.objects.get().username == "tanaka"
        self.give(client, registered)
        assert is_in(client)

    def test_who_has_codes_too_may_choose(self, client, registered, member):
        device = with_codes(member)
        page = sign_in(client).content.decode()
        assert "パスキーで確かめる" in page
        client.post(SIGN_IN, {"code": code_now(device)})
        assert is_in(client)


class TestRemoving:
    def remove(self, client, member, proof):
        row = Stored.objects.get(user=member)
        return client.post("/admin/passkeys/", {"action": "remove", "passkey": row.pk, "remove-proof": proof})

    def test_with_the_password(self, client, registered, member):
        enter(client, registered)
        self.remove(client, member, PASSWORD)
        assert not Stored.objects.exists()
        assert codes.recovery_codes_left(member) == 0
        enter(client, registered)
        other = elsewhere()
        assert enter(other, registered).status_code == 302
        assert not is_in(other)

    def test_with_a_recovery_code(self, client, registered, member):
        enter(client, registered)
        self.remove(client, member, codes.renew_recovery_codes(member)[0])
        assert not Stored.objects.exists()

    @pytest.mark.parametrize("proof", ["", "wrong", "000000"])
    def test_not_without_proof(self, client, registered, member, proof):
        enter(client, registered)
        assert self.remove(client, member, proof).status_code == 200
        assert Stored.objects.count() == 1

    def test_not_another_persons(self, client, registered, member, root):
        other = elsewhere()
        sign_in(other, "root")
        self.remove(other, member, PASSWORD)
        assert Stored.objects.count() == 1

    def test_sessions_that_it_opened_end(self, client, registered, member):
        enter(client, registered)
        second = Authenticator()
        register(client, second)
        other = elsewhere()
        enter(other, second)
        assert is_in(other)
        client.post(
            "/admin/passkeys/",
            {"action": "remove", "passkey": Stored.objects.last().pk, "remove-proof": PASSWORD},
        )
        assert not is_in(other)
        assert is_in(client)

    def test_the_administrator_can_for_who_has_lost_all(self, client, registered, member, root):
        reader = elsewhere()
        sign_in(reader, "root")
        assert "ワンタイムコードかパスキーを使っている人" in reader.get("/admin/sign-ins/").content.decode()
        reader.post("/admin/sign-ins/", {"action": "codes-off", "username": "tanaka"})
        assert not Stored.objects.exists()
        sign_in(client)
        assert is_in(client)

    def test_one_time_codes_can_be_ended_beside_them(self, client, registered, member):
        device = with_codes(member)
        sign_in(client)
        client.post(SIGN_IN, {"code": code_now(device)})
        client.post(PAGE, {"action": "off", "off-proof": PASSWORD})
        assert codes.confirmed_device(member) is None
        assert codes.recovery_codes_left(member) == codes.RECOVERY_CODES
        assert codes.has_device(member)


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


def test_the_scripts_are_files_of_this_site(client):
    page = client.get(SIGN_IN).content.decode()
    assert 'src="/static/mfa/js/webauthn-json.js"' in page
    assert 'src="/static/js/passkeys.js"' in page
    assert page.count("<script") == page.count("<script src=") + page.count("<script defer src=")


def test_a_form_of_another_site_asks_nothing(member):
    careful = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    assert careful.post("/admin/passkeys/sign-in/").status_code == 403
    assert careful.get("/admin/passkeys/sign-in/").status_code == 405
