"""One indicator's page: the verdict in words, the chart's numbers, the targets' record, the reports."""

from datetime import date

import pytest

from plans.models import Department, SourceNote
from tests.factories import (
    freeze_today,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_measurement,
    make_plan,
    make_target,
)
from tests.reading import Page, read, text_of

pytestmark = pytest.mark.django_db

PAGE = "/kitayama/smart-plan/kpis/k/"
HIDDEN = "庁内だけのこと"


@pytest.fixture
def today(monkeypatch):
    freeze_today(monkeypatch, date(2025, 5, 1))


@pytest.fixture
def plan(today):
    return make_plan(make_city(), starts_on=date(2023, 4, 1))


@pytest.fixture
def show(client):
    return lambda **query: read(client, PAGE, **query)


def table(page: Page, section: str) -> list[list[str]]:
    """The body of the table in that section, as text."""
    body = next(page.section(section).iter("tbody"))
    return [[text_of(cell) for cell in line if cell.tag in ("th", "td")] for line in body.iter("tr")]


def numbers(page: Page) -> dict[str, str]:
    facts = next(dl for dl in page.section("verdict").iter("dl"))
    return dict(zip(map(text_of, facts.iter("dt")), map(text_of, facts.iter("dd")), strict=True))


def make_rate(plan, **fields):
    """60 % at the end of FY2022 → 80 % at the end of FY2026; 62 % at the end of FY2023, 66 % of FY2024."""
    row = make_indicator(
        plan,
        "k",
        **{"frequency": "yearly", "unit": "%", "baseline_value": 60, "baseline_period": "2022"} | fields,
    )
    make_target(row, "2026", 80, "2023-04-01")
    make_measurement(row, "2023", 62)
    make_measurement(row, "2024", 66)
    return row


def test_the_verdict_stands_in_a_sentence_with_its_numbers(plan, show):
    make_rate(plan)
    page = show()
    verdict = text_of(page.section("verdict"))
    # Half-way 70 is expected: S = 6/10, P = 6/20, 66/80 = 0.825.
    assert "やや遅れ" in verdict
    assert (
        "令和6年度の実績66%は、基準60%（令和4年度末）から目標80%（令和8年度末）へ進む途中の期待値70%に対して"
        "進み方が60%で、やや遅れています。"
    ) in verdict
    assert numbers(page) == {
        "現在の値": "66%令和6年度 ↗ 改善",
        "目標": "80%令和8年度末",
        "基準": "60%令和4年度",
        "期待値": "70%計画どおりに進んだ場合",
        "進み方": "60%100%なら計画どおり",
        "進捗率": "30%基準から目標までの道のり",
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
        ["令和5年度（2023年度）", "140時間", "136.7時間", "", ""],
        ["令和6年度（2024年度）", "32時間", "128.3時間", "", "4期のうち1期まで、年換算 112時間"],
        ["令和7年度", "", "120時間", "120時間", ""],
    ]


def test_a_gap_in_a_year_and_a_provisional_value_are_noted(plan, show):
    row = make_indicator(plan, "k", series="flow")
    make_target(row, "2024", 100)
    for quarter in (1, 3, 4):
        make_measurement(row, f"2024-Q{quarter}", 20)
    page = show()
    [line] = table(page, "chart")
    assert line[:2] == ["令和6年度（2024年度）", "算定不可（4期のうち3期の値）"]
    assert "4期のうち3期しか値がないので" in text_of(page.section("verdict"))


def test_a_provisional_value_is_called_so_in_table_and_report(plan, show):
    make_measurement(make_indicator(plan, "k"), "2024-Q4", 5, observation_status="P")
    page = show()
    assert table(page, "chart") == [["令和6年度（2024年度）第4四半期", "5件", "", "", "速報値"]]
    assert "速報値" in text_of(page.section("reports"))


def test_a_value_that_cannot_be_worked_out_is_not_called_missing(plan, show):
    row = make_indicator(plan, "k", unit="%", numerator_label="申請", denominator_label="全体")
    make_target(row, "2026", 80)
    make_measurement(row, "2024-Q4", numerator=0, denominator=0)
    page = show()
    assert "実績未登録" not in numbers(page)["現在の値"]
    assert "分母が0" in text_of(page.section("verdict"))


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


