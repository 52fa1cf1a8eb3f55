"""What the doctor says of single sign-on: nothing where it is off, and in time what would keep people out."""

import pytest
from django.contrib.auth import get_user_model

from dxportal.health.single_sign_on import single_sign_on

pytestmark = pytest.mark.django_db


def said() -> str:
    return " ".join(finding.sentence for finding in single_sign_on())


def test_nothing_where_it_is_off(db):
    assert said() == ""


def test_nothing_where_all_is_well(directory):
    assert said() == ""


def test_a_directory_that_is_down(directory):
    directory.is_down = True
    assert "認証基盤（SSO_OIDC_ISSUER）に接続できない" in said()


def test_a_directory_without_keys(directory):
    directory.published = []
    assert "鍵（jwks_uri）が空" in said()


def test_nobody_for_an_emergency(directory, settings):
    settings.SSO_ONLY = True
    assert "非常用のアカウントがありません" in said()


def test_emergency_accounts_that_are_none(directory, settings, member, root):
    settings.SSO_ONLY, settings.SSO_EMERGENCY_ACCOUNTS = True, ["root", "tanaka", "nobody"]
    assert "SSO_EMERGENCY_ACCOUNTS のnobody、tanakaは" in said()
    settings.SSO_EMERGENCY_ACCOUNTS = ["root"]
    assert said() == ""


def test_addresses_of_two(directory, settings, member):
    settings.SSO_MATCH = "email"
    people = get_user_model().objects
    people.create_user("sato", "DX@city.example.jp", is_staff=True)
    people.filter(pk=member.pk).update(email="dx@city.example.jp")
    assert "（dx@city.example.jp）" in said()
    people.filter(pk=member.pk).update(email="")
    assert "メールアドレスのない職員が" in said()


def test_an_address_of_an_account_that_is_switched_off_counts(directory, settings, member):
    """Whoever has it is refused: two accounts would be found."""
    settings.SSO_MATCH = "email"
    people = get_user_model().objects
    people.create_user("sato", "dx@city.example.jp", is_active=False)
    people.filter(pk=member.pk).update(email="dx@city.example.jp")
    assert "（dx@city.example.jp）" in said()


def test_names_that_differ_in_case_alone_where_case_is_ignored(directory, settings, member):
    get_user_model().objects.create_user("Tanaka", is_staff=True)
    assert said() == ""
    settings.SSO_IGNORE_CASE = True
    assert "大文字と小文字だけが違うユーザー名のアカウントが2つ以上あり" in said()


def test_an_emergency_account_that_is_no_staff(directory, settings, root):
    settings.SSO_ONLY, settings.SSO_EMERGENCY_ACCOUNTS = True, ["root"]
    get_user_model().objects.filter(pk=root.pk).update(is_staff=False)
    assert "SSO_EMERGENCY_ACCOUNTS のrootは" in said()
