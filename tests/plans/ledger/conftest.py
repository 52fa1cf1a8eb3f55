"""A public plan in use, and its manager at the screens."""

from datetime import date

import pytest

from plans.models import Plan
from tests.factories import freeze_today, guarded, make_small_plan


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    """On 20 November 2025."""
    freeze_today(monkeypatch, date(2025, 11, 20))
    plan = make_small_plan()
    guarded(plan)
    return plan


@pytest.fixture
def manager(manager, client):
    """Signed in."""
    client.force_login(manager)
    return manager
