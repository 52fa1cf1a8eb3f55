"""The two sentences of every verdict, word by word, with numbers worked out by hand."""

from dataclasses import replace

import pytest

from kpis.judging.citizen_sentences import citizen_sentence
from kpis.judging.evaluation import evaluate
from kpis.judging.known import Excluded
from kpis.judging.sentences import sentence
from kpis.judging.terms import ObservationStatus, Verdict

from .factories import day, facts, observation, period, row, told

# From 60 at the end of FY2022 to 80 at the end of FY2026: 20 in 16 quarters, 5 a year, so 70 at the end of FY2024.
WAY = {"base": ("2022", 60), "targets": {"2026": 80}, "unit": "%"}
# 145 hours a year in FY2022, 120 in FY2025: (145 − 120) / 3 = 8.33 a year, so 145 − 2 × 8.33 = 128.33 in FY2024.
OVERTIME = {"base": ("2022", 145), "targets": {"2025": 120}, "unit": "時間"}
KEPT = {"targets": {"2026": 95}, "unit": "%", "start": "2023-04-01"}
SAID = [
    # S = (71 − 60) / (70 − 60) = 11/10
    (Verdict.AHEAD, WAY | {"values": {"2024": 71}}, "2025-04-01",
        "71%まで進みました。計画どおりなら70%のはずで、計画より早く進んでいます。目標まであと9ポイントです。",
        "令和6年度は71%です。基準の60%（令和4年度末）から目標の80%（令和8年度末）まで同じペースで進むと、令和6年度は70%です。計画に対する進みは110%です。目標までの到達率は55%です。"),
    (Verdict.ON_TRACK, WAY | {"values": {"2024": 70}}, "2025-04-01",
        "70%まで進みました。計画どおりなら70%のはずで、計画どおりに進んでいます。目標まであと10ポイントです。",
        "令和6年度は70%です。基準の60%（令和4年度末）から目標の80%（令和8年度末）まで同じペースで進むと、令和6年度は70%です。計画に対する進みは100%です。目標までの到達率は50%です。"),
    # 6/10
    (Verdict.SLIGHTLY_BEHIND, WAY | {"values": {"2024": 66}}, "2025-04-01",
        "66%まで進みました。計画どおりなら70%のはずで、少し遅れています。目標まであと14ポイントです。",
        "令和6年度は66%です。基準の60%（令和4年度末）から目標の80%（令和8年度末）まで同じペースで進むと、令和6年度は70%です。計画に対する進みは60%です。目標までの到達率は30%です。"),
    # 2/10
    (Verdict.BEHIND, WAY | {"values": {"2024": 62}}, "2025-04-01",
        "62%まで進みました。計画どおりなら70%のはずで、遅れています。目標まであと18ポイントです。",
        "令和6年度は62%です。基準の60%（令和4年度末）から目標の80%（令和8年度末）まで同じペースで進むと、令和6年度は70%です。計画に対する進みは20%です。目標までの到達率は10%です。"),
    # 5.99/10 = 59.9 %: cut off, not rounded up to the band above.
    (Verdict.BEHIND, WAY | {"values": {"2024": "65.99"}, "decimals": 2}, "2025-04-01",
        "65.99%まで進みました。計画どおりなら70.00%のはずで、遅れています。目標まであと14.01ポイントです。",
        "令和6年度は65.99%です。基準の60.00%（令和4年度末）から目標の80.00%（令和8年度末）まで同じペースで進むと、令和6年度は70.00%です。計画に対する進みは59%です。目標までの到達率は29%です。"),
    # P = −2/20 = −0.10
    (Verdict.REVERSED, WAY | {"values": {"2024": 58}}, "2025-04-01",
        "始まりの60%より悪くなり、58%です。目標は、令和8年度末に80%です。",
        "令和6年度は58%です。基準の60%（令和4年度末）から目標の80%（令和8年度末）まで同じペースで進むと、令和6年度は70%です。基準から、計画とは逆の向きに動きました。基準より悪い値です。"),
    (Verdict.ACHIEVED, WAY | {"values": {"2024": 85}}, "2025-04-01",
        "85%になり、目標の80%に期限（令和8年度末）より早く届きました。",
        "令和6年度は85%です。基準の60%（令和4年度末）から目標の80%（令和8年度末）まで同じペースで進むと、令和6年度は70%です。計画に対する進みは250%です。目標までの到達率は125%です。"),
    (Verdict.ACHIEVED, WAY | {"values": {"2026": 80}}, "2027-04-01",
        "80%になり、目標の80%を達成しました。",
        "令和8年度は80%です。基準は60%（令和4年度末）、目標は80%（令和8年度末）です。目標までの到達率は100%です。"),
    # P = 19/20 = 0.95 and 17/20 = 0.85
    (Verdict.NEARLY, WAY | {"values": {"2026": 79}}, "2027-04-01",
        "79%で、目標の80%まであと1ポイントでした。",
        "令和8年度は79%です。基準は60%（令和4年度末）、目標は80%（令和8年度末）です。目標までの到達率は95%です。"),
    (Verdict.NOT_ACHIEVED, WAY | {"values": {"2026": 77}}, "2027-04-01",
        "77%で、目標の80%に届きませんでした。",
        "令和8年度は77%です。基準は60%（令和4年度末）、目標は80%（令和8年度末）です。目標までの到達率は85%です。"),
    # 79.96 rounds to 80 without reaching it: it gets digits until it does not look like it. P = 19.96/20 = 0.998
    (Verdict.NEARLY, WAY | {"values": {"2026": "79.96"}}, "2027-04-01",
        "79.96%で、目標の80%まであと0.04ポイントでした。",
        "令和8年度は79.96%です。基準は60%（令和4年度末）、目標は80%（令和8年度末）です。目標までの到達率は99%です。"),
    # One quarter of 16 gone: E = 60 + 20/16 = 61.25, 6.25 % of the way.
    (Verdict.TOO_EARLY, WAY | {"frequency": "quarterly", "values": {"2023-Q1": 60}}, "2023-07-01",
        "令和5年度第1四半期は60%です。始まったばかりなので、判定はこれからです。",
        "令和5年度第1四半期は60%です。基準の60%（令和4年度末）から目標の80%（令和8年度末）まで同じペースで進むと、令和5年度第1四半期は61.3%です。目標へ進みはじめたばかりなので、判定には早い時期です。"),
    (Verdict.TOO_EARLY, {"targets": {"2026": 80}, "values": {"2023": 60}, "unit": "%"}, "2024-04-01",
        "最初の値は60%です。次の値から、進み具合が分かります。",
        "令和5年度は60%です。最初の実績で、仮の基準になるので、次の実績から判定します。"),
    (Verdict.TOO_EARLY, OVERTIME | {"series": "flow", "frequency": "quarterly", "direction": "decrease", "values": {"2024-Q1": 36}}, "2024-07-01",
        "令和6年度第1四半期は36時間です。年度の最初の値なので、判定はこれからです。",
        "令和6年度第1四半期は36時間です。見込みに使える過去の年度がなく、その年度の最初の値だけでは1年分を見込めないので、判定には早い時期です。"),
    # 32 × 2 = 64 in half a year: 128 a year. S = (128 − 145) / (128.33 − 145) = 17 / 16.67 = 1.02
    (Verdict.ON_TRACK, OVERTIME | {"series": "flow", "frequency": "quarterly", "direction": "decrease", "values": {"2024-Q1": 32, "2024-Q2": 32}}, "2024-10-01",
        "同じペースで続くと、1年で128時間になります。計画どおりなら128.3時間のはずで、計画どおりに進んでいます。",
        "令和6年度第2四半期までの合計は64時間です。このうち第2四半期は32時間です。同じペースで続くと、1年で128時間になります（年換算）。基準の145時間（令和4年度）から目標の120時間（令和7年度）まで同じペースで進むと、令和6年度は128.3時間です。計画に対する進みは102%です。1年でその値になると、目標までの到達率は68%です。"),
    (Verdict.NO_DATA, WAY, "2024-04-01",
        "実績は、まだ登録されていません。目標は、令和8年度末に80%です。",
        "判定に使う実績は、まだ登録されていません（目標は80%、期限は令和8年度末）。"),
    (Verdict.NOT_RATED, {"values": {"2024": 5}, "unit": "件"}, "2025-04-01",
        "令和6年度は5件です。判定はしません。",
        "数値の目標がないので、判定はしません。令和6年度は5件です。"),
    (Verdict.NOT_RATED, {}, "2025-04-01",
        "判定をしない指標です。実績は、まだ登録されていません。",
        "数値の目標がないので、判定はしません。"),
    (Verdict.NOT_RATED, {"direction": "monitor", "values": {"2024": 1234}, "unit": "人"}, "2025-04-01",
        "令和6年度は1,234人です。判定はしません。",
        "動きを見守る指標なので、判定はしません。令和6年度は1,234人です。"),
    (Verdict.NOT_RATED, WAY | {"is_reference": True, "values": {"2024": 71}}, "2025-04-01",
        "令和6年度は71%です。判定はしません。",
        "参考として載せている値なので、判定はしません。令和6年度は71%です。"),
    (Verdict.NOT_EVALUABLE, WAY | {"values": {"2024": "3/0"}}, "2025-04-01",
        "割合のもとになる数が0なので、計算できません。",
        "令和6年度は分母が0なので、割合を計算できません。"),
    # Q1 and Q3 are there, Q2 is not.
    (Verdict.NOT_EVALUABLE, OVERTIME | {"series": "flow", "frequency": "quarterly", "direction": "decrease", "values": {"2024-Q1": 32, "2024-Q3": 32}}, "2025-01-01",
        "第2四半期の報告がないので判定できません。2四半期の合計は64時間です。",
        "令和6年度は、第2四半期の報告がないので判定できません。2四半期の合計は64時間です。"),
    (Verdict.ON_TRACK, KEPT | {"direction": "keep_at_least", "values": {"2023": 96, "2024": 95}}, "2025-04-01",
        "95%で、95%以上の目標を守っています。",
        "令和6年度は95%です。目標は、95%以上を保つことです。これまで2回のうち2回守りました。"),
    # Tolerance 5 % of 95 = 4.75, so down to 90.25; 94.9 also shows that it is not 95.
    (Verdict.SLIGHTLY_BEHIND, KEPT | {"direction": "keep_at_least", "values": {"2023": 96, "2024": "94.9"}}, "2025-04-01",
        "94.9%で、95%以上の目標をわずかに下回っています。",
        "令和6年度は94.9%です。目標は、95%以上を保つことです。これまで2回のうち1回守りました。"),
    (Verdict.BEHIND, KEPT | {"direction": "keep_at_least", "values": {"2023": 96, "2024": 90}}, "2025-04-01",
        "90%で、95%以上の目標を外れています。",
        "令和6年度は90%です。目標は、95%以上を保つことです。これまで2回のうち1回守りました。"),
    (Verdict.ACHIEVED, KEPT | {"direction": "keep_at_most", "targets": {"2024": 30}, "values": {"2023": 30, "2024": 20}}, "2025-04-01",
        "20%で、30%以下の目標を最後まで守りました。",
        "令和6年度は20%です。目標は、30%以下を保つことです。これまで2回のうち2回守りました。"),
    (Verdict.NEARLY, KEPT | {"direction": "keep_at_most", "targets": {"2024": 30}, "values": {"2023": 50, "2024": 20}}, "2025-04-01",
        "最後は20%で30%以下の目標を守りましたが、守れなかった期がありました。",
        "令和6年度は20%です。目標は、30%以下を保つことです。これまで2回のうち1回守りました。"),
    # 30 + 5 % of 30 = 31.5 < 32
    (Verdict.NOT_ACHIEVED, KEPT | {"direction": "keep_at_most", "targets": {"2024": 30}, "values": {"2023": 20, "2024": 32}}, "2025-04-01",
        "32%で、30%以下の目標を守れませんでした。",
        "令和6年度は32%です。目標は、30%以下を保つことです。これまで2回のうち1回守りました。"),
    # Half the range is 5, its 5 % is 0.25.
    (Verdict.SLIGHTLY_BEHIND, {"direction": "keep_within", "lower": 20, "upper": 30, "unit": "℃", "decimals": 1, "start": "2024-04-01", "values": {"2024": "30.2"}}, "2025-04-01",
        "30.2℃で、20.0℃〜30.0℃の範囲の目標をわずかに超えています。",
        "令和6年度は30.2℃です。目標は、20.0℃〜30.0℃の範囲を保つことです。これまで1回のうち、守れた回はありません。"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "given", "at", "plain", "calculation"),
    SAID,
    ids=[f"{n}-{verdict}" for n, (verdict, *_) in enumerate(SAID)],
)
def test_a_plain_sentence_comes_first_and_then_the_numbers_that_lead_to_it(
    verdict, given, at, plain, calculation
):
    known = facts(**given)
    found = evaluate(known, day(at))
    assert found.verdict is verdict
    assert citizen_sentence(known, found) == plain
    assert sentence(known, found) == calculation


