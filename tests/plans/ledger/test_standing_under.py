"""What is public and goes on stands under what is public and goes on: goals, and what hangs on them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from kpis.models import Indicator
from kpis.workflow import promises
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import Action, Goal, Plan, ScheduleTrack
from plans.models.endings import EndsOnDay
from tests.factories import (
    freeze_today,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_item,
    make_plan,
)

from .lives import ADDED, LAST, TODAY, end, errors_of, living_plan, rows_of

pytestmark = pytest.mark.django_db
# How something new is made under a goal, and in which field it names it.
BELOW = [
    (lambda plan, goal: Goal(plan=plan, code="x", kind="sub-goal", title="下", parent=goal), "parent"),
    (lambda plan, goal: Indicator(plan=plan, code="x", name="指標", goal=goal), "goal"),
    (lambda plan, goal: ScheduleTrack(plan=plan, code="x", title="列", goal=goal), "goal"),
]


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    freeze_today(monkeypatch, TODAY)
    return living_plan()


@pytest.fixture
def rows(plan) -> dict[str, EndsOnDay]:
    return rows_of(plan)


def below(plan, goal, kind):
    with revising(plan, ADDED):
        match kind:
            case "目標":
                return make_goal(plan, "1-1", "sub-goal", goal, title="下の目標")
            case "取組":
                return make_action(plan, "9", goal)
            case "指標":
                return make_indicator(plan, "9", goal)
            case "スケジュールの列":
                return plan.schedule_tracks.create(code="u", title="列の名", goal=goal)
            case "スケジュールの項目":
                return make_item(plan.schedule_tracks.get(code="t"), "j", "2025-Q2", goal=goal)


@pytest.mark.parametrize("kind", ["目標", "取組", "指標", "スケジュールの列", "スケジュールの項目"])
def test_a_goal_does_not_end_over_what_goes_on(plan, manager, rows, kind):
    goal = rows["goal"]
    row = below(plan, goal, kind)
    with pytest.raises(ValidationError) as error:
        end(goal, manager)
    [sentence] = errors_of(error)["ended_on"]
    assert f"まだ続いているもの（{kind}「{row}」）" in sentence
    assert "先にそれらを、この日までに終えるか、ほかへ移してください" in sentence
    assert not Goal.objects.get(pk=goal.pk).has_ending


def test_it_ends_once_they_have_ended(plan, manager, rows):
    goal = rows["goal"]
    child = below(plan, goal, "目標")
    action, indicator = below(plan, goal, "取組"), below(plan, goal, "指標")
    end(child, manager)
    for row in (action, indicator):  # the quarter in which the goal ends may be their last
        end(row, manager, ended_on=None, last_period="2024-Q4")
    assert end(goal, manager).has_ending


def test_nor_over_what_ends_later(plan, manager, rows):
    goal = rows["goal"]
    end(below(plan, goal, "目標"), manager, ended_on=date(2025, 4, 30))
    with pytest.raises(ValidationError, match="まだ続いているもの"):
        end(goal, manager)


def test_many_are_named_by_the_first_and_counted(plan, manager, rows):
    with revising(plan, Grounds("足すため。")):
        for number in range(7):
            make_indicator(plan, f"n{number}", rows["goal"])
    with pytest.raises(ValidationError) as error:
        end(rows["goal"], manager)
    assert "指標「指標n4」、ほか2件" in errors_of(error)["ended_on"][0]


@pytest.mark.parametrize(("make", "field"), BELOW)
def test_nothing_new_stands_under_an_ended_goal(plan, manager, rows, make, field):
    goal = end(rows["goal"], manager)
    with pytest.raises(ValidationError) as error:
        make(plan, goal).full_clean()
    assert "「2 除く柱」は令和7年（2025年）3月31日で終わっています" in errors_of(error)[field][0]


def test_nor_does_an_action_serve_it(plan, manager, rows):
    goal = end(rows["goal"], manager)
    with pytest.raises(ValidationError) as error:
        plan.actions.get().check_links({"goals": [goal]})
    assert "で終わっています" in errors_of(error)["goals"][0]


def test_what_was_done_needs_no_end(plan, manager, rows):
    track = plan.schedule_tracks.get(code="t")
    with pytest.raises(ValidationError, match="スケジュールの項目「作業i」"):
        end(track, manager)
    promises.change(
        plan.schedule_items.get(), {"done_on": LAST}, effective_on=LAST, reason="完了", by=manager
    )
    assert end(plan.schedule_tracks.get(code="t"), manager).has_ending


@pytest.mark.parametrize(("make", "field"), BELOW)
def test_what_is_public_does_not_stand_under_what_is_prepared(plan, make, field):
    hidden = make_goal(plan, "3", state="preparing")
    row = make(plan, hidden)
    with pytest.raises(ValidationError) as error:
        row.full_clean()
    assert "は準備中です。先にそれを公開するか" in errors_of(error)[field][0]
    row.state = "preparing"
    row.full_clean()


def test_a_prepared_action_becomes_public_with_its_goals_or_after_them(plan, manager):
    hidden = make_goal(plan, "3", state="preparing")
    action = make_action(plan, "9", hidden, state="preparing")
    with pytest.raises(ValidationError, match="は準備中です"):
        promises.change(action, {"state": "public"}, effective_on=TODAY, reason="公開", by=manager)
    promises.change(hidden, {"state": "public"}, effective_on=TODAY, reason="公開", by=manager)
    action = Action.objects.get(pk=action.pk)
    promises.change(action, {"state": "public"}, effective_on=TODAY, reason="公開", by=manager)
    assert [row.kind for row in plan.revisions.order_by("-pk")[:2]] == ["addition", "addition"]


def test_nor_is_a_goal_hidden_over_what_is_public(monkeypatch):
    unknown = make_plan(make_city("minami"), "unknown", is_public=False)
    goal = make_goal(unknown, "1")
    make_indicator(unknown, "1", goal)
    goal.state = "preparing"
    with pytest.raises(ValidationError) as error:
        goal.full_clean()
    assert "公開中のもの（指標「指標1」）" in errors_of(error)["state"][0]
