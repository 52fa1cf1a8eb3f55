"""The verbs that change a promise: what they record, and what they refuse."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kpis.judging.periods import Period
from kpis.models import Target
from kpis.workflow import promises
from plans.models import Plan, Revision
from tests.factories import (
    freeze_today,
    guarded,
    make_city,
    make_measurement,
    make_member,
    make_small_plan,
)
from tests.ledger import newest

pytestmark = pytest.mark.django_db

TODAY = date(2025, 11, 20)
DECISION = "令和7年11月18日 DX推進会議"


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    freeze_today(monkeypatch, TODAY)
    plan = make_small_plan(target=45)
    guarded(plan)
    return plan


def refused(error) -> dict[str, list[str]]:
    return error.value.message_dict


def move(indicator, manager, value="50", day=date(2025, 11, 18), reason="想定を上回ったため。"):
    return promises.change_target(
        indicator,
        Period.parse("2026"),
        Decimal(value),
        effective_from=day,
        reason=reason,
        by=manager,
        decision=DECISION,
    )


class TestTargets:
    def test_a_changed_target_is_a_new_row_with_its_reason_and_decision(self, plan, indicator, manager):
        move(indicator, manager)
        rows = indicator.targets.order_by("effective_from").values_list(
            "value", "effective_from", "reason", "decision"
        )
        assert list(rows) == [
            (45, date(2024, 4, 1), "", ""),
            (50, date(2025, 11, 18), "想定を上回ったため。", DECISION),
        ]
        found = newest(plan)
        assert (found.kind, found.effective_on, found.recorded_by) == ("target", date(2025, 11, 18), manager)
        assert (found.reason, found.decision, found.subject_code) == ("想定を上回ったため。", DECISION, "1")
        assert found.changes == [
            {
                "field": "target:2026",
                "before": "45件",
                "after": "50件",
                "before_text": "45件",
                "after_text": "50件",
            }
        ]

    def test_a_withdrawn_one_says_withdrawn(self, plan, indicator, manager):
        promises.withdraw_target(
            indicator,
            Period.parse("2026"),
            effective_from=TODAY,
            reason="国の制度が変わったため。",
            by=manager,
        )
        found = newest(plan)
        assert (found.kind, found.changes[0]["before_text"], found.changes[0]["after_text"]) == (
            "withdrawal",
            "45件",
            "取り下げ",
        )

    @pytest.mark.parametrize(
        ("value", "day", "reason", "field", "sentence"),
        [
            ("50", date(2023, 4, 1), "理由", "effective_on", "計画（令和6年（2024年）4月1日）より前の日です"),
            (
                "50",
                date(2024, 4, 1),
                "理由",
                "effective_from",
                "同じ期間の目標が、同じ日にもう決められています",
            ),
            ("50", TODAY, " ", "reason", "理由を書いてください"),
        ],
    )
    def test_what_cannot_be_is_refused_and_nothing_is_saved(
        self, plan, indicator, manager, value, day, reason, field, sentence
    ):
        count = Revision.objects.count()
        with pytest.raises(ValidationError) as error:
            move(indicator, manager, value, day, reason)
        assert sentence in "".join(refused(error)[field])
        assert (indicator.targets.count(), Revision.objects.count()) == (1, count)

    def test_what_was_never_set_is_not_withdrawn(self, indicator, manager):
        with pytest.raises(ValidationError) as error:
            promises.withdraw_target(
                indicator, Period.parse("2027"), effective_from=TODAY, reason="やめる", by=manager
            )
        assert "この日より前に決められていないので、取り下げられません" in refused(error)["value"][0]
        assert indicator.targets.count() == 1

    def test_nor_withdrawn_twice(self, indicator, manager):
        words = {"reason": "やめる", "by": manager}
        promises.withdraw_target(indicator, Period.parse("2026"), effective_from=date(2025, 11, 1), **words)
        with pytest.raises(ValidationError) as error:
            promises.withdraw_target(indicator, Period.parse("2026"), effective_from=TODAY, **words)
        assert refused(error)["value"] == [
            "令和8年度末の目標は、令和7年（2025年）11月1日にすでに取り下げています。"
        ]

    def test_what_holds_already_is_no_change(self, plan, indicator, manager):
        with pytest.raises(ValidationError) as error:
            move(indicator, manager, "45")
        assert refused(error)["value"] == ["令和8年度末の目標は、すでに45件です。変える値を書いてください。"]

    def test_nothing_comes_between_two_decisions(self, plan, indicator, manager):
        """The ledger has told 45→50: a 47 in between would make that false."""
        move(indicator, manager)
        with pytest.raises(ValidationError) as error:
            move(indicator, manager, "47", date(2025, 8, 1))
        assert "令和7年（2025年）11月18日の決定があります" in refused(error)["effective_on"][0]
        assert indicator.targets.count() == 2

    def test_nor_does_a_corrected_day_change_their_order(self, plan, indicator, manager):
        row = move(indicator, manager)
        with pytest.raises(ValidationError):
            promises.correct_misprint(
                row, {"effective_from": date(2024, 3, 1)}, reason="日付の誤り", by=manager
            )
        promises.correct_misprint(
            row, {"effective_from": date(2025, 11, 17)}, reason="日付の誤り", by=manager
        )
        assert newest(plan).changes[0]["before_text"] == "決めた日: 令和7年（2025年）11月18日"


class TestChanges:
    def test_a_change_holds_from_its_day(self, plan, indicator, manager):
        promises.change(
            indicator,
            {"definition": "電子申請だけを数える。"},
            effective_on=date(2025, 4, 1),
            reason="見直し",
            by=manager,
        )
        found = newest(plan)
        assert (found.kind, found.effective_on) == ("change", date(2025, 4, 1))
        assert found.changes[0] | {"before": ""} == {
            "field": "definition",
            "before": "",
            "after": "電子申請だけを数える。",
            "before_text": "",
            "after_text": "電子申請だけを数える。",
        }

    def test_a_misprint_is_a_correction_and_keeps_the_old_reading(self, plan, indicator, manager):
        make_unit = {"unit": "回"}
        promises.correct_misprint(indicator, make_unit, reason="原本では「回」でした。", by=manager)
        found = newest(plan)
        assert (found.kind, found.changes[0]["before_text"], found.changes[0]["after_text"]) == (
            "misprint",
            "件",
            "回",
        )

    @pytest.mark.parametrize("values", [{"unit": "千件"}, {"series": "flow"}])
    def test_what_approved_values_mean_does_not_simply_change(self, plan, indicator, manager, values):
        make_measurement(indicator, "2024-Q1", 5, state="approved")
        with pytest.raises(ValidationError) as error:
            promises.change(indicator, values, effective_on=TODAY, reason="見直し", by=manager)
        assert "前の値の意味まで変わってしまいます" in refused(error)["kind"][0]
        indicator.refresh_from_db()
        assert (indicator.unit, indicator.series) == ("件", "level")

    def test_two_changes_of_one_field_on_one_day_are_refused(self, plan, indicator, manager):
        words = {"effective_on": TODAY, "reason": "見直し", "by": manager}
        promises.change(indicator, {"name": "新しい名前"}, **words)
        with pytest.raises(ValidationError) as error:
            promises.change(indicator, {"name": "もっと新しい名前"}, **words)
        assert "同じ日（令和7年（2025年）11月20日）にもう変えています" in refused(error)["effective_on"][0]
        indicator.refresh_from_db()
        promises.change(indicator, {"definition": "別の項目は変えられる"}, **words)
        assert plan.indicators.get().name == "新しい名前"

    def test_changes_are_recorded_in_the_order_of_their_days(self, indicator, manager):
        promises.change(indicator, {"name": "二番目"}, effective_on=TODAY, reason="見直し", by=manager)
        with pytest.raises(ValidationError) as error:
            promises.change(
                indicator, {"name": "一番目"}, effective_on=date(2025, 1, 1), reason="見直し", by=manager
            )
        assert "より後の日（令和7年（2025年）11月20日）の変更があります" in refused(error)["effective_on"][0]

    def test_a_day_to_come_is_refused(self, indicator, manager):
        with pytest.raises(ValidationError) as error:
            promises.change(
                indicator, {"name": "来年の名前"}, effective_on=date(2026, 4, 1), reason="見直し", by=manager
            )
        assert "まだ来ていません" in refused(error)["effective_on"][0]

    def test_a_goal_changes_as_well(self, plan, manager):
        goal = plan.goals.get()
        promises.change(
            goal,
            {"title": "新しい目標"},
            effective_on=TODAY,
            reason="第2版への改定",
            by=manager,
            kind="edition",
        )
        assert (newest(plan).kind, newest(plan).subject_model) == ("edition", "plans.goal")

    def test_a_revision_is_not_revised(self, plan, indicator, manager):
        promises.change(indicator, {"name": "新しい名前"}, effective_on=TODAY, reason="見直し", by=manager)
        with pytest.raises(ValidationError, match="変更の記録は直せません"):
            promises.correct_misprint(newest(plan), {"reason": "別の理由"}, reason="直す", by=manager)

    def test_nobody_else_changes_a_promise(self, plan, indicator):
        for person in (
            make_member(plan.municipality, "editor", "suzuki"),
            make_member(make_city("minami"), name="sato"),
        ):
            with pytest.raises(PermissionDenied):
                move(indicator, person)
        assert Target.objects.filter(indicator=indicator).count() == 1
