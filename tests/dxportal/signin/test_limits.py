"""Failed sign-ins are limited by address and by name too; an outsider who guesses keeps no colleague out of the office."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from axes.handlers import proxy
from axes.models import AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from dxportal.signin import audit_views, limits
from dxportal.signin.addresses import counted_as, is_office
from dxportal.signin.models import LockedBy, Strike
from tests.dxportal.signin.conftest import PASSWORD, SIGN_INS, sign_in, with_codes
from tests.factories import make_member

pytestmark = pytest.mark.django_db
OFFICE = [ip_network("10.0.0.0/8"), ip_network("2001:db8:aaaa::/48")]
WRONG = "wrong"
OUTSIDE, OTHER, HALL = "203.0.113.5", "198.51.100.7", "10.1.2.3"


class Clock:
    """Stands still until it is put on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 4, 1, 0, 30, tzinfo=UTC)  # 9:30 in Japan

    def __call__(self) -> datetime:
        return self.now

    def on(self, **time: int) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    monkeypatch.setattr(proxy, "now", made)
    return made


@pytest.fixture(autouse=True)
def office(settings):
    settings.OFFICE_NETWORKS = OFFICE


def attempt(name="tanaka", password=WRONG, address=OUTSIDE):
    return sign_in(Client(REMOTE_ADDR=address), name, password)


def guess_a_name(times, name="tanaka", net="203.0.113"):
    """Each from an address of its own, so that only the name is limited."""
    return [attempt(name, address=f"{net}.{n + 1}") for n in range(times)]


def guess_names(times, address=OUTSIDE, first=0):
    return [attempt(f"name{first + n}", address=address) for n in range(times)]


class TestByAddress:
    def test_the_twentieth_failure_in_an_hour_locks_the_address_out_for_every_name(self, clock, member):
        assert {page.status_code for page in guess_names(19)} == {200}
        last = attempt("another")
        assert last.status_code == 429
        assert last["Retry-After"] == "3600"
        text = last.content.decode()
        assert "お使いの回線からのサインインの失敗が多いため" in text
        assert "10時30分を過ぎてから" in text
        assert "システムの管理者" in text
        assert attempt(password=PASSWORD).status_code == 429
        assert attempt(password=PASSWORD, address=OTHER).status_code == 302

    def test_it_ends_when_the_oldest_failure_is_an_hour_old(self, clock, member):
        guess_names(10)
        clock.on(minutes=30)
        locked = guess_names(10, first=10)[-1]
        assert locked["Retry-After"] == "1800"
        clock.on(minutes=29)
        assert attempt(password=PASSWORD).status_code == 429
        clock.on(minutes=1)
        assert attempt(password=PASSWORD).status_code == 302

    def test_trying_on_while_locked_out_does_not_put_the_time_off(self, clock, member):
        guess_names(20)
        clock.on(minutes=59)
        assert {page.status_code for page in guess_names(5, first=30)} == {429}
        clock.on(minutes=1)
        assert attempt(password=PASSWORD).status_code == 302

    def test_ones_own_account_does_not_reset_it(self, clock, member):
        make_member(member.memberships.get().municipality, "editor", "sato")
        guess_names(19)
        assert attempt(password=PASSWORD).status_code == 302
        assert guess_names(1, first=30)[0].status_code == 429

    def test_a_line_with_ipv6_is_one_address(self, clock, member):
        for n in range(20):
            last = attempt(f"name{n}", address=f"2001:db8:1:2::{n + 1:x}")
        assert last.status_code == 429
        assert attempt(password=PASSWORD, address="2001:db8:1:2:ffff::9").status_code == 429
        assert attempt(password=PASSWORD, address="2001:db8:1:3::9").status_code == 302

    def test_a_city_hall_behind_one_proxy_is_not_locked_out_by_a_mornings_slips(self, clock, member):
        assert {page.status_code for page in guess_names(60, HALL)} == {200}
        assert attempt(password=PASSWORD, address=HALL).status_code == 302

    def test_a_machine_of_the_office_that_tries_names_is_stopped_and_who_works_there_is_not(
        self, clock, member, root
    ):
        attempt(password=PASSWORD, address=HALL)
        clock.on(days=29)
        Strike.objects.bulk_create(Strike(kind=LockedBy.OFFICE, key=HALL, at=clock()) for _ in range(199))
        assert attempt("name1", address=HALL).status_code == 429
        assert attempt("root", PASSWORD, HALL).status_code == 429
        assert attempt(password=PASSWORD, address=HALL).status_code == 302

    @override_settings(BEHIND_PROXY=True)
    def test_behind_a_proxy_it_is_the_clients_address(self, clock, member):
        for n in range(20):
            headers = {"X-Forwarded-For": f"1.2.3.{n}, {OUTSIDE}"}
            last = sign_in(Client(headers=headers), f"name{n}", "wrong")
        assert last.status_code == 429
        assert sign_in(Client(headers={"X-Forwarded-For": OTHER})).status_code == 302

    def test_without_an_address_only_the_name_is_counted(self, clock, member):
        for n in range(21):
            assert attempt(f"name{n}", address="").status_code == 200


