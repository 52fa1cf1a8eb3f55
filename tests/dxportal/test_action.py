"""An action's page: what the city does, for which goals, who is in charge and when."""

from datetime import date

import pytest

from plans.models import Department, NationalPriority, ScheduleTrack, SourceNote
from tests.factories import (
    freeze_today,
    make_action,
    make_goal,
    make_indicator,
    make_item,
    make_measurement,
    make_target,
)
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def show(client):
    return lambda code="1": read(client, f"/kitayama/smart-plan/actions/{code}/")


def test_a_citizen_reads_about_takarazukas_number_cards(client):
    page = read(client, "/takarazuka/dx-vision/actions/2/")
    assert page.heading == "② マイナンバーカードの普及促進"
    assert "63.5" in page.text
    assert "2023年1月末" in page.text
    goals = [text_of(item) for item in page.section("goals").iter("li")]
    assert len(goals) == 1
    assert "1 市民のくらしをもっと便利に" in goals[0]
    assert "1-1 時間や場所に関係なく" in goals[0]


def test_a_citizen_reads_about_amagasakis_first_action_and_its_place_in_the_hierarchy(client):
    page = read(client, "/amagasaki/kyoso-dx/actions/1-1/")
    assert page.heading == "デジタル市民サポート活動（仮称）の仕組みづくり"
    goal = text_of(page.section("goals"))
    assert goal.index("安心して住み続けられるまちへ") < goal.index("1 市民ニーズをつかみ活かす仕組みづくり")


def test_an_action_of_the_fictional_city_shows_departments_priorities_and_schedule(client):
    page = read(client, "/mihon/dx-plan/actions/1/")
    facts = text_of(page.section("facts"))
    for words in ("デジタル推進課", "市民課、こども支援課", "自治体フロントヤード改革の推進"):
        assert words in facts
    assert "オンライン申請にする手続の選定" in text_of(page.section("schedule"))


def test_departments_in_charge_are_told_from_those_that_help(plan, show):
    action = make_action(plan, "1")
    for code, name in (("a", "担う課"), ("b", "助ける課")):
        Department.objects.create(municipality=plan.municipality, code=code, name=name)
    action.lead_departments.add(Department.objects.get(name="担う課"))
    action.supporting_departments.add(Department.objects.get(name="助ける課"))
    rows = {text_of(div.find("dt")): text_of(div.find("dd")) for div in show().section("facts").iter("div")}
    assert rows == {"担当部署": "担う課", "関係部署": "助ける課"}


def test_a_national_priority_is_named_with_its_version_and_what_is_unchecked(plan, show):
    make_action(plan, "1").national_priorities.add(NationalPriority.objects.get(code="bpr"))
    facts = text_of(show().section("facts"))
    assert "BPR（自治体DX推進計画 第2.3版）" in facts
    assert "名称は原典で未確認" in facts


def test_an_action_of_several_goals_names_each_with_its_trail(plan, show):
    pillar = make_goal(plan, "1", order=1)
    make_action(plan, "1", make_goal(plan, "1-1", "sub-goal", pillar, order=2), make_goal(plan, "2", order=3))
    items = [text_of(item) for item in show().section("goals").iter("li")]
    assert len(items) == 2
    assert items[0].startswith("1 目標1")
    assert items[0].endswith("1-1 目標1-1")
    assert items[1] == "2 目標2"


def test_only_the_actions_own_tasks_are_shown(plan, show):
    track = ScheduleTrack.objects.create(plan=plan, code="t", title="全体")
    make_item(track, "a", "2024-Q1", title="この取組の作業", action=make_action(plan, "1"))
    make_item(track, "b", "2024-Q1", title="別の作業", action=make_action(plan, "2"))
    schedule = text_of(show().section("schedule"))
    assert "この取組の作業" in schedule
    assert "別の作業" not in schedule


def test_previous_and_next_lead_along_the_plans_order(plan, show):
    for code, order in (("c", 1), ("a", 2), ("b", 3)):
        make_action(plan, code, order=order)
    ways = {a.get("rel"): a.get("href").split("/")[-2] for a in show("a").main.iter("a") if a.get("rel")}
    assert ways == {"prev": "c", "next": "b"}


def test_what_is_unclear_about_the_action_in_the_source_is_told(plan, show):
    note = SourceNote.objects.create(
        plan=plan, code="m", kind="contradiction", title="番号の件", found="逆", chosen="本編"
    )
    note.actions.add(make_action(plan, "1"))
    assert "番号の件" in text_of(show().section("notes"))


def test_the_trail_names_the_list_by_the_plans_word(client, takarazuka):
    page = read(client, "/takarazuka/dx-vision/actions/2/")
    assert page.breadcrumb[2:] == [takarazuka.words["action"], "② マイナンバーカードの普及促進"]


def test_an_action_with_nothing_but_its_title_has_a_page(plan, show):
    make_action(plan, "1", number="", title="だけの取組")
    page = show()
    assert page.heading == "だけの取組"
    progress, days, asking = page.main.iter("section")
    assert (days.get("aria-labelledby"), asking.get("id")) == ("days", "asking")
    assert text_of(progress) == "進み具合 四半期ごとの進み具合は、まだ登録されていません。"


def test_the_indicators_of_the_action_stand_with_verdict_and_sentence(plan, show, monkeypatch):
    freeze_today(monkeypatch, date(2025, 4, 10))
    row = make_indicator(plan, "k", frequency="yearly", baseline_value=0, baseline_period="2022")
    make_target(row, "2026", 100)
    make_measurement(row, "2024", 20)
    make_indicator(plan, "other", name="別の指標")
    row.actions.add(make_action(plan, "1"))
    page = show()
    progress = text_of(page.section("progress"))
    # Half-way 50 is expected: S = 20/50.
    assert "指標k" in progress
    assert "計画どおりなら50件のはずで、遅れています。" in progress
    assert "別の指標" not in progress
    assert "/kitayama/smart-plan/kpis/k/" in page.links
