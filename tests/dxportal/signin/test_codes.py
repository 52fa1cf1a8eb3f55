"""One-time codes: set up, asked for, lost, switched off."""

import re

import pytest
from axes.models import AccessAttempt
from django.contrib.admin.models import LogEntry
from django.test import Client, override_settings
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from dxportal.signin import codes, pending
from tests.factories import make_member

from .conftest import PASSWORD, SIGN_IN, code_now, sign_in, with_codes

pytestmark = pytest.mark.django_db
PAGE = "/admin/one-time-code/"


def forget_throttle():
    """As if the pauses after failures were over."""
    for model in (TOTPDevice, StaticDevice):
        model.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)


def act(client, action, **fields):
    return client.post(PAGE, {"action": action} | fields)


def is_in(client):
    return client.get("/admin/").status_code == 200


# Setting up.


def test_the_page_leads_from_key_to_recovery_codes(client, member):
    client.force_login(member)
    assert "設定を始める" in client.get(PAGE).content.decode()
    act(client, "start")
    device = codes.waiting_device(member)
    page = client.get(PAGE).content.decode()
    key = re.search(r'class="otp-key">([^<]+)<', page)[1]
    assert re.fullmatch(r"([A-Z2-7]{4} )+[A-Z2-7]{1,4}", key)
    answer = act(client, "confirm", code=code_now(device))
    page = answer.content.decode()
    assert len(re.findall(r"<li><code>[a-z2-7]{8}</code></li>", page)) == 10
    assert "no-store" in answer["Cache-Control"]
    assert codes.has_device(member)
    assert is_in(client), "the session in which the codes were set up stays signed in"
    assert "<li><code>" not in client.get(PAGE).content.decode(), "shown once"
    assert LogEntry.objects.filter(user=member, change_message__contains="使い始め").exists()


def test_the_qr_code_is_drawn_without_style_or_script_and_holds_the_key(client, member):
    client.force_login(member)
    act(client, "start")
    page = client.get(PAGE).content.decode()
    svg = re.search(r"<svg[^>]*qr-code.*?</svg>", page, re.DOTALL)[0]
    assert "style" not in svg
    assert "script" not in svg
    assert "href" not in svg
    device = codes.waiting_device(member)
    assert "otpauth://totp/" in device.config_url
    assert codes.qr_code(device) == svg


def test_a_key_is_not_in_force_before_its_first_code(client, member):
    client.force_login(member)
    act(client, "start")
    answer = act(client, "confirm", code="000000")
    page = answer.content.decode()
    assert "コードが違うか" in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_code_error"' in page
    assert not codes.has_device(member)
    act(client, "cancel")
    assert TOTPDevice.objects.count() == 0


def test_full_width_digits_and_spaces_are_understood(member):
    codes.start(member)
    device = codes.waiting_device(member)
    typed = code_now(device).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    codes.confirm(member, f"{typed[:3]}　{typed[3:]}")
    assert codes.has_device(member)


def test_starting_anew_does_not_replace_a_key_in_force(client, member):
    device = with_codes(member)
    sign_in(client)
    client.post(SIGN_IN, {"code": code_now(device)})
    act(client, "start")
    assert TOTPDevice.objects.get() == device


# Signing in.


def test_the_password_alone_signs_nobody_in(client, member):
    with_codes(member)
    answer = sign_in(client)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "ワンタイムコードの入力" in page
    assert PASSWORD not in page
    assert 'autocomplete="one-time-code"' in page
    assert "_auth_user_id" not in client.session
    assert not is_in(client)


def test_the_code_signs_in_and_leads_to_the_page_asked_for(client, member):
    device = with_codes(member)
    client.post(SIGN_IN, {"username": "tanaka", "password": PASSWORD, "next": "/admin/plans/goal/"})
    answer = client.post(SIGN_IN, {"code": code_now(device)})
    assert answer["Location"] == "/admin/plans/goal/"
    assert is_in(client)
    assert pending.KEY not in client.session


def test_a_code_works_once(client, member):
    device = with_codes(member)
    code = code_now(device)
    sign_in(client)
    assert client.post(SIGN_IN, {"code": code}).status_code == 302
    other = Client()
    sign_in(other)
    assert "すでに使われています" in other.post(SIGN_IN, {"code": code}).content.decode()


def test_a_recovery_code_works_once(client, member):
    code = with_codes(member).recovery[0]
    sign_in(client)
    assert client.post(SIGN_IN, {"code": code.upper()}).status_code == 302
    assert codes.recovery_codes_left(member) == 9
    other = Client()
    sign_in(other)
    assert other.post(SIGN_IN, {"code": code}).status_code == 200
    assert not is_in(other)


def test_a_code_without_a_password_before_it_is_worth_nothing(client, member):
    device = with_codes(member)
    answer = client.post(SIGN_IN, {"code": code_now(device)}, follow=True)
    assert "時間が切れました" in answer.content.decode()
    assert not is_in(client)