class TestByName:
    def test_the_twentieth_failure_of_a_day_closes_the_name_to_the_world_outside(self, clock, member):
        assert {page.status_code for page in guess_a_name(19)} == {200}
        clock.on(hours=3)
        last = attempt(address=OTHER)
        assert last.status_code == 429
        text = last.content.decode()
        assert "庁外からのサインインを止めています。庁内からはサインインできます。" in text
        assert "令和8年（2026年）4月2日 9時30分を過ぎてから" in text
        assert attempt(password=PASSWORD, address="192.0.2.99").status_code == 429

    def test_a_name_without_an_account_is_answered_alike(self, clock, member):
        guess_a_name(20)
        guess_a_name(20, "nobody", "198.51.100")
        assert (
            attempt(address="192.0.2.1").content.decode().split("<main")[-1].split("csrf")[0]
            == attempt("nobody", address="192.0.2.1").content.decode().split("<main")[-1].split("csrf")[0]
        )

    def test_the_person_still_comes_in_from_the_office(self, clock, member):
        guess_a_name(20)
        assert attempt(password=PASSWORD, address=HALL).status_code == 302
        assert attempt(password=PASSWORD, address="2001:db8:aaaa::1").status_code == 302

    def test_and_from_where_they_have_signed_in_within_a_month(self, clock, member):
        attempt(password=PASSWORD, address=OTHER)
        clock.on(days=29)
        guess_a_name(20)
        assert attempt(password=PASSWORD, address=OTHER).status_code == 302
        clock.on(days=31)
        guess_a_name(20)
        assert attempt(password=PASSWORD, address=OTHER).status_code == 429

    def test_of_ipv6_where_they_have_signed_in_is_the_whole_line(self, clock, member):
        attempt(password=PASSWORD, address="2001:db8:1:2::1")
        guess_a_name(20)
        assert attempt(password=PASSWORD, address="2001:db8:1:2:aaaa::9").status_code == 302
        assert attempt(password=PASSWORD, address="2001:db8:1:3::1").status_code == 429

    def test_a_session_that_is_open_goes_on_and_may_prove_itself(self, clock, member):
        client = Client(REMOTE_ADDR=OUTSIDE)
        sign_in(client)
        AccessLog.objects.all().delete()
        guess_a_name(20, net="198.51.100")
        assert client.get("/admin/").status_code == 200
        proof = {"action": "off", "off-proof": PASSWORD}
        assert client.post("/admin/one-time-code/", proof).status_code == 302
        assert attempt(password=PASSWORD).status_code == 429

    def test_twenty_failures_of_the_owner_in_the_office_do_not_close_it(self, clock, member):
        for n in range(20):
            attempt(address=f"10.0.0.{n + 1}")
        assert attempt(password=PASSWORD, address=HALL).status_code == 302

    def test_a_hundred_in_the_office_do(self, clock, member):
        Strike.objects.bulk_create(
            Strike(kind=LockedBy.KNOWN_NAME, key="tanaka", at=clock()) for _ in range(99)
        )
        locked = attempt(address=HALL)
        assert locked.status_code == 429
        assert "ここからのサインインをしばらく止めています" in locked.content.decode()
        assert attempt(password=PASSWORD, address="10.0.0.77").status_code == 429

    def test_a_success_does_not_reset_it(self, clock, member):
        guess_a_name(19)
        assert attempt(password=PASSWORD, address=HALL).status_code == 302
        assert attempt(address=OTHER).status_code == 429

    def test_it_ends_after_a_day(self, clock, member):
        guess_a_name(20)
        clock.on(hours=23, minutes=59)
        assert attempt(password=PASSWORD).status_code == 429
        clock.on(minutes=1)
        assert attempt(password=PASSWORD).status_code == 302

    def test_wrong_one_time_codes_count(self, clock, member):
        with_codes(member)
        guess_a_name(18)
        client = Client(REMOTE_ADDR=OTHER)
        sign_in(client)
        assert client.post("/admin/login/", {"code": "abcd1234"}).status_code == 200
        member.staticdevice_set.update(throttling_failure_timestamp=None, throttling_failure_count=0)
        assert client.post("/admin/login/", {"code": "abcd1235"}).status_code == 429
        assert client.post("/admin/login/", {"code": "abcd1235"}).status_code == 429

    def test_a_name_of_any_characters_is_counted_and_never_fails(self, clock, db):
        for name in ("", " ", "'; DROP TABLE x--", "\x00", "x" * 400, "田中\r\n"):
            assert attempt(name).status_code in (200, 429)
        broken = b"username=%ED%A0%80&password=wrong"
        answer = Client().post("/admin/login/", broken, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 200


class TestAdministrator:
    @pytest.fixture
    def reader(self, root):
        client = Client()
        client.force_login(root)
        return client

    def test_sees_who_is_locked_out_by_what_and_lifts_each(self, clock, member, reader):
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

    def test_is_told_where_there_is_nothing_to_lift(self, reader):
        page = reader.post(SIGN_INS, {"action": "lift-address", "address": "not one"}, follow=True)
        assert "アドレス not one は締め出されていません。" in page.content.decode()
        assert not LogEntry.objects.exists()

    def test_is_told_that_more_are_locked_out_and_finds_each_by_name(
        self, clock, member, reader, monkeypatch
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

    def test_lifting_an_address_leaves_its_pairs_locked_out(self, clock, member, reader):
        for _attempt in range(5):
            attempt()
        guess_names(15)
        reader.post(SIGN_INS, {"action": "lift-address", "address": OUTSIDE})
        assert attempt("name30").status_code == 200
        assert attempt(password=PASSWORD).status_code == 429

    def test_finds_the_limit_in_the_list(self, clock, member, reader):
        guess_names(20)
        guess_a_name(5, net=OTHER.rpartition(".")[0])
        [log] = AccessFailureLog.objects.filter(locked_out=True)
        assert log.why.locked_by == LockedBy.ADDRESS
        text = reader.get(SIGN_INS).content.decode()
        assert "その名前のアカウントはない。同じアドレスからの失敗が多い" in text

    def test_lifts_by_command_too(self, clock, member, capsys):
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

    def test_a_line_with_ipv6_is_lifted_as_it_stands_in_the_list_or_by_one_of_its_addresses(self, clock):
        for shown in ("2001:db8:1:2::/64", "2001:db8:1:2::77"):
            for n in range(20):
                attempt(f"name{n}", address="2001:db8:1:2::1")
            assert [over.key for over in limits.current(9)] == ["2001:db8:1:2::/64"]
            assert limits.forget_address(shown) == 20


def test_what_no_limit_needs_any_more_is_forgotten(clock):
    guess_names(3)
    clock.on(days=1, minutes=1)
    guess_names(1)
    assert Strike.objects.count() == 2  # of the last one: its address and its name


def test_counting_reads_an_index_and_never_the_table(clock):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        rows = Strike.objects.filter(kind="name", key="tanaka", at__gt=clock()).order_by("-at")
        found = rows.values_list("at")[19:20].explain()
    assert "strike_counted" in found


@pytest.mark.parametrize(
    ("address", "counted", "is_ours"),
    [
        ("203.0.113.5", "203.0.113.5", False),
        ("10.255.0.1", "10.255.0.1", True),
        ("2001:db8:aaaa:1::5", "2001:db8:aaaa:1::/64", True),
        ("2001:db8:bbbb:1::5", "2001:db8:bbbb:1::/64", False),
    ],
)
def test_which_addresses_are_counted_together_and_which_are_the_offices(address, counted, is_ours):
    assert counted_as(address) == counted
    assert is_office(address) is is_ours
    assert not is_office(None)
