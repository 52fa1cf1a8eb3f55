"""The administrator sees who is locked out by which limit, and lifts each, on the page or by a command."""

import pytest
from axes.models import AccessFailureLog
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.test import Client

from dxportal.signin import audit_views, limits
from dxportal.signin.models import LockedBy, Strike

from ..conftest import PASSWORD, SIGN_INS
from .conftest import OTHER, OUTSIDE, attempt, guess_a_name, guess_names

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(root):
    client = Client()
    client.force_login(root)
    return client


def test_the_administrator_sees_who_is_locked_out_by_what_and_lifts_each(clock, member, reader):
    guess_names(20)
    guess_a_name(20, net="198.51.100")
    page = reader.get(SIGN_INS).content.decode()
    for text in ("同じアドレスからの失敗が多い", OUTSIDE, "同じ名前での失敗が多い（庁外から）"):
        assert text in page
    reader.post(SIGN_INS, {"action": "lift-address", "address": OUTSIDE})
    assert attempt("name30").status_code == 200
    reader.post(SIGN_INS, {"action": "lift", "username": "tanaka"})
    assert attempt(password=PASSWORD, address="192.0.2.50").status_code == 302
    assert "いません。" in reader.get(SIGN_INS).content.decode()
    lifted = LogEntry.objects.filter(change_message="サインインの締め出しを解きました。")
    assert set(lifted.values_list("object_repr", flat=True)) == {OUTSIDE, "tanaka"}


def test_the_administrator_is_told_where_there_is_nothing_to_lift(reader):
    page = reader.post(SIGN_INS, {"action": "lift-address", "address": "not one"}, follow=True)
    assert "アドレス not one は締め出されていません。" in page.content.decode()
    assert not LogEntry.objects.exists()


def test_the_administrator_is_told_that_more_are_locked_out_and_finds_each_by_name(
    clock, member, reader, monkeypatch
):
    monkeypatch.setattr(audit_views, "LOCKED_SHOWN", 2)
    for name in ("name1", "name2", "tanaka"):
        for _attempt in range(5):
            attempt(name)
    page = reader.get(SIGN_INS).content.decode()
    assert page.count("締め出しを解く") == 2
    assert "ほかにもいます。" in page
    page = reader.get(SIGN_INS, {"username": "tana"}).content.decode()
    assert page.count("締め出しを解く") == 1
    assert "（tanaka）" in page


def test_lifting_an_address_leaves_its_pairs_locked_out(clock, member, reader):
    for _attempt in range(5):
        attempt()
    guess_names(15)
    reader.post(SIGN_INS, {"action": "lift-address", "address": OUTSIDE})
    assert attempt("name30").status_code == 200
    assert attempt(password=PASSWORD).status_code == 429


def test_the_administrator_finds_the_limit_in_the_list(clock, member, reader):
    guess_names(20)
    guess_a_name(5, net=OTHER.rpartition(".")[0])
    [log] = AccessFailureLog.objects.filter(locked_out=True)
    assert log.why.locked_by == LockedBy.ADDRESS
    text = reader.get(SIGN_INS).content.decode()
    assert "その名前のアカウントはない。同じアドレスからの失敗が多い" in text


def test_a_command_lifts_too(clock, member, capsys):
    guess_names(20)
    guess_a_name(20, net="198.51.100")
    call_command("axes_reset_ip", OUTSIDE)
    assert {over.key for over in limits.current(9)} == {"tanaka"}
    call_command("axes_reset_username", "tanaka")
    assert limits.current(9) == []
    guess_names(20)
    call_command("axes_reset_ip_username", OUTSIDE, "name1")
    assert {over.key for over in limits.current(9)} == {OUTSIDE}
    call_command("axes_reset")
    assert not Strike.objects.exists()


def test_a_line_with_ipv6_is_lifted_as_it_stands_in_the_list_or_by_one_of_its_addresses(clock):
    for shown in ("2001:db8:1:2::/64", "2001:db8:1:2::77"):
        for n in range(20):
            attempt(f"name{n}", address="2001:db8:1:2::1")
        assert [over.key for over in limits.current(9)] == ["2001:db8:1:2::/64"]
        assert limits.forget_address(shown) == 20
