"""One indicator's page: the verdict in words, the chart's numbers, the targets' record, the reports."""

from datetime import date

import pytest

from kpis.models import ExcludedPeriod
from plans.models import Department, SourceNote
from tests.factories import (
    freeze_today,
    make_action,
    make_goal,
    make_indicator,
    make_measurement,
    make_plan,
    make_target,
)
from tests.reading import read, text_of

from .indicator_page import make_rate, numbers, table

pytestmark = pytest.mark.django_db

PAGE = "/kitayama/smart-plan/kpis/k/"
HIDDEN = "庁内だけのこと"


@pytest.fixture
def show(client):
    return lambda **query: read(client, PAGE, **query)


def test_the_verdict_stands_in_a_sentence_with_its_numbers(plan, show):
    make_rate(plan)
    page = show()
    verdict = text_of(page.section("verdict"))
    # Half-way 70 is expected: S = 6/10, P = 6/20, 66/80 = 0.825.
    assert "やや遅れ" in verdict
    assert (
        "66%まで進みました。計画どおりなら70%のはずで、少し遅れています。目標まであと14ポイントです。"
        in verdict
    )
    assert (
        "令和6年度は66%です。基準の60%（令和4年度末）から目標の80%（令和8年度末）まで同じペースで進むと、"
        "令和6年度は70%です。計画に対する進みは60%です。目標までの到達率は30%です。"
    ) in verdict
    assert numbers(page) == {
        "最新の値": "66%令和6年度 ↗ 改善 前年度比＋4ポイント",
        "目標": "80%令和8年度末",
        "基準": "60%令和4年度",
        "計画どおりなら": "70%令和6年度",
        "計画に対する進み": "60%100%なら計画どおり",
        "目標までの到達率": "30%基準から目標までの道のり",
        "達成率": "82%実績 ÷ 目標",
    }


def test_the_table_beside_the_chart_holds_every_number_of_it(plan, show):
    make_rate(plan)
    # 60 + 20 × 4/16 = 65 at the end of FY2023, 70 at the end of FY2024.
    assert table(show(), "chart") == [
        ["令和4年度（2022年度）", "", "", "", "基準 60%"],
        ["令和5年度（2023年度）", "62%", "65%", "", ""],
        ["令和6年度（2024年度）", "66%", "70%", "", ""],
        ["令和8年度末", "", "80%", "80%", ""],
    ]


def test_a_flow_is_listed_by_years_and_the_running_one_at_its_pace(plan, show, monkeypatch):
    row = make_indicator(
        plan,
        "k",
        series="flow",
        direction="decrease",
        unit="時間",
        baseline_value=145,
        baseline_period="2022",
    )
    make_target(row, "2025", 120, "2023-04-01")
    for quarter, value in (
        ("2023-Q1", 40),
        ("2023-Q2", 30),
        ("2023-Q3", 30),
        ("2023-Q4", 40),
        ("2024-Q1", 32),
    ):
        make_measurement(row, quarter, value)
    freeze_today(monkeypatch, date(2024, 7, 15))
    # 40 of 140 hours fell into the first quarter of FY2023: 32 ÷ (40/140) = 112 for the year.
    # 145 − 25/3 = 136.7 expected for FY2023, 145 − 50/3 = 128.3 for FY2024.
    assert table(show(), "chart") == [
        ["令和4年度（2022年度）", "", "", "", "基準 145時間"],
        ["令和5年度・4四半期の合計", "140時間", "136.7時間", "", ""],
        ["令和6年度第1四半期まで", "32時間", "128.3時間", "", "年換算 112時間"],
        ["令和7年度", "", "120時間", "120時間", ""],
    ]


def test_a_gap_in_a_year_and_a_provisional_value_are_noted(plan, show):
    row = make_indicator(plan, "k", series="flow")
    make_target(row, "2024", 100)
    for quarter in (1, 3, 4):
        make_measurement(row, f"2024-Q{quarter}", 20)
    page = show()
    [line] = table(page, "chart")
    assert line[:2] == ["令和6年度・3四半期の合計（第2四半期の報告なし）", "60件"]
    assert line[4] == "第2四半期の報告なし"
    verdict = text_of(page.section("verdict"))
    assert "第2四半期の報告がないので判定できません。3四半期の合計は60件です。" in verdict
    assert numbers(page)["最新の値"].startswith("60件")


