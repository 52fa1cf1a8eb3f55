"""The sentence of every verdict, word by word, with numbers worked out by hand."""

from datetime import date

import pytest

from kpis.judging.evaluation import evaluate
from kpis.judging.sentences import sentence
from kpis.judging.terms import Verdict

from .factories import day, facts, observation, row

# From 60 at the end of FY2022 to 80 at the end of FY2026: 20 in 16 quarters, 5 a year, so 70 at the end of FY2024.
WAY = {"base": ("2022", 60), "targets": {"2026": 80}, "unit": "%"}
# 145 hours a year in FY2022, 120 in FY2025: (145 − 120) / 3 = 8.33 a year, so 145 − 2 × 8.33 = 128.33 in FY2024.
OVERTIME = {"base": ("2022", 145), "targets": {"2025": 120}, "unit": "時間"}
HALF_WAY = "基準60%（令和4年度末）から目標80%（令和8年度末）へ進む途中の期待値70%に対して進み方が"
KEPT = {"targets": {"2026": 95}, "unit": "%", "start": "2023-04-01"}
SAID = [
    # S = (71 − 60) / (70 − 60) = 11/10
    (Verdict.AHEAD, WAY | {"values": {"2024": 71}}, "2025-04-01", f"令和6年度の実績71%は、{HALF_WAY}110%で、計画より早く進んでいます。"),
    (Verdict.ON_TRACK, WAY | {"values": {"2024": 70}}, "2025-04-01", f"令和6年度の実績70%は、{HALF_WAY}100%で、順調です。"),
    # 6/10
    (Verdict.SLIGHTLY_BEHIND, WAY | {"values": {"2024": 66}}, "2025-04-01", f"令和6年度の実績66%は、{HALF_WAY}60%で、やや遅れています。"),
    # 2/10
    (Verdict.BEHIND, WAY | {"values": {"2024": 62}}, "2025-04-01", f"令和6年度の実績62%は、{HALF_WAY}20%で、遅れています。"),
    # 5.99/10 = 59.9 %: cut off, not rounded up to the band above.
    (Verdict.BEHIND, WAY | {"values": {"2024": "65.99"}, "decimals": 2}, "2025-04-01", "令和6年度の実績65.99%は、基準60.00%（令和4年度末）から目標80.00%（令和8年度末）へ進む途中の期待値70.00%に対して進み方が59%で、遅れています。"),
    # P = −2/20 = −0.10
    (Verdict.REVERSED, WAY | {"values": {"2024": 58}}, "2025-04-01", "令和6年度の実績58%は、基準の60%（令和4年度末）より悪くなっています（目標は令和8年度末に80%）。"),
    (Verdict.ACHIEVED, WAY | {"values": {"2024": 85}}, "2025-04-01", "令和6年度の実績は85%で、目標の80%（令和8年度末）を期限より早く達成しています。"),
    (Verdict.ACHIEVED, WAY | {"values": {"2026": 80}}, "2027-04-01", "令和8年度の実績は80%で、目標の80%（令和8年度末）を達成しました。"),
    # P = 19/20 = 0.95 and 17/20 = 0.85
    (Verdict.NEARLY, WAY | {"values": {"2026": 79}}, "2027-04-01", "令和8年度の実績は79%で、目標の80%（令和8年度末）にあと少しでした（進捗率95%）。"),
    (Verdict.NOT_ACHIEVED, WAY | {"values": {"2026": 77}}, "2027-04-01", "令和8年度の実績は77%で、目標の80%（令和8年度末）に届きませんでした（進捗率85%）。"),
    # 79.96 rounds to 80 without reaching it: it gets digits until it does not look like it. P = 19.96/20 = 0.998
    (Verdict.NEARLY, WAY | {"values": {"2026": "79.96"}}, "2027-04-01", "令和8年度の実績は79.96%で、目標の80%（令和8年度末）にあと少しでした（進捗率99%）。"),
    # One quarter of 16 gone: E = 60 + 20/16 = 61.25, 6.25 % of the way.
    (Verdict.TOO_EARLY, WAY | {"frequency": "quarterly", "values": {"2023-Q1": 60}}, "2023-07-01", "令和5年度第1四半期の実績は60%ですが、目標へ進みはじめたばかり（期待値61.3%）なので、判定には早い時期です。"),
    (Verdict.TOO_EARLY, {"targets": {"2026": 80}, "values": {"2023": 60}, "unit": "%"}, "2024-04-01", "令和5年度の60%は最初の実績で、仮の基準になるので、次の実績から判定します。"),
    (Verdict.TOO_EARLY, OVERTIME | {"series": "flow", "frequency": "quarterly", "direction": "decrease", "values": {"2024-Q1": 36}}, "2024-07-01", "令和6年度第1四半期の36時間がその年度の最初の値で、比べられる過去の年度もないので、判定には早い時期です。"),
    # 32 × 2 = 64 in half a year: 128 a year. S = (128 − 145) / (128.33 − 145) = 17 / 16.67 = 1.02
    (Verdict.ON_TRACK, OVERTIME | {"series": "flow", "frequency": "quarterly", "direction": "decrease", "values": {"2024-Q1": 32, "2024-Q2": 32}}, "2024-10-01", "令和6年度の年換算128時間（令和6年度第2四半期までの合計64時間）は、基準145時間（令和4年度）から目標120時間（令和7年度）へ進む途中の期待値128.3時間に対して進み方が102%で、順調です。"),
    (Verdict.NO_DATA, WAY, "2024-04-01", "実績がまだ登録されていません（目標は令和8年度末に80%）。"),
    (Verdict.NOT_RATED, {"values": {"2024": 5}, "unit": "件"}, "2025-04-01", "数値の目標がないので、判定はしません（令和6年度の値は5件）。"),
    (Verdict.NOT_RATED, {}, "2025-04-01", "数値の目標がないので、判定はしません。"),
    (Verdict.NOT_RATED, {"direction": "monitor", "values": {"2024": 1234}, "unit": "人"}, "2025-04-01", "動きを見守る指標なので、判定はしません（令和6年度の値は1,234人）。"),
    (Verdict.NOT_RATED, WAY | {"is_reference": True, "values": {"2024": 71}}, "2025-04-01", "参考として載せている値なので、判定はしません（令和6年度の値は71%）。"),
    (Verdict.NOT_EVALUABLE, WAY | {"values": {"2024": "3/0"}}, "2025-04-01", "令和6年度は分母が0なので、割合を計算できません。"),
    # Q1 and Q3 are there, Q2 is not.
    (Verdict.NOT_EVALUABLE, OVERTIME | {"series": "flow", "frequency": "quarterly", "direction": "decrease", "values": {"2024-Q1": 32, "2024-Q3": 32}}, "2025-01-01", "令和6年度第3四半期までの3期のうち2期しか値がないので、年度の合計を計算できません。"),
    (Verdict.ON_TRACK, KEPT | {"direction": "keep_at_least", "values": {"2023": 96, "2024": 95}}, "2025-04-01", "令和6年度の実績95%は、95%以上を保つ目標どおりです（2期のうち2期で保てました）。"),
    # Tolerance 5 % of 95 = 4.75, so down to 90.25; 94.9 also shows that it is not 95.
    (Verdict.SLIGHTLY_BEHIND, KEPT | {"direction": "keep_at_least", "values": {"2023": 96, "2024": "94.9"}}, "2025-04-01", "令和6年度の実績94.9%は、95%以上を保つ目標からわずかに外れています（2期のうち1期で保てました）。"),
    (Verdict.BEHIND, KEPT | {"direction": "keep_at_least", "values": {"2023": 96, "2024": 90}}, "2025-04-01", "令和6年度の実績90%は、95%以上を保つ目標から外れています（2期のうち1期で保てました）。"),
    (Verdict.ACHIEVED, KEPT | {"direction": "keep_at_most", "targets": {"2024": 30}, "values": {"2023": 30, "2024": 20}}, "2025-04-01", "令和6年度の実績20%で、30%以下を最後まで保つ目標を達成しました（2期のうち2期で保てました）。"),
    (Verdict.NEARLY, KEPT | {"direction": "keep_at_most", "targets": {"2024": 30}, "values": {"2023": 50, "2024": 20}}, "2025-04-01", "令和6年度の実績20%で、30%以下を保つ目標を概ね達成しました（2期のうち1期で保てました）。"),
    # 30 + 5 % of 30 = 31.5 < 32
    (Verdict.NOT_ACHIEVED, KEPT | {"direction": "keep_at_most", "targets": {"2024": 30}, "values": {"2023": 20, "2024": 32}}, "2025-04-01", "令和6年度の実績32%で、30%以下を保つ目標に届きませんでした（2期のうち1期で保てました）。"),
    # Half the range is 5, its 5 % is 0.25.
    (Verdict.SLIGHTLY_BEHIND, {"direction": "keep_within", "lower": 20, "upper": 30, "unit": "℃", "decimals": 1, "start": "2024-04-01", "values": {"2024": "30.2"}}, "2025-04-01", "令和6年度の実績30.2℃は、20.0〜30.0℃の範囲を保つ目標からわずかに外れています（1期のうち0期で保てました）。"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "given", "at", "words"), SAID, ids=[f"{n}-{verdict}" for n, (verdict, *_) in enumerate(SAID)]
)
def test_the_sentence_carries_the_numbers_that_lead_to_its_verdict(verdict, given, at, words):
    known = facts(**given)
    found = evaluate(known, day(at))
    assert (found.verdict, sentence(known, found)) == (verdict, words)


