"""What has ended stays public, apart from what holds today; what is in preparation is on no page and in no file."""

from datetime import date

import pytest
from django.urls import reverse

from kpis.reports.snapshot.build import build_snapshot
from kpis.workflow import promises
from plans.era import Quarter
from plans.kinds import Ending
from plans.models import Plan, PlanLabel, SourceNote
from tests.dxportal.page_faults import LOOKS
from tests.factories import (
    being_entered,
    freeze_today,
    guarded,
    make_action,
    make_city,
    make_goal,
    make_indicator,
    make_item,
    make_measurement,
    make_member,
    make_plan,
    make_target,
)
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db
ROOT = "/kitayama/smart-plan/"
TODAY = date(2025, 11, 20)
ENDED = {"ended_on": date(2025, 3, 31), "ending": "abolished", "ending_reason": "第2版で除いたため。"}
SENTENCE = "令和7年（2025年）3月31日で終わりました（廃止）。理由: 第2版で除いたため。"
# Public pages and files that speak of goals, words or the schedule.
PAGES = ("", "map/", "actions/", "actions/a/", "values/", "schedule/", "sources/", "goals/1/", "kpis/", "changes/",
         "kpis/scorecard.csv", "kpis/k/")  # fmt: skip


@pytest.fixture
def plan(db, monkeypatch) -> Plan:
    """A pillar that stands, one that has ended with all below it, and everything in preparation."""
    freeze_today(monkeypatch, TODAY)
    plan = make_plan(make_city(), starts_on=date(2024, 4, 1))
    first = make_goal(plan, "1", title="続く柱")
    second = make_goal(plan, "2", title="終わった柱", order=1, **ENDED)
    make_goal(plan, "2-1", "sub-goal", second, title="終わった目標", order=2, **ENDED)
    third = make_goal(plan, "3", title="ひみつの柱", order=3, state="preparing")
    make_goal(plan, "3-1", "sub-goal", third, title="ひみつの目標", state="preparing")
    action = make_action(plan, "a", first)
    ended = {"last_period": "2024-Q4", "ending": "abolished", "ending_reason": "除いたため。"}
    make_action(plan, "b", second, title="終わった取組", **ended)
    make_target(make_indicator(plan, "k", first), "2026", 100)
    make_measurement(make_indicator(plan, "old", second, **ended), "2024-Q4", 10)
    for code, title, life in (
        ("m", "続く", {}),
        ("n", "終わった", ENDED),
        ("o", "ひみつの", {"state": "preparing"}),
    ):
        plan.statements.create(code=code, kind="value", title=f"{title}言葉", order=ord(code), **life)
        track = plan.schedule_tracks.create(code=code, title=f"{title}列", goal=first, **life)
        make_item(track, f"i{code}", "2025-Q1", "2026-Q4", title=f"{title}列の作業", **life)
    track = plan.schedule_tracks.get(code="m")
    make_item(track, "x", "2025-Q1", "2026-Q4", title="終わった作業", action=action, **ENDED)
    make_item(track, "y", "2025-Q1", "2026-Q4", title="ひみつの作業", action=action, state="preparing")
    note = SourceNote.objects.create(plan=plan, code="n", kind="silent", title="件", found="無", chosen="空")
    note.goals.set([first, third])
    guarded(plan)
    return plan


def folded(page) -> str:
    """What stands under 終わったもの, 途中で終えた予定."""
    [details] = [part for part in page.main.iter("details") if part.get("class") == "ended"]
    return text_of(details)


def bones(page) -> list[str]:
    """The goals that the overview shows as the plan's frame, apart from the folded ones."""
    [frame] = [part for part in page.section("goals").iter("ul") if part.get("class") == "bones"]
    return [text_of(part) for part in frame.iter("li")]


@pytest.mark.parametrize("address", PAGES)
def test_what_is_prepared_is_nowhere(client, plan, address):
    assert "ひみつ" not in client.get(ROOT + address).content.decode()


