"""After a password a passkey is the second step: a touch suffices."""

import json

import pytest
from axes.models import AccessFailureLog

from dxportal.signin import codes

from ..conftest import PASSWORD, SIGN_IN, code_now, is_in, sign_in, with_codes
from .authenticator import PRESENT, Authenticator
from .conftest import FAILED, ask, elsewhere, give_second, register

pytestmark = pytest.mark.django_db


def test_the_password_alone_lets_nobody_in(client, registered):
    page = sign_in(client).content.decode()
    assert "パスキーで確かめる" in page
    assert "回復コード" in page
    assert not is_in(client)


def test_the_passkey_does(client, registered, newest):
    client.post(
        f"{SIGN_IN}?next=/admin/kpis/review/",
        {"username": "tanaka", "password": PASSWORD, "next": "/admin/kpis/review/"},
    )
    assert give_second(client, registered)["Location"] == "/admin/kpis/review/"
    assert is_in(client)
    assert newest() == ("tanaka", "成功", "", "パスワードとパスキー")


def test_a_touch_suffices(client, registered):
    registered.flags = PRESENT
    sign_in(client)
    give_second(client, registered)
    assert is_in(client)


def test_but_a_question_of_the_second_step_is_none_of_the_first(client, registered):
    """It did not ask to unlock the key."""
    registered.flags = PRESENT
    sign_in(client)
    credential = json.dumps(registered.get(ask(client, second="1")))
    client.post(SIGN_IN, {"credential": credential})
    assert not is_in(client)


def test_a_recovery_code_does_once(client, registered, member):
    [recovery] = codes.renew_recovery_codes(member)[:1]
    sign_in(client)
    client.post(SIGN_IN, {"code": recovery})
    assert is_in(client)
    other = elsewhere()
    sign_in(other)
    other.post(SIGN_IN, {"code": recovery})
    assert not is_in(other)


def test_another_persons_passkey_does_not(client, registered, root):
    sign_in(client, "root")
    register(client, Authenticator())
    client.post("/admin/logout/")
    sign_in(client, "root")
    assert FAILED in give_second(client, registered).content.decode()
    assert not is_in(client)


def test_without_the_password_before_it_there_is_no_second_step(client, registered):
    assert client.post("/admin/passkeys/sign-in/", {"second": "1"}).status_code == 403
    credential = json.dumps(registered.get(ask(client)))
    client.post(SIGN_IN, {"credential": credential, "second": "1"})
    assert not is_in(client)


def test_a_wrong_one_may_be_tried_again(client, registered):
    sign_in(client)
    assert FAILED in give_second(client, registered, signature="AAAA").content.decode()
    assert AccessFailureLog.objects.get().username == "tanaka"
    give_second(client, registered)
    assert is_in(client)


def test_who_has_codes_too_may_choose(client, registered, member):
    device = with_codes(member)
    page = sign_in(client).content.decode()
    assert "パスキーで確かめる" in page
    client.post(SIGN_IN, {"code": code_now(device)})
    assert is_in(client)
