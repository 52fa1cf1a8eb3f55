"""A goal's page: what it means, what stands below it, which actions serve it."""

from datetime import date

import pytest

from plans.models import ScheduleTrack, SourceNote
from tests.factories import (
    freeze_today,
    make_action,
    make_goal,
    make_indicator,
    make_item,
    make_measurement,
    make_plan,
    make_target,
    make_term,
)
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db


def test_a_citizen_reads_takarazukas_goal_1_1_and_its_two_actions(client):
    page = read(client, "/takarazuka/dx-vision/goals/1-1/")
    assert page.heading.endswith("時間や場所に関係なく、市の手続きや相談ができている")
    assert "目指す姿 1-1" in page.text
    assert "待ち時間" in page.text
    actions = [text_of(a) for a in page.section("actions").iter("a")]
    assert actions == ["② マイナンバーカードの普及促進", "③ 行政手続のオンライン化"]


def test_the_trail_leads_back_over_the_pillar_to_the_map_and_the_plan(client):
    page = read(client, "/takarazuka/dx-vision/goals/1-1/")
    assert page.breadcrumb == [
        "計画の一覧",
        "宝塚市 DX推進ビジョン",
        "体系図",
        "1 市民のくらしをもっと便利に",
        "1-1 時間や場所に関係なく、市の手続きや相談ができている",
    ]


def test_a_pillar_shows_its_sub_goals_and_a_direction_its_pillars(client):
    pillar = read(client, "/takarazuka/dx-vision/goals/3/").section("children")
    assert len(list(pillar.iter("article"))) == 5
    direction = read(client, "/amagasaki/kyoso-dx/goals/shimin/").section("children")
    titles = [text_of(h)[2:] for h in direction.iter("h3")]
    assert titles == ["市民ニーズをつかみ活かす仕組みづくり", "行政手続のスマート化", "情報発信・協働"]


def test_amagasakis_pillar_shows_subtitle_actions_and_schedule(client):
    page = read(client, "/amagasaki/kyoso-dx/goals/1/")
    assert "広聴機会の拡大、データ活用" in page.text
    assert len(list(page.section("actions").iter("li"))) == 3
    assert "アンケート一元化検討" in text_of(page.section("schedule"))


def test_the_page_says_that_its_text_is_a_summary_and_of_what(client):
    source = "要約 出典: 本編"
    assert source in read(client, "/takarazuka/dx-vision/goals/1-1/").text


@pytest.mark.parametrize("code", ["1-1", "1", "1-1-1"])
def test_previous_and_next_lead_along_goals_of_the_same_kind(client, plan, code):
    first = make_goal(plan, "1", order=1)
    make_goal(plan, "2", order=2)
    below = make_goal(plan, "1-1", "sub-goal", first, order=3)
    make_goal(plan, "1-1-1", "sub-goal", below, order=4)
    page = read(client, f"/kitayama/smart-plan/goals/{code}/")
    ways = {
        a.get("rel"): a.get("href").split("/")[-2]
        for a in page.main.iter("a")
        if a.get("rel") in ("prev", "next")
    }
    assert ways == {"1": {"next": "2"}, "1-1": {"next": "1-1-1"}, "1-1-1": {"prev": "1-1"}}[code]


def test_the_goals_own_tasks_are_shown_with_those_of_its_track(client, plan):
    goal = make_goal(plan, "1")
    track = ScheduleTrack.objects.create(plan=plan, code="t", title="窓口の列", goal=goal)
    other = ScheduleTrack.objects.create(plan=plan, code="u", title="別の列")
    make_item(track, "a", "2024-Q1", title="列の作業")
    make_item(other, "b", "2024-Q1", title="目標の作業", goal=goal, done_on=date(2024, 5, 1))
    make_item(other, "c", "2024-Q1", title="無関係の作業")
    schedule = text_of(read(client, "/kitayama/smart-plan/goals/1/").section("schedule"))
    for words in ("窓口の列", "列の作業", "目標の作業", "完了 令和6年（2024年）5月1日"):
        assert words in schedule
    assert "無関係の作業" not in schedule