def test_every_verdict_has_its_sentence_above():
    assert {verdict for verdict, *_ in SAID} == set(Verdict)


@pytest.mark.parametrize(
    ("value", "verdict", "judged"),
    [
        # Path 10 → 100 (FY2023) → 100 (FY2025); from FY2023 on E is 100, B is 10, so S judges: (A − 10) / 90.
        ("100", Verdict.ACHIEVED, "期限より早く達成"),
        ("91", Verdict.SLIGHTLY_BEHIND, "期待値100件に対して進み方が90%で"),
    ],
)
def test_a_path_that_reaches_the_target_early_expects_it_from_then_on(value, verdict, judged):
    known = facts(
        base=("2022", 10), targets={"2023": 100, "2025": 100}, values={"2023": 100, "2024": value}, unit="件"
    )
    found = evaluate(known, day("2025-04-01"))
    assert found.verdict is verdict
    assert judged in sentence(known, found)


@pytest.mark.parametrize(
    ("value", "verdict", "judged"),
    [
        # 50 (FY2020) → 50 (FY2021) → 50 (FY2022) → 100 (FY2025). At FY2022 E = B: the gap (A − 50) / 50 judges.
        (55, Verdict.AHEAD, "期待値50件より目標までの幅の10%だけ良く、計画より早く進んでいます。"),
        (50, Verdict.ON_TRACK, "期待値50件と同じで、順調です。"),
        (45, Verdict.SLIGHTLY_BEHIND, "期待値50件より目標までの幅の10%だけ悪く、やや遅れています。"),
        (30, Verdict.BEHIND, "期待値50件より目標までの幅の40%だけ悪く、遅れています。"),
    ],
)
def test_where_no_change_was_expected_the_gap_is_told(value, verdict, judged):
    path = {"2021": 50, "2022": 50, "2025": 100}
    known = facts(base=("2020", 50), targets=path, values={"2022": value}, unit="件")
    found = evaluate(known, day("2023-04-01"))
    said = sentence(known, found)
    assert (found.verdict, said[-len(judged) :]) == (verdict, judged)


