"""What tests of the lives of goals, statements and the schedule share: a plan with a row of each, and how one ends."""

from datetime import date

from kpis.workflow import promises
from plans.kinds import Ending
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import Plan
from plans.models.endings import EndsOnDay
from tests.factories import (
    guarded,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_item,
    make_plan,
)

TODAY = date(2025, 11, 20)
LAST = date(2025, 3, 31)
ADDED = Grounds("足すため。", date(2024, 10, 1))


def living_plan() -> Plan:
    """A pillar with an action and an indicator, one with nothing below it, a mission, a track with an item; public."""
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1))
    first = make_goal(plan, "1", title="残る柱")
    make_goal(plan, "2", title="除く柱")
    make_action(plan, "1", first)
    make_indicator(plan, "1", first)
    plan.statements.create(code="m", kind="mission", title="使命")
    track = plan.schedule_tracks.create(code="t", title="列")
    make_item(track, "i", "2024-Q1", "2026-Q4")
    guarded(plan)
    return plan


def rows_of(plan: Plan) -> dict[str, EndsOnDay]:
    """A row of every kind under which nothing goes on."""
    free = plan.schedule_tracks.model(plan=plan, code="free", title="空の列")
    with revising(plan, ADDED):
        free.save()
    return {
        "goal": plan.goals.get(code="2"),
        "statement": plan.statements.get(),
        "scheduletrack": free,
        "scheduleitem": plan.schedule_items.get(),
    }


def end(row, by, **more):
    words = {"ended_on": LAST, "ending": Ending.ABOLISHED, "effective_on": date(2025, 4, 1)} | more
    return promises.end(row, reason="第2版で除いたため。", by=by, **words)


def errors_of(error) -> dict[str, list[str]]:
    return error.value.message_dict
