"""A stored standing into which somebody has written at the database's prompt: pages judge anew and say what is true."""

import pytest
from django.utils import timezone

from kpis.models import PlanStanding, Standing
from kpis.standings.reading import roll_ups_of, rows_of
from kpis.standings.rows import StoredRow
from kpis.standings.writing import refresh, refresh_all
from plans.models import Plan

from .looking import is_believed, judged, told

pytestmark = pytest.mark.django_db

ROWS = [
    {"verdict": "no verdict"},
    {"verdict": ""},
    {"group": "no group"},
    {"attainment": "much"},
    {"report": []},
    {"report": "text"},
    {"report": 7},
    {"report": {"label": "?"}},
    {"report": {"label": "?", "value": "1", "is_revised": False, "because": "", "place": None}},
]
COUNTERS = [None, [], {}, "text", 3, {"groups": [], "total": 1}, {"groups": {}}]


@pytest.fixture
def stored(mihon) -> Plan:
    assert refresh(mihon)
    assert is_believed(mihon)
    return mihon


def check(client, plan: Plan) -> None:
    """Every page that reads them, and what they say."""
    before = judged(plan)
    assert told(plan) == before
    today = timezone.localdate()
    assert roll_ups_of([plan], today)[plan.pk].total == rows_of(plan, today).roll_up.total
    base = f"/{plan.municipality.slug}/"
    for address in ("/", base, f"{base}{plan.slug}/", f"{base}{plan.slug}/kpis/"):
        assert client.get(address).status_code == 200, address
    refresh_all([plan], everything=True)
    assert isinstance(rows_of(plan, today).rows[0], StoredRow), "it is stored anew"
    assert told(plan) == before


@pytest.mark.parametrize("damage", ROWS)
def test_a_damaged_row_is_judged_anew(client, stored, damage):
    row = Standing.objects.filter(plan_id=stored.pk).first()
    Standing.objects.filter(pk=row.pk).update(**damage)
    check(client, stored)


def test_a_row_that_is_gone_is_missed(client, stored):
    Standing.objects.filter(plan_id=stored.pk).exclude(role="reference").first().delete()
    check(client, stored)


@pytest.mark.parametrize("damage", COUNTERS)
def test_damaged_counters_are_counted_anew(client, stored, damage):
    # JSON's null, and not the database's, which the column refuses
    from django.db.models import JSONField, Value

    PlanStanding.objects.filter(plan_id=stored.pk).update(counters=Value(damage, JSONField()))
    check(client, stored)
