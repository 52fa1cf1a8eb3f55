"""Another unit for the same thing (単位の換算), another thing from a period on (数え方の変更): verbs, page and files."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from kpis.assessment.assessing import assess
from kpis.judging.periods import Period
from kpis.models import Indicator, Measurement
from kpis.workflow import meanings, promises
from plans.ledger.as_of import as_of
from plans.ledger.grounds import Grounds
from plans.ledger.revising import revising
from plans.models import Plan, Revision, RevisionKind
from tests.factories import (
    freeze_today,
    guarded,
    make_city,
    make_indicator,
    make_measurement,
    make_member,
    make_plan,
    make_target,
)

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 20)
VALUES = {"2024-Q3": 3200, "2024-Q4": 3450, "2025-Q1": 3600, "2025-Q2": 3800}


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    freeze_today(monkeypatch, TODAY)
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1))
    row = make_indicator(
        plan, "1", baseline_value=3000, baseline_period="2023", margin=50, margin_reason="標本"
    )
    make_target(row, "2026", 5000, "2024-04-01")
    for period, value in VALUES.items():
        make_measurement(row, period, value)
    guarded(plan)
    return plan


@pytest.fixture
def manager(plan):
    return make_member(plan.municipality)


@pytest.fixture
def indicator(plan) -> Indicator:
    return plan.indicators.get()


def ledger(plan) -> list[Revision]:
    return list(plan.revisions.exclude(kind="publication").order_by("pk"))


def told(error) -> dict[str, list[str]]:
    return error.value.message_dict


def thousands(indicator, manager, unit="千件", factor=Fraction(1, 1000), decimals=2, **more):
    given = {"effective_on": TODAY, "reason": "千件で見るほうが分かりやすいため。", "by": manager} | more
    return meanings.convert_unit(indicator, unit, factor, decimals=decimals, **given)


def page(client, indicator, query="") -> str:
    return client.get(indicator.get_absolute_url() + query).content.decode()


class TestConversion:
    def test_promises_are_written_in_the_new_unit(self, plan, indicator, manager):
        thousands(indicator, manager)
        row = plan.indicators.get()
        assert (row.unit, row.decimals, row.baseline_value, row.margin) == ("千件", 2, 3, Decimal("0.05"))
        assert row.targets.get().value == 5

    def test_values_stay_as_reported_and_are_shown_converted(self, client, plan, indicator, manager):
        thousands(indicator, manager)
        row = Measurement.objects.get(indicator__plan=plan, period="2025-Q2")
        assert (row.value, row.reported_unit, row.conversion) == (3800, "件", "1/1000")
        assert row.history.first().history_change_reason == "単位の換算"
        text = page(client, indicator)
        assert "3.80千件" in text
        assert "報告したときの値: 3,800件" in text

    def test_the_verdict_is_the_same(self, plan, indicator, manager):
        before = assess(indicator, TODAY).evaluation
        thousands(indicator, manager)
        after = assess(plan.indicators.get(), TODAY).evaluation
        assert (after.verdict, after.attainment, after.pace) == (
            before.verdict,
            before.attainment,
            before.pace,
        )

    def test_the_ledger_tells_it_with_the_factor(self, client, plan, indicator, manager):
        thousands(indicator, manager)
        assert {row.kind for row in ledger(plan)} == {"conversion"}
        assert [row.factor for row in ledger(plan)] == ["1/1000", ""]
        text = client.get(reverse("changes", args=plan.natural_key())).content.decode()
        assert "前の値は、÷1,000 で新しい単位に直して表示します。" in text
        assert "<del>5,000件</del>" in text
        assert "<ins>5千件</ins>" in text

    def test_a_day_before_it_is_told_in_the_unit_of_that_day(self, client, plan, indicator, manager):
        thousands(indicator, manager)
        text = page(client, indicator, "?at=2025-Q2")
        assert "3,800件" in text
        assert "5,000件" in text
        assert "千件" not in text.replace("今日の時点", "")

    def test_a_later_report_is_in_the_new_unit_there_too(self, plan, indicator, manager):
        thousands(indicator, manager, effective_on=date(2025, 11, 1))
        row = plan.indicators.get()
        make_measurement(row, "2024-Q2", "3.1")
        then = as_of(list(plan.indicators.all()), plan, date(2025, 10, 1))[0]
        known = {str(seen.period): seen.value for seen in assess(then, date(2025, 10, 1)).facts.observations}
        assert (known["2024-Q2"], known["2024-Q3"]) == (3100, 3200)

    def test_what_was_corrected_since_stays_corrected(self, plan, indicator, manager):
        thousands(indicator, manager, effective_on=date(2025, 11, 1))
        promises.correct_misprint(
            plan.indicators.get(), {"baseline_value": Decimal("2.9")}, reason="誤り", by=manager
        )
        then = as_of(list(plan.indicators.all()), plan, date(2025, 10, 1))[0]
        assert (then.baseline_value, then.unit) == (2900, "件")

    def test_there_and_back(self, plan, indicator, manager):
        thousands(indicator, manager, effective_on=date(2025, 11, 1))
        row = plan.indicators.get()
        thousands(row, manager, unit="件", factor=Fraction(1000), decimals=0)
        row = plan.indicators.get()
        assert (row.baseline_value, row.targets.get().value) == (3000, 5000)
        assert set(
            Measurement.objects.filter(indicator__plan=plan).values_list("conversion", "reported_unit")
        ) == {("", "")}

    def test_twice(self, plan, indicator, manager):
        thousands(indicator, manager, effective_on=date(2025, 11, 1))
        thousands(plan.indicators.get(), manager, unit="万件", factor=Fraction(1, 10), decimals=3)
        row = Measurement.objects.get(indicator__plan=plan, period="2025-Q2")
        assert (row.value, row.conversion, row.reported_unit) == (3800, "1/10000", "件")
        assert assess(plan.indicators.get(), TODAY).evaluation.value == Decimal("0.38")

    def test_a_factor_that_no_decimal_holds(self, plan, manager):
        row = make_indicator_of(plan, unit="分", target=120)
        make_measurement(row, "2025-Q1", 100)
        meanings.convert_unit(
            row,
            "時間",
            Fraction(1, 60),
            decimals=1,
            effective_on=TODAY,
            reason="時間で見るため。",
            by=manager,
        )
        found = assess(plan.indicators.get(code="2"), TODAY)
        assert found.value_text == "1.7時間"
        assert plan.indicators.get(code="2").targets.get().value == 2

    def test_the_file_says_both(self, client, plan, indicator, manager):
        thousands(indicator, manager)
        address = reverse("indicator-csv", args=[*plan.natural_key(), "1"])
        lines = client.get(address).content.decode("utf-8-sig").splitlines()
        head = lines[0].split(",")
        row = dict(zip(head, next(line for line in lines if ",2025-Q2," in line).split(","), strict=True))
        assert (row["value"], row["unit"]) == ("3.8", "千件")
        assert (row["reported_value"], row["reported_unit"]) == ("3800", "件")

    @pytest.mark.parametrize(
        ("given", "field", "sentence"),
        [
            ({"factor": Fraction(0)}, "factor", "0より大きい数"),
            ({"factor": Fraction(-1)}, "factor", "0より大きい数"),
            ({"unit": "件"}, "unit", "新しい単位"),
            ({"decimals": 1}, "decimals", "小数点以下が2桁必要"),
            ({"factor": Fraction(1, 7)}, "factor", "割り切れません"),
            ({"reason": " "}, "reason", "理由を書いて"),
            ({"effective_on": date(2025, 12, 1)}, "effective_on", "まだ来ていません"),
            ({"effective_on": date(2024, 3, 31)}, "effective_on", "計画"),
        ],
    )
    def test_refused(self, plan, indicator, manager, given, field, sentence):
        with pytest.raises(ValidationError) as error:
            thousands(indicator, manager, **given)
        assert sentence in told(error)[field][0]
        row = plan.indicators.get()
        assert (row.unit, row.targets.get().value, ledger(plan)) == ("件", 5000, [])
        assert not row.measurements.exclude(conversion="").exists()

    def test_refused_while_a_value_in_the_former_unit_waits(self, indicator, manager):
        make_measurement(indicator, "2025-Q3", 3900, state="submitted")
        with pytest.raises(ValidationError) as error:
            thousands(indicator, manager)
        assert "令和7年度第3四半期" in told(error)["unit"][0]

    def test_refused_of_a_ratio(self, plan, manager):
        row = make_indicator_of(plan, unit="%", target=50, numerator_label="A", denominator_label="B")
        with pytest.raises(ValidationError) as error:
            thousands(row, manager)
        assert "分子と分母" in told(error)["unit"][0]

    def test_a_plain_change_of_the_unit_is_refused_with_the_ways_on(self, indicator, manager):
        with pytest.raises(ValidationError) as error:
            promises.change(indicator, {"unit": "千件"}, effective_on=TODAY, reason="単位", by=manager)
        assert "「単位の換算」" in told(error)["kind"][0]


def make_indicator_of(plan, *, target, **fields) -> Indicator:
    from tests.factories import being_entered

    being_entered(plan)
    row = make_indicator(plan, "2", **fields)
    make_target(row, "2026", target, "2024-04-01")
    guarded(plan)
    return row


def anew(indicator, manager, fields=None, **more):
    given = {
        "from_period": Period.parse("2025-Q1"),
        "targets": {Period.parse("2026"): Decimal(900)},
        "effective_on": date(2025, 11, 1),
        "reason": "窓口の分も数えるため。",
        "by": manager,
    } | more
    fields = {"baseline_value": None, "baseline_period": ""} if fields is None else fields
    return meanings.redefine(indicator, fields, **given)


class TestRedefinition:
    def test_it_is_a_break_judged_from_there(self, plan, indicator, manager):
        anew(indicator, manager)
        found = assess(plan.indicators.get(), TODAY)
        assert (found.evaluation.baseline.value, str(found.evaluation.baseline.period)) == (3600, "2025-Q1")
        assert "令和7年度第1四半期から数え方が変わった" in found.citizen_sentence

    def test_page_chart_table_and_file_show_it(self, client, plan, indicator, manager):
        anew(indicator, manager)
        text = page(client, indicator)
        assert "令和7年度第1四半期から: 窓口の分も数えるため。" in text
        assert "ここから数え方が変わる（窓口の分も数えるため）" in text
        assert text.count(">数え方の変更</text>") == 2, "in the wide and in the narrow chart"
        assert "数え方が変わり、その前の値とは比べられません。" in text
        address = reverse("indicator-csv", args=[*plan.natural_key(), "1"])
        assert ",break,2025-Q1," in client.get(address).content.decode("utf-8-sig")

    def test_the_ledger_has_it_with_its_kind(self, plan, indicator, manager):
        anew(
            indicator,
            manager,
            {"definition": "窓口とオンラインの件数", "baseline_value": None, "baseline_period": ""},
        )
        kinds = [row.kind for row in ledger(plan)]
        assert kinds.count("redefinition") == 2
        assert "target" in kinds

    def test_a_day_before_the_decision_knows_nothing_of_it(self, client, plan, indicator, manager):
        anew(indicator, manager)
        text = page(client, indicator, "?at=2025-Q2")
        assert "数え方が変わ" not in text
        assert "5,000件" in text

    def test_figures_that_hold_on(self, plan, indicator, manager):
        anew(indicator, manager, {}, targets=None, keeps_figures=True)
        found = assess(plan.indicators.get(), TODAY).evaluation
        assert (found.baseline.value, found.target.value) == (3000, 5000)

    @pytest.mark.parametrize(
        ("fields", "targets", "what"),
        [({}, {Period.parse("2026"): Decimal(900)}, "基準値"), (None, None, "目標値（令和8年度末）")],
    )
    def test_refused_while_a_figure_of_before_is_left(self, plan, indicator, manager, fields, targets, what):
        with pytest.raises(ValidationError) as error:
            anew(indicator, manager, fields, targets=targets)
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
            anew(indicator, manager, from_period=Period.parse(period))
        assert sentence in told(error)["period"][0]

    def test_of_a_yearly_sum_only_at_a_years_beginning(self, plan, manager):
        row = make_indicator_of(plan, unit="件", target=100, series="flow")
        with pytest.raises(ValidationError) as error:
            anew(row, manager, {}, from_period=Period.parse("2025-Q2"), targets=None, keeps_figures=True)
        assert "2025-Q1" in told(error)["period"][0]

    def test_a_provisional_baseline_follows(self, plan, indicator, manager):
        promises.change(
            indicator,
            {"baseline_value": 3200, "baseline_period": "2024-Q3", "baseline_is_provisional": True},
            effective_on=date(2025, 10, 1), reason="仮の基準にする", by=manager,
        )  # fmt: skip
        anew(plan.indicators.get(), manager, {})
        row = plan.indicators.get()
        assert (row.baseline_value, row.baseline_period, row.baseline_is_provisional) == (
            3600,
            "2025-Q1",
            True,
        )

    def test_it_is_corrected_as_a_slip_only(self, plan, indicator, manager):
        row = anew(indicator, manager)
        with pytest.raises(ValidationError) as error:
            promises.change(row, {"reason": "別の理由"}, effective_on=TODAY, reason="直す", by=manager)
        assert "誤りの訂正" in told(error)["kind"][0]
        promises.correct_misprint(
            row, {"reason": "窓口とアプリの分も数えるため。"}, reason="書きもれ", by=manager
        )
        assert plan.indicators.get().series_breaks.get().reason == "窓口とアプリの分も数えるため。"

    def test_the_facts_of_a_report_can_be_judged_again(self, plan, indicator, manager):
        from kpis.assessment.indicator_detail import reported_periods
        from kpis.judging.evaluation import evaluate
        from kpis.judging.facts_json import read_facts
        from kpis.reports.snapshot.facts import facts_entry

        anew(indicator, manager)
        found = assess(plan.indicators.get(), TODAY)
        entry = facts_entry(found, reported_periods(found))
        _given, facts, at = read_facts(json.dumps(entry))
        assert entry["breaks"] == [
            {"period": "2025-Q1", "reason": "窓口の分も数えるため。", "unit_before": None}
        ]
        assert evaluate(facts, at) == found.evaluation


class TestRedefinitionInAnotherUnit:
    FIELDS = {
        "unit": "人",
        "baseline_value": None,
        "baseline_period": "",
        "margin": None,
        "margin_reason": "",
    }

    def anew(self, indicator, manager, **more):
        return anew(indicator, manager, self.FIELDS, **({"from_period": Period.parse("2025-Q3")} | more))

    def test_values_and_targets_of_before_keep_their_unit(self, client, plan, indicator, manager):
        self.anew(indicator, manager)
        text = page(client, indicator)
        assert "3,800件" in text
        assert "5,000件" in text
        assert "900人" in text
        assert "目標変更 5,000件→900人" in text

    def test_no_chart_shows_them_beside_the_new_ones(self, plan, indicator, manager):
        self.anew(indicator, manager)
        found = assess(plan.indicators.get(), TODAY)
        assert found.facts.known(TODAY) == ()
        assert "新しい数え方の値はまだ登録されていません" in found.citizen_sentence
        assert "新しい数え方の値はまだ登録されていません" in found.sentence

    def test_the_file_gives_each_row_its_unit(self, client, plan, indicator, manager):
        self.anew(indicator, manager)
        address = reverse("indicator-csv", args=[*plan.natural_key(), "1"])
        lines = client.get(address).content.decode("utf-8-sig").splitlines()
        units = [(row.split(",")[6], row.split(",")[5]) for row in lines[1:]]
        assert set(units) == {("target", "件"), ("target", "人"), ("break", "人"), ("measurement", "件")}

    def test_figures_cannot_be_kept(self, indicator, manager):
        with pytest.raises(ValidationError) as error:
            self.anew(indicator, manager, targets=None, keeps_figures=True)
        assert "前の単位の値です" in told(error)["keeps_figures"][0]

    def test_refused_where_a_value_is_approved_in_the_former_unit(self, indicator, manager):
        with pytest.raises(ValidationError) as error:
            self.anew(indicator, manager, from_period=Period.parse("2025-Q2"))
        assert "令和7年度第2四半期の値は、前の単位ですでに承認されています" in told(error)["period"][0]


class TestWhatCannotBeTakenBack:
    """Values and targets of before are read by the unit of their day: no slip makes them say something else."""

    def test_a_converted_unit_goes_back_by_the_other_factor_only(self, plan, indicator, manager):
        thousands(indicator, manager)
        with pytest.raises(ValidationError) as error:
            promises.correct_misprint(plan.indicators.get(), {"unit": "件"}, reason="まちがい", by=manager)
        assert "逆の倍率" in told(error)["kind"][0]
        thousands(plan.indicators.get(), manager, unit="件", factor=Fraction(1000), decimals=0)
        assert assess(plan.indicators.get(), TODAY).value_text == "3,800件"

    def test_a_break_that_changed_the_unit_stays(self, plan, indicator, manager):
        row = TestRedefinitionInAnotherUnit().anew(indicator, manager)
        grounds = Grounds("まちがい", kind=RevisionKind.MISPRINT, by=manager)
        with pytest.raises(ValidationError) as error, revising(plan, grounds):
            row.delete()
        assert "消せません" in told(error)["kind"][0]
        row = plan.indicators.get().series_breaks.get()
        with pytest.raises(ValidationError) as error:
            promises.correct_misprint(row, {"period": "2025-Q2"}, reason="まちがい", by=manager)
        assert "期間は直せません" in told(error)["kind"][0]
        with pytest.raises(ValidationError) as error:
            promises.correct_misprint(plan.indicators.get(), {"unit": "件"}, reason="まちがい", by=manager)
        assert "単位だけは訂正できません" in told(error)["kind"][0]

    def test_the_record_of_a_target_of_before_keeps_its_unit(self, plan, indicator, manager):
        TestRedefinitionInAnotherUnit().anew(indicator, manager)
        old = plan.indicators.get().targets.get(effective_from=date(2024, 4, 1))
        promises.correct_misprint(old, {"value": 5100}, reason="書きまちがい", by=manager)
        change = ledger(plan)[-1].changes[0]
        assert (change["before_text"], change["after_text"]) == ("5,000件", "5,100件")

    def test_a_target_of_before_the_day_does_not_count_as_decided_anew(self, plan, indicator, manager):
        with (
            pytest.raises(ValidationError) as error,
            revising(plan, Grounds("窓口も", TODAY, RevisionKind.REDEFINITION, by=manager)),
        ):
            make_target(indicator, "2026", 900, "2025-10-01", reason="窓口も")
            indicator.series_breaks.create(period="2025-Q1", decided_on=TODAY, reason="窓口も")
        assert "前の数え方の値です" in told(error)["keeps_figures"][0]

    def test_percent_is_no_other_unit_by_one(self, plan, manager):
        row = make_indicator_of(plan, unit="%", target=50)
        with pytest.raises(ValidationError) as error:
            thousands(row, manager, unit="ポイント", factor=Fraction(1))
        assert "割合なので" in told(error)["unit"][0]