@pytest.mark.parametrize("address", ["/", "/kitayama/", "/search/?q=ひみつの"])
def test_nor_on_a_page_of_all_plans(client, plan, address):
    page = client.get(address).content.decode()
    assert not any(f"ひみつの{name}" in page for name in ("柱", "目標", "言葉", "列", "作業"))


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.__name__)
def test_on_pages_with_ended_rows_there_are_no(client, plan, look):
    pages = [read(client, ROOT + address) for address in (*PAGES, "goals/2/") if not address.endswith(".csv")]
    assert {page.address: fault for page in pages if (fault := look(page))} == {}


def test_it_has_no_address(client, plan):
    assert client.get(ROOT + "goals/3/").status_code == 404


def test_it_brings_no_tab(client, plan):
    other = make_plan(plan.municipality, "other")
    make_goal(other, "1", state="preparing")
    other.statements.create(code="m", kind="mission", title="使命", state="preparing")
    make_item(other.schedule_tracks.create(code="t", state="preparing"), "i", "2025-Q1", state="preparing")
    page = read(client, "/kitayama/other/")
    tabs = next(part for part in page.all("nav") if part.get("aria-label") == "この計画のページ")
    assert [text_of(link) for link in tabs.iter("a")] == ["概要", "この計画の中を検索"]


def test_a_report_does_not_name_it(plan):
    assert "ひみつ" not in str(build_snapshot(plan, Quarter(2025, 2)))


def test_the_ended_goal_keeps_its_address_and_says_so(client, plan):
    page = read(client, ROOT + "goals/2/")
    assert SENTENCE in page.text
    assert "終わった目標" in folded(page)
    assert "終わった取組 廃止" in " ".join(text_of(page.section("actions")).split())
    assert not [a for a in page.main.iter("a") if a.get("rel") == "next"]
    assert SENTENCE in read(client, ROOT + "goals/2-1/").text


def test_who_reads_a_goal_that_stands_is_not_led_to_an_ended_one(client, plan):
    page = read(client, ROOT + "goals/1/")
    assert not [a for a in page.main.iter("a") if a.get("rel") == "next"]


def test_the_overview_shows_what_stands_and_folds_the_rest(client, plan):
    being_entered(plan)
    plan.schedule_items.update(kind="milestone")  # tasks stand in the schedule only
    page = read(client, ROOT)
    assert bones(page) == ["1 続く柱"]
    assert folded(page).startswith("終わったもの 2件")
    assert SENTENCE in folded(page)
    assert "合言葉 1件" in text_of(page.section("words"))
    assert "続く列の作業" in text_of(page.section("upcoming"))
    assert "終わった列の作業" not in page.text
    assert "終わった作業" not in page.text


def test_the_picture_does_not_draw_it(client, plan):
    page = read(client, ROOT + "map/")
    [picture] = [part for part in page.main.iter("div") if part.get("class") == "map"]
    assert "続く柱" in text_of(picture)
    assert "終わった" not in text_of(picture)
    assert "終わった" not in text_of(next(page.main.iter("table")))
    assert "2 終わった柱" in folded(page)


def test_a_plan_whose_goals_have_all_ended_does_not_say_that_it_has_none(client, plan):
    other = make_plan(plan.municipality, "other")
    make_goal(other, "1", title="柱", **ENDED)
    for address in ("/kitayama/other/", "/kitayama/other/map/"):
        page = read(client, address)
        assert "まだ登録されていません" not in text_of(page.main), address
        assert "柱" in folded(page), address


def test_ended_words_stand_at_the_end_at_their_anchor(client, plan):
    page = read(client, ROOT + "values/")
    assert [text_of(part) for part in page.section("kind-value").iter("h3")] == ["続く言葉"]
    assert SENTENCE in folded(page)
    assert "終わった言葉" in text_of(page.element("statement-n"))