def test_every_verdict_has_its_sentences_above():
    of_kinds = {Verdict.DONE, Verdict.IMPROVED, Verdict.UNCHANGED, Verdict.WORSENED}  # in tests of their own
    assert {verdict for verdict, *_ in SAID} == set(Verdict) - of_kinds


@pytest.mark.parametrize(
    ("value", "verdict", "judged"),
    [
        # Path 10 → 100 (FY2023) → 100 (FY2025); from FY2023 on E is 100, B is 10, so S judges: (A − 10) / 90.
        ("100", Verdict.ACHIEVED, "期限（令和7年度末）より早く届きました"),
        ("91", Verdict.SLIGHTLY_BEHIND, "計画どおりなら100件のはずで、少し遅れています"),
    ],
)
def test_a_path_that_reaches_the_target_early_expects_it_from_then_on(value, verdict, judged):
    found, plain, _ = told(
        base=("2022", 10), targets={"2023": 100, "2025": 100}, values={"2023": 100, "2024": value}, unit="件"
    )
    assert found.verdict is verdict
    assert judged in plain


@pytest.mark.parametrize(
    ("value", "verdict", "judged"),
    [
        # 50 (FY2020) → 50 (FY2021) → 50 (FY2022) → 100 (FY2025). At FY2022 E = B: the gap (A − 50) / 50 judges.
        (55, Verdict.AHEAD, "計画どおりの値より5件良く、その差は基準と目標の差（50件）の10%にあたります。"),
        (50, Verdict.ON_TRACK, "計画どおりの値と同じです。"),
        (
            45,
            Verdict.SLIGHTLY_BEHIND,
            "計画どおりの値より5件悪く、その差は基準と目標の差（50件）の10%にあたります。",
        ),
        (30, Verdict.BEHIND, "計画どおりの値より20件悪く、その差は基準と目標の差（50件）の40%にあたります。"),
    ],
)
def test_where_no_change_was_expected_the_gap_is_told(value, verdict, judged):
    path = {"2021": 50, "2022": 50, "2025": 100}
    found, _, calculation = told(
        "2023-04-01", base=("2020", 50), targets=path, values={"2022": value}, unit="件"
    )
    assert found.verdict is verdict
    assert judged in calculation


