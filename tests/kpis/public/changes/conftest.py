"""A plan of which much was changed, and the page and file that tell it."""

from datetime import date

import pytest

from kpis.judging.periods import Period
from kpis.workflow import promises
from plans.kinds import Ending
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import Plan
from tests.factories import (
    freeze_today,
    guarded,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_measurement,
    make_plan,
    make_target,
)

ROOT = "/kitayama/smart-plan/"


TODAY = date(2025, 11, 20)


DECISION = "令和7年11月18日 DX推進会議"


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    freeze_today(monkeypatch, date(2024, 4, 1))
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1))
    plan.municipality.departments.create(code="dx", name="DX課")
    goal = make_goal(plan, "1", title="はじめの目標")
    make_action(plan, "1", goal)
    for code in ("1-1", "1-2"):
        row = make_indicator(plan, code, goal, number=code, unit="%", name=f"指標{code}の名前")
        make_target(row, "2026", 45, "2024-04-01")
        make_measurement(row, "2024-Q4", 20)
    guarded(plan)
    freeze_today(monkeypatch, TODAY)
    return plan


@pytest.fixture
def changed(plan, manager) -> Plan:
    """Moved, withdrawn, renamed, corrected, added and ended."""
    first, second = plan.indicators.all()
    words = {"by": manager, "reason": "利用が想定を上回ったため。"}
    promises.change_target(
        first, Period.parse("2026"), 50, effective_from=date(2025, 11, 18), decision=DECISION, **words
    )
    promises.withdraw_target(second, Period.parse("2026"), effective_from=date(2025, 11, 19), **words)
    promises.change(plan.goals.get(), {"title": "新しい目標"}, effective_on=date(2025, 10, 1), **words)
    promises.correct_misprint(first, {"name": "指標1-1の正しい名前"}, reason="写しまちがい", by=manager)
    with revising(plan, Grounds("新しい事業を測るため。", date(2025, 7, 1), by=manager)):
        make_indicator(plan, "1-3", number="1-3", name="途中からの指標", first_period="2025-Q2")
    second.refresh_from_db()
    promises.end(
        second,
        last_period="2025-Q2",
        ending=Ending.ABOLISHED,
        effective_on=date(2025, 10, 1),
        reason="国の調査に替わったため。",
        by=manager,
    )
    return plan


def page(client, address="changes/") -> str:
    answer = client.get(ROOT + address)
    assert answer.status_code == 200
    return answer.content.decode()
