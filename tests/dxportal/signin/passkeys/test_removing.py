"""A passkey is taken away by its owner with a proof, or by the administrator."""

import pytest
from allauth.mfa.models import Authenticator as Stored

from dxportal.signin import codes

from ..conftest import PASSWORD, SIGN_IN, code_now, is_in, sign_in, with_codes
from .authenticator import Authenticator
from .conftest import elsewhere, enter, register

pytestmark = pytest.mark.django_db
PAGE = "/admin/one-time-code/"


def remove(client, member, proof):
    row = Stored.objects.get(user=member)
    return client.post("/admin/passkeys/", {"action": "remove", "passkey": row.pk, "remove-proof": proof})


def test_with_the_password(client, registered, member):
    enter(client, registered)
    remove(client, member, PASSWORD)
    assert not Stored.objects.exists()
    assert codes.recovery_codes_left(member) == 0
    enter(client, registered)
    other = elsewhere()
    assert enter(other, registered).status_code == 302
    assert not is_in(other)


def test_with_a_recovery_code(client, registered, member):
    enter(client, registered)
    remove(client, member, codes.renew_recovery_codes(member)[0])
    assert not Stored.objects.exists()


@pytest.mark.parametrize("proof", ["", "wrong", "000000"])
def test_not_without_proof(client, registered, member, proof):
    enter(client, registered)
    assert remove(client, member, proof).status_code == 200
    assert Stored.objects.count() == 1


def test_not_another_persons(client, registered, member, root):
    other = elsewhere()
    sign_in(other, "root")
    remove(other, member, PASSWORD)
    assert Stored.objects.count() == 1


def test_sessions_that_it_opened_end(client, registered, member):
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


def test_the_administrator_can_for_who_has_lost_all(client, registered, member, root):
    reader = elsewhere()
    sign_in(reader, "root")
    assert "ワンタイムコードかパスキーを使っている人" in reader.get("/admin/sign-ins/").content.decode()
    reader.post("/admin/sign-ins/", {"action": "codes-off", "username": "tanaka"})
    assert not Stored.objects.exists()
    sign_in(client)
    assert is_in(client)


def test_one_time_codes_can_be_ended_beside_them(client, registered, member):
    device = with_codes(member)
    sign_in(client)
    client.post(SIGN_IN, {"code": code_now(device)})
    client.post(PAGE, {"action": "off", "off-proof": PASSWORD})
    assert codes.confirmed_device(member) is None
    assert codes.recovery_codes_left(member) == codes.RECOVERY_CODES
    assert codes.has_device(member)


def test_an_endless_number_removes_nothing(client, registered, member):
    enter(client, registered)
    sent = {"action": "remove", "passkey": "9" * 5000, "remove-proof": PASSWORD}
    assert client.post("/admin/passkeys/", sent).status_code == 302
    assert Stored.objects.count() == 1


def test_the_administrator_takes_them_away_also_while_they_are_switched_off(
    client, registered, member, root, settings
):
    """Switched on again they would open the account."""
    settings.PASSKEYS = False
    reader = elsewhere()
    sign_in(reader, "root")
    sent = {"action": "codes-off", "username": "tanaka"}
    page = reader.post("/admin/sign-ins/", sent, follow=True).content.decode()
    assert "「tanaka」のパスキーを解除しました。" in page
    assert not Stored.objects.exists()
    settings.PASSKEYS = True
    enter(client, registered)
    assert not is_in(client)


def test_what_the_administrator_has_taken_away_is_named(registered, member, root):
    with_codes(member)
    reader = elsewhere()
    sign_in(reader, "root")
    sent = {"action": "codes-off", "username": "tanaka"}
    page = reader.post("/admin/sign-ins/", sent, follow=True).content.decode()
    assert "「tanaka」のワンタイムコードとパスキーを解除しました。" in page


def test_who_ends_codes_beside_a_passkey_hears_what_is_asked_from_now_on(client, registered, member):
    device = with_codes(member)
    sign_in(client)
    client.post(SIGN_IN, {"code": code_now(device)})
    assert client.get(PAGE).content.decode().count("今のパスワード、アプリの6桁の数字、または回復コード") == 3
    page = client.post(PAGE, {"action": "off", "off-proof": PASSWORD}, follow=True).content.decode()
    assert "次からは、パスワードに続けてパスキーか回復コードで確かめます。" in page
    assert "パスワードだけで" not in page