QUARTERS = {"series": "flow", "frequency": "quarterly", "unit": "件"}


def test_a_flow_without_baseline_is_compared_with_its_years_target():
    # No baseline: R is the year's target 200. 50 × 4 = 200 in a full year.
    _, plain, calculation = told(
        **QUARTERS, targets={"2024": 200, "2026": 240}, values={f"2024-Q{n}": 50 for n in (1, 2, 3, 4)}
    )
    assert plain == (
        "令和6年度・4四半期の合計は200件です。計画どおりなら200件のはずで、計画どおりに進んでいます。"
    )
    assert calculation == (
        "令和6年度・4四半期の合計は200件です。このうち第4四半期は50件です。計画どおりなら、令和6年度は200件です。"
        "計画に対する進みは100%です。"
    )


def test_a_missing_last_quarter_is_told_with_the_sum_so_far():
    year = {"base": ("2023", 1000), "targets": {"2025": 1300}} | QUARTERS
    values = {f"2025-Q{n}": 330 for n in (1, 2, 3)}
    _, plain, calculation = told("2026-04-15", **year, values=values)
    assert "同じペースで続くと、1年で1,320件になります。" in plain
    assert "第4四半期は報告待ちです。" in calculation
    for late, word in ((values, "報告"), (values | {"2025-Q4": "M"}, "値")):
        found, plain, calculation = told("2026-09-30", **year, values=late)
        assert found.verdict is Verdict.NOT_EVALUABLE
        assert plain == f"第4四半期の{word}がないので判定できません。3四半期の合計は990件です。"
        assert (
            calculation
            == f"令和7年度は、第4四半期の{word}がないので判定できません。3四半期の合計は990件です。"
        )


