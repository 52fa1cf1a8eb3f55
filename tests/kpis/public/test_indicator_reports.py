"""What was reported of an indicator: newest first, with what it replaced, and nothing that is not public."""

import re
from datetime import date

import pytest

from kpis.models import ReviewPolicy
from tests.factories import (
    freeze_today,
    make_indicator,
    make_measurement,
)
from tests.reading import read, text_of

from .indicator_page import make_rate, table

pytestmark = pytest.mark.django_db

PAGE = "/kitayama/smart-plan/kpis/k/"
HIDDEN = "庁内だけのこと"


@pytest.fixture
def show(client):
    return lambda **query: read(client, PAGE, **query)


def test_a_provisional_value_is_called_so_in_table_and_report(plan, show):
    make_measurement(make_indicator(plan, "k"), "2024-Q4", 5, observation_status="P")
    page = show()
    assert table(page, "chart") == [["令和6年度（2024年度）第4四半期", "5件", "", "", "速報値"]]
    assert "速報値" in text_of(page.section("reports"))


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
    assert "計画に対する進みは100%です。" in text_of(page.section("verdict"))


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
        assert not re.search(r"(?<!\d)77(?!\d|%2F)", page), address
        assert not re.search(r"(?<![\d.])78%", page), address


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


def test_late_reports_are_told_beside_the_verdict(plan, show, monkeypatch):
    make_rate(plan)
    ReviewPolicy.objects.create(plan=plan, reporting_from="2024")
    # FY2025 ends on 31 March 2026; due 30 April, late from 14 May.
    freeze_today(monkeypatch, date(2026, 5, 13))
    assert "更新遅れ" not in text_of(show().section("verdict"))
    freeze_today(monkeypatch, date(2026, 5, 14))
    verdict = text_of(show().section("verdict"))
    assert "やや遅れ 更新遅れ" in verdict
    assert "令和7年度の値がまだ登録されていません（報告の期限は令和8年（2026年）4月30日でした）。" in verdict