def test_a_flow_without_baseline_is_compared_with_its_years_target():
    # No baseline: R is the year's target 200. 50 × 4 = 200 in a full year.
    known = facts(
        series="flow",
        frequency="quarterly",
        targets={"2024": 200, "2026": 240},
        values={f"2024-Q{n}": 50 for n in (1, 2, 3, 4)},
        unit="件",
    )
    found = evaluate(known, date(2025, 4, 1))
    assert sentence(known, found) == (
        "令和6年度第4四半期の実績200件は、令和6年度の期待値200件に対して進み方が100%で、順調です。"
    )


def test_a_provisional_baseline_is_called_so():
    # 40 at FY2022 is the first value; 80 at FY2026: half-way 60. S = (60 − 40) / 20 = 1.
    known = facts(targets={"2026": 80}, values={"2022": 40, "2024": 60}, unit="%")
    found = evaluate(known, date(2025, 4, 1))
    assert sentence(known, found) == (
        "令和6年度の実績60%は、仮の基準40%（令和4年度末）から目標80%（令和8年度末）へ進む途中の期待値60%に"
        "対して進み方が100%で、順調です。"
    )


def test_a_withdrawn_target_is_no_target():
    known = facts(
        base=("2022", 60),
        targets=[row("2026", 80, "2023-04-01"), row("2026", None, "2024-04-01")],
        values=[observation("2023", 65)],
        unit="%",
    )
    assert "数値の目標がない" in sentence(known, evaluate(known, date(2024, 4, 1)))
    assert "数値の目標がない" not in sentence(known, evaluate(known, date(2024, 3, 31)))


def test_half_years_are_said_as_people_say_them():
    known = facts(frequency="half-yearly", unit="件", values={"2024-Q2": 3})
    assert "令和6年度上半期の値は3件" in sentence(known, evaluate(known, date(2024, 10, 1)))
