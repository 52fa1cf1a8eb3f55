"""Goals, statements and the schedule have lives: prepared unseen, public, and in the end ended for a reason."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kpis.models import Indicator
from kpis.workflow import promises
from plans.kinds import Ending
from plans.ledger.as_of import as_of
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import Action, Goal, Plan, ScheduleItem, ScheduleTrack, Statement
from plans.models.endings import EndsOnDay
from plans.models.living import standing
from tests.factories import (
    being_entered,
    freeze_today,
    guarded,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_item,
    make_member,
    make_plan,
)

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 20)
LAST = date(2025, 3, 31)
ENDED = {"ended_on": LAST, "ending": "abolished", "ending_reason": "第2版で除いたため。"}
ADDED = Grounds("足すため。", date(2024, 10, 1))
KINDS = ("goal", "statement", "scheduletrack", "scheduleitem")


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    freeze_today(monkeypatch, TODAY)
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


@pytest.fixture
def manager(plan):
    return make_member(plan.municipality)


@pytest.fixture
def rows(plan) -> dict[str, EndsOnDay]:
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


def newest(plan):
    return plan.revisions.order_by("-pk").first()


class TestEnds:
    @pytest.mark.parametrize("kind", KINDS)
    def test_the_ledger_tells_it_and_the_row_stays(self, plan, manager, rows, kind):
        row = end(rows[kind], manager)
        found = newest(plan)
        assert (found.kind, found.effective_on, found.subject_id) == ("ending", date(2025, 4, 1), row.pk)
        texts = {change["field"]: change["after_text"] for change in found.changes}
        assert texts == {
            "ended_on": "令和7年（2025年）3月31日",
            "ending": "廃止",
            "ending_reason": "第2版で除いたため。",
        }
        assert type(row).objects.filter(pk=row.pk).exists()

    @pytest.mark.parametrize("kind", KINDS)
    def test_an_ending_is_taken_back_as_a_slip(self, plan, manager, rows, kind):
        row = end(rows[kind], manager)
        promises.correct_misprint(
            row, {"ended_on": None, "ending": "", "ending_reason": ""}, reason="別の柱でした。", by=manager
        )
        assert not type(row).objects.get(pk=row.pk).has_ending
        assert newest(plan).kind == "misprint"

    def test_nothing_ends_twice(self, manager, rows):
        row = end(rows["goal"], manager)
        with pytest.raises(ValidationError, match="すでに終わっています"):
            end(row, manager)

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [
            (date(2024, 3, 31), "計画の始まり（令和6年（2024年）4月1日）より前"),
            (date(2025, 11, 21), "令和7年（2025年）11月21日はまだ来ていません"),
        ],
    )
    def test_the_last_day_lies_in_the_plan_and_has_come(self, manager, rows, day, sentence):
        with pytest.raises(ValidationError) as error:
            end(rows["goal"], manager, ended_on=day)
        assert sentence in errors_of(error)["ended_on"][0]

    def test_today_may_be_the_last_day(self, manager, rows):
        row = end(rows["goal"], manager, ended_on=TODAY)
        assert not row.is_over(TODAY)
        assert row.is_over(date(2025, 11, 21))

    @pytest.mark.parametrize(
        ("missing", "sentence"),
        [
            ("ended_on", "「最後の日」を書いてください。"),
            ("ending", "終わり方を選んでください。"),
            ("ending_reason", "終わった理由を書いてください。市民にも表示します。"),
        ],
    )
    def test_how_why_and_when_stand_together(self, manager, rows, missing, sentence):
        row = rows["statement"]
        fields = {name: value for name, value in ENDED.items() if name != missing}
        with pytest.raises(ValidationError) as error:
            promises.change(row, fields, effective_on=TODAY, reason="改定", by=manager)
        assert errors_of(error)[missing] == [sentence]

    def test_the_database_holds_them_together_too(self, plan):
        being_entered(plan)
        with pytest.raises(IntegrityError), transaction.atomic():
            plan.goals.update(ended_on=LAST)

    def test_a_row_of_the_plan_has_no_last_period(self, manager, rows):
        with pytest.raises(ValidationError, match="「最後の日」を書いてください"):
            end(rows["goal"], manager, ended_on=None, last_period="2025-Q1")

    def test_a_goal_that_ended_since_still_stood_before(self, plan, manager, rows):
        end(rows["goal"], manager)
        plan = Plan.objects.get(pk=plan.pk)
        for at, there in ((LAST, {"1", "2"}), (date(2025, 4, 1), {"1"}), (TODAY, {"1"})):
            found = as_of(plan.goals.shown(), plan, at)
            assert {goal.code for goal in standing(found, at)} == there, at
        [before] = [goal for goal in as_of(plan.goals.shown(), plan, LAST) if goal.code == "2"]
        assert (before.ended_on, before.ending, before.ending_reason) == (None, "", "")


class TestWhatStandsUnder:
    """What is public and goes on stands under what is public and goes on."""

    def below(self, plan, goal, kind):
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
    def test_a_goal_does_not_end_over_what_goes_on(self, plan, manager, rows, kind):
        goal = rows["goal"]
        row = self.below(plan, goal, kind)
        with pytest.raises(ValidationError) as error:
            end(goal, manager)
        [sentence] = errors_of(error)["ended_on"]
        assert f"まだ続いているもの（{kind}「{row}」）" in sentence
        assert "先にそれらを、この日までに終えるか、ほかへ移してください" in sentence
        assert not Goal.objects.get(pk=goal.pk).has_ending

    def test_it_ends_once_they_have_ended(self, plan, manager, rows):
        goal = rows["goal"]
        child = self.below(plan, goal, "目標")
        action, indicator = self.below(plan, goal, "取組"), self.below(plan, goal, "指標")
        end(child, manager)
        for row in (action, indicator):  # the quarter in which the goal ends may be their last
            end(row, manager, ended_on=None, last_period="2024-Q4")
        assert end(goal, manager).has_ending

    def test_nor_over_what_ends_later(self, plan, manager, rows):
        goal = rows["goal"]
        end(self.below(plan, goal, "目標"), manager, ended_on=date(2025, 4, 30))
        with pytest.raises(ValidationError, match="まだ続いているもの"):
            end(goal, manager)

    def test_many_are_named_by_the_first_and_counted(self, plan, manager, rows):
        with revising(plan, Grounds("足すため。")):
            for number in range(7):
                make_indicator(plan, f"n{number}", rows["goal"])
        with pytest.raises(ValidationError) as error:
            end(rows["goal"], manager)
        assert "指標「指標n4」、ほか2件" in errors_of(error)["ended_on"][0]

    @pytest.mark.parametrize(
        ("make", "field"),
        [
            (
                lambda plan, goal: Goal(plan=plan, code="x", kind="sub-goal", title="下", parent=goal),
                "parent",
            ),
            (lambda plan, goal: Indicator(plan=plan, code="x", name="指標", goal=goal), "goal"),
            (lambda plan, goal: ScheduleTrack(plan=plan, code="x", title="列", goal=goal), "goal"),
        ],
    )
    def test_nothing_new_stands_under_an_ended_goal(self, plan, manager, rows, make, field):
        goal = end(rows["goal"], manager)
        with pytest.raises(ValidationError) as error:
            make(plan, goal).full_clean()
        assert "「2 除く柱」は令和7年（2025年）3月31日で終わっています" in errors_of(error)[field][0]

    def test_nor_does_an_action_serve_it(self, plan, manager, rows):
        goal = end(rows["goal"], manager)
        with pytest.raises(ValidationError) as error:
            plan.actions.get().check_links({"goals": [goal]})
        assert "で終わっています" in errors_of(error)["goals"][0]

    def test_what_was_done_needs_no_end(self, plan, manager, rows):
        track = plan.schedule_tracks.get(code="t")
        with pytest.raises(ValidationError, match="スケジュールの項目「作業i」"):
            end(track, manager)
        promises.change(
            plan.schedule_items.get(), {"done_on": LAST}, effective_on=LAST, reason="完了", by=manager
        )
        assert end(plan.schedule_tracks.get(code="t"), manager).has_ending

    @pytest.mark.parametrize(
        ("make", "field"),
        [
            (
                lambda plan, goal: Goal(plan=plan, code="x", kind="sub-goal", title="下", parent=goal),
                "parent",
            ),
            (lambda plan, goal: Indicator(plan=plan, code="x", name="指標", goal=goal), "goal"),
            (lambda plan, goal: ScheduleTrack(plan=plan, code="x", title="列", goal=goal), "goal"),
        ],
    )
    def test_what_is_public_does_not_stand_under_what_is_prepared(self, plan, make, field):
        hidden = make_goal(plan, "3", state="preparing")
        row = make(plan, hidden)
        with pytest.raises(ValidationError) as error:
            row.full_clean()
        assert "は準備中です。先にそれを公開するか" in errors_of(error)[field][0]
        row.state = "preparing"
        row.full_clean()

    def test_a_prepared_action_becomes_public_with_its_goals_or_after_them(self, plan, manager):
        hidden = make_goal(plan, "3", state="preparing")
        action = make_action(plan, "9", hidden, state="preparing")
        with pytest.raises(ValidationError, match="は準備中です"):
            promises.change(action, {"state": "public"}, effective_on=TODAY, reason="公開", by=manager)
        promises.change(hidden, {"state": "public"}, effective_on=TODAY, reason="公開", by=manager)
        action = Action.objects.get(pk=action.pk)
        promises.change(action, {"state": "public"}, effective_on=TODAY, reason="公開", by=manager)
        assert [row.kind for row in plan.revisions.order_by("-pk")[:2]] == ["addition", "addition"]

    def test_nor_is_a_goal_hidden_over_what_is_public(self, monkeypatch):
        unknown = make_plan(make_city("minami"), "unknown", is_public=False)
        goal = make_goal(unknown, "1")
        make_indicator(unknown, "1", goal)
        goal.state = "preparing"
        with pytest.raises(ValidationError) as error:
            goal.full_clean()
        assert "公開中のもの（指標「指標1」）" in errors_of(error)["state"][0]


class TestGuard:
    @pytest.mark.parametrize("kind", KINDS)
    def test_a_prepared_row_is_free_until_it_is_public(self, plan, kind):
        model = {"goal": Goal, "statement": Statement, "scheduletrack": ScheduleTrack}.get(kind, ScheduleItem)
        values = {
            "goal": {"kind": "pillar"},
            "statement": {"kind": "value"},
            "scheduletrack": {},
            "scheduleitem": {
                "track": plan.schedule_tracks.get(),
                "from_quarter": "2025-Q1",
                "to_quarter": "2025-Q1",
            },
        }[kind]
        row = model.objects.create(plan=plan, code="new", title="案", state="preparing", **values)
        model.objects.filter(pk=row.pk).update(title="別の案")
        with pytest.raises(IntegrityError, match="公開済み"), transaction.atomic():
            model.objects.filter(pk=row.pk).update(state="public")
        row.delete()

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_public_row_is_not_hidden_nor_ended_past_the_ledger(self, plan, rows, kind):
        found = type(rows[kind]).objects.filter(pk=rows[kind].pk)
        for change in ({"state": "preparing"}, ENDED):
            with pytest.raises(IntegrityError, match="公開済み"), transaction.atomic():
                found.update(**change)
        with (
            pytest.raises(ValidationError, match="準備中に戻すこともできません"),
            revising(plan, Grounds("隠すため。")),
        ):
            found.update(state="preparing")
        with pytest.raises(ValidationError, match="準備中に戻せません"):
            row = found.get()
            row.state = "preparing"
            row.full_clean()

    def test_an_actions_links_stay_guarded(self, plan):
        with pytest.raises(IntegrityError, match="公開済み"), transaction.atomic():
            plan.actions.get().goals.clear()
        hidden = make_action(plan, "9", plan.goals.get(code="2"), state="preparing")
        hidden.goals.clear()

    def test_what_is_prepared_does_not_make_the_plan_newer(self, plan):
        before = Plan.objects.get(pk=plan.pk).updated_at
        make_goal(plan, "3", state="preparing").save()
        assert Plan.objects.get(pk=plan.pk).updated_at == before