def test_a_years_sum_is_called_so_and_the_quarters_own_figure_stands_beside_it(plan, show):
    row = make_indicator(plan, "k", series="flow", direction="decrease", unit="時間", decimals=1)
    make_target(row, "2026", 118)
    for year, values in ((2023, (36.9, 31.8, 32.5, 37.6)), (2024, (32.4, 30.1, 33.1, 34.9))):
        for quarter, value in enumerate(values, start=1):
            make_measurement(row, f"{year}-Q{quarter}", str(value))
    found = numbers(show(at="2024-Q4"))
    # 36.9 + 31.8 + 32.5 + 37.6 = 138.8; 32.4 + 30.1 + 33.1 + 34.9 = 130.5: 8.3 less; 34.9 − 37.6 = −2.7
    assert found["最新の値"] == "130.5時間令和6年度・4四半期の合計 ↘ 改善 前年度比−8.3時間"
    assert found["その期だけの値"] == "34.9時間令和6年度第4四半期前年同期比−2.7時間"
    text = text_of(show(at="2024-Q4").section("verdict"))
    assert "第4四半期の実績130.5" not in text
    half = numbers(show(at="2024-Q2"))
    # 32.4 + 30.1 = 62.5 of 36.9 + 31.8 = 68.7
    assert half["最新の値"] == "62.5時間令和6年度第2四半期までの合計 ↘ 改善 前年同期比−6.2時間"


def test_the_newest_value_comes_first_and_the_judged_one_beside_it(plan, show):
    row = make_indicator(plan, "k", frequency="half-yearly")
    make_target(row, "2024-Q2", 10)
    for period, value in (("2024-Q2", 6), ("2024-Q4", 11)):
        make_measurement(row, period, value)
    page = show()
    found = numbers(page)
    assert found["最新の値"] == "11件令和6年度下半期 ↗ 改善 前期比＋5件"
    assert found["判定に使った値"].startswith("6件令和6年度上半期")
    assert "目標の値には、期限の後の令和6年度下半期に11件で届きました。" in text_of(page.section("verdict"))


def test_a_portals_own_reading_of_a_baseline_and_what_to_know_are_marked(plan, show):
    row = make_rate(
        plan,
        baseline_is_reading=True,
        margin="1.5",
        margin_reason="標本調査の誤差",
        comparability_note="数え方が変わりました。",
    )
    ExcludedPeriod.objects.create(indicator=row, period="2020", reason="窓口を閉めたため")
    page = show()
    assert "このポータルが選んだ値" in numbers(page)["基準"]
    about = text_of(page.section("about"))
    assert "誤差の幅±1.5ポイント（標本調査の誤差）" in about
    assert "数え方が変わりました。" in text_of(page.section("verdict"))
    assert "令和2年度（2020年度）: 窓口を閉めたため" in about


def test_a_value_that_cannot_be_worked_out_is_not_called_missing(plan, show):
    row = make_indicator(plan, "k", unit="%", numerator_label="申請", denominator_label="全体")
    make_target(row, "2026", 80)
    make_measurement(row, "2024-Q4", numerator=0, denominator=0)
    page = show()
    assert "実績未登録" not in numbers(page)["最新の値"]
    assert numbers(page)["最新の値"] == "該当なし"
    assert "数える対象がありませんでした" in text_of(page.section("verdict"))


def test_the_record_of_targets_tells_what_was_moved_withdrawn_and_decided_for_later(plan, show):
    row = make_indicator(plan, "k")
    make_target(row, "2025", 50, "2023-04-01", source_place="プラン 3ページ")
    make_target(row, "2025", None, "2024-04-01", reason="事業をやめたため")
    make_target(row, "2026", 100, "2023-04-01")
    make_target(row, "2026", 80, "2024-10-01", reason="国の制度が変わったため")
    make_target(row, "2026", 90, "2025-10-01", reason="もう一度見直し")
    rows = table(show(), "ledger")
    assert rows == [
        ["令和7年（2025年）10月1日", "令和8年度末", "90件", "もう一度見直し", "これから有効"],
        ["令和6年（2024年）10月1日", "令和8年度末", "80件", "国の制度が変わったため", "有効"],
        ["令和6年（2024年）4月1日", "令和7年度末", "取り下げ", "事業をやめたため", "有効"],
        ["令和5年（2023年）4月1日", "令和8年度末", "100件", "", "変更前"],
        ["令和5年（2023年）4月1日", "令和7年度末", "50件", "出典: プラン 3ページ", "変更前"],
    ]


def test_the_page_names_goal_actions_departments_source_and_notes(plan, show):
    pillar = make_goal(plan, "1", title="柱の題")
    row = make_rate(
        plan,
        goal=make_goal(plan, "1-1", "sub-goal", pillar, title="下の題"),
        name="申請の率",
        number="①",
        definition="申請を数えた率",
        target_wording="80%をめざす",
        data_source="申請システム",
        source_place="プラン 7ページ",
    )
    row.actions.add(make_action(plan, "a", title="窓口の取組"))
    row.departments.add(Department.objects.create(municipality=plan.municipality, code="d", name="市民課"))
    note = SourceNote.objects.create(
        plan=plan, code="n", kind="silent", title="年度の件", found="書かれていない", chosen="年度末とした"
    )
    row.source_notes.add(note)
    page = show()
    assert page.heading == "申請の率"
    assert page.breadcrumb[2:] == ["KPI・KGI", "① 申請の率"]
    about = text_of(page.section("about"))
    for words in (
        "申請を数えた率",
        "80%をめざす",
        "申請システム",
        "下の題",
        "窓口の取組",
        "市民課",
        "増やす",
    ):
        assert words in about
    assert "プラン 7ページ" in about
    assert "年度末とした" in text_of(page.section("notes"))
    assert "/kitayama/smart-plan/actions/a/" in page.links
    assert f"/kitayama/smart-plan/sources/{note.kind}/#{note.anchor}" in page.links


