"""Whose account the directory's word opens: an account that is there, with a role, and nobody else's."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from plans.models import Membership

from ..conftest import PASSWORD, code_now, is_in, sign_in, with_codes
from .conftest import sign_on

pytestmark = pytest.mark.django_db
OIDC = "市役所のアカウント（OIDC）"


def vouch(directory, **claims):
    directory.claims = claims


def people():
    return get_user_model().objects


@pytest.fixture
def by_email(directory, settings):
    settings.SSO_MATCH, settings.SSO_CLAIM = "email", "email"
    return directory


def test_nobody_gets_an_account_by_signing_on(client, directory, newest):
    vouch(directory, preferred_username="suzuki")
    before = people().count()
    answer = sign_on(client)
    assert answer.status_code == 403
    assert "あなたのアカウントがまだありません" in answer.content.decode()
    assert newest() == ("suzuki", "失敗", "市役所のアカウントに当たるアカウントがない", OIDC)
    assert people().filter(username="suzuki").count() == 0
    assert people().count() == before


def test_an_account_that_is_made_opens_nothing(client, directory, settings, newest):
    settings.SSO_CREATE = True
    vouch(directory, preferred_username="suzuki", groups=["admin"], is_staff=True, is_superuser=True)
    assert sign_on(client).status_code == 403
    assert not is_in(client)
    made = people().get(username="suzuki")
    assert not (
        made.is_staff or made.is_superuser or made.has_usable_password() or made.user_permissions.exists()
    )
    assert newest() == ("suzuki", "失敗", "役割がない（「担当者の役割」に登録がない）", OIDC)
    assert sign_on(client).status_code == 403
    assert people().filter(username="suzuki").count() == 1


@pytest.mark.parametrize("name", ["", "a b\n", "x" * 151, "鈴木 一"])
def test_a_name_that_is_no_user_name_makes_no_account(client, directory, settings, name):
    settings.SSO_CREATE = True
    vouch(directory, preferred_username=name)
    before = people().count()
    assert sign_on(client).status_code == 403
    assert people().count() == before


def test_the_directory_makes_nobody_superuser(client, member, directory):
    vouch(directory, is_superuser=True, is_staff=True, roles=["superuser"])
    sign_on(client)
    member.refresh_from_db()
    assert not member.is_superuser


@pytest.mark.parametrize(
    "first, last, reason",
    [
        (1, None, "役割がまだ始まっていない（開始日より前）"),
        (None, -1, "役割が終わっている（終了日を過ぎた）"),
    ],
)
def test_a_role_must_be_in_force(client, city, directory, newest, first, last, reason):
    today = timezone.localdate()
    day = {name: today + timedelta(days=n) for name, n in (("valid_from", first), ("valid_until", last)) if n}
    user = people().create_user("tanaka", password=PASSWORD)
    Membership.objects.create(user=user, municipality=city, role="editor", **day)
    answer = sign_on(client)
    assert answer.status_code == 403
    assert "今使える役割がありません" in answer.content.decode()
    assert newest()[1:3] == ("失敗", reason)


def test_an_account_that_is_switched_off_stays_so(client, member, directory, newest):
    member.is_active = False
    member.save()
    assert "このアカウントは使えません" in sign_on(client).content.decode()
    assert newest()[2] == "アカウントが無効（「有効」が外れている）"


@pytest.mark.parametrize(
    "said, ignores_case, is_let_in",
    [
        ("tanaka", False, True),
        ("Tanaka", False, False),
        ("Tanaka", True, True),
        ("tana\u212aa", True, False),  # the sign for kelvin, whose small letter is k
        ("tanaka ", True, False),
        ("tanaka@city.example.jp", True, False),
    ],
)
def test_names_are_equal_letter_by_letter(client, member, directory, settings, said, ignores_case, is_let_in):
    settings.SSO_IGNORE_CASE = ignores_case
    vouch(directory, preferred_username=said)
    sign_on(client)
    assert is_in(client) is is_let_in


def test_another_claim_may_be_the_user_name(client, member, directory, settings):
    settings.SSO_CLAIM = "employee_number"
    vouch(directory, employee_number="tanaka", preferred_username="somebody.else")
    sign_on(client)
    assert is_in(client)


@pytest.mark.parametrize("said", [None, "", ["tanaka", "sato"], 5, {"x": 1}])
def test_without_one_name_nobody_is_let_in(client, member, directory, newest, said):
    vouch(directory, preferred_username=said)
    assert sign_on(client).status_code == 403
    assert newest()[2] == "認証基盤の答えに、照合する項目（SSO_CLAIM、SSO_SAML_CLAIM）がない"


def test_an_email_that_is_verified_opens_the_account(client, member, by_email):
    people().filter(pk=member.pk).update(email="Tanaka@City.example.jp")
    vouch(by_email, email="tanaka@city.example.jp", email_verified=True)
    sign_on(client)
    assert is_in(client)


@pytest.mark.parametrize("verified", [None, False, "false", 1, "yes"])
def test_an_email_that_anybody_could_claim_opens_nothing(client, member, by_email, newest, verified):
    people().filter(pk=member.pk).update(email="tanaka@city.example.jp")
    vouch(by_email, email="tanaka@city.example.jp", email_verified=verified)
    assert sign_on(client).status_code == 403
    assert newest()[2] == "認証基盤が、メールアドレスを確かめていない"


def test_a_directory_whose_addresses_are_trusted_need_not_say_verified(client, member, by_email, settings):
    settings.SSO_EMAIL_TRUSTED = True
    people().filter(pk=member.pk).update(email="tanaka@city.example.jp")
    vouch(by_email, email="tanaka@city.example.jp")
    sign_on(client)
    assert is_in(client)


def test_two_accounts_of_one_email_are_a_question_for_the_administrator(
    client, city, member, by_email, newest
):
    people().create_user("sato", "dx@city.example.jp")
    people().filter(pk=member.pk).update(email="dx@city.example.jp")
    vouch(by_email, email="DX@city.example.jp", email_verified=True)
    answer = sign_on(client)
    assert answer.status_code == 403
    assert "2つ以上あり" in answer.content.decode()
    assert newest()[2] == "市役所のアカウントに当たるアカウントが2つ以上ある"


def test_an_empty_email_is_nobodys(client, member, by_email):
    vouch(by_email, email="", email_verified=True)
    assert sign_on(client).status_code == 403


def test_who_has_one_time_codes_gives_one(client, member, directory, newest):
    device = with_codes(member)
    page = sign_on(client, "/admin/sso/oidc/?next=/admin/kpis/review/")
    assert page.status_code == 200
    assert not is_in(client)
    assert 'action="/admin/login/"' in page.content.decode()
    assert "ワンタイムコード" in page.content.decode()
    answer = client.post("/admin/login/", {"code": code_now(device)})
    assert answer["Location"] == "/admin/kpis/review/"
    assert is_in(client)
    assert newest()[1:] == ("成功", "", OIDC)


@pytest.mark.parametrize(
    "setting, claims, is_asked",
    [
        ("amr=mfa", {"amr": ["pwd", "mfa"]}, False),
        ("amr=mfa", {"amr": ["pwd"]}, True),
        ("amr=mfa", {}, True),
        ("acr=https://refeds.org/profile/mfa", {"acr": "https://refeds.org/profile/mfa"}, False),
        ("", {"amr": ["mfa"], "": [""]}, True),
    ],
)
def test_no_code_is_asked_where_the_directory_has(
    client, member, directory, settings, setting, claims, is_asked
):
    settings.SSO_MFA_CLAIM = setting
    with_codes(member)
    vouch(directory, **claims)
    sign_on(client)
    assert is_in(client) is not is_asked


def test_the_directorys_second_factor_meets_the_managers_duty(client, member, directory, settings):
    settings.ONE_TIME_CODES, settings.SSO_MFA_CLAIM = "managers", "amr=mfa"
    sign_on(client)
    assert client.get("/admin/")["Location"] == "/admin/one-time-code/"
    vouch(directory, amr=["mfa"])
    sign_on(client)
    assert is_in(client)


def test_a_second_factor_does_not_pass_on_to_the_next_sign_in(client, member, directory, settings):
    """Django keeps the session of the same person who signs in again."""
    settings.ONE_TIME_CODES, settings.SSO_MFA_CLAIM = "managers", "amr=mfa"
    vouch(directory, amr=["mfa"])
    sign_on(client)
    assert is_in(client)
    sign_in(client)  # the same browser, the password alone
    assert client.get("/admin/")["Location"] == "/admin/one-time-code/"
    assert "続いています" not in client.post("/admin/logout/").content.decode()


def test_passwords_are_closed_but_for_emergencies(client, member, root, directory, settings, newest):
    settings.SSO_ONLY, settings.SSO_EMERGENCY_ACCOUNTS = True, ["root", "tanaka"]
    page = sign_in(client).content.decode()
    assert "パスワードではサインインできません。" in page
    assert not is_in(client)
    assert newest()[2].startswith("パスワードは閉じている")
    assert sign_in(client, "root")["Location"] == "/admin/"
    client.logout()
    settings.SSO_EMERGENCY_ACCOUNTS = []
    assert "パスワードではサインインできません。" in sign_in(client, "root").content.decode()


def test_a_wrong_password_is_not_told_apart(client, member, directory, settings):
    settings.SSO_ONLY = True
    assert "ユーザー名かパスワードが違います。" in sign_in(client, password="wrong").content.decode()


def test_the_password_stands_behind_a_fold_where_it_is_for_emergencies(client, directory, settings):
    assert "<details" not in client.get("/admin/login/").content.decode()
    settings.SSO_ONLY = True
    page = client.get("/admin/login/").content.decode()
    assert (
        page.index("市役所のアカウントでサインイン")
        < page.index("<details")
        < page.index("非常用のアカウント")
    )


def test_failures_still_lock_out(client, member, directory):
    for _attempt in range(5):
        sign_in(client, password="wrong")
    assert sign_in(client).status_code == 429


def test_who_signs_out_hears_that_the_citys_session_stays_open(client, member, directory, settings):
    sign_on(client)
    page = client.post("/admin/logout/").content.decode()
    assert "「市役所のアカウント」のサインインは続いています。" in page
    assert directory.issuer not in page
    assert not is_in(client)
    settings.SSO_OIDC_LOGOUT = True
    sign_on(client)
    page = client.post("/admin/logout/").content.decode()
    assert f'href="{directory.issuer}/logout?client_id=dxportal&amp;post_logout_redirect_uri=' in page


def test_who_came_with_a_password_hears_nothing_of_it(client, member, directory):
    sign_in(client)
    assert "続いています" not in client.post("/admin/logout/").content.decode()