def test_a_path_through_several_targets_names_the_part_on_which_the_value_stands():
    # 1,200 → 4,000 (FY2024) → 9,000 (FY2025) → 15,000 (FY2026)
    path = {"base": ("2023", 1200), "targets": {"2024": 4000, "2025": 9000, "2026": 15000}, "unit": "時間"}
    assert "令和7年度の目標は9,000時間です。" in told("2026-04-01", **path, values={"2025": 9100})[2]
    between = told("2025-10-01", **path, frequency="quarterly", values={"2025-Q2": 6600})[2]
    # 4,000 + 5,000 × 2/4 = 6,500
    assert (
        "目標の4,000時間（令和6年度末）から目標の9,000時間（令和7年度末）まで同じペースで進むと、"
        "令和7年度第2四半期は6,500時間です。"
    ) in between
    first = told("2024-10-01", **path, frequency="quarterly", values={"2024-Q2": 2700})[2]
    assert "基準の1,200時間（令和5年度末）から目標の4,000時間（令和6年度末）まで" in first


def test_after_the_deadline_an_earlier_value_is_called_so():
    found, plain, calculation = told("2029-06-30", **WAY, values={"2024": 70})
    assert found.verdict is Verdict.ON_TRACK
    assert plain.endswith("目標の期限（令和8年度末）は過ぎましたが、期限の値の報告はまだありません。")
    assert "令和6年度の値で判定しています。" in calculation