def test_three_notes_stand_before_the_fold_those_on_figures_first(plan, show):
    row = make_rate(plan)
    for code in "abcde":
        note = SourceNote.objects.create(
            plan=plan, code=code, kind="silent", title=f"件{code}", found="無", chosen="空",
            changes_figure=code in "de",
        )  # fmt: skip
        row.source_notes.add(note)
    notes = show().section("notes")
    *open_ones, fold = notes.findall("details")
    assert [text_of(row.find("summary")) for row in open_ones] == ["件d 数値や日付", "件e 数値や日付", "件a"]
    assert text_of(fold.find("summary")) == "そのほかの注記 2件"
    assert [text_of(row.find("summary")) for row in fold.findall("details")] == ["件b", "件c"]


def test_three_notes_need_no_fold(plan, show):
    row = make_rate(plan)
    for code in "abc":
        note = SourceNote.objects.create(
            plan=plan, code=code, kind="silent", title=f"件{code}", found="無", chosen="空"
        )
        row.source_notes.add(note)
    assert "そのほかの注記" not in text_of(show().section("notes"))


def test_what_the_plan_does_not_say_is_not_invented(plan, show):
    make_indicator(plan, "k")
    page = show()
    assert text_of(page.section("about")).count("原本に記載なし") == 2  # departments, data source
    assert "数値の目標はありません。" in text_of(page.section("ledger"))
    assert "実績は、まだ登録されていません。" in text_of(page.section("reports"))


def test_an_estimate_is_called_so_and_no_verdict(plan, show):
    row = make_indicator(plan, "k", frequency="yearly", baseline_value=8, baseline_period="2020")
    make_target(row, "2026", 30, "2021-04-01")
    # 10, 12, 20, 16: median slope 0.5 a quarter (see test_forecast); 16 + 28 × 0.5 = 30 at the end of FY2031.
    for year, value in ((2021, 10), (2022, 12), (2023, 20), (2024, 16)):
        make_measurement(row, str(year), value)
    forecast = next(p for p in show().main.iter("p") if p.get("class") == "forecast")
    assert "推計" in text_of(forecast)
    assert "令和13年度（2031年度）に目標に届く見込みです" in text_of(forecast)
    assert "判定には使っていません" in text_of(forecast)


def test_both_files_can_be_taken_away(plan, show):
    make_rate(plan)
    assert {PAGE + "chart.svg", PAGE + "data.csv"} <= set(show().links)


def test_previous_and_next_lead_along_the_plans_order(plan, show):
    make_indicator(plan, "a", order=1)
    make_indicator(plan, "k", order=2)
    make_indicator(plan, "b", order=3)
    ways = {a.get("rel"): a.get("href").split("/")[-2] for a in show().main.iter("a") if a.get("rel")}
    assert ways == {"prev": "a", "next": "b"}


def test_markup_in_names_comments_and_reasons_is_shown_not_run(plan, show):
    row = make_rate(plan, name="<script>名</script>", unit="<b>", definition="<script>説明</script>")
    make_target(row, "2026", 81, reason="<script>理由</script>")
    make_measurement(row, "2022", 60, progress_comment="<script>状況</script>", owner_name="<script>")
    page = show()
    assert "<script>" not in page.html.replace("<script src", "").replace("<script defer", "")
    assert "<b>" not in page.html
    assert page.heading == "<script>名</script>"


def test_an_unknown_indicator_and_that_of_another_plan_are_not_found(plan, client):
    make_indicator(make_plan(plan.municipality, "other"), "k")
    for address in ("", "data.csv", "chart.svg"):
        assert client.get(PAGE + address).status_code == 404
        assert client.get("/kitayama/other/kpis/k/" + address).status_code == 200


def test_a_real_indicator_has_its_target_and_no_invented_value(client, amagasaki):
    row = next(
        row
        for row in amagasaki.indicators.exclude(role="reference")
        if row.targets.exclude(value=None).exists()
    )
    page = read(client, row.get_absolute_url())
    assert numbers(page)["最新の値"] == "実績未登録"
    assert "数値目標なし" not in numbers(page)["目標"]
    assert "実績は、まだ登録されていません。" in text_of(page.section("verdict"))


def test_a_bound_is_one_in_the_tables_too(plan, show):
    row = make_indicator(plan, "k", direction="keep_at_most", unit="%", decimals=1)
    make_target(row, "2026", 10)
    make_measurement(row, "2024-Q4", "9.5")
    page = show()
    for place in ("promise", "ledger"):
        assert "10.0%以下" in text_of(page.section(place))
