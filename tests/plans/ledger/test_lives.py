"""Goals, statements and the schedule have lives: prepared unseen, public, and in the end ended for a reason."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from kpis.workflow import promises
from plans.ledger.as_of import as_of
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import Goal, Plan, ScheduleItem, ScheduleTrack, Statement
from plans.models.endings import EndsOnDay
from plans.models.living import standing
from tests.factories import (
    being_entered,
    freeze_today,
    make_action,
    make_goal,
)
from tests.ledger import newest

from .lives import LAST, TODAY, end, errors_of, living_plan, rows_of

pytestmark = pytest.mark.django_db
ENDED = {"ended_on": LAST, "ending": "abolished", "ending_reason": "第2版で除いたため。"}
KINDS = ("goal", "statement", "scheduletrack", "scheduleitem")


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    freeze_today(monkeypatch, TODAY)
    return living_plan()


@pytest.fixture
def rows(plan) -> dict[str, EndsOnDay]:
    return rows_of(plan)


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
