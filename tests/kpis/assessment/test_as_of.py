"""A visitor looks at the plan as it stood at the end of a quarter."""

from datetime import date

import pytest

from tests.factories import (
    freeze_today,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_measurement,
    make_plan,
    make_progress,
    make_target,
)
from tests.reading import Page, read, text_of

pytestmark = pytest.mark.django_db

BASE = "/kitayama/smart-plan/"
PAGES = ("", "kpis/", "kpis/k/", "goals/1/")


@pytest.fixture
def show(client):
    return lambda page, **query: read(client, BASE + page, **query)


@pytest.fixture
def plan(monkeypatch):
    """One indicator, 0 at the end of FY2023 → 100, later 80, at the end of FY2026, over five quarters."""
    freeze_today(monkeypatch, date(2025, 8, 10))
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1), ends_on=date(2027, 3, 31))
    row = make_indicator(plan, "k", make_goal(plan, "1"), baseline_value=0, baseline_period="2023")
    make_target(row, "2026", 100, "2024-04-01")
    make_target(row, "2026", 80, "2025-04-01", reason="見直し")
    for quarter, value in (
        ("2024-Q1", 1),
        ("2024-Q2", 20),
        ("2024-Q3", 24),
        ("2024-Q4", 30),
        ("2025-Q1", 39),
    ):
        make_measurement(row, quarter, value, progress_comment=f"{quarter}のこと")
    make_progress(make_action(plan, "a"), "2024-Q2", "delayed")
    make_progress(plan.actions.get(), "2025-Q1", "completed")
    return plan


def test_today_is_the_day_unless_a_quarter_is_chosen(plan, show):
    # 80 in 12 quarters: 5 × 80/12 = 33.3 expected after five; S = 39 / 33.3 = 1.17
    sentence = text_of(show("kpis/k/").section("verdict"))
    assert "39件まで進みました。計画どおりなら33.3件のはずで、計画より早く進んでいます。" in sentence


def test_a_past_quarter_knows_neither_later_values_nor_later_targets(plan, show):
    page = show("kpis/k/", at="2024-Q2")
    # 100 in 12 quarters: 2 × 100/12 = 16.7 expected after two; S = 20 / 16.67 = 1.2
    sentence = text_of(page.section("verdict"))
    assert "令和6年度第2四半期は20件です。" in sentence
    assert "目標の100件（令和8年度末）" in sentence
    assert "計画どおりなら16.7件のはずで、計画より早く進んでいます。" in sentence
    assert "計画に対する進みは120%です。" in sentence
    reports = text_of(page.section("reports"))
    assert "2024-Q2のこと" in reports
    assert "2024-Q3のこと" not in reports
    assert "24件" not in text_of(page.section("chart"))
    states = [text_of(list(line)[-1]) for line in next(page.section("ledger").iter("tbody")).iter("tr")]
    assert states == ["これから有効", "有効"]


@pytest.mark.parametrize(
    ("quarter", "value"),
    [("2024-Q1", "1件"), ("2024-Q2", "20件"), ("2024-Q4", "30件"), ("2025-Q1", "39件")],
)
def test_every_page_speaks_of_the_same_day(plan, show, quarter, value):
    assert value in text_of(show("kpis/k/", at=quarter).section("verdict"))
    assert value in text_of(next(show("kpis/", at=quarter).main.iter("tbody")))
    assert value in text_of(show("goals/1/", at=quarter).section("indicators"))
    assert f"指標kが{value}になりました。" in text_of(show("", at=quarter).section("news"))


def test_before_the_first_report_there_is_no_value(client, plan):
    plan.indicators.get().measurements.filter(period="2024-Q1").delete()
    page = read(client, BASE + "kpis/k/", at="2024-Q1")
    assert "実績は、まだ登録されていません。目標は、令和8年度末に100件です。" in text_of(
        page.section("verdict")
    )


def test_the_actions_stand_as_they_stood(plan, show):
    assert "完了 1 1件の取組があります。" in text_of(show("actions/").main)
    assert "遅れ 1 1件の取組があります。" in text_of(show("actions/", at="2024-Q2").main)
    before = text_of(show("actions/", at="2024-Q1").main)
    assert "進み具合は、まだ報告されていません。" in before
    assert "遅れ" not in before
    assert "完了" not in before


def offered(page: Page) -> list[str]:
    return [option.get("value") for option in page.element("at").iter("option")]


