"""What is stored of the three plans, held beside judging from scratch through a year of days."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kpis.models import PlanStanding, Standing
from kpis.standings.truth import true_rows_on
from kpis.standings.working_out import work_out
from kpis.standings.writing import refresh
from plans.models import Plan
from tests.factories import freeze_today

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

A_DAY = timedelta(days=1)
PLANS = ["mihon/dx-plan", "amagasaki/kyoso-dx", "takarazuka/dx-vision"]
SAMPLED = 4  # of the stretches in which nothing changes, one in so many is looked at in its middle too
NOT_SHOWN = ("id", "next_change", "day")


def shown(of_plan: PlanStanding, rows: list[Standing]) -> list[dict]:
    """Every value that pages may read, without those that say how long they hold."""
    return [
        {
            field.name: getattr(row, field.name)
            for field in row._meta.concrete_fields
            if field.name not in NOT_SHOWN
        }
        for row in (of_plan, *rows)
    ]


@pytest.mark.parametrize("address", PLANS)
def test_through_a_year_what_is_stored_is_what_would_be_judged(address, monkeypatch):
    plan = Plan.objects.get_by_natural_key(*address.split("/"))
    first = timezone.localdate()
    day, looks = first, 0
    while day < first + timedelta(days=365):
        freeze_today(monkeypatch, day)
        assert not true_rows_on(day).filter(plan_id=plan.pk), f"{day}: believed beyond its time"
        assert refresh(plan)
        stored = PlanStanding.objects.get(plan_id=plan.pk)
        kept = shown(stored, list(Standing.objects.filter(plan_id=plan.pk)))
        last = stored.next_change - A_DAY
        middle = day + (last - day) // 2 if looks % SAMPLED == 0 else last
        for later in {middle, last} - {day}:
            freeze_today(monkeypatch, later)
            assert true_rows_on(later).filter(plan_id=plan.pk), (
                f"{later}: not believed though nothing changed"
            )
            assert shown(*work_out(_anew(plan), later)) == kept, later
        day, looks = stored.next_change, looks + 1
    assert looks > 1


def _anew(plan: Plan) -> Plan:
    return Plan.objects.select_related("municipality").get(pk=plan.pk)


def test_nothing_stored_is_believed_of_a_day_that_is_past(mihon, monkeypatch):
    """Even of the day for which it was worked out: the plan may have been another on it."""
    today = timezone.localdate()
    assert refresh(mihon)
    freeze_today(monkeypatch, today + A_DAY)
    assert not true_rows_on(today)
    assert not true_rows_on(date(2020, 1, 1))
