"""The first page: a citizen sees which cities keep a plan here, and which is only a sample."""

from datetime import UTC, date, datetime

import pytest

from plans.models import Municipality, Plan
from tests.factories import (
    freeze_today,
    make_city,
    make_indicator,
    make_measurement,
    make_member,
    make_plan,
    make_target,
)
from tests.reading import Page, read, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]


def card(page: Page, address: str):
    """The card whose title leads to that plan."""
    return next(
        article
        for article in page.main.iter("article")
        if any(a.get("href") == address for a in article.iter("a"))
    )


def facts(element) -> dict[str, str]:
    """What a list of terms and values says."""
    return dict(zip(map(text_of, element.iter("dt")), map(text_of, element.iter("dd")), strict=True))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (
            "/takarazuka/dx-vision/",
            ["宝塚市", "DX推進ビジョン（案） 第1版", "デジタルによる便利なサービスと"],
        ),
        (
            "/amagasaki/kyoso-dx/",
            ["尼崎市", "あまがさき共創DXプラン", "市民と職員に寄り添い、ともに創る共創型スマートシティ"],
        ),
        ("/mihon/dx-plan/", ["見本市", "サンプル", "見本市DX推進計画", "いつでも、どこからでも"]),
    ],
)
def test_each_plan_has_a_card_with_its_city_and_its_vision_in_its_own_words(client, address, words):
    shown = text_of(card(read(client, "/"), address))
    assert [word for word in words if word not in shown] == []


def test_the_page_asks_one_question_and_offers_a_search(client):
    page = read(client, "/")
    assert page.heading == "あなたの市は、約束を守っていますか"
    assert [form.get("action") for form in page.all("form") if form.get("class") == "hero-search"] == [
        "/search/"
    ]


def test_a_plan_without_values_shows_facts_in_its_own_words_and_no_nought(client, takarazuka, amagasaki):
    page, words = read(client, "/"), takarazuka.words
    shown = card(page, "/takarazuka/dx-vision/")
    assert facts(shown) == {
        "期間": "期間の定めなし（必要に応じて見直し）",
        words["pillar"]: "3",
        words["action"]: "11",
    }
    assert "実績は、市が報告するとここに表示します" in text_of(shown)
    found = facts(card(page, "/amagasaki/kyoso-dx/"))
    assert "令和8年（2026年）3月31日まで" in found.pop("期間")
    # 18 indicators, of which 14 have a number to reach and one a target in words.
    assert found == {amagasaki.words["pillar"]: "6", amagasaki.words["action"]: "22", "目標のある指標": "15"}


@pytest.fixture
def reporting(monkeypatch):
    """A plan with a reference, an indicator without a target, and one that is achieved."""
    freeze_today(monkeypatch, date(2025, 4, 10))
    plan = make_plan(make_city())
    make_indicator(plan, "old", role="reference")
    make_measurement(make_indicator(plan, "free"), "2024-Q4", 5)
    rated = make_indicator(plan, "k", baseline_value=0, baseline_period="2022", frequency="yearly")
    make_target(rated, "2024", 10)
    make_measurement(rated, "2024", 10)
    return plan


def test_a_plan_with_values_shows_its_verdict_bar_and_one_sentence(client, reporting):
    shown = text_of(card(read(client, "/"), "/kitayama/smart-plan/"))
    # The reference is none of them.
    assert "2の指標のうち1が達成・順調です。遅れている指標はありません。" in shown
    assert "達成 1" in shown
    assert "判定なし 1" in shown


def test_updates_name_what_happened_and_lead_to_the_indicator(client, reporting):
    section = read(client, "/").section("newest")
    items = [text_of(item) for item in section.iter("li")]
    assert sorted(items) == [
        "北山市の指標freeが5件になりました。 令和6年度（2024年度）第4四半期",
        "北山市の指標kが10件になりました。 令和6年度（2024年度）",
    ]
    assert "/kitayama/smart-plan/kpis/k/" in [a.get("href") for a in section.iter("a")]


def test_the_fictional_city_stands_apart_and_is_called_made_up(client):
    page = read(client, "/")
    samples = page.section("samples")
    assert "架空の市です" in text_of(samples)
    assert card(page, "/mihon/dx-plan/") in list(samples.iter("article"))
    assert "見本市" not in text_of(page.section("plans"))


def test_where_no_value_is_known_the_newest_page_comes_first_and_no_sample_is_among_them(client):
    Plan.objects.filter(slug="dx-vision").update(updated_at=datetime(2040, 5, 1, 3, tzinfo=UTC))
    updates = [text_of(item) for item in read(client, "/").section("newest").iter("li")]
    assert (
        updates[0]
        == "宝塚市のDX推進ビジョン（案） 第1版のページが新しくなりました。 令和22年（2040年）5月1日"
    )
    assert len(updates) == 2


def test_the_day_of_an_update_is_that_of_japan(client):
    Plan.objects.filter(slug="dx-vision").update(updated_at=datetime(2040, 4, 30, 15, 30, tzinfo=UTC))
    moment = next(read(client, "/").section("newest").iter("time"))
    assert (moment.get("datetime"), text_of(moment)) == ("2040-05-01", "令和22年（2040年）5月1日")


def test_an_unpublished_plan_is_on_the_page_of_its_own_staff_only(client):
    plan = make_plan(make_city(), title="準備中の計画", is_public=False)
    assert "準備中の計画" not in read(client, "/").text
    client.force_login(make_member(plan.municipality))
    assert "準備中の計画" in read(client, "/").text


def test_a_portal_without_plans_says_so(client):
    Municipality.objects.all().delete()
    page = read(client, "/")
    assert "公開している計画はまだありません" in page.text
    assert not page.has_section("samples")
    assert not page.has_section("newest")


def test_a_change_of_one_goal_makes_its_plan_the_newest(client, takarazuka, amagasaki):
    for plan in (takarazuka, amagasaki):
        plan.goals.first().save()
        page = client.get("/").content.decode()
        newest = page[page.index("新しい動き") :]
        other = takarazuka if plan == amagasaki else amagasaki
        assert newest.index(plan.get_absolute_url()) < newest.index(other.get_absolute_url())