def test_the_quarters_offered_have_ended_and_belong_to_the_plan(plan, show, monkeypatch):
    assert offered(show("kpis/k/")) == ["", "2025-Q1", "2024-Q4", "2024-Q3", "2024-Q2", "2024-Q1"]
    freeze_today(monkeypatch, date(2030, 1, 1))
    assert offered(show("kpis/k/"))[1] == "2026-Q4"
    freeze_today(monkeypatch, date(2024, 5, 1))
    page = show("kpis/k/")
    assert "at" not in page.ids


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("spring", "「spring」は四半期として読めません"),
        ("2024-Q5", "「2024-Q5」は四半期として読めません"),
        ("2024", "「2024」は四半期として読めません"),
        ("0000-Q1", "「0000-Q1」は四半期として読めません"),
        ("24-Q2", "は四半期として読めません"),
        ("2025-Q2", "令和7年度（2025年度）第2四半期の時点は選べません。"),  # still running
        ("2999-Q4", "の時点は選べません。"),
        ("2023-Q4", "令和5年度（2023年度）第4四半期の時点は選べません。"),  # before the plan
        ("1000-Q1", "の時点は選べません。"),
        ("<script>alert(1)</script>", "「<script>alert(1)</sc」は四半期として読めません"),
        ("' OR 1=1 --", "は四半期として読めません"),
        ("2024-Q2\x00", "は四半期として読めません"),
        ("x" * 5000, "「xxxxxxxxxxxxxxxxxxxx」は四半期として読めません"),
    ],
)
def test_what_cannot_be_shown_is_answered_with_a_sentence_and_today(plan, show, page, asked, answer):
    shown = show(page, at=asked)
    [notice] = [p for p in shown.main.iter("p") if p.get("class") == "notice"]
    assert answer in text_of(notice)
    assert text_of(notice).endswith("今日の時点を表示しています。")
    assert notice.get("role") == "alert"
    assert "39件" in shown.text
    assert "<script>alert" not in shown.html


@pytest.mark.parametrize("blank", ["", " "])
def test_a_blank_choice_is_today(plan, show, blank):
    page = show("kpis/k/", at=blank)
    assert "39件" in page.text
    assert "選べません" not in page.text
    assert "読めません" not in page.text


@pytest.mark.parametrize("page", PAGES)
def test_the_choice_survives_in_links_between_figures(plan, show, page):
    shown = show(page, at="2024-Q2")
    selected = [o.get("value") for o in shown.element("at").iter("option") if o.get("selected") is not None]
    assert selected == ["2024-Q2"]
    figures = [
        link for link in shown.links if "/kpis/" in link and not link.endswith(("data.csv", "feed.atom"))
    ]
    figures = [link for link in figures if link != f"{BASE}{page}"]  # back to today
    assert figures
    assert [link for link in figures if "at=2024-Q2" not in link] == []


def test_the_files_carry_the_quarter_in_their_name(plan, client):
    table = client.get(BASE + "kpis/scorecard.csv", {"at": "2024-Q2"})
    chart = client.get(BASE + "kpis/k/chart.svg", {"at": "2024-Q2"})
    assert 'filename="kitayama-smart-plan-kpis-2024-Q2.csv"' in table["Content-Disposition"]
    assert 'filename="kitayama-smart-plan-k-2024-Q2.svg"' in chart["Content-Disposition"]
    assert "2024-09-30" in table.content.decode()
    assert ",39," not in table.content.decode()


def test_a_plan_without_dates_offers_the_last_ten_years(client, monkeypatch):
    freeze_today(monkeypatch, date(2025, 8, 10))
    make_indicator(make_plan(make_city()), "k")
    quarters = offered(read(client, BASE + "kpis/k/"))
    # The latest ended quarter and the 40 before it.
    assert (quarters[1], quarters[-1], len(quarters)) == ("2025-Q1", "2015-Q1", 42)


FILES = ("scorecard.csv", "scorecard.xlsx", "values.csv", "k/data.csv", "k/chart.svg", "k/chart.png")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("at", ["8/4/26", "2030-Q1"])
def test_of_a_day_that_cannot_be_chosen_there_is_no_file_but_the_page_that_says_so(plan, client, name, at):
    """A script that asks for it would take today's figures for those of that day."""
    answer = client.get(f"{BASE}kpis/{name}", {"at": at})
    assert answer.status_code == 400
    assert "Content-Disposition" not in answer
    said = Page(name, answer).text
    assert ("「8/4/26」は四半期として読めません" if "/" in at else "第1四半期の時点は選べません") in said
    assert client.get(f"{BASE}kpis/{name}", {"at": "R7-Q1"}).status_code == 200


@pytest.mark.parametrize("name", ["scorecard.csv", "scorecard.xlsx"])
def test_nor_is_there_one_of_a_filter_that_is_none(plan, client, name):
    answer = client.get(f"{BASE}kpis/{name}", {"group": "latee"})
    assert answer.status_code == 400
    assert "「latee」という判定はありません" in Page(name, answer).text
