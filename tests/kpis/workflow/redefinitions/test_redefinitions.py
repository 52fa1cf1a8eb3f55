"""Another thing is counted from a period on (数え方の変更): the verb, what page and files say of it, what it refuses."""

import csv
import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kpis.assessment.assessing import assess
from kpis.assessment.chart_rows import chart_rows
from kpis.assessment.indicator_detail import reported_periods
from kpis.judging.evaluation import evaluate
from kpis.judging.facts_json import read_facts
from kpis.judging.periods import Period
from kpis.models import Indicator
from kpis.reports.snapshot.facts import facts_entry
from kpis.workflow import entries, promises
from kpis.workflow.baselines import NOTE
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import RevisionKind
from tests.factories import make_measurement, make_target
from tests.kpis.counting import (
    NO_BASELINE,
    TODAY,
    add_indicator,
    count_anew,
    ledger,
    page,
    told,
)

pytestmark = pytest.mark.django_db


class TestRedefinition:
    def test_it_is_a_break_judged_from_there(self, plan, indicator, manager):
        count_anew(indicator, manager)
        found = assess(plan.indicators.get(), TODAY)
        assert (found.evaluation.baseline.value, str(found.evaluation.baseline.period)) == (3600, "2025-Q1")
        assert "令和7年度第1四半期から数え方が変わった" in found.citizen_sentence

    def test_page_chart_table_and_file_show_it(self, client, plan, indicator, manager):
        count_anew(indicator, manager)
        text = page(client, indicator)
        assert "令和7年度第1四半期から: 窓口の分も数えるため。" in text
        assert "ここから数え方が変わる（窓口の分も数えるため）" in text
        assert text.count(">数え方の変更</text>") == 2, "in the wide and in the narrow chart"
        assert "数え方が変わり、その前の値とは比べられません。" in text
        address = reverse("indicator-csv", args=[*plan.natural_key(), "1"])
        assert ",break,2025-Q1," in client.get(address).content.decode("utf-8-sig")

    def test_the_table_as_a_file_marks_a_value_of_before(self, client, plan, indicator, manager):
        """As the web's table does."""
        count_anew(indicator, manager, from_period=Period.parse("2025-Q3"))
        address = reverse("scorecard-csv", args=plan.natural_key())
        lines = client.get(address).content.decode("utf-8-sig").splitlines()
        row = next(csv.DictReader(lines))
        assert (row["value"], row["latest_value"], row["latest_note"]) == ("", "3800", "数え方が変わる前の値")

    def test_the_table_has_its_line_before_a_value_has_come(self, plan, indicator, manager):
        count_anew(indicator, manager, from_period=Period.parse("2025-Q3"))
        rows = chart_rows(assess(plan.indicators.get(), TODAY))
        [row] = [row for row in rows if "ここから数え方が変わる（窓口の分も数えるため）" in row.notes]
        assert (row.label, row.value) == ("令和7年度（2025年度）第3四半期", "")

    def test_the_ledger_has_it_with_its_kind(self, plan, indicator, manager):
        count_anew(indicator, manager, NO_BASELINE | {"definition": "窓口とオンラインの件数"})
        kinds = [row.kind for row in ledger(plan)]
        assert kinds.count("redefinition") == 2
        assert "target" in kinds

    def test_a_day_before_the_decision_knows_nothing_of_it(self, client, plan, indicator, manager):
        count_anew(indicator, manager)
        text = page(client, indicator, "?at=2025-Q2")
        assert "数え方が変わ" not in text
        assert "5,000件" in text

    def test_figures_that_hold_on(self, plan, indicator, manager):
        count_anew(indicator, manager, {}, targets=None, keeps_figures=True)
        found = assess(plan.indicators.get(), TODAY).evaluation
        assert (found.baseline.value, found.target.value) == (3000, 5000)

    @pytest.mark.parametrize(
        ("fields", "targets", "what"),
        [({}, {Period.parse("2026"): Decimal(900)}, "基準値"), (NO_BASELINE, None, "目標値（令和8年度末）")],
    )
    def test_refused_while_a_figure_of_before_is_left(self, plan, indicator, manager, fields, targets, what):
        with pytest.raises(ValidationError) as error:
            count_anew(indicator, manager, fields, targets=targets)
        assert told(error)["keeps_figures"] == [
            f"{what}は、前の数え方の値です。新しい数え方の値に変えるか、「そのまま使う」を選んでください。"
        ]
        assert not indicator.series_breaks.exists()
        assert ledger(plan) == []

    @pytest.mark.parametrize(
        ("period", "sentence"),
        [("2025", "四半期"), ("2025-Q4", "まだ始まっていません")],
    )
    def test_refused_periods(self, indicator, manager, period, sentence):
        with pytest.raises(ValidationError) as error:
            count_anew(indicator, manager, from_period=Period.parse(period))
        assert sentence in told(error)["period"][0]

    def test_of_a_half_year_that_is_under_way(self, plan, manager):
        """It is stored as its second quarter, which has not begun."""
        row = add_indicator(plan, target=900, frequency="half-yearly")
        count_anew(row, manager, {}, from_period=Period.parse("2025-Q4"), targets=None, keeps_figures=True)
        assert row.series_breaks.get().period == "2025-Q4"

    def test_not_decided_for_days_of_the_former_count(self, plan, indicator, manager):
        """On 30 September 3,800 of the former count would be judged by 900 of the new one."""
        third = {"from_period": Period.parse("2025-Q3")}
        with pytest.raises(ValidationError) as error:
            count_anew(indicator, manager, effective_on=date(2025, 9, 30), **third)
        assert told(error)["effective_on"] == [
            "新しい数え方は令和7年（2025年）10月1日からなので、目標や単位はそれより前の日から変えられません。"
            "日付を確かめてください。"
        ]
        assert ledger(plan) == []
        count_anew(plan.indicators.get(), manager, effective_on=date(2025, 10, 1), **third)
        assert plan.indicators.get().series_breaks.get().decided_on == date(2025, 10, 1)

    def test_unless_the_figures_hold_on_anyhow(self, plan, indicator, manager):
        count_anew(
            indicator, manager, {}, targets=None, keeps_figures=True,
            from_period=Period.parse("2025-Q3"), effective_on=date(2025, 9, 1),
        )  # fmt: skip
        found = assess(plan.indicators.get(), date(2025, 9, 30)).evaluation
        assert (found.value, found.target.value) == (3800, 5000)

    def test_of_a_yearly_sum_only_at_a_years_beginning(self, plan, manager):
        row = add_indicator(plan, unit="件", target=100, series="flow")
        with pytest.raises(ValidationError) as error:
            count_anew(
                row, manager, {}, from_period=Period.parse("2025-Q2"), targets=None, keeps_figures=True
            )
        assert "2025-Q1" in told(error)["period"][0]

    def test_a_provisional_baseline_follows(self, plan, indicator, manager):
        promises.change(
            indicator,
            {"baseline_value": 3200, "baseline_period": "2024-Q3", "baseline_is_provisional": True},
            effective_on=date(2025, 10, 1), reason="仮の基準にする", by=manager,
        )  # fmt: skip
        count_anew(plan.indicators.get(), manager, {})
        row = plan.indicators.get()
        assert (row.baseline_value, row.baseline_period, row.baseline_is_provisional) == (
            3600,
            "2025-Q1",
            True,
        )

    def provisional(self, plan, manager) -> Indicator:
        """The first value in the place of a baseline, and somebody's words on it."""
        fields = {"baseline_value": 3200, "baseline_period": "2024-Q3", "baseline_is_provisional": True}
        return promises.change(
            plan.indicators.get(), fields | {"baseline_note": "オンラインの最初の値"},
            effective_on=date(2025, 10, 1), reason="仮の基準にする", by=manager,
        )  # fmt: skip

    def test_its_note_speaks_of_the_new_one(self, client, plan, manager):
        count_anew(self.provisional(plan, manager), manager, {})
        assert plan.indicators.get().baseline_note == str(NOTE)
        assert "オンラインの最初の値" not in page(client, plan.indicators.get())

    def test_it_goes_with_its_note_while_there_is_no_new_value(self, plan, manager):
        count_anew(self.provisional(plan, manager), manager, {}, from_period=Period.parse("2025-Q3"))
        row = plan.indicators.get()
        assert (row.baseline_value, row.baseline_period, row.baseline_note) == (None, "", "")

    @pytest.mark.parametrize(
        ("written", "note"), [({}, str(NOTE)), ({"baseline_note": "窓口も数えた値"}, "窓口も数えた値")]
    )
    def test_a_stated_one_takes_its_note_along(self, plan, indicator, manager, written, note):
        """The first value of the new count is not told as the survey of the former one; new words stay."""
        promises.change(
            indicator, {"baseline_note": "令和5年度の調査"},
            effective_on=date(2025, 10, 1), reason="出どころを書く", by=manager,
        )  # fmt: skip
        count_anew(plan.indicators.get(), manager, NO_BASELINE | written)
        value = make_measurement(plan.indicators.get(), "2025-Q3", 950, state="submitted")
        entries.approve(value, by=manager)
        row = plan.indicators.get()
        assert (row.baseline_value, row.baseline_note) == (3600, note)

    def test_it_is_corrected_as_a_slip_only(self, plan, indicator, manager):
        row = count_anew(indicator, manager)
        with pytest.raises(ValidationError) as error:
            promises.change(row, {"reason": "別の理由"}, effective_on=TODAY, reason="直す", by=manager)
        assert "誤りの訂正" in told(error)["kind"][0]
        promises.correct_misprint(
            row, {"reason": "窓口とアプリの分も数えるため。"}, reason="書きもれ", by=manager
        )
        assert plan.indicators.get().series_breaks.get().reason == "窓口とアプリの分も数えるため。"

    def test_the_facts_of_a_report_can_be_judged_again(self, plan, indicator, manager):

        count_anew(indicator, manager)
        found = assess(plan.indicators.get(), TODAY)
        entry = facts_entry(found, reported_periods(found))
        _given, facts, at = read_facts(json.dumps(entry))
        assert entry["breaks"] == [
            {"period": "2025-Q1", "reason": "窓口の分も数えるため。", "unit_before": None}
        ]
        assert evaluate(facts, at) == found.evaluation

    def test_a_target_of_before_the_day_does_not_count_as_decided_anew(self, plan, indicator, manager):
        with (
            pytest.raises(ValidationError) as error,
            revising(plan, Grounds("窓口も", TODAY, RevisionKind.REDEFINITION, by=manager)),
        ):
            make_target(indicator, "2026", 900, "2025-10-01", reason="窓口も")
            indicator.series_breaks.create(period="2025-Q1", decided_on=TODAY, reason="窓口も")
        assert "前の数え方の値です" in told(error)["keeps_figures"][0]
