"""スケジュール: a citizen sees what the city planned for which quarter, and what is done."""

from datetime import date

import pytest

from plans.models import ScheduleTrack
from tests.factories import freeze_today, make_action, make_city, make_goal, make_item, make_plan
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def track():
    plan = make_plan(make_city())
    return ScheduleTrack.objects.create(plan=plan, code="whole", title="全体", number="①")


@pytest.fixture
def show(client):
    """The page of the track's plan."""
    return lambda: read(client, "/kitayama/smart-plan/schedule/")


def table(page):
    return next(page.main.iter("table"))


def agenda(page):
    """The list that stands below the picture, and alone on a phone."""
    return next(e for e in page.main.iter("section") if "agenda" in (e.get("class") or "").split())


def test_amagasakis_table_has_the_six_quarters_and_seven_tracks_of_its_source(client):
    shown = table(read(client, "/amagasaki/kyoso-dx/schedule/"))
    years, quarters = shown.find("thead").findall("tr")
    assert [(text_of(cell)[:5], cell.get("colspan")) for cell in years[1:]] == [
        ("令和5年度", "2"),
        ("令和6年度", "4"),
    ]
    assert [text_of(cell)[:5] for cell in quarters] == [
        "第3四半期",
        "第4四半期",
        *(f"第{n}四半期" for n in (1, 2, 3, 4)),
    ]
    assert len(shown.findall("tbody")) == 7


def test_the_committees_first_meeting_stands_under_its_quarter_with_its_day(client):
    shown = table(read(client, "/amagasaki/kyoso-dx/schedule/"))
    meetings = shown.find("tbody").find("tr").findall("td")
    assert "10/20" in text_of(meetings[0])
    assert "DX推進会議立ち上げ" in text_of(meetings[0])
    assert len(meetings) == 6


def test_every_row_of_the_table_is_as_wide_as_its_head(client):
    for address in (
        "/amagasaki/kyoso-dx/schedule/",
        "/takarazuka/dx-vision/schedule/",
        "/mihon/dx-plan/schedule/",
    ):
        shown = table(read(client, address))
        width = len(shown.find("thead").findall("tr")[1])
        for row in shown.iter("tr"):
            assert sum(int(cell.get("colspan", 1)) for cell in row.findall("td")) in (0, width), address


def test_every_item_of_the_plan_is_in_the_picture_and_once_in_the_list(client, mihon):
    page = read(client, "/mihon/dx-plan/schedule/")
    listed = [text_of(item) for item in agenda(page).iter("li")]
    assert len(listed) == mihon.schedule_items.count()
    for item in mihon.schedule_items.all():
        assert item.title in text_of(table(page)), item
        assert any(item.title in text and item.when_label in text for text in listed), item


def test_the_current_quarter_is_marked_and_today_drawn(monkeypatch, track, show):
    freeze_today(monkeypatch, date(2024, 8, 16))
    make_item(track, "a", "2024-Q1", "2024-Q4")
    page = show()
    now = [text_of(cell) for cell in table(page).iter("th") if cell.get("class") == "now"]
    assert len(now) == 1
    assert now[0].startswith("第2四半期")
    assert now[0].endswith("今日")
    assert "今は令和6年度（2024年度）第2四半期です" in page.text
    [line] = [e for e in page.main.iter() if e.get("class") == "plot-today" and e.get("x1")]
    assert line.get("x1") == line.get("x2") == "37.5%"


def test_the_list_begins_with_today(monkeypatch, track, show):
    freeze_today(monkeypatch, date(2024, 8, 16))
    make_item(track, "old", "2024-Q1", title="済み", done_on=date(2024, 5, 1))
    make_item(track, "late", "2024-Q1", title="遅れ")
    make_item(track, "now", "2024-Q1", "2024-Q3", title="作業中")
    make_item(track, "next", "2024-Q4", title="次")
    found = agenda(show())
    assert [text_of(h) for h in found.iter("h3")] == [
        "今（令和6年度（2024年度）第2四半期）の予定",
        "予定を過ぎて、まだ完了の登録がないもの（1件）",
        "これからの予定",
    ]
    assert [text_of(item).split()[0] for item in found.iter("li")] == ["作業中", "遅れ", "次", "済み"]
    [fold] = found.iter("details")
    assert text_of(fold.find("summary")) == "終わった予定（1件）"
    assert fold.get("open") is None


