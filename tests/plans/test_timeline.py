"""The schedule as quarters × tracks: nothing overlaps, every lane is as wide as the table."""

from datetime import date

import pytest

from plans.models import ScheduleItem, ScheduleTrack
from plans.timeline import build_timeline, quarters_for

# First and last quarter of the items on one track.
BUSY = [
    ("2023-Q3", "2024-Q1"),
    ("2023-Q4", "2023-Q4"),
    ("2024-Q2", "2024-Q4"),
    ("2023-Q3", "2023-Q3"),
    ("2024-Q1", "2025-Q1"),
    ("2024-Q4", "2024-Q4"),
    ("2023-Q3", "2025-Q1"),
]


def timeline(*tracks: list[tuple[str, str]]):
    """Of tracks, each a list of spans; items are named 1, 2, 3 … within their track."""
    rows = [ScheduleTrack(pk=number, title=f"項目{number}") for number in range(len(tracks))]
    items = [
        ScheduleItem(track=rows[number], title=str(place), from_quarter=first, to_quarter=last)
        for number, spans in enumerate(tracks)
        for place, (first, last) in enumerate(spans, start=1)
    ]
    return build_timeline(rows, items)


def titles(lane):
    """What the lane shows, cell by cell."""
    return [(cell.item.title if cell.item else "", cell.span) for cell in lane]


@pytest.mark.parametrize("tracks", [[BUSY], [BUSY, BUSY[:1]], [BUSY[2:4], BUSY[::-1]], [BUSY[:1]]])
def test_every_lane_is_as_wide_as_the_quarters_shown(tracks):
    shown = timeline(*tracks)
    for track in shown.tracks:
        assert {sum(cell.span for cell in lane) for lane in track.lanes} == {len(shown.quarters)}


@pytest.mark.parametrize("spans", [BUSY, BUSY[::-1], BUSY[2:], BUSY[:3] * 2])
def test_every_bar_stands_once_exactly_under_its_quarters(spans):
    shown = timeline(spans)
    seen = []
    for lane in shown.tracks[0].lanes:
        start = 0
        for cell in lane:
            if cell.item:
                under = shown.quarters[start + cell.before : start + cell.before + cell.lasts]
                assert (cell.item.first, cell.item.last) == (under[0], under[-1])
                seen.append(cell.item.title)
            start += cell.span
    assert sorted(seen) == sorted(str(place) for place in range(1, len(spans) + 1))


def test_items_that_follow_each_other_share_a_lane():
    [track] = timeline([("2024-Q1", "2024-Q1"), ("2024-Q2", "2024-Q3"), ("2024-Q4", "2024-Q4")]).tracks
    assert [titles(lane) for lane in track.lanes] == [[("1", 1), ("2", 2), ("3", 1)]]


def test_items_at_the_same_time_stand_in_lanes_of_their_own():
    [track] = timeline([("2024-Q1", "2024-Q3"), ("2024-Q2", "2024-Q4")]).tracks
    assert [titles(lane) for lane in track.lanes] == [[("1", 3), ("", 1)], [("", 1), ("2", 3)]]
    [track] = timeline([("2024-Q1", "2024-Q2"), ("2024-Q1", "2024-Q2")]).tracks
    assert [titles(lane) for lane in track.lanes] == [[("1", 2)], [("2", 2)]]


def test_words_get_as_many_quarters_as_they_need_to_be_read():
    # Of 12 quarters on 66 em each is 5.5 em wide: 9 em at least need two; 30 letters on two lines need 15 em, three.
    assert quarters_for("会議", 12) == 2
    assert quarters_for("あ" * 30, 12) == 3
    assert quarters_for("a" * 30, 12) == 2  # Latin letters are narrower
    assert quarters_for("会議", 4) == 1


def test_words_at_the_far_end_stand_before_their_sign():
    shown = timeline([("2024-Q1", "2026-Q4"), ("2026-Q4", "2026-Q4")])
    [whole, last] = shown.tracks[0].lanes
    assert titles(whole) == [("1", 12)]
    cell = last[-1]
    # The cell takes the last two quarters; the bar is the second of them.
    assert (cell.span, cell.before, cell.lasts) == (2, 1, 1)
    assert (cell.x, cell.width) == ("50", "50")


def test_today_lies_where_it_is_in_its_quarter():
    shown = timeline([("2024-Q1", "2024-Q4")])
    assert shown.place_of(date(2024, 4, 1)) == "0"
    # 46 of the 92 days of July to September: half-way in the second of four quarters.
    assert shown.place_of(date(2024, 8, 16)) == "37.5"
    assert shown.place_of(date(2025, 4, 1)) == shown.place_of(date(2024, 3, 31)) == ""


def test_lines_part_quarters_and_years():
    shown = timeline([("2023-Q4", "2024-Q3")])
    assert shown.lines == [("25", True), ("50", False), ("75", False)]


def test_quarters_without_anything_between_the_first_and_the_last_are_shown():
    shown = timeline([("2023-Q4", "2023-Q4")], [("2024-Q3", "2024-Q3")])
    assert [str(quarter) for quarter in shown.quarters] == ["2023-Q4", "2024-Q1", "2024-Q2", "2024-Q3"]


def test_fiscal_years_are_named_in_both_calendars_with_the_quarters_shown_of_each():
    shown = timeline([("2018-Q3", "2018-Q3"), ("2020-Q1", "2020-Q1")])
    assert shown.years == [("平成30年度", 2018, 2), ("令和元年度", 2019, 4), ("令和2年度", 2020, 1)]


def test_a_track_without_items_is_left_out():
    shown = timeline([("2024-Q1", "2024-Q1")], [])
    assert [str(track.track) for track in shown.tracks] == ["項目0"]


def test_a_plan_without_schedule_has_an_empty_timeline():
    shown = timeline([], [])
    assert (shown.quarters, shown.tracks, shown.years) == ((), (), [])