def test_the_schedule_draws_what_stands_and_tells_the_rest_below(client, plan):
    page = read(client, ROOT + "schedule/")
    [table] = page.main.iter("table")
    assert "続く列の作業" in text_of(table)
    assert "終わった" not in text_of(table)
    for words in ("終わった列", "終わった列の作業", "終わった作業", SENTENCE):
        assert words in folded(page)
    assert "終わった作業" in text_of(page.element("scheduleitem-x"))


@pytest.mark.parametrize("address", ["goals/1/", "actions/a/"])
def test_beside_others_an_ended_item_stands_last_and_says_so(client, plan, address):
    being_entered(plan)
    plan.schedule_items.filter(action__isnull=True).update(goal=None)
    schedule = text_of(read(client, ROOT + address).section("schedule"))
    assert "終わった作業" in schedule
    assert SENTENCE in schedule


def test_cards_count_what_stands(client, plan):
    """The counts stand on the card of a plan without values; one with values has the bar."""
    other = make_plan(plan.municipality, "other", starts_on=date(2024, 4, 1))
    make_goal(other, "1", title="続く柱")
    make_goal(other, "2", title="終わった柱", order=1, **ENDED)
    make_goal(other, "3", title="ひみつの柱", order=2, state="preparing")
    make_action(other, "a")
    make_action(other, "b", last_period="2024-Q4", ending="abolished", ending_reason="除いたため。")
    make_target(make_indicator(other, "k"), "2026", 100)
    PlanLabel.objects.create(plan=other, kind="pillar", label="重点")
    cards = {
        next(part.iter("a")).get("href"): part for part in read(client, "/kitayama/").main.iter("article")
    }
    assert set(cards) == {ROOT, "/kitayama/other/"}
    counts = dict(
        zip(*(map(text_of, cards["/kitayama/other/"].iter(name)) for name in ("dt", "dd")), strict=True)
    )
    del counts["期間"]
    # An ended action keeps its page and its place in the list.
    assert counts == {"重点": "1", "取組": "2", "目標のある指標": "1"}
    assert not any("終わった柱" in text_of(card) or "ひみつ" in text_of(card) for card in cards.values())


def test_search_finds_it_and_marks_it(client, plan):
    page = read(client, "/search/?q=終わった柱")
    assert "2 終わった柱 廃止" in page.text


def test_in_the_scorecard_it_keeps_its_place_and_is_no_choice(client, plan):
    being_entered(plan)
    for number in range(3):  # a short table has no filter
        make_indicator(plan, f"n{number}")
    page = read(client, ROOT + "kpis/")
    assert "終わった柱" in text_of(page.element("part-2"))
    options = [option.get("value") for option in page.element("goal").iter("option")]
    assert options == ["", "1"]
    chosen = read(client, ROOT + "kpis/?goal=2")
    assert "2" in [option.get("value") for option in chosen.element("goal").iter("option")]
    assert "終わった柱" in client.get(ROOT + "kpis/scorecard.csv").content.decode()


def test_the_changes_tell_the_end_and_the_day_before_it_still_stood(client, plan):
    manager = make_member(plan.municipality)
    goal = make_goal_known(plan)
    promises.end(
        goal,
        ended_on=date(2025, 9, 30),
        ending=Ending.MERGED,
        reason="柱1にまとめたため。",
        effective_on=date(2025, 10, 1),
        by=manager,
    )
    page = read(client, ROOT + "changes/")
    assert "終了" in page.text
    assert "柱1にまとめたため。" in page.text
    assert reverse("goal", args=["kitayama", "smart-plan", "4"]) in page.links
    for at, stands in (("2025-Q2", True), ("2025-11-20", False)):
        assert ("4 まとめる柱" in bones(read(client, ROOT, at=at))) is stands, at
    before = read(client, ROOT + "goals/4/", at="2025-Q2")
    assert "終わりました" not in before.text
    assert "終わりました" in read(client, ROOT + "goals/4/").text


def make_goal_known(plan: Plan):
    being_entered(plan)
    goal = make_goal(plan, "4", title="まとめる柱", order=4)
    guarded(plan)
    return goal
