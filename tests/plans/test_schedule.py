"""スケジュール: a citizen sees what the city planned for which quarter, and what is done."""

from datetime import date

import pytest

from plans.models import ScheduleTrack
from tests.factories import freeze_today, make_city, make_goal, make_item, make_plan
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


def test_every_item_of_the_plan_is_in_the_table_and_in_the_list_for_phones(client, mihon):
    page = read(client, "/mihon/dx-plan/schedule/")
    narrow = next(div for div in page.main.iter("div") if div.get("class") == "timeline-narrow")
    for item in mihon.schedule_items.all():
        assert item.title in text_of(table(page)), item
        assert item.title in text_of(narrow), item


def test_the_current_quarter_is_marked(monkeypatch, track, show):
    freeze_today(monkeypatch, date(2024, 8, 15))
    make_item(track, "a", "2024-Q1", "2024-Q4")
    page = show()
    now = [text_of(cell) for cell in table(page).iter("th") if cell.get("class") == "now"]
    assert len(now) == 1
    assert now[0].startswith("第2四半期")
    assert now[0].endswith("今")
    assert "今は令和6年度（2024年度）第2四半期です" in page.text


def test_after_the_last_quarter_no_column_is_marked(monkeypatch, track, show):
    freeze_today(monkeypatch, date(2030, 1, 1))
    make_item(track, "a", "2024-Q1", "2024-Q4")
    assert not [cell for cell in table(show()).iter("th") if cell.get("class") == "now"]


def test_done_uncertain_meeting_and_milestone_are_told_in_words_too(track, show):
    make_item(track, "done", "2024-Q1", title="済んだ作業", done_on=date(2024, 6, 1))
    make_item(track, "vague", "2024-Q2", title="不確かな作業", is_uncertain=True)
    make_item(track, "meets", "2024-Q3", title="会議の日", kind="meeting", planned_on=date(2024, 10, 20))
    page = show()
    assert "済んだ作業✓完了" in text_of(table(page))
    assert "不確かな作業？時期は不確か" in text_of(table(page))
    narrow = text_of(next(div for div in page.main.iter("div") if div.get("class") == "timeline-narrow"))
    assert "完了 令和6年（2024年）6月1日" in narrow
    assert "令和6年（2024年）10月20日 会議 会議の日" in narrow


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
