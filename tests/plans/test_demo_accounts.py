"""Accounts for a trial: somebody for every role, each in a department of the fictional city."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from plans.models import Department, Membership, Municipality
from tests.factories import make_city

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]
User = get_user_model()

WORK = {
    ("mihon-manager", "manager", None, None),
    ("mihon-approver", "approver", None, None),
    ("mihon-editor", "editor", "somu", None),
    ("mihon-editor2", "editor", "shimin", None),
    ("mihon-deputy", "approver", "shimin", "mihon-approver"),
}


def work() -> set[tuple]:
    return set(
        Membership.objects.filter(municipality__slug="mihon").values_list(
            "user__username", "role", "department__code", "deputy_for__username"
        )
    )


def printed(capsys) -> dict[str, tuple[str, str]]:
    """Password and work by account, as the command prints them."""
    lines = [line.split(maxsplit=2) for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    return {name: (password, words) for name, password, words in lines}


def test_there_is_somebody_for_every_role_and_their_passwords_work(client, capsys):
    call_command("create_demo_accounts")
    shown = printed(capsys)
    assert set(shown) == {"admin", *(name for name, *_ in WORK)}
    assert work() == WORK
    for name, (password, _) in shown.items():
        user = User.objects.get(username=name)
        assert user.check_password(password)
        assert user.is_staff
        assert user.is_superuser is (name == "admin")
        assert user.last_name
        assert user.first_name
        assert user.email == f"{name}@mihon.example"


def test_each_line_says_what_the_account_is_for(capsys):
    call_command("create_demo_accounts")
    assert {name: words for name, (_, words) in printed(capsys).items()} == {
        "admin": "管理者（すべて）",
        "mihon-manager": "計画管理者（全庁）",
        "mihon-approver": "承認者（全庁）",
        "mihon-editor": "入力担当（総務局）",
        "mihon-editor2": "入力担当（市民局）",
        "mihon-deputy": "承認者（市民局、見本 一郎の代決）",
    }


def test_accounts_that_exist_keep_their_passwords_unless_asked(capsys):
    call_command("create_demo_accounts")
    first = printed(capsys)
    call_command("create_demo_accounts")
    assert "お試し用アカウントは、もうあります" in capsys.readouterr().out
    call_command("create_demo_accounts", reset=True)
    second = printed(capsys)
    assert set(second) == set(first)
    assert not {password for password, _ in first.values()} & {password for password, _ in second.values()}
    assert work() == WORK


def test_an_account_with_a_role_of_its_own_is_left_alone():
    user = User.objects.create_user("mihon-editor", last_name="試し", is_staff=True)
    city = Municipality.objects.get(slug="mihon")
    Membership.objects.create(user=user, municipality=city, role="editor")
    call_command("create_demo_accounts", verbosity=0)
    assert work() == WORK - {("mihon-editor", "editor", "somu", None)} | {
        ("mihon-editor", "editor", None, None)
    }
    user.refresh_from_db()
    assert user.last_name == "試し"


def test_after_the_city_was_removed_and_loaded_again_the_accounts_get_their_roles_back(capsys):
    call_command("create_demo_accounts", verbosity=0)
    call_command("clear_samples", yes=True, verbosity=0)
    call_command("create_demo_accounts", reset=True)
    assert printed(capsys)["mihon-editor"][1].startswith("役割なし")
    call_command("load_samples", verbosity=0)
    call_command("create_demo_accounts", verbosity=0)
    assert work() == WORK


def test_nobody_gets_the_whole_city_for_want_of_a_department():
    Municipality.objects.filter(slug="mihon").delete()
    make_city("mihon", code="", is_fictional=True)
    assert not Department.objects.filter(municipality__slug="mihon").exists()
    with pytest.raises(CommandError, match="部署「somu」がありません"):
        call_command("create_demo_accounts", verbosity=0)
    assert not User.objects.filter(username__startswith="mihon-").exists()


def test_a_real_city_gets_no_demo_accounts():
    Municipality.objects.filter(slug="mihon").delete()
    make_city("mihon")
    call_command("create_demo_accounts", verbosity=0)
    assert not work()


def test_a_real_server_refuses(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=true"):
        call_command("create_demo_accounts", verbosity=0)
    assert not User.objects.filter(username="admin").exists()
