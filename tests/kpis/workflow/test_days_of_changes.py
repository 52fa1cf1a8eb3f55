"""Days of changes and corrections: the record never contradicts what it has told."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from kpis.models import Indicator
from kpis.workflow import promises
from plans.ledger.comparing import compare
from plans.ledger.grounds import Grounds
from plans.ledger.later import later_promises
from plans.ledger.revising import revising
from plans.models import Plan, RevisionKind
from tests.factories import (
    being_entered,
    freeze_today,
    guarded,
    make_city,
    make_indicator,
    make_measurement,
    make_plan,
    make_target,
)

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 20)


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    freeze_today(monkeypatch, TODAY)
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1))
    row = make_indicator(plan, "1", name="はじめの名前")
    make_target(row, "2026", 45)
    for period, value in (("2024-Q4", 10), ("2025-Q1", 12), ("2025-Q2", 15)):
        make_measurement(row, period, value)
    guarded(plan)
    return plan


def told(error) -> dict[str, list[str]]:
    return error.value.message_dict


def added(plan, manager, day=date(2025, 10, 1), **targets) -> Indicator:
    with revising(plan, Grounds("足りなかったため。", day, by=manager)):
        row = make_indicator(plan, "2")
        for since, value in targets.items():
            make_target(row, "2026", value, since.replace("_", "-")[1:], reason="見直し")
    return row


class TestDays:
    def test_no_change_from_before_the_row_was_added(self, plan, manager):
        row = added(plan, manager)
        with pytest.raises(ValidationError) as error:
            promises.change(
                row, {"name": "別の名前"}, effective_on=date(2025, 9, 1), reason="改名", by=manager
            )
        assert "足した日（令和7年（2025年）10月1日）より前" in told(error)["effective_on"][0]

    def test_a_correction_takes_no_day(self, plan, indicator, manager):
        grounds = Grounds("書きまちがい", date(2025, 4, 1), RevisionKind.MISPRINT, by=manager)
        with pytest.raises(ValidationError) as error, revising(plan, grounds):
            indicator.name = "正しい名前"
            indicator.save()
        assert "日付は今日のままにしてください" in told(error)["effective_on"][0]

    def test_an_added_indicator_with_a_moved_target_says_which_holds(self, plan, manager):
        added(plan, manager, _2024_04_01=100, _2025_06_01=120)
        lines = plan.revisions.filter(subject_code="2").order_by("pk")
        assert [(row.kind, row.changes[0]["before_text"], row.changes[0]["after_text"]) for row in lines] == [
            ("addition", "", "100件"),
            ("target", "100件", "120件"),
        ]


class TestCorrections:
    def test_both_days_are_compared_as_corrected(self, plan, indicator, manager):
        promises.change(
            indicator, {"name": "二つ目の名まえ"}, effective_on=date(2025, 8, 1), reason="改名", by=manager
        )
        promises.correct_misprint(plan.indicators.get(), {"name": "二つ目の名前"}, reason="かな", by=manager)
        [found] = compare(plan, date(2025, 4, 1), date(2025, 9, 1))
        assert [(item.before, item.after) for item in found.items] == [("はじめの名前", "二つ目の名前")]

    def test_a_change_that_was_undone_by_a_correction_is_none(self, plan, indicator, manager):
        promises.change(
            indicator, {"name": "誤った名前"}, effective_on=date(2025, 8, 1), reason="改名", by=manager
        )
        promises.correct_misprint(plan.indicators.get(), {"name": "はじめの名前"}, reason="誤り", by=manager)
        assert compare(plan, date(2025, 4, 1), date(2025, 9, 1)) == []

    def test_what_was_recorded_later_for_that_day_is_named(self, plan, indicator, manager):
        promises.change(
            indicator, {"definition": "新しい"}, effective_on=date(2025, 5, 1), reason="x", by=manager
        )
        [known] = later_promises(plan, date(2025, 6, 30), [Indicator])
        assert known.text == "はじめの名前（変更）"
        assert list(later_promises(plan, date(2025, 3, 31), [Indicator])) == []

    def test_of_an_indicator_that_came_after_that_day_nothing_is(self, plan, manager):
        row = added(plan, manager)
        promises.correct_misprint(row, {"name": "正しい名前"}, reason="誤り", by=manager)
        assert list(later_promises(plan, date(2025, 6, 30), [Indicator])) == []


def test_the_overview_of_a_day_says_what_the_plan_said_then(plan, manager, client):
    being_entered(plan)
    row = plan.statements.create(code="v", kind="vision", title="はじめのビジョン")
    guarded(plan)
    promises.change(
        row, {"title": "新しいビジョン"}, effective_on=date(2025, 10, 1), reason="改定", by=manager
    )
    then = client.get(plan.get_absolute_url() + "?at=2025-Q2").content.decode()
    assert ("はじめのビジョン" in then, "新しいビジョン" in then) == (True, False)
    assert "新しいビジョン" in client.get(plan.get_absolute_url()).content.decode()
