"""誤差の幅: a difference no larger than the margin is none, in verdict and words. Numbers worked by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kpis.judging.citizen_sentences import citizen_sentence
from kpis.judging.evaluation import evaluate
from kpis.judging.sentences import sentence
from kpis.judging.terms import Verdict

from .factories import day, facts, judge, told

D = Decimal
# From 60 at the end of FY2022 to 80 at the end of FY2026.
WAY = {"base": ("2022", 60), "targets": {"2026": 80}, "unit": "%"}


@pytest.mark.parametrize(("margin", "verdict"), [("0", Verdict.REVERSED), ("2", Verdict.BEHIND)])
def test_within_the_margin_of_the_baseline_nothing_is_a_reversal(margin, verdict):
    found = judge(**WAY, values={"2024": 58}, margin=D(margin))
    assert (found.verdict, found.is_unchanged) == (verdict, margin == "2")


@pytest.mark.parametrize(("value", "is_unchanged"), [("61.5", True), ("61.6", False)])
def test_only_what_stays_within_the_margin_is_unchanged(value, is_unchanged):
    found = judge(**WAY, values={"2024": value}, margin=D("1.5"))
    assert found.is_unchanged is is_unchanged


def test_within_the_margin_a_value_neither_runs_ahead_nor_falls_behind():
    known = replace(
        facts(base=("2022", 60), targets={"2026": 61}, values={"2024": "60.8"}, unit="%", decimals=1),
        margin=D("1.5"),
    )
    found = evaluate(known, day("2025-04-01"))
    assert found.verdict is Verdict.ON_TRACK  # not AHEAD, at 160 % of the pace
    assert citizen_sentence(known, found).startswith(
        "始まりとほとんど変わらず、60.8%です。計画どおりなら60.5%のはずで、計画に合っています。"
    )
    assert "計画に対する進み" not in sentence(known, found)


def test_a_difference_within_the_margin_is_no_change():
    found, plain, calculation = told(**WAY, values={"2024": "60.3"}, margin=D("0.5"), decimals=1)
    assert found.is_unchanged
    assert plain.startswith("始まりとほとんど変わらず、60.3%です。")
    assert "基準との差は誤差の幅（±0.5ポイント）の中なので、変わらないとみなします。" in calculation


def test_a_single_final_value_is_not_compared_with_itself():
    given = {"targets": {"2026": 80}, "values": {"2026": "79.7"}, "decimals": 1, "unit": "%"}
    _, _, calculation = told("2027-04-01", **given, margin=D("0.5"))
    assert "仮の基準との差" not in calculation
    assert "目標との差は誤差の幅（±0.5ポイント）の中です。" in calculation


def test_it_widens_the_tolerance_of_a_bound():
    # 5 % of 95 is 4.75; the margin 6 reaches further
    given = {"targets": {"2024": 95}, "values": {"2022": 89}}
    assert judge("keep_at_least", **given).verdict is Verdict.BEHIND
    assert judge("keep_at_least", **given, margin=D(6)).verdict is Verdict.SLIGHTLY_BEHIND


def test_where_it_decides_of_a_bound_it_is_named():
    bound = {"direction": "keep_at_least", "targets": {"2026": 80}, "unit": "人", "margin": D(12)}
    found, _, calculation = told("2027-04-01", **bound, values={"2026": 70})
    assert found.verdict is Verdict.NEARLY
    assert calculation.endswith("外れた分は誤差の幅（±12人）の中です。")
    assert "誤差の幅" not in told("2027-04-01", **bound, values={"2026": 60})[2]
