"""The list of actions: a citizen sees everything the city does under its plan."""

from datetime import date

import pytest
from django.utils.html import escape

from plans.models import Department, PlanLabel
from tests.factories import (
    freeze_today,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_plan,
    make_progress,
)
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db

LIST = "/kitayama/smart-plan/actions/"


@pytest.mark.parametrize(
    ("city", "plan", "count"),
    [("takarazuka", "dx-vision", 11), ("amagasaki", "kyoso-dx", 22), ("mihon", "dx-plan", 19)],
)
def test_every_action_is_listed_in_order_and_leads_to_its_page(client, city, plan, count):
    page = read(client, f"/{city}/{plan}/actions/")
    links = [link for link in page.links if link.rpartition("/actions/")[2].endswith("/")]
    assert len(links) == len(set(links)) == count
    assert f"{count}件" in page.text


def test_takarazukas_first_action_says_which_goal_it_supports(client):
    page = read(client, "/takarazuka/dx-vision/actions/")
    item = next(item for item in page.main.iter("li") if "自治体情報システムの標準化" in text_of(item))
    assert "3-1 生産性を向上し、生み出した時間を有効に活用できている" in text_of(item)


def test_an_action_says_who_is_in_charge(client):
    plan = make_plan(make_city())
    department = Department.objects.create(municipality=plan.municipality, code="dx", name="DX課")
    make_action(plan, "1", make_goal(plan, "1")).lead_departments.add(department)
    assert "担当 DX課" in read(client, "/kitayama/smart-plan/actions/").text


def test_actions_stand_under_the_headings_of_the_plan(client):
    page = read(client, "/amagasaki/kyoso-dx/actions/")
    headings = [text_of(heading) for heading in page.main.iter("h2")]
    assert headings[0] == "主要取組"
    assert len(headings) == len(set(headings))
    assert page.heading == "主な取組"


@pytest.fixture
def reported(monkeypatch):
    """Three actions with reports on FY2024, one without, one that has ended; two departments."""
    freeze_today(monkeypatch, date(2025, 5, 1))
    plan = make_plan(make_city(), starts_on=date(2023, 4, 1))
    top = make_goal(plan, "1")
    low = make_goal(plan, "1-1", parent=top)
    other = make_goal(plan, "2")
    late = make_action(plan, "a", low, title="窓口", order=1)
    make_progress(late, "2024-Q3", "as-planned")
    make_progress(late, "2024-Q4", "delayed")
    make_progress(make_action(plan, "b", other, title="研修", order=2), "2024-Q4", "delayed")
    make_progress(make_action(plan, "c", top, title="開示", order=3), "2024-Q4", "completed")
    make_action(plan, "d", title="新規", order=4)
    department = Department.objects.create(municipality=plan.municipality, code="dx", name="DX課")
    late.lead_departments.add(department)
    make_indicator(plan, "k").actions.add(late)
    return plan


def listed(page) -> list[str]:
    return [text_of(a) for a in page.main.iter("a") if a.get("class") == "action-name"]


def test_each_action_says_how_it_is_going_by_its_newest_report(client, reported):
    page = read(client, LIST)
    first, *_between, last = [
        li for li in page.main.iter("li") if li.find("a[@class='action-name']") is not None
    ]
    for words in ("遅れ", "令和6年度（2024年度）第4四半期の報告", "担当 DX課", "関係する指標 1件"):
        assert words in text_of(first)
    assert "まだ報告なし" in text_of(last)


def test_every_count_leads_to_exactly_those_actions(client, reported):
    [nav] = [nav for nav in read(client, LIST).main.iter("nav") if nav.get("class") == "status-counts"]
    found = {text_of(a): a.get("href") for a in nav.iter("a")}
    assert list(found) == ["遅れ 2", "完了 1", "まだ報告なし 1"]
    for words, address in found.items():
        assert len(listed(read(client, address))) == int(words.split()[-1])
    # Counts hold within the rest of what was asked for.
    [nav] = [
        nav for nav in read(client, f"{LIST}?goal=1").main.iter("nav") if nav.get("class") == "status-counts"
    ]
    assert [text_of(a) for a in nav.iter("a")] == ["遅れ 1", "完了 1"]
    assert next(a.get("href") for a in nav.iter("a")) == f"{LIST}?status=delayed&goal=1"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=delayed", ["a 窓口", "b 研修"]),
        ("status=unreported", ["d 新規"]),
        ("department=dx", ["a 窓口"]),
        ("goal=1", ["a 窓口", "c 開示"]),
        ("goal=1-1", ["a 窓口"]),
        ("status=completed&goal=2", []),
        ("at=2024-Q3&status=as-planned", ["a 窓口"]),
    ],
)
def test_a_visitor_filters_the_actions(client, reported, query, expected):
    page = read(client, f"{LIST}?{query}")
    assert listed(page) == expected
    assert f"4件の取組のうち{len(expected)}件を表示しています。" in page.text
    if not expected:
        assert "条件に合う取組はありません。" in page.text


@pytest.mark.parametrize("query", ["status=fast", "department=x", "goal=9"])
def test_what_nobody_can_ask_for_is_said_and_left_out(client, reported, query):
    page = read(client, f"{LIST}?{query}")
    [alert] = [text_of(p) for p in page.main.iter("p") if p.get("role") == "alert"]
    assert f"「{query.partition('=')[2]}」" in alert
    assert len(listed(page)) == 4


def test_a_plan_without_reports_says_so_in_one_calm_line(client, amagasaki):
    page = read(client, "/amagasaki/kyoso-dx/actions/")
    assert page.text.count("進み具合は、まだ報告されていません。") == 1
    assert "まだ報告なし" not in page.text


def test_the_page_is_named_by_the_plans_own_word(client):
    plan = make_plan(make_city())
    assert read(client, "/kitayama/smart-plan/actions/").heading == "取組"
    PlanLabel.objects.create(plan=plan, kind="action", label="具体策")
    assert read(client, "/kitayama/smart-plan/actions/").heading == "具体策"


def test_a_title_with_markup_is_shown_as_it_is(client):
    make_action(make_plan(make_city()), "1", title="<b>太字</b>")
    assert escape("<b>太字</b>") in read(client, "/kitayama/smart-plan/actions/").html


def test_a_plan_without_actions_says_so(client):
    make_plan(make_city())
    assert "まだ登録されていません" in read(client, "/kitayama/smart-plan/actions/").text
