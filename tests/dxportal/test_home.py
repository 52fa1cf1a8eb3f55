"""The first page: a citizen sees which cities keep a plan here, and which is only a sample."""

from datetime import UTC, date, datetime

import pytest

from plans.models import Municipality, Plan
from tests.factories import (
    freeze_today,
    make_city,
    make_goal,
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
        ("/takarazuka/dx-vision/", ["宝塚市", "DX推進ビジョン（案） 第1版", "1 市民のくらしをもっと便利に"]),
        (
            "/amagasaki/kyoso-dx/",
            ["尼崎市", "あまがさき共創DXプラン", "令和8年（2026年）3月31日まで", "6 人材育成"],
        ),
        ("/mihon/dx-plan/", ["見本市", "サンプル", "見本市DX推進計画", "1 行かなくてもできる手続"]),
    ],
)
def test_each_plan_has_a_card_with_its_city_term_and_pillars(client, address, words):
    shown = text_of(card(read(client, "/"), address))
    assert [word for word in words if word not in shown] == []


def test_a_card_counts_what_the_plan_holds_in_the_plans_own_words(client, takarazuka, amagasaki):
    page, words = read(client, "/"), takarazuka.words
    counts = {words["pillar"]: "3", words["sub-goal"]: "11", words["action"]: "11"}
    assert facts(card(page, "/takarazuka/dx-vision/")) == counts
    assert facts(card(page, "/amagasaki/kyoso-dx/")) == {
        amagasaki.words["pillar"]: "6",
        amagasaki.words["action"]: "22",
        "指標": "18",
    }


def test_a_pillar_on_a_card_leads_to_its_page(client):
    links = [a.get("href") for a in card(read(client, "/"), "/takarazuka/dx-vision/").iter("a")]
    assert {f"/takarazuka/dx-vision/goals/{code}/" for code in "123"} <= set(links)


def test_the_totals_count_real_cities_only(client):
    totals = next(dl for dl in read(client, "/").all("dl") if dl.get("class") == "totals")
    assert facts(totals) == {"市区町村": "2", "計画": "2", "柱": "9", "取組": "33", "指標": "18"}


def test_the_totals_do_not_multiply_goals_by_actions(client):
    plan = make_plan(make_city())
    for number in range(4):
        make_goal(plan, str(number))
    totals = next(dl for dl in read(client, "/").all("dl") if dl.get("class") == "totals")
    assert facts(totals) == {"市区町村": "3", "計画": "3", "柱": "13", "取組": "33", "指標": "18"}


def test_the_totals_count_kpis_and_kgis_and_how_many_could_be_judged(client, monkeypatch):
    freeze_today(monkeypatch, date(2025, 4, 10))
    plan = make_plan(make_city())
    make_indicator(plan, "old", role="reference")
    make_measurement(make_indicator(plan, "free"), "2024-Q4", 5)
    rated = make_indicator(plan, "k", baseline_value=0, baseline_period="2022", frequency="yearly")
    make_target(rated, "2024", 10)
    make_measurement(rated, "2024", 10)
    page = read(client, "/")
    totals = next(dl for dl in page.all("dl") if dl.get("class") == "totals")
    # 18 of Amagasaki, two of the new plan: the reference is none.
    assert facts(totals)["指標"] == "20"
    shown = card(page, "/kitayama/smart-plan/")
    assert facts(shown)["指標"] == "2"
    assert "達成 1" in text_of(shown)
    assert "判定なし 1" in text_of(shown)
    progress = next(p for p in page.all("p") if p.get("class") == "hero-progress")
    assert "達成 1" in text_of(progress)
    assert "1件を判定しています" in text_of(progress)


def test_samples_do_not_count_among_the_totals(client):
    city = make_city(is_fictional=True, code="")
    make_target(make_indicator(make_plan(city), "k"), "2026", 10)
    totals = next(dl for dl in read(client, "/").all("dl") if dl.get("class") == "totals")
    assert facts(totals)["指標"] == "18"


def test_the_fictional_city_stands_apart_and_is_called_made_up(client):
    page = read(client, "/")
    samples = page.section("samples")
    assert "架空の市です" in text_of(samples)
    assert card(page, "/mihon/dx-plan/") in list(samples.iter("article"))
    assert "見本市" not in text_of(page.section("plans"))


def test_the_newest_update_comes_first_and_no_sample_is_among_them(client):
    Plan.objects.filter(slug="dx-vision").update(updated_at=datetime(2040, 5, 1, 3, tzinfo=UTC))
    updates = [text_of(item) for item in read(client, "/").section("newest").iter("li")]
    assert updates[0] == "令和22年（2040年）5月1日 宝塚市 DX推進ビジョン（案） 第1版"
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
        newest = page[page.index("新しい更新") :]
        other = takarazuka if plan == amagasaki else amagasaki
        assert newest.index(plan.get_absolute_url()) < newest.index(other.get_absolute_url())
