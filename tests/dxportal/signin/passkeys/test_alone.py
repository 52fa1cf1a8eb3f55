"""A passkey alone is two factors: the thing, and its owner who unlocks it."""

import json

import pytest
from allauth.mfa.models import Authenticator as Stored
from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.auth import get_user_model
from django.test import Client

from dxportal.signin import limits
from dxportal.signin.models import Strike
from dxportal.signin.passkeys import keys

from ..conftest import SIGN_IN, is_in, sign_in
from .authenticator import PRESENT, VERIFIED, Authenticator, handle_of
from .conftest import FAILED, ask, elsewhere, enter

pytestmark = pytest.mark.django_db


def test_it_signs_in_to_the_wanted_page(client, registered, newest):
    assert enter(client, registered, next_page="/admin/kpis/review/")["Location"] == "/admin/kpis/review/"
    assert is_in(client)
    assert newest() == ("tanaka", "成功", "", "パスキー")


def test_it_is_two_factors(client, registered, member, settings):
    settings.ONE_TIME_CODES = "managers"
    enter(client, registered)
    assert is_in(client)


def test_nobody_is_led_to_another_site(client, registered):
    assert enter(client, registered, next_page="https://evil.example/")["Location"] == "/admin/"


def test_the_session_has_another_key(client, registered):
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
def test_a_lie_lets_nobody_in(client, registered, newest, lie):
    vars(registered).update(lie)
    answer = enter(client, registered)
    assert FAILED in client.get(answer["Location"]).content.decode()
    assert not is_in(client)
    assert newest()[1:] == ("失敗", "パスキーを確かめられない", "パスキー")


def test_another_persons_handle_is_no_way_in(client, registered, root):
    enter(client, registered, userHandle=handle_of(root.pk))
    assert not is_in(client)


def test_an_answer_works_once_and_in_one_browser(client, registered):
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


def test_a_question_is_used_up_by_a_wrong_answer(client, registered):
    credential = json.dumps(registered.get(ask(client)))
    client.post(SIGN_IN, {"credential": "{}"})
    client.post(SIGN_IN, {"credential": credential})
    assert not is_in(client)


def test_a_copy_whose_counter_went_back_is_refused(client, registered):
    registered.counter = 5
    enter(client, registered)
    assert is_in(client)
    other = elsewhere()
    enter(other, registered)
    assert not is_in(other)
    registered.counter = 6
    enter(other, registered)
    assert is_in(other)


def test_failures_lock_out(client, registered):
    registered.flags = PRESENT
    assert [enter(client, registered).status_code for _attempt in range(5)][-1] == 429
    registered.flags |= 4
    assert enter(client, registered).status_code == 429
    assert not is_in(client)


def test_nonsense_of_nobody_is_in_the_list(client, newest):
    client.post(SIGN_IN, {"credential": "{}"})
    assert newest() == ("", "失敗", "パスキーを確かめられない", "パスキー")


def test_a_closed_account_stays_closed(client, registered, member, newest):
    get_user_model().objects.filter(pk=member.pk).update(is_active=False)
    enter(client, registered)
    assert not is_in(client)
    assert newest()[2] == "アカウントが無効（「有効」が外れている）"


def test_a_role_must_be_in_force(client, registered, member, newest):
    get_user_model().objects.filter(pk=member.pk).update(is_staff=False)
    enter(client, registered)
    assert not is_in(client)
    assert newest()[2].startswith("スタッフ権限が外れている")


def test_it_is_no_way_round_the_directory(client, registered, root, settings, newest):
    settings.SSO_ONLY = True
    enter(client, registered)
    assert not is_in(client)
    assert newest()[2].startswith("パスワードは閉じている")


def test_where_it_is_switched_off_it_opens_nothing(client, registered, settings):
    credential = json.dumps(registered.get(ask(client)))
    settings.PASSKEYS = False
    client.post(SIGN_IN, {"credential": credential})
    assert not is_in(client)


def test_the_scripts_are_files_of_this_site(client):
    page = client.get(SIGN_IN).content.decode()
    assert 'src="/static/mfa/js/webauthn-json.js"' in page
    assert 'src="/static/js/passkeys.js"' in page
    assert page.count("<script") == page.count("<script src=") + page.count("<script defer src=")


def test_a_form_of_another_site_asks_nothing(member):
    careful = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    assert careful.post("/admin/passkeys/sign-in/").status_code == 403
    assert careful.get("/admin/passkeys/sign-in/").status_code == 405


def lock_out(client, phone):
    """Unlocked by nobody, five times."""
    phone.flags = PRESENT
    answers = [enter(client, phone).status_code for _attempt in range(5)]
    phone.flags |= VERIFIED
    assert answers[-1] == 429


def test_who_is_locked_out_is_told_so_without_being_counted(client, registered, member):
    lock_out(client, registered)
    before = (
        AccessFailureLog.objects.count(),
        Strike.objects.count(),
        AccessAttempt.objects.get().attempt_time,
    )
    registered.flags = PRESENT
    for _attempt in range(3):
        assert enter(client, registered).status_code == 429
    after = (
        AccessFailureLog.objects.count(),
        Strike.objects.count(),
        AccessAttempt.objects.get().attempt_time,
    )
    assert after == before


def test_numbers_of_accounts_tried_out_count_for_nobody(client, registered, member):
    """Only who has the passkey at hand knows its id."""
    stranger = Authenticator(handle=handle_of(member.pk))
    for _attempt in range(6):
        assert enter(client, stranger).status_code == 302
    assert not AccessAttempt.objects.exists()
    enter(client, registered)
    assert is_in(client)


def test_nonsense_without_end_fills_no_list(client, newest):
    for _attempt in range(30):
        client.post(SIGN_IN, {"credential": "{}"})
    assert AccessFailureLog.objects.count() == limits.NAMELESS.failures
    other = Client(HTTP_HOST="localhost", REMOTE_ADDR="203.0.113.9")
    other.post(SIGN_IN, {"credential": "{}"})
    assert AccessFailureLog.objects.count() == limits.NAMELESS.failures + 1
    AccessFailureLog.objects.all().delete()
    sign_in(client, "nobody", "wrong")
    assert newest()[:2] == ("nobody", "失敗")


def test_a_superuser_who_is_no_staff_is_told_why(client, registered, member, newest):
    get_user_model().objects.filter(pk=member.pk).update(is_staff=False, is_superuser=True)
    member.memberships.all().delete()
    enter(client, registered)
    assert not is_in(client)
    assert newest()[2].startswith("スタッフ権限が外れている")


def test_a_passkey_that_is_removed_while_it_answers_is_refused(client, registered, monkeypatch):
    real = keys._note_use

    def removed(row, credential):
        Stored.objects.all().delete()
        real(row, credential)

    monkeypatch.setattr(keys, "_note_use", removed)
    assert FAILED in client.get(enter(client, registered)["Location"]).content.decode()
    assert not is_in(client)
