"""An end that is recorded alone holds from the day after its last one: by the verb, the workbook and the file as in the form."""

from datetime import date
from io import BytesIO

import pytest

from kpis.workflow import promises
from plans.kinds import Ending
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import Plan
from plans.workbook.importing import import_workbook
from tests.factories import freeze_today, guarded, make_city, make_goal, make_plan
from tests.ledger import newest
from tests.plans.workbook.books import columns_of, edited, exported

pytestmark = pytest.mark.django_db
TODAY, LAST, AFTER = date(2025, 11, 20), date(2025, 10, 31), date(2025, 11, 1)
WHY = "役目を終えたため。"


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    freeze_today(monkeypatch, TODAY)
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1))
    make_goal(plan, "1")
    make_goal(plan, "2", title="除く柱", order=1)
    guarded(plan)
    return plan


def by_verb(plan, manager, grounds: Grounds, **more):
    goal = plan.goals.get(code="2")
    promises.end(
        goal,
        ended_on=LAST,
        ending=Ending.ABOLISHED,
        reason=WHY,
        effective_on=grounds.effective_on or TODAY,
        by=manager,
    )


def by_workbook(plan, manager, grounds: Grounds, **more):
    content = exported(plan)
    letters = columns_of(content, "目標")
    cells = {"ended_on": str(LAST), "ending": "廃止", "ending_reason": WHY} | more
    book = edited(content, {"目標": {f"{letters[name]}4": value for name, value in cells.items()}})
    import_workbook(BytesIO(book), grounds=grounds)


def by_row(plan, manager, grounds: Grounds, **more):
    """As every loader does: inside `revising`."""
    goal = plan.goals.get(code="2")
    with revising(plan, grounds):
        goal.ended_on, goal.ending, goal.ending_reason = LAST, Ending.ABOLISHED, WHY
        for name, value in more.items():
            setattr(goal, name, value)
        goal.save()


WAYS = pytest.mark.parametrize("way", [by_verb, by_workbook, by_row])


@WAYS
@pytest.mark.parametrize("given", [TODAY, None])
def test_holds_from_the_day_after_its_last_one(plan, manager, way, given):
    way(plan, manager, Grounds(WHY, given))
    found = newest(plan)
    assert (found.kind, found.effective_on, found.reason) == ("ending", AFTER, WHY)


@WAYS
def test_another_day_that_was_given_stays(plan, manager, way):
    way(plan, manager, Grounds(WHY, date(2025, 11, 18)))
    assert newest(plan).effective_on == date(2025, 11, 18)


@pytest.mark.parametrize("way", [by_workbook, by_row])
def test_with_another_change_of_the_row_the_day_is_that_of_the_change(plan, manager, way):
    way(plan, manager, Grounds("見直し", TODAY), title="別の題")
    assert (newest(plan).effective_on, newest(plan).reason) == (TODAY, "見直し")