def test_what_is_unclear_about_the_goal_in_the_source_is_told(client, plan):
    goal = make_goal(plan, "1")
    SourceNote.objects.create(plan=plan, code="n", kind="silent", title="別の件", found="無", chosen="空")
    note = SourceNote.objects.create(
        plan=plan, code="m", kind="silent", title="時期の件", found="無", chosen="空"
    )
    note.goals.add(goal)
    notes = text_of(read(client, "/kitayama/smart-plan/goals/1/").section("notes"))
    assert "時期の件" in notes
    assert "別の件" not in notes


def test_a_term_in_the_summary_leads_to_the_glossary(client, plan):
    make_term(plan, "ai", "AI")
    make_goal(plan, "1", summary="AIを使います。")
    assert "/kitayama/smart-plan/glossary/#term-ai" in read(client, "/kitayama/smart-plan/goals/1/").links


def test_a_goal_with_nothing_but_its_title_has_a_page(client, plan):
    make_goal(plan, "1", title="だけの目標")
    page = read(client, "/kitayama/smart-plan/goals/1/")
    assert page.heading.endswith("だけの目標")
    days, asking = page.main.iter("section")
    assert (days.get("aria-labelledby"), asking.get("id")) == ("days", "asking")
    assert not list(page.main.iter("nav"))


def test_a_code_belongs_to_one_plan_only(client, plan):
    make_goal(plan, "only-here")
    make_plan(plan.municipality, "other")
    assert client.get("/kitayama/other/goals/only-here/").status_code == 404


def test_titles_tell_the_goals_of_all_plans_apart(client):
    titles = {
        read(client, f"/{plan}/goals/1/").title
        for plan in ("takarazuka/dx-vision", "amagasaki/kyoso-dx", "mihon/dx-plan")
    }
    assert len(titles) == 3
    assert any("市民のくらしをもっと便利に" in title and "宝塚市" in title for title in titles)


def test_an_action_that_serves_a_goal_shows_on_it_even_if_others_do_too(client, plan):
    goal = make_goal(plan, "1")
    for number in range(3):
        make_action(plan, str(number), goal)
    assert len(list(read(client, "/kitayama/smart-plan/goals/1/").section("actions").iter("li"))) == 3


@pytest.fixture
def measured(plan, monkeypatch):
    """A pillar with one indicator, its sub-goal with one, another pillar with one; half-way 50 is expected."""
    freeze_today(monkeypatch, date(2025, 4, 10))
    pillar = make_goal(plan, "1", order=1)
    below = make_goal(plan, "1-1", "sub-goal", pillar, order=2)
    other = make_goal(plan, "2", order=3)
    for code, goal, value in (("a", pillar, 50), ("b", below, 20), ("c", other, 20)):
        row = make_indicator(plan, code, goal, frequency="yearly", baseline_value=0, baseline_period="2022")
        make_target(row, "2026", 100)
        make_measurement(row, "2024", value)
    make_indicator(plan, "old", pillar, role="reference")


def test_a_goal_shows_the_indicators_of_itself_and_all_below_it(client, measured):
    page = read(client, "/kitayama/smart-plan/goals/1/")
    section = page.section("indicators")
    names = [text_of(a) for a in section.iter("a") if "/kpis/" in a.get("href") and "?" not in a.get("href")]
    assert names == ["指標a", "指標b", "指標old"]
    text = text_of(section)
    assert "計画どおりに進んでいます。" in text
    assert "遅れています。" in text
    # The reference is not counted.
    assert "順調 1" in text
    assert "遅れ 1" in text
    assert "2の指標のうち1が達成・順調です。" in text


@pytest.mark.parametrize("code", ["1", "1-1", "2"])
def test_the_counts_of_a_goal_lead_to_that_many_rows_of_the_table(client, measured, code):
    section = read(client, f"/kitayama/smart-plan/goals/{code}/").section("indicators")
    counts = [a for a in section.iter("a") if "group=" in a.get("href")]
    assert counts
    for link in counts:
        table = read(client, link.get("href"))
        rows = [th for th in table.main.iter("th") if th.get("class") == "kpi-name"]
        assert len(rows) == int(text_of(link).split()[-1]), link.get("href")


def test_a_goal_without_indicators_has_no_such_section(client, plan):
    make_goal(plan, "1")
    assert not read(client, "/kitayama/smart-plan/goals/1/").has_section("indicators")