def test_a_value_of_another_day_than_its_periods_last_says_of_which():
    count = {"unit": "件", "values": [observation("2024", 70, "2025-01-31")]}
    _, plain, calculation = told("2025-03-31", **count, direction="monitor")
    assert plain.startswith("令和6年度（1月31日現在）は70件です。")
    assert "令和6年度（1月31日現在）は70件です。" in calculation
    late = told("2025-05-01", unit="件", values=[observation("2024", 70, "2025-04-20")])[1]
    assert late.startswith("令和6年度（令和7年（2025年）4月20日現在）は70件です。")


def test_a_bound_speaks_as_a_bound_before_the_first_value():
    rate = {"direction": "keep_at_least", "unit": "%", "targets": {"2025": 95}}
    _, plain, calculation = told(**rate)
    assert plain == "実績は、まだ登録されていません。目標は、令和7年度末に95%以上です。"
    assert "（目標は95%以上、期限は令和7年度末）" in calculation
    whole = told(**rate | {"targets": {"2025": 100}, "is_part_of_whole": True})[1]
    assert whole.endswith("令和7年度末に100%です。"), "nothing exceeds a whole"


def test_the_last_survey_before_the_deadline_is_called_so():
    survey = {"frequency": "every-3-years", "first_period": period("2021"), "base": ("2018", 40), "unit": "%"}
    found, plain, calculation = told(
        "2026-04-01", **survey, targets={"2025": 60}, values={"2021": 45, "2024": 58}
    )
    assert found.verdict is Verdict.NEARLY
    assert "期限の前の最後の調査（令和6年度）で判定しています。" in calculation
    assert "はず" not in plain


def test_a_flow_before_its_first_target_is_held_against_that():
    _, plain, calculation = told(
        **QUARTERS, targets={"2026": 300}, values={f"2024-Q{n}": 50 for n in (1, 2, 3, 4)}
    )
    assert "計画どおりなら" not in plain + calculation
    assert "令和6年度の目標はないので、最初の目標の300件（令和8年度）と比べます。" in calculation


def test_a_path_that_turns_is_better_or_worse_and_not_faster():
    _, plain, _ = told(
        direction="decrease",
        base=("2022", 2780),
        targets={"2023": 2900, "2024": 3650, "2025": 2600},
        values={"2024": 3500},
        unit="万円",
    )
    assert plain.endswith("計画どおりなら3,650万円のはずで、計画より良い値です。")


def test_a_value_that_is_not_final_says_so():
    status = {"values": [replace(observation("2022", 100), status=ObservationStatus.UNVALIDATED)]}
    _, plain, calculation = told("2023-04-01", **status, unit="%", is_reference=True)
    assert plain == "令和4年度は100%（未確認）です。判定はしません。"
    assert calculation.endswith("令和4年度は100%（未確認）です。")


