"""Why a sign-in failed: the administrator reads it in the list, the person at the page hears no more than is safe."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from dxportal.signin.models import FailedSignIn
from plans.models import Membership

from .conftest import PASSWORD, seen, sign_in, with_codes

pytestmark = pytest.mark.django_db
ONE_SENTENCE = "ユーザー名かパスワードが違います。"
CLOSED = "パスワードは合っていますが、このアカウントには、今使える役割がありません。"
DAY = timedelta(days=1)


@pytest.fixture
def newcomer(city):
    return get_user_model().objects.create_user(
        "yamada", password=PASSWORD, last_name="山田", first_name="花子"
    )


@pytest.fixture
def read(root):
    """The newest line of the list of sign-ins: whose, result, reason."""

    def newest() -> tuple:
        client = Client()
        client.force_login(root)
        line = next(row for row in seen(client) if "root" not in row[1])
        return line[1], line[3], line[4]

    return newest


def give(user, city, **fields) -> Membership:
    return Membership.objects.create(user=user, municipality=city, role="editor", **fields)


def test_a_new_member_signs_in_with_nothing_but_a_role(client, newcomer, city):
    give(newcomer, city)
    assert sign_in(client, "yamada")["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "name, password, reason",
    [
        ("nobody", PASSWORD, "その名前のアカウントはない"),
        ("yamada", "wrong", "パスワードが違う"),
        ("off", PASSWORD, "アカウントが無効（「有効」が外れている）"),
    ],
)
def test_what_could_be_guessed_is_told_to_the_administrator_only(
    client, newcomer, read, name, password, reason
):
    get_user_model().objects.create_user("off", password=PASSWORD, is_active=False)
    page = sign_in(client, name, password).content.decode()
    assert ONE_SENTENCE in page
    assert CLOSED not in page
    assert read()[1:] == ("失敗", reason)


@pytest.mark.parametrize(
    "first, last, reason",
    [
        (DAY, None, "役割がまだ始まっていない（開始日より前）"),
        (None, -DAY, "役割が終わっている（終了日を過ぎた）"),
        (None, None, "役割がない（「担当者の役割」に登録がない）"),
    ],
)
def test_an_account_without_a_role_in_force_does_not_open(client, newcomer, city, read, first, last, reason):
    today = timezone.localdate()
    if first or last:
        give(newcomer, city, valid_from=first and today + first, valid_until=last and today + last)
    page = sign_in(client, "yamada").content.decode()
    assert CLOSED in page
    assert ONE_SENTENCE not in page
    assert client.get("/admin/").status_code == 302
    assert read() == ("山田 花子（yamada）", "失敗", reason)


def test_who_has_a_role_and_was_unticked_by_hand_is_told_apart(client, newcomer, city, read):
    give(newcomer, city)
    get_user_model().objects.filter(pk=newcomer.pk).update(is_staff=False)
    assert CLOSED in sign_in(client, "yamada").content.decode()
    assert read()[2].startswith("スタッフ権限が外れている（役割か管理者の権限はある。")


def test_a_role_whose_days_have_passed_closes_the_account_though_nobody_saved_it(
    client, newcomer, city, read
):
    row = give(newcomer, city)
    Membership.objects.filter(pk=row.pk).update(valid_until=timezone.localdate() - DAY)
    assert CLOSED in sign_in(client, "yamada").content.decode()
    assert read()[2] == "役割が終わっている（終了日を過ぎた）"


def test_the_right_password_without_a_role_does_not_count_towards_the_lock_out(client, newcomer):
    for _ in range(6):
        assert sign_in(client, "yamada").status_code == 200
    assert not AccessAttempt.objects.exists()


def test_a_wrong_password_of_an_account_without_a_role_is_a_wrong_password(client, newcomer, read):
    assert ONE_SENTENCE in sign_in(client, "yamada", "wrong").content.decode()
    assert read()[2] == "パスワードが違う"


def test_who_was_made_staff_by_hand_comes_in_without_a_role(client, newcomer):
    get_user_model().objects.filter(pk=newcomer.pk).update(is_staff=True)
    assert sign_in(client, "yamada").status_code == 302


def test_a_lock_out_and_what_led_to_it(client, member, read):
    for _ in range(5):
        sign_in(client, password="wrong")
    assert read()[1:] == ("締め出し", "パスワードが違う。同じ名前とアドレスで失敗が続いた")


def test_a_wrong_code_is_no_wrong_password(client, member, read):
    with_codes(member)
    sign_in(client)
    client.post("/admin/login/", {"code": "000000"})
    assert read()[2] == "ワンタイムコードが違う"


def test_a_failure_of_a_former_version_has_no_reason(client, member, read):
    sign_in(client, password="wrong")
    FailedSignIn.objects.all().delete()
    assert read()[1:] == ("失敗", "")


def test_a_superuser_who_is_no_staff_is_told_apart(client, newcomer, read):
    get_user_model().objects.filter(pk=newcomer.pk).update(is_superuser=True)
    assert CLOSED in sign_in(client, "yamada").content.decode()
    assert read()[2].startswith("スタッフ権限が外れている（役割か管理者の権限はある。")
