"""A plan's meetings and deadlines in people's own calendars."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar

from kpis.models import Review
from plans.models import ScheduleTrack
from tests.factories import freeze_today, make_city, make_indicator, make_item, make_plan

pytestmark = pytest.mark.django_db
TODAY = date(2025, 8, 1)
ADDRESS = "/kitayama/smart-plan/calendar.ics"


@pytest.fixture
def plan(monkeypatch):
    freeze_today(monkeypatch, TODAY)
    return make_plan(make_city(), starts_on=date(2024, 4, 1), ends_on=date(2028, 3, 31))


@pytest.fixture
def track(plan):
    return ScheduleTrack.objects.create(plan=plan, code="t", title="会議")


@pytest.fixture
def events(client):
    def events(address: str = ADDRESS) -> dict[str, object]:
        response = client.get(address)
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        return {str(event["uid"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}

    return events


def test_a_meeting_on_a_day_takes_that_whole_day(events, track):
    make_item(track, "m1", "2025-Q3", kind="meeting", title="進捗会議", planned_on=date(2025, 11, 18))
    event = events()["kitayama/smart-plan/schedule/m1@testserver"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2025, 11, 18), date(2025, 11, 19))
    assert event["summary"] == "進捗会議（北山市）"
    assert "http://testserver/kitayama/smart-plan/schedule/" in event["description"]


def test_what_has_no_day_stands_on_the_last_one_of_its_quarter_and_says_so(events, track):
    make_item(track, "m2", "2025-Q3", kind="milestone", title="開始")
    event = events()["kitayama/smart-plan/schedule/m2@testserver"]
    assert event["dtstart"].dt == date(2025, 12, 31)
    assert "令和7年度（2025年度）第3四半期のうち" in event["summary"]
    assert "日は書かれていない" in event["description"]


def test_a_time_that_the_plan_does_not_clearly_say_is_told_in_words(events, track):
    make_item(track, "m3", "2025-Q3", kind="milestone", is_uncertain=True, planned_on=date(2025, 11, 1))
    event = events()["kitayama/smart-plan/schedule/m3@testserver"]
    assert "はっきり読み取れません" in event["description"]


def test_work_is_no_appointment_and_what_is_in_preparation_is_unknown(events, track):
    make_item(track, "work", "2025-Q3")
    make_item(track, "secret", "2025-Q3", kind="meeting", state="preparing")
    assert set(events()) == {"kitayama/smart-plan/begin@testserver", "kitayama/smart-plan/end@testserver"}


def test_deadlines_meetings_and_expected_values(events, plan):
    """One quarterly indicator. Of the first quarter there is a review; values of the next ones are due 30 days after."""
    make_indicator(plan, "1")
    Review.objects.create(plan=plan, period="2025-Q1", due_on=date(2025, 7, 30), meeting_on=date(2025, 8, 20))
    found = events()
    days = {uid.removeprefix("kitayama/smart-plan/"): event["dtstart"].dt for uid, event in found.items()}
    assert days["due/2025-Q1@testserver"] == date(2025, 7, 30)
    assert days["meeting/2025-Q1@testserver"] == date(2025, 8, 20)
    assert days["due/2025-Q2@testserver"] == date(2025, 9, 30) + timedelta(days=30)
    assert days["due/2026-Q1@testserver"] == date(2026, 6, 30) + timedelta(days=30)
    assert "due/2026-Q2@testserver" not in days


def test_nothing_is_expected_of_a_city_that_has_set_no_rhythm(events, plan):
    make_indicator(plan, "1")
    assert not [uid for uid in events() if "/due/" in uid]


def test_it_says_the_same_as_long_as_the_plan_does(client, track):
    make_item(track, "m1", "2025-Q3", kind="meeting")
    assert client.get(ADDRESS).content == client.get(ADDRESS).content


def test_the_sample_city_is_marked_everywhere(events):
    titles = [str(event["summary"]) for event in events("/mihon/dx-plan/calendar.ics").values()]
    assert titles
    assert [title for title in titles if not title.startswith("【サンプル】")] == []


def test_overview_and_schedule_lead_to_it(client, track):
    for rest in ("", "schedule/"):
        assert f'href="{ADDRESS}"' in client.get(f"/kitayama/smart-plan/{rest}").content.decode()