def test_a_bound_missed_at_the_end_is_not_called_kept():
    given = {"direction": "keep_at_least", "targets": {"2024": 95}, "unit": "%", "start": "2022-04-01"}
    _, plain, _ = told(**given, values={"2022": 96, "2023": 50, "2024": 91})
    assert plain == "最後は91%で、95%以上の目標をわずかに外れました。"


def test_only_an_excluded_value_is_no_value_to_judge_by_and_is_told():
    excluded = (Excluded(period("2024"), "災害"),)
    _, plain, calculation = told(**WAY, values={"2024": 20}, excluded=excluded)
    assert plain == "判定に使う実績は、まだ登録されていません。"
    assert "令和6年度は20%ですが、令和6年度を判定から除いているので使いません（災害）。" in calculation


def test_a_newer_value_that_is_not_judged_is_told_and_whether_it_reached_the_target():
    _, _, calculation = told(
        "2025-04-01", base=("2020", 0), targets={"2022": 10}, values={"2022": 6, "2024": 11}, unit="件"
    )
    assert "目標の値には、期限の後の令和6年度に11件で届きました。" in calculation
    assert calculation.endswith("最新の値（令和6年度）は11件で、目標の期限の後なので判定には使いません。")


def test_an_excluded_value_is_told_with_the_reason():
    excluded = (Excluded(period("2024"), "感染症のため窓口を閉めました"),)
    _, _, calculation = told(**WAY, values={"2023": 65, "2024": 20}, excluded=excluded)
    assert (
        "令和6年度は20%ですが、令和6年度を判定から除いているので使いません（感染症のため窓口を閉めました）。"
        in calculation
    )


def test_worse_than_the_start_stays_said_at_the_deadline():
    _, plain, calculation = told("2027-04-01", **WAY, values={"2026": 50})
    assert plain == "50%で、目標の80%に届きませんでした。始まりの60%より悪くなりました。"
    assert "期限の時点で、基準より悪くなっていました。" in calculation
    assert "-" not in plain + calculation


@pytest.mark.parametrize("part", [-40, 40])
def test_a_way_below_nothing_or_beyond_ten_times_is_told_in_words(part):
    # P = ±40: −4,000 % and 4,000 % of the way
    _, _, straight = told(base=("2022", 0), targets={"2026": 1}, values={"2024": part}, unit="件")
    assert ("基準から、計画とは逆の向きに動きました。" in straight) is (part < 0)
    assert ("目標までの幅の10倍以上進んでいます。" in straight) is (part > 0)
    assert "%" not in straight


def test_a_baseline_that_is_this_portals_reading_is_marked():
    _, _, calculation = told(**WAY, values={"2024": 70}, baseline_is_reading=True)
    assert calculation.endswith("基準の値は、計画に書かれていないため、このポータルが選びました。")


def test_a_provisional_baseline_is_called_so():
    # 40 at FY2022 is the first value; 80 at FY2026: half-way 60. S = (60 − 40) / 20 = 1.
    _, _, calculation = told(targets={"2026": 80}, values={"2022": 40, "2024": 60}, unit="%")
    assert "仮の基準の40%（令和4年度末）から目標の80%（令和8年度末）まで" in calculation


def test_a_target_that_the_first_value_met_is_told_so():
    _, plain, calculation = told(targets={"2026": 80}, values={"2022": 85, "2024": 82}, unit="%")
    assert plain == "82%で、目標の80%に、報告を始めたときから届いています。"
    assert "最初の値の85%（令和4年度末）が、目標の80%（令和8年度末）をすでに満たしていました。" in calculation


def test_a_withdrawn_target_is_no_target():
    given = {
        "base": ("2022", 60),
        "targets": [row("2026", 80, "2023-04-01"), row("2026", None, "2024-04-01")],
        "values": [observation("2023", 65)],
        "unit": "%",
    }
    withdrawn = "令和6年（2024年）4月1日に目標（80%）を取り下げたので、判定はしません。"
    assert withdrawn in told("2024-04-01", **given)[2]
    assert "判定はしません" not in told("2024-03-31", **given)[2]


def test_half_years_are_said_as_people_say_them():
    assert (
        "令和6年度上半期は3件"
        in told("2024-10-01", frequency="half-yearly", unit="件", values={"2024-Q2": 3})[2]
    )
