"""An indicator and an action end with a period: told, never before a report, never twice, and taken back as a slip."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from kpis.assessment.assessing import assess
from kpis.assessment.indicator_detail import ledger
from kpis.judging.periods import Period
from kpis.models import Indicator
from kpis.workflow import promises
from plans.kinds import Ending
from plans.ledger.comparing import compare
from plans.models import Action, Plan
from tests.factories import (
    freeze_today,
    guarded,
    make_action,
    make_city,
    make_indicator,
    make_measurement,
    make_plan,
    make_progress,
    make_target,
)
from tests.ledger import newest

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 20)


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    """The newest report is that of 2025-Q2; of another indicator there is none."""
    freeze_today(monkeypatch, TODAY)
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1))
    make_action(plan, "1")
    row = make_indicator(plan, "1")
    make_target(row, "2026", 45)
    for period, value in (("2024-Q4", 10), ("2025-Q1", 12), ("2025-Q2", 15)):
        make_measurement(row, period, value)
    make_indicator(plan, "2")
    guarded(plan)
    return plan


@pytest.fixture
def indicator(plan) -> Indicator:
    return plan.indicators.get(code="1")


@pytest.fixture
def action(plan) -> Action:
    return plan.actions.get()


def end(row, by, last="2025-Q2", **more):
    words = {"ending": Ending.ABOLISHED, "reason": "事業をやめたため。", "effective_on": TODAY} | more
    return promises.end(row, last_period=last, by=by, **words)


def refused(error) -> str:
    """Why the last period is none."""
    return "".join(error.value.message_dict["last_period"])


def texts(found) -> dict[str, str]:
    return {change["field"]: change["after_text"] for change in found.changes}


class TestTold:
    def test_an_indicator_is_abolished_and_stays_on_record(self, plan, indicator, manager):
        end(indicator, manager, effective_on=date(2025, 10, 1))
        found = newest(plan)
        assert (found.kind, found.effective_on) == ("ending", date(2025, 10, 1))
        assert texts(found) == {
            "last_period": "令和7年度（2025年度）第2四半期",
            "ending": "廃止",
            "ending_reason": "事業をやめたため。",
        }
        assert plan.indicators.get(code="1").has_ending

    def test_an_action_is_merged(self, plan, action, manager):
        end(action, manager, ending=Ending.MERGED, reason="取組②にまとめたため。")
        assert newest(plan).kind == "ending"
        assert texts(newest(plan)) == {
            "last_period": "令和7年度（2025年度）第2四半期",
            "ending": "統合",
            "ending_reason": "取組②にまとめたため。",
        }

    def test_what_is_about_to_end_has_not_ended(self, indicator, manager, client):
        end(indicator, manager, "2025-Q3")
        text = client.get(indicator.get_absolute_url()).content.decode()
        assert "令和7年度第3四半期で終わります（廃止）" in text

    def test_taken_back_it_is_none_in_the_comparison(self, plan, indicator, manager):
        end(indicator, manager)
        fields = {"ending": "", "ending_reason": "", "last_period": ""}
        promises.correct_misprint(
            plan.indicators.get(code="1"), fields, reason="終えていなかったため。", by=manager
        )
        assert not any(found.has_ended for found in compare(plan, date(2025, 1, 1), TODAY))


class TestRefused:
    @pytest.mark.parametrize(
        ("first", "last", "sentence"),
        [
            ("2025-Q1", "2024-Q4", "最後の期間が、最初の期間より前"),
            ("", "2023-Q4", "計画の始まり（令和6年（2024年）4月1日）より前"),
            ("", "2035-Q2", "まだ始まっていません。その期間になってから終えてください。"),
        ],
    )
    def test_before_it_began_or_to_come(self, plan, manager, first, last, sentence):
        row = plan.indicators.get(code="2")
        if first:
            promises.change(row, {"first_period": first}, effective_on=TODAY, reason="途中から", by=manager)
        with pytest.raises(ValidationError) as error:
            end(row, manager, last)
        assert sentence in refused(error)
        assert not plan.indicators.get(code="2").has_ending

    def test_before_a_report(self, indicator, manager):
        with pytest.raises(ValidationError) as error:
            end(indicator, manager, "2025-Q1")
        assert refused(error) == (
            "令和7年度第2四半期の報告が承認されています。それより前の期間では終えられません。"
        )

    def test_an_action_before_its_own_reports(self, action, manager):
        make_progress(action, "2025-Q2")
        with pytest.raises(ValidationError) as error:
            end(action, manager, "2025-Q1")
        assert "令和7年度（2025年度）第2四半期の報告が承認されています" in refused(error)

    def test_without_a_last_period(self, indicator, manager):
        with pytest.raises(ValidationError, match="「最後の期間」を書いてください"):
            end(indicator, manager, "")

    def test_twice(self, indicator, manager):
        end(indicator, manager)
        with pytest.raises(ValidationError, match="すでに終わっています"):
            end(indicator, manager, "2025-Q3")


def test_its_targets_are_in_force_until_then(plan, indicator, manager):
    end(indicator, manager)
    days = (TODAY, date(2025, 9, 30))
    told = [[line.state_label for line in ledger(assess(plan.indicators.get(code="1"), day))] for day in days]
    assert told == [["終了"], ["有効"]]


def test_what_has_ended_takes_no_new_target_and_has_no_forecast(plan, indicator, manager):
    end(indicator, manager)
    row = plan.indicators.get(code="1")
    with pytest.raises(ValidationError) as error:
        promises.change_target(
            row, Period.parse("2026"), 60, effective_from=TODAY, reason="上げる", by=manager
        )
    assert "終わったので" in error.value.message_dict["period"][0]
    assert assess(row, TODAY).forecast is None
