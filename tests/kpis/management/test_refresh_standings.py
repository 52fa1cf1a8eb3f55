"""`manage.py refresh_standings`: works out what does not hold, says so, and is harmless when run twice."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from kpis.models import Measurement, PlanStanding, Standing
from kpis.standings import writing
from plans.models import Plan
from tests.factories import being_entered, freeze_today

pytestmark = pytest.mark.django_db


def run(*arguments: str, **options) -> tuple[int, int]:
    """How many plans it says it renewed, and how many it left alone."""
    out = StringIO()
    call_command("refresh_standings", *arguments, stdout=out, **options)
    return tuple(int(number) for number in re.findall(r"(\d+)件", out.getvalue())[:2])


def test_every_plan_is_worked_out_once(mihon):
    plans = Plan.objects.count()
    assert run() == (plans, 0)
    assert PlanStanding.objects.count() == plans
    assert Standing.objects.filter(plan_id=mihon.pk).count() == mihon.indicators.shown().count()
    before = list(Standing.objects.values_list("pk", flat=True))
    assert run() == (0, plans)
    assert list(Standing.objects.values_list("pk", flat=True)) == before


def test_what_has_changed_is_worked_out_again(mihon):
    run()
    being_entered()
    Measurement.objects.filter(indicator__plan=mihon).update(value=F("value") + 1)
    assert run() == (1, Plan.objects.count() - 1)


def test_what_changes_by_itself_is_worked_out_when_its_day_has_come(mihon, monkeypatch):
    run()
    due = PlanStanding.objects.get(plan_id=mihon.pk).next_change
    freeze_today(monkeypatch, due - timedelta(days=1))
    assert run("mihon/dx-plan") == (0, 1)
    freeze_today(monkeypatch, due)
    assert run("mihon/dx-plan") == (1, 0)
    assert PlanStanding.objects.get(plan_id=mihon.pk).day == timezone.localdate()


def test_one_plan_or_all_of_them_may_be_asked_for():
    assert run("mihon/dx-plan") == (1, 0)
    assert run("--all") == (Plan.objects.count(), 0)


def test_what_is_left_of_a_removed_plan_goes(mihon):
    run()
    PlanStanding.objects.filter(plan_id=mihon.pk).update(plan_id=987654)
    out = StringIO()
    call_command("refresh_standings", stdout=out)
    assert "なくなった計画の控えを消しました: 1件" in out.getvalue()


def test_an_unknown_plan_is_named():
    with pytest.raises(CommandError, match="計画「mihon/none」がありません。"):
        run("mihon/none")


def test_a_plan_that_keeps_changing_is_named(monkeypatch):
    monkeypatch.setattr(writing, "own_version_of", lambda plan_id: -1)
    out = StringIO()
    with pytest.raises(CommandError, match="mihon/dx-plan"):
        call_command("refresh_standings", "mihon/dx-plan", stdout=out)
    assert "作り直した計画: 0件、そのままでよい計画: 0件" in out.getvalue()