def test_what_is_past_and_not_done_says_so(monkeypatch, track, show):
    freeze_today(monkeypatch, date(2024, 8, 16))
    make_item(track, "done", "2024-Q1", title="済み", done_on=date(2024, 5, 1))
    make_item(track, "late", "2024-Q1", title="残り")
    make_item(track, "day", "2024-Q2", title="会議の日", planned_on=date(2024, 8, 15))
    make_item(track, "today", "2024-Q2", title="今日の会議", planned_on=date(2024, 8, 16))
    page = show()
    for place in (table(page), agenda(page)):
        assert text_of(place).count("予定を過ぎています") == 2
    assert "残り 令和6年度（2024年度）第1四半期 ! 予定を過ぎています" in text_of(table(page))


def test_where_nobody_has_said_anything_is_done_one_sentence_says_it_for_all(monkeypatch, track, show):
    freeze_today(monkeypatch, date(2024, 8, 16))
    make_item(track, "a", "2024-Q1")
    make_item(track, "b", "2024-Q3")
    page = show()
    sentence = "2件の予定のうち1件は、予定を過ぎています。完了したかどうかは、まだ登録されていません。"
    assert [text_of(p) for p in page.main.iter("p") if p.get("class") == "notice"] == [sentence]
    assert page.text.count("予定を過ぎています") == 1


def test_an_item_leads_to_its_action(track, show):
    make_item(track, "a", "2024-Q1", action=make_action(track.plan, "x"))
    page = show()
    for place in (table(page), agenda(page)):
        assert [a.get("href") for a in place.iter("a")] == ["/kitayama/smart-plan/actions/x/"]


def test_after_the_last_quarter_no_column_is_marked(monkeypatch, track, show):
    freeze_today(monkeypatch, date(2030, 1, 1))
    make_item(track, "a", "2024-Q1", "2024-Q4")
    assert not [cell for cell in table(show()).iter("th") if cell.get("class") == "now"]


def test_done_uncertain_meeting_and_milestone_are_told_in_words_too(track, show):
    make_item(track, "done", "2024-Q1", title="済んだ作業", done_on=date(2024, 6, 1))
    make_item(track, "vague", "2024-Q2", title="不確かな作業", is_uncertain=True)
    make_item(track, "meets", "2024-Q3", title="会議の日", kind="meeting", planned_on=date(2024, 10, 20))
    page = show()
    assert "済んだ作業 令和6年度（2024年度）第1四半期 ✓ 完了" in text_of(table(page))
    assert "？ 時期は不確か" in text_of(table(page))
    assert "会議 10/20 会議の日" in text_of(table(page))
    assert "令和6年（2024年）6月1日に完了" in text_of(agenda(page))
    assert "会議 会議の日 令和6年（2024年）10月20日" in text_of(agenda(page))


def test_a_span_is_told_in_words_on_a_phone(track, show):
    make_item(track, "a", "2024-Q1", "2024-Q3")
    make_item(track, "b", "2024-Q4", "2025-Q1")
    text = show().text
    assert "令和6年度（2024年度）第1四半期から第3四半期まで" in text
    assert "令和6年度（2024年度）第4四半期から令和7年度（2025年度）第1四半期まで" in text


def test_a_track_of_a_goal_leads_to_the_goal(track, show):
    track.goal = make_goal(track.plan, "1")
    track.save()
    make_item(track, "a", "2024-Q1")
    assert "/kitayama/smart-plan/goals/1/" in show().links


def test_an_item_can_be_linked_to(track, show):
    make_item(track, "kick-off", "2024-Q1", title="開始")
    assert "開始" in text_of(show().element("scheduleitem-kick-off"))


def test_a_plan_without_schedule_says_so(track, show):
    page = show()
    assert "スケジュールの記載がありません" in page.text
    assert not list(page.main.iter("table"))
