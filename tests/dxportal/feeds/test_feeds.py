"""Who follows a plan is told what is new, once, under the moment at which it happened, and only what is public."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from plans.models import Plan
from tests.factories import (
    freeze_today,
    guarded,
    make_city,
    make_indicator,
    make_measurement,
    make_plan,
    make_target,
)

pytestmark = pytest.mark.django_db
TODAY = date(2025, 8, 1)
ATOM = "{http://www.w3.org/2005/Atom}"
JULY = datetime(2025, 7, 20, 1, tzinfo=UTC)
PLAN_FEED = "/kitayama/smart-plan/feed.atom"
INDICATOR_FEED = "/kitayama/smart-plan/kpis/1-1/feed.atom"


class Feed:
    def __init__(self, response) -> None:
        assert response.status_code == 200
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        self.root = ElementTree.fromstring(response.content)  # noqa: S314 our own answer
        self.entries = self.root.findall(f"{ATOM}entry")

    def of_entries(self, name: str) -> list[str]:
        return [entry.find(f"{ATOM}{name}").text for entry in self.entries]

    @property
    def titles(self) -> list[str]:
        return self.of_entries("title")

    def said(self, name: str) -> str:
        return self.root.find(f"{ATOM}{name}").text


@pytest.fixture
def feed(client):
    return lambda address=PLAN_FEED: Feed(client.get(address))


@pytest.fixture
def plan(monkeypatch):
    freeze_today(monkeypatch, TODAY)
    return make_plan(make_city(), starts_on=date(2024, 4, 1))


@pytest.fixture
def indicator(plan):
    """From 0 in 2023 to 100 in FY2027: sixteen quarters, so 6.25 a quarter."""
    found = make_indicator(
        plan, "1-1", number="1-1", name="申請", baseline_value=0, baseline_period="2023-Q4"
    )
    make_target(found, "2027", 100)
    return found


def test_a_value_is_news_from_the_moment_of_its_approval(feed, indicator):
    make_measurement(indicator, "2025-Q1", 40, decided_at=JULY, progress_comment="窓口に案内を置きました。")
    found = feed()
    assert "1-1 申請が40件になりました（令和7年度（2025年度）第1四半期）" in found.titles
    place = found.titles.index("1-1 申請が40件になりました（令和7年度（2025年度）第1四半期）")
    assert found.of_entries("updated")[place] == "2025-07-20T01:00:00+00:00"
    assert found.of_entries("summary")[place] == "窓口に案内を置きました。"
    assert found.entries[place].find(f"{ATOM}link").get("href") == (
        "http://testserver/kitayama/smart-plan/kpis/1-1/"
    )


def test_values_that_came_in_with_a_file_are_no_news_of_today(feed, indicator):
    for period in ("2024-Q4", "2025-Q1"):
        make_measurement(indicator, period, 20)
    found = feed()
    assert found.titles[:2] == [
        "令和7年度（2025年度）第1四半期の値が1件登録されています",
        "令和6年度（2024年度）第4四半期の値が1件登録されています",
    ]
    assert found.of_entries("updated")[:2] == ["2025-06-30T00:00:00+09:00", "2025-03-31T00:00:00+09:00"]


def test_of_one_indicator_each_loaded_value_is_told(feed, indicator):
    make_measurement(indicator, "2024-Q4", 20)
    assert "1-1 申請が20件になりました（令和6年度（2024年度）第4四半期）" in feed(INDICATOR_FEED).titles


def test_a_value_that_changes_the_verdict_is_told_twice(feed, indicator):
    """31.25 are expected at FY2025 Q1: 31 are on course (0.99), after 6.25 of an expected 25 (behind)."""
    make_measurement(indicator, "2024-Q4", "6.25")
    make_measurement(indicator, "2025-Q1", 31, decided_at=JULY)
    found = feed()
    assert found.titles[0].startswith("1-1 申請が31.00件になりました")
    assert found.titles[1] == "1-1 申請の判定が「遅れ」から「順調」に変わりました"


def test_a_corrected_value_says_why(feed, indicator):
    make_measurement(indicator, "2025-Q1", 31, decided_at=JULY)
    make_measurement(
        indicator,
        "2025-Q1",
        30,
        revision=2,
        revision_reason="二重に数えていました。",
        decided_at=datetime(2025, 7, 25, tzinfo=UTC),
    )
    found = feed()
    assert found.titles[0] == "1-1 申請の値を改定しました（令和7年度（2025年度）第1四半期: 30件）"
    assert found.of_entries("summary")[0] == "改定の理由: 二重に数えていました。"


def test_nothing_that_is_not_public_is_told(feed, client, indicator, plan):
    make_measurement(indicator, "2025-Q1", 31, state="submitted", decided_at=JULY)
    hidden = make_indicator(plan, "2", name="準備中の指標", state="preparing")
    make_measurement(hidden, "2025-Q1", 31, decided_at=JULY)
    assert feed().titles == []
    assert client.get("/kitayama/smart-plan/kpis/2/feed.atom").status_code == 404
    assert client.get("/kitayama/smart-plan/kpis/nope/feed.atom").status_code == 404
    Plan.objects.filter(pk=plan.pk).update(is_public=False)
    assert client.get(PLAN_FEED).status_code == 404
    assert "北山市" not in client.get("/feed.atom").content.decode()


def test_the_feed_of_the_site_names_city_and_plan(feed, indicator):
    make_measurement(indicator, "2025-Q1", 31, decided_at=timezone.now())
    assert (
        "北山市「スマート計画」: 1-1 申請が31件になりました（令和7年度（2025年度）第1四半期）"
        in feed("/feed.atom").titles
    )


def test_an_entry_has_the_same_name_for_ever_and_no_two_have_one(feed, indicator):
    make_measurement(indicator, "2025-Q1", 31, decided_at=JULY)
    once = feed().of_entries("id")
    make_measurement(indicator, "2025-Q2", 37, decided_at=timezone.now())
    assert [name for name in feed().of_entries("id") if "2025-Q1" in name] == once
    assert len(set(once)) == len(once)
    assert once[0] == "tag:testserver,2026:kitayama/smart-plan/kpis/1-1/2025-Q1/r1"


def test_a_feed_without_news_says_so_of_no_day_that_changes(feed, plan):
    assert feed().titles == []
    assert feed().said("updated") == "2026-01-01T00:00:00+00:00"


def test_a_feed_is_as_new_as_its_newest_entry(feed, indicator):
    make_measurement(indicator, "2025-Q1", 31, decided_at=JULY)
    assert feed().said("updated") == "2025-07-20T01:00:00+00:00"


def test_no_feed_has_more_than_fifty_entries(feed, indicator):
    for number in range(60):
        make_measurement(indicator, f"{2000 + number // 4}-Q{number % 4 + 1}", number, decided_at=JULY)
    assert len(feed().entries) == 50
    assert len(feed(INDICATOR_FEED).entries) == 50


def test_the_publication_of_a_plan_is_news(feed, plan):
    guarded(plan)
    assert [title for title in feed().titles if title.startswith("「スマート計画")] != []


def test_what_xml_cannot_hold_breaks_no_feed(feed, indicator):
    make_measurement(
        indicator,
        "2025-Q1",
        31,
        decided_at=JULY,
        progress_comment="一行目\x0b<b>&二行目",
    )
    assert feed().of_entries("summary")[0] == "一行目&lt;b&gt;&amp;二行目"


@pytest.mark.parametrize("rest", ["feed.atom", "kpis/1-2/feed.atom"])
def test_the_sample_city_is_marked_in_every_title(feed, rest):
    found = feed(f"/mihon/dx-plan/{rest}")
    assert found.said("title").startswith("【サンプル】")
    assert found.entries
    assert [title for title in found.titles if not title.startswith("【サンプル】")] == []


def test_a_changed_target_and_a_report_are_news_of_the_sample_city(feed):
    kinds = {
        category.get("term")
        for entry in feed("/mihon/dx-plan/feed.atom").entries
        for category in entry.findall(f"{ATOM}category")
    }
    assert {"values", "change", "report"} <= kinds
    assert any(
        "目標が変わりました（45% → 50%）" in title
        for title in feed("/mihon/dx-plan/kpis/1-2/feed.atom").titles
    )


def test_the_pages_name_their_feeds(client, indicator):
    html = client.get("/kitayama/smart-plan/kpis/1-1/").content.decode()
    for address in (INDICATOR_FEED, PLAN_FEED, "/feed.atom"):
        assert 'type="application/atom+xml" title="' in html
        assert f'href="{address}"' in html