def test_five_minutes_after_the_password_the_code_comes_too_late(client, member):
    device = with_codes(member)
    sign_in(client)
    session = client.session
    session[pending.KEY] = session[pending.KEY] | {"until": 0}
    session.save()
    answer = client.post(SIGN_IN, {"code": code_now(device)}, follow=True)
    assert "時間が切れました" in answer.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}, {"password": "x"}])
def test_an_account_that_changes_between_the_steps_is_not_let_in(client, member, change):
    device = with_codes(member)
    sign_in(client)
    type(member).objects.filter(pk=member.pk).update(**change)
    client.post(SIGN_IN, {"code": code_now(device)})
    assert not is_in(client)


def test_a_wrong_code_makes_the_next_one_wait(client, member):
    device = with_codes(member)
    sign_in(client)
    client.post(SIGN_IN, {"code": "000000"})
    page = client.post(SIGN_IN, {"code": code_now(device)}).content.decode()
    assert re.search(r"あと\d+秒お待ちください", page)
    assert AccessAttempt.objects.get().failures_since_start == 1, "what was not looked at is no failure"


def test_five_wrong_codes_lock_out_even_with_the_right_password(client, member):
    device = with_codes(member)
    sign_in(client)
    for _ in range(5):
        forget_throttle()
        answer = client.post(SIGN_IN, {"code": "000000"})
    assert answer.status_code == 429
    assert "000000" not in AccessAttempt.objects.get().post_data
    forget_throttle()
    assert client.post(SIGN_IN, {"code": code_now(device)}).status_code == 429
    assert sign_in(client).status_code == 429
    assert not is_in(client)


def test_the_right_password_between_wrong_codes_does_not_reset_the_count(client, member):
    with_codes(member)
    for _ in range(5):
        sign_in(client)
        forget_throttle()
        answer = client.post(SIGN_IN, {"code": "000000"})
    assert answer.status_code == 429


def test_a_session_opened_elsewhere_before_the_codes_were_set_up_ends(client, member):
    sign_in(client)
    assert is_in(client)
    with_codes(member)
    assert not is_in(client)


def test_an_empty_code_is_asked_for_again(client, member):
    with_codes(member)
    sign_in(client)
    assert "コードを入力してください。" in client.post(SIGN_IN, {"code": ""}).content.decode()
    assert AccessAttempt.objects.count() == 0


# Renewing and switching off.


@pytest.fixture
def verified(client, member):
    """A client signed in with password and code; the device."""
    device = with_codes(member)
    sign_in(client)
    client.post(SIGN_IN, {"code": code_now(device)})
    return device


def test_switching_off_takes_the_password(client, member, verified):
    assert "パスワードが違います。" in act(client, "off", **{"off-proof": "wrong"}).content.decode()
    assert codes.has_device(member)
    act(client, "off", **{"off-proof": PASSWORD})
    assert not codes.has_device(member)
    assert StaticDevice.objects.count() == 0
    assert is_in(client)
    assert LogEntry.objects.filter(user=member, change_message__contains="やめました").exists()


def test_switching_off_takes_a_code(client, member, verified):
    TOTPDevice.objects.update(last_t=-1)
    act(client, "off", **{"off-proof": code_now(verified)})
    assert not codes.has_device(member)


def test_a_wrong_code_does_not_switch_off(client, member, verified):
    answer = act(client, "off", **{"off-proof": "000000"})
    assert "コードが違うか" in answer.content.decode()
    assert codes.has_device(member)


def test_guessing_the_password_at_a_terminal_left_alone_locks_out(client, member, verified):
    for _ in range(5):
        answer = act(client, "off", **{"off-proof": "wrong"})
    assert answer.status_code == 429
    assert codes.has_device(member)


def test_new_recovery_codes_replace_the_old_ones(client, member, verified):
    page = act(client, "renew", **{"renew-proof": PASSWORD}).content.decode()
    shown = re.findall(r"<li><code>([a-z2-7]{8})</code></li>", page)
    assert len(shown) == 10
    assert not set(shown) & set(verified.recovery)


# Demanded.


@override_settings(ONE_TIME_CODES="managers")
def test_where_they_are_demanded_a_manager_sets_them_up_before_anything_else(client, member):
    client.force_login(member)
    for address in ("/admin/", "/admin/plans/goal/", "/admin/kpis/review/"):
        assert client.get(address)["Location"] == PAGE
    assert "設定してから" in client.get(PAGE).content.decode()
    assert client.get("/admin/password_change/").status_code == 200
    act(client, "start")
    act(client, "confirm", code=code_now(codes.waiting_device(member)))
    assert is_in(client)


@override_settings(ONE_TIME_CODES="managers")
def test_where_they_are_demanded_superusers_need_them_and_editors_do_not(client, city, root):
    client.force_login(root)
    assert client.get("/admin/")["Location"] == PAGE
    client.force_login(make_member(city, "editor", "sato"))
    assert is_in(client)


def test_nobody_can_read_keys_in_the_admin(client, root):
    client.force_login(root)
    assert client.get("/admin/otp_totp/totpdevice/").status_code == 404
    assert client.get("/admin/otp_static/staticdevice/").status_code == 404
    assert client.get("/admin/axes/accessattempt/").status_code == 404
