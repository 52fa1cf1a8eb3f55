"""The wall clock is put back an hour or a day, or on a month, between two requests: nothing is lost, nobody is shut out."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from axes.handlers import proxy
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from kpis.models import Measurement
from kpis.standings.reading import judged_rows, rows_of
from kpis.standings.writing import refresh
from kpis.workflow import entries, reminder_sending
from kpis.workflow.audit_log import changes_of
from kpis.workflow.locking import Conflict, Refused
from kpis.workflow.reminder_records import REST
from kpis.workflow.reminders import survey
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import Plan, Revision
from tests.cities import PERIOD, build_small_city
from tests.dxportal.signin.conftest import PASSWORD, sign_in
from tests.factories import guarded, make_city, make_goal, make_member, make_plan

pytestmark = pytest.mark.django_db
STEPS = [timedelta(hours=-1), timedelta(days=-1), timedelta(days=31)]
BACK = [step for step in STEPS if step < timedelta(0)]
OUTSIDE = "203.0.113.5"


class Clock:
    """Stands still until it is put back or on."""

    def __init__(self) -> None:
        self.now = datetime(2025, 8, 1, 3, tzinfo=UTC)

    def steps(self, step: timedelta) -> None:
        self.now += step


@pytest.fixture
def clock(monkeypatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(timezone, "now", lambda: made.now)
    monkeypatch.setattr(proxy, "now", lambda: made.now)
    monkeypatch.setattr(time, "time", lambda: made.now.timestamp())
    return made


@pytest.fixture
def city(clock):
    return build_small_city()


@pytest.mark.parametrize("step", STEPS)
class TestReports:
    def test_a_stale_save_is_a_conflict_and_names_who_was_last(self, city, clock, step):
        first = entries.save_entry(
            Measurement(indicator=city.indicator, period=PERIOD, value=1), by=city.user("writer")
        )
        stale = Measurement.objects.get(pk=first.pk)
        clock.steps(step)
        first.value = 2
        entries.save_entry(first, by=city.user("editor"), seen_version=1)
        stale.value = 3
        with pytest.raises(Conflict) as conflict:
            entries.save_entry(stale, by=city.user("writer"), seen_version=1)
        assert "editor" in str(conflict.value)
        assert Measurement.objects.get(pk=first.pk).value == 2

    def test_what_was_returned_must_be_changed_since(self, city, clock, step):
        row = entries.save_entry(
            Measurement(indicator=city.indicator, period=PERIOD, value=1), by=city.user("writer")
        )
        row = entries.submit(row, by=city.user("writer"))
        clock.steps(step)
        row = entries.send_back(row, by=city.user("approver"), reason="確かめてください")
        with pytest.raises(Refused, match="差し戻されたときのまま"):
            entries.submit(row, by=city.user("writer"))
        clock.steps(step)
        row.value = 2
        row = entries.save_entry(row, by=city.user("writer"), seen_version=row.version)
        clock.steps(step)
        assert entries.submit(row, by=city.user("writer")).state == "submitted"

    def test_its_history_is_told_in_the_order_in_which_it_happened(self, city, clock, client, step):
        row = entries.save_entry(
            Measurement(indicator=city.indicator, period=PERIOD, value=1), by=city.user("writer")
        )
        clock.steps(step)
        entries.submit(row, by=city.user("writer"))
        client.force_login(city.user("manager"))
        page = client.get(f"/admin/kpis/measurement/{row.pk}/history/")
        assert page.status_code == 200
        assert [record.state for record in row.history.order_by("history_id")] == ["draft", "submitted"]
        assert [change.state for change in changes_of(row)] == ["submitted", "draft"]

    def test_who_was_reminded_rests_unless_that_is_a_day_to_come(self, city, clock, step):
        reminder_sending.record_printed(city.review, by=city.user("manager"), at=clock.now)
        waiting = survey(city.review, at=clock.now).recipients
        assert waiting
        clock.steps(step)
        rest = abs(step) < REST
        assert {row.rests(clock.now) for row in waiting if row.last_reminded} <= {rest}
        clock.now -= 2 * step + timedelta(days=60)
        assert not any(row.rests(clock.now) for row in survey(city.review, at=clock.now).recipients)


@pytest.mark.parametrize("step", STEPS)
def test_the_ledger_goes_by_its_sequence(clock, client, step):
    plan = make_plan(make_city(), starts_on=clock.now.date() - timedelta(days=400))
    goal = make_goal(plan, "1", title="はじめ")
    guarded(plan)
    boss = make_member(plan.municipality)
    for field in ("title", "number"):
        clock.steps(step)
        with revising(Plan.objects.get(pk=plan.pk), Grounds("見直し", by=boss), rows=[goal]):
            setattr(goal, field, "新しい")
            goal.save()
    rows = list(Revision.objects.filter(plan=plan, kind="change").order_by("pk"))
    assert [row.changes[0]["field"] for row in rows] == ["title", "number"]
    clock.steps(step)
    if step < timedelta(
        0
    ):  # in a sentence, as everywhere: a change of the same field has its place after the former
        with (
            pytest.raises(ValidationError, match=r"より後の日|同じ日"),
            revising(plan, Grounds("見直し", by=boss)),
        ):
            goal.title = "もっと新しい"
            goal.save()
    base = plan.get_absolute_url()
    for address in (base, f"{base}changes/", f"{base}map/", f"{base}kpis/"):
        answer = client.get(address)
        assert answer.status_code == 200, address
    assert "新しい" in client.get(f"{base}map/").content.decode()


@pytest.mark.parametrize("step", STEPS)
def test_stored_standings_are_those_of_the_day(mihon, clock, step):
    assert refresh(mihon)
    clock.steps(step)
    today = timezone.localdate()

    def told(rows) -> list:
        return [(str(row.indicator), row.evaluation.label, row.evaluation.stale) for row in rows.rows]

    plan = Plan.objects.select_related("municipality").get(pk=mihon.pk)
    assert told(rows_of(plan, today)) == told(judged_rows(plan, today))


class TestSigningIn:
    @pytest.fixture
    def member(self, clock):
        user = make_member(make_city())
        user.set_password(PASSWORD)
        user.save()
        return user

    @pytest.mark.parametrize("step", BACK)
    def test_who_is_signed_in_stays_so_when_it_is_put_back(self, member, clock, client, step):
        sign_in(client)
        clock.steps(step)
        assert client.get("/admin/").status_code == 200
        clock.steps(timedelta(minutes=2))
        assert client.get("/admin/").status_code == 200

    def test_a_month_later_one_signs_in_again(self, member, clock, client):
        sign_in(client)
        clock.steps(timedelta(days=31))
        assert client.get("/admin/").status_code == 302
        assert client.get("/").status_code == 200
        sign_in(client)
        assert client.get("/admin/").status_code == 200

    @pytest.mark.parametrize(
        ("ahead", "is_let_in"), [(timedelta(days=31), True), (timedelta(minutes=10), False)]
    )
    def test_failures_of_a_clock_that_was_ahead_shut_nobody_out_for_weeks(
        self, member, clock, ahead, is_let_in
    ):
        clock.steps(ahead)
        for _time in range(25):
            sign_in(Client(REMOTE_ADDR=OUTSIDE), password="wrong")
        assert "_auth_user_id" not in _came_in(OUTSIDE)
        clock.steps(-ahead)
        assert ("_auth_user_id" in _came_in(OUTSIDE)) is is_let_in
        assert Client().get("/admin/login/").status_code == 200


def _came_in(address: str) -> dict:
    client = Client(REMOTE_ADDR=address)
    sign_in(client)
    return client.session
