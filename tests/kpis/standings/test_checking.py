"""What somebody wrote into the stored standings, so that pages believe it, is found in turn, said, and mended."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from kpis.models import PlanStanding, Standing
from kpis.standings import checking
from kpis.standings.checking import check_in_turn
from kpis.standings.writing import refresh
from plans.models import Plan
from tests.factories import freeze_today

from .looking import is_believed, judged, told

pytestmark = pytest.mark.django_db
SAID = "データと合わない控えを作り直した計画: 1件（mihon/dx-plan）"
CHANGED = [
    {"label": "達成", "verdict": "ACHIEVED", "group": "achieved"},
    {"sentence": "よい"},
    {"name": "別の指標"},
    {"inputs": {"value": "1"}},
    {"value": "999"},
    {"cells": "<td>よい</td>"},
]


@pytest.fixture
def a_day_later(mihon, monkeypatch) -> Plan:
    """Stored yesterday, and still believed."""
    today = timezone.localdate()
    freeze_today(monkeypatch, today - timedelta(days=1))
    assert refresh(mihon)
    freeze_today(monkeypatch, today)
    PlanStanding.objects.update(next_change=today + timedelta(days=1))
    assert is_believed(mihon)
    return mihon


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("refresh_standings", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("changed", CHANGED)
def test_a_changed_row_is_found_said_and_mended(a_day_later, changed):
    rows = Standing.objects.filter(plan_id=a_day_later.pk).exclude(verdict="ACHIEVED")
    true = rows.values()[0]
    rows.filter(pk=true["id"]).update(**changed)
    assert is_believed(a_day_later), "pages would show it"
    assert SAID in run("mihon/dx-plan")
    mended = Standing.objects.filter(indicator_id=true["indicator_id"]).values().get()
    assert {name: mended[name] for name in changed} == {name: true[name] for name in changed}
    assert told(a_day_later) == judged(a_day_later)
    assert SAID not in run("mihon/dx-plan")


def test_changed_counters_and_a_row_too_few_are_found(a_day_later):
    kept = PlanStanding.objects.get(plan_id=a_day_later.pk)
    PlanStanding.objects.filter(pk=kept.pk).update(counters=kept.counters | {"reported": 0})
    assert SAID in run()
    assert PlanStanding.objects.get(pk=kept.pk).counters == kept.counters


def test_what_is_as_judged_stays_and_is_looked_at_once_a_day(a_day_later, monkeypatch):
    before = list(Standing.objects.values_list("pk", flat=True))
    assert check_in_turn(Plan.objects.all()) == []
    assert list(Standing.objects.values_list("pk", flat=True)) == before
    assert PlanStanding.objects.get(plan_id=a_day_later.pk).day == timezone.localdate()
    monkeypatch.setattr(checking, "work_out", None)  # nobody is judged again
    assert check_in_turn(Plan.objects.all()) == []


def test_a_few_at_a_run_longest_ago_first(a_day_later, monkeypatch):
    others = list(Plan.objects.exclude(pk=a_day_later.pk))
    for plan in others:
        refresh(plan)
    today = timezone.localdate()
    PlanStanding.objects.exclude(plan_id=a_day_later.pk).update(day=today - timedelta(days=2))
    monkeypatch.setattr(checking, "AT_ONCE", len(others))
    looked = PlanStanding.objects.filter(day=today).values_list("plan_id", flat=True)
    check_in_turn(Plan.objects.all())
    assert set(looked.all()) == {plan.pk for plan in others}
    check_in_turn(Plan.objects.all())
    assert set(looked.all()) == {plan.pk for plan in (*others, a_day_later)}


def test_a_plan_that_cannot_be_judged_stops_nobody(a_day_later, monkeypatch):
    def fail(*_given) -> None:
        raise LookupError

    monkeypatch.setattr(checking, "work_out", fail)
    assert check_in_turn(Plan.objects.all()) == []
    assert is_believed(a_day_later)
