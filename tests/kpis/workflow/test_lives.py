"""Indicators and actions have a life: what is in preparation or has ended is not asked for, not late, not counted."""

from datetime import date

import pytest

from kpis.assessment.action_progress import count_actions
from kpis.assessment.assessing import assess, assess_plan, roll_up_of
from kpis.judging.outcome import Reason
from kpis.judging.terms import Verdict
from kpis.models import Indicator, Review
from kpis.workflow.due_items import due_items
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
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

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 20)
ENDED = {"last_period": "2025-Q1", "ending": "abolished", "ending_reason": "事業をやめたため。"}


@pytest.fixture
def plan(db, monkeypatch):
    freeze_today(monkeypatch, TODAY)
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1))
    make_goal(plan, "1")
    return plan


def asked(plan, period="2025-Q2") -> set[str]:
    review = Review(plan=plan, period=period, due_on=date(2025, 10, 30))
    return {row.code for row in due_items(review)}


class TestDuties:
    def test_only_what_lives_is_asked_for(self, plan):
        make_indicator(plan, "runs")
        make_indicator(plan, "ended", **ENDED)
        make_indicator(plan, "later", first_period="2025-Q3")
        make_indicator(plan, "preparing", state="preparing")
        assert asked(plan) == {"runs"}
        assert asked(plan, "2025-Q1") == {"runs", "ended"}
        assert asked(plan, "2025-Q3") == {"runs", "later"}

    def test_of_actions_too(self, plan):
        make_action(plan, "runs")
        make_action(plan, "ended", **ENDED)
        make_action(plan, "later", first_period="2025-Q3")
        make_action(plan, "preparing", state="preparing")
        assert asked(plan) == {"runs"}
        assert asked(plan, "2025-Q1") == {"runs", "ended"}
        assert asked(plan, "2025-Q3") == {"runs", "later"}


class TestJudging:
    @pytest.fixture
    def ended(self, plan):
        row = make_indicator(plan, "ended", baseline_value=0, baseline_period="2023", **ENDED)
        make_target(row, "2026", 100)
        make_measurement(row, "2025-Q1", 50)
        return Indicator.objects.get(pk=row.pk)

    def test_an_ended_indicator_is_neither_judged_nor_late(self, ended):
        found = assess(ended, TODAY)
        assert (found.evaluation.verdict, found.evaluation.reason) == (Verdict.NOT_RATED, Reason.ENDED)
        assert not found.evaluation.stale
        assert found.evaluation.label == "終了"
        assert (
            found.sentence
            == "令和7年度第1四半期で終わった指標です（廃止: 事業をやめたため）。判定はしません。令和7年度第1四半期は50件です。"
        )
        assert (
            found.citizen_sentence
            == "この指標は、もう使っていません。最後の値は、令和7年度第1四半期の50件です。"
        )

    def test_before_its_end_it_is(self, ended):
        assert assess(ended, date(2025, 6, 30)).evaluation.verdict is Verdict.AHEAD

    def test_it_is_left_out_of_the_counts(self, plan, ended):
        make_target(make_indicator(plan, "runs"), "2026", 100)
        rows = assess_plan(plan, TODAY)
        assert (len(rows), roll_up_of(rows).rated) == (2, 1)

    def test_a_key_figure_added_today_is_not_late_and_did_not_exist_last_year(self, plan):
        make_target(make_indicator(plan, "old"), "2026", 100)
        guarded(plan)
        with revising(plan, Grounds("新しい事業を測るため。", TODAY)):
            make_target(make_indicator(plan, "new", first_period="2025-Q3"), "2026", 100, "2025-11-20")
        now = {row.indicator.code: row for row in assess_plan(plan, TODAY)}
        assert not now["new"].evaluation.stale
        assert [row.indicator.code for row in assess_plan(plan, date(2024, 9, 30))] == ["old"]


def test_ended_actions_are_not_counted(plan):
    actions = [make_action(plan, "1"), make_action(plan, "2", **ENDED)]
    assert count_actions(actions, {}, TODAY).total == 1
    assert count_actions(actions, {}, date(2025, 6, 30)).total == 2