def test_reports_come_newest_first_with_comments_owner_evidence_and_parts(plan, show):
    row = make_indicator(plan, "k", unit="%", numerator_label="申請", denominator_label="全体", decimals=1)
    make_measurement(row, "2024-Q3", numerator=1, denominator=3)
    make_measurement(
        row,
        "2024-Q4",
        numerator=1234,
        denominator=2468,
        progress_comment="窓口を広げました",
        issues_comment="人が足りません",
        response_comment="来年度に増やします",
        owner_name="市民課",
        evidence_url="https://www.example.jp/data",
        as_of=date(2025, 3, 20),
    )
    section = show().section("reports")
    articles = [text_of(article) for article in section.iter("article")]
    assert [text.split()[0] for text in articles] == [
        "令和6年度（2024年度）第4四半期",
        "令和6年度（2024年度）第3四半期",
    ]
    # 1234/2468 = 50 %, 1/3 = 33.3 %
    for words in (
        "50.0% 申請 1,234 ÷ 全体 2,468",
        "取組状況窓口を広げました",
        "課題人が足りません",
        "今後の対応来年度に増やします",
        "当時の担当: 市民課",
        "値の日付: 令和7年（2025年）3月20日",
    ):
        assert words in articles[0].replace("取組状況 ", "取組状況")
    assert "33.3%" in articles[1]
    [evidence] = section.iter("a")
    assert (evidence.get("href"), evidence.get("rel")) == ("https://www.example.jp/data", "external")


def test_a_corrected_value_stands_with_what_it_was_and_why(plan, show):
    row = make_rate(plan)
    make_measurement(row, "2024", 68, revision=2, revision_reason="集計の誤り")
    make_measurement(row, "2024", 70, revision=3, revision_reason="二度目の確認")
    page = show()
    article = text_of(next(page.section("reports").iter("article")))
    assert article.index("70%") < article.index("改定前: 68%") < article.index("改定前: 66%")
    assert "改定前: 68%（改定の理由: 二度目の確認）" in article
    assert "改定前: 66%" in article
    assert "集計の誤り" in article
    # S = 10/10
    assert "進み方が100%で、順調です" in text_of(page.section("verdict"))


def test_a_missing_value_is_told_with_its_reason(plan, show):
    make_measurement(
        make_indicator(plan, "k"), "2024-Q4", observation_status="M", issues_comment="調査が中止"
    )
    article = text_of(next(show().section("reports").iter("article")))
    assert "値なし" in article
    assert "調査が中止" in article


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_what_is_not_approved_is_nowhere(plan, client, state):
    row = make_rate(plan, name="率")
    make_measurement(row, "2025", 77, state=state, progress_comment=HIDDEN)
    make_measurement(
        row, "2024", 78, revision=2, revision_reason=HIDDEN, state=state, owner_name=HIDDEN, version=9
    )
    for address in public_addresses(plan):
        page = client.get(address).content.decode()
        assert HIDDEN not in page, address
        assert "77" not in page.replace("77%2F", ""), address
        assert "78%" not in page, address


def test_internal_notes_are_nowhere(plan, client):
    row = make_rate(plan)
    make_measurement(row, "2022", 60, internal_note=HIDDEN)
    row.measurements.update(internal_note=HIDDEN)
    for address in public_addresses(plan):
        assert HIDDEN not in client.get(address).content.decode(), address


def public_addresses(plan) -> list[str]:
    base = plan.get_absolute_url()
    rest = ("", "kpis/", "kpis/scorecard.csv", "kpis/k/", "kpis/k/data.csv", "kpis/k/chart.svg")
    return [*(base + address for address in rest), "/", f"/search/?q={HIDDEN[:4]}"]


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
    assert f"/kitayama/smart-plan/sources/#{note.anchor}" in page.links


def test_what_the_plan_does_not_say_is_not_invented(plan, show):
    make_indicator(plan, "k")
    page = show()
    assert text_of(page.section("about")).count("原本に記載なし") == 2  # departments, data source
    assert "数値の目標はありません。" in text_of(page.section("ledger"))
    assert "実績はまだ登録されていません。" in text_of(page.section("reports"))


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


def test_late_reports_are_told_beside_the_verdict(plan, show, monkeypatch):
    make_rate(plan)
    # FY2025 ends on 31 March 2026; due 30 April, late from 14 May.
    freeze_today(monkeypatch, date(2026, 5, 13))
    assert "更新遅れ" not in text_of(show().section("verdict"))
    freeze_today(monkeypatch, date(2026, 5, 14))
    verdict = text_of(show().section("verdict"))
    assert "やや遅れ 更新遅れ" in verdict
    assert "報告の期限を過ぎた値が、このサイトにまだ登録されていません。" in verdict


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
    assert numbers(page)["現在の値"] == "実績未登録"
    assert "数値目標なし" not in numbers(page)["目標"]
    assert "実績がまだ登録されていません" in text_of(page.section("verdict"))
