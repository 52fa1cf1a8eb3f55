"""Passwords that are long and yet guessed early are refused, with what to do instead; good ones are taken."""

import io
import secrets

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import override_settings

from plans.management.commands import create_demo_accounts
from tests.factories import make_city, make_member

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db

WEAK = [
    "aaaaaaaaaaaa",
    "ababababababab",
    "abcdefghijkl",
    "lkjihgfedcba",
    "123456789012",
    "abc123abc123abc123",
    "qwertyuiop@[",
    "QWERTYUIOPasdfghjkl",
    "1qaz2wsx3edc",
    "zaq1xsw2cde3",
    "password1234",
    "P@ssw0rd2024!",
    "Passw0rdPassw0rd",
    "ｐａｓｓｗｏｒｄ１２３４",
    "sunshine-princess",
    "letmein20240401",
    "19800101-19991231",
    "reiwa7nendo2025",
    "kitayama2024!",
    "Kitayama-City-2025",
    "smartKITAYAMA1234",
    "dxportal-kanri1",
    "tanaka.hanako2025",
    "北山市北山市北山市北山市",
]
GOOD = [
    PASSWORD,
    "correct horse battery staple",
    "kumo-tsukue-abura-neko",
    "Xk3!vmPq9$Lw",
    "雨の日は窓口で本をよく読む",
    "Takarazuka no hana ga 7 hon saita",
    "q7Zr-04dT_nnWx2e",
]


@pytest.fixture
def tanaka(db):
    user = make_member(make_city(), "editor")
    user.first_name, user.last_name, user.email = "花子", "田中", "hanako@city.kitayama.example.jp"
    return user


@pytest.mark.parametrize("password", WEAK)
def test_a_weak_one_is_refused_with_what_to_do_instead(tanaka, password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, tanaka)
    assert any(word in "".join(refused.value.messages) for word in ("4つほどつなげる", "似"))


@pytest.mark.parametrize("password", GOOD)
def test_a_good_one_is_taken(tanaka, password):
    validate_password(password, tanaka)


def test_every_long_one_of_djangos_list_is_refused(db):
    long = [word for word in CommonPasswordValidator().passwords if len(word) >= 12]
    assert len(long) > 50
    taken = []
    for word in long:
        try:
            validate_password(word)
        except ValidationError:
            continue
        taken.append(word)
    assert taken == []


def test_random_ones_are_taken(tanaka):
    for _ in range(200):
        validate_password(secrets.token_urlsafe(16), tanaka)


def test_a_new_account_may_not_use_the_name_of_any_city_of_the_site(tanaka):
    with pytest.raises(ValidationError):
        validate_password("kitayama-2024-kitayama")


@override_settings(SITE_NAME="まちのみらい帳", ALLOWED_HOSTS=["mirai.kitayama.lg.jp"])
def test_nor_of_the_site(db):
    for password in ("まちのみらい帳2024!", "mirai.kitayama.lg.jp"):
        with pytest.raises(ValidationError):
            validate_password(password)


def test_a_very_long_one_is_judged_at_once(tanaka):
    validate_password(secrets.token_urlsafe(3000), tanaka)
    with pytest.raises(ValidationError):
        validate_password("a1" * 2000, tanaka)


def test_the_form_says_so(client, tanaka):
    tanaka.set_password(PASSWORD)
    tanaka.save()
    client.force_login(tanaka)
    page = client.get("/admin/password_change/").content.decode()
    assert "キーボードの並び" in page
    sent = {"old_password": PASSWORD, "new_password1": WEAK[9], "new_password2": WEAK[9]}
    answer = client.post("/admin/password_change/", sent)
    assert "推測されやすいパスワードです。" in answer.content.decode()
    tanaka.refresh_from_db()
    assert tanaka.check_password(PASSWORD)


def test_an_administrator_cannot_set_one_either(client, tanaka):
    client.force_login(get_user_model().objects.create_superuser("root"))
    sent = {"password1": "kitayama2024!", "password2": "kitayama2024!", "usable_password": "true"}
    answer = client.post(f"/admin/auth/user/{tanaka.pk}/password/", sent)
    assert answer.status_code == 200
    assert "推測されやすいパスワードです。" in answer.content.decode()


def test_nor_give_one_to_a_new_account(client, db):
    client.force_login(get_user_model().objects.create_superuser("root"))
    sent = {"username": "sato", "password1": WEAK[0], "password2": WEAK[0], "usable_password": "true"}
    assert "推測されやすい" in client.post("/admin/auth/user/add/", sent).content.decode()
    assert not get_user_model().objects.filter(username="sato").exists()


class TestCommands:
    def test_createsuperuser_takes_no_weak_one_from_the_environment(self, db, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "password1234")
        with pytest.raises(CommandError, match="推測されやすい"):
            call_command("createsuperuser", interactive=False, username="root", email="root@example.jp")
        assert not get_user_model().objects.filter(username="root").exists()

    def test_createsuperuser_offers_no_way_round(self, db, monkeypatch):
        monkeypatch.setattr("getpass.getpass", lambda prompt="": "password1234")
        monkeypatch.setattr("builtins.input", lambda prompt="": "y")
        terminal = io.StringIO()
        terminal.isatty = lambda: True
        with pytest.raises(CommandError, match="推測されやすい"):
            call_command("createsuperuser", username="root", email="root@example.jp", stdin=terminal)
        assert not get_user_model().objects.filter(username="root").exists()

    def test_createsuperuser_takes_a_good_one(self, db, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
        call_command(
            "createsuperuser", interactive=False, username="root", email="root@example.jp", verbosity=0
        )
        assert get_user_model().objects.get(username="root").check_password(PASSWORD)

    def test_changepassword_takes_no_weak_one(self, tanaka, monkeypatch):
        monkeypatch.setattr("getpass.getpass", lambda prompt="": "kitayama2024!")
        with pytest.raises(CommandError):
            call_command("changepassword", "tanaka", stdout=io.StringIO(), stderr=io.StringIO())

    def test_create_demo_accounts_makes_only_such_that_a_person_may_choose(self, db, monkeypatch):
        drawn = iter(["aaaaaaaaaaaaaaaa", *(secrets.token_urlsafe(12) for _ in range(50))])
        monkeypatch.setattr(create_demo_accounts.secrets, "token_urlsafe", lambda size: next(drawn))
        out = io.StringIO()
        call_command("create_demo_accounts", "--reset", stdout=out)
        assert "aaaaaaaaaaaaaaaa" not in out.getvalue()
