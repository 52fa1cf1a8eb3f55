"""An indicator of a plan whose way of counting changes."""

import pytest

from plans.models import Plan
from tests.kpis.counting import (
    counted_plan,
)


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    return counted_plan(monkeypatch)
