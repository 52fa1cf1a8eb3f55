"""The schedule as quarters × tracks: nothing overlaps, every lane is as wide as the table."""

import pytest

from plans.models import ScheduleItem, ScheduleTrack
from plans.timeline import build_timeline

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
    return [("+".join(item.title for item in cell.items), cell.span) for cell in lane]


@pytest.mark.parametrize("tracks", [[BUSY], [BUSY, BUSY[:1]], [BUSY[2:4], BUSY[::-1]], [BUSY[:1]]])
def test_every_lane_is_as_wide_as_the_quarters_shown(tracks):
    shown = timeline(*tracks)
    for track in shown.tracks:
        assert {sum(cell.span for cell in lane) for lane in track.lanes} == {len(shown.quarters)}


@pytest.mark.parametrize("spans", [BUSY, BUSY[::-1], BUSY[2:], BUSY[:3] * 2])
def test_every_item_stands_once_exactly_under_its_quarters(spans):
    shown = timeline(spans)
    seen = []
    for lane in shown.tracks[0].lanes:
        start = 0
        for cell in lane:
            under = shown.quarters[start : start + cell.span]
            seen += [item.title for item in cell.items if (item.first, item.last) == (under[0], under[-1])]
            start += cell.span
    assert sorted(seen) == sorted(str(place) for place in range(1, len(spans) + 1))


def test_items_that_follow_each_other_share_a_lane():
    [track] = timeline([("2024-Q1", "2024-Q1"), ("2024-Q2", "2024-Q3"), ("2024-Q4", "2024-Q4")]).tracks
    assert [titles(lane) for lane in track.lanes] == [[("1", 1), ("2", 2), ("3", 1)]]


def test_items_at_the_same_time_stand_in_lanes_of_their_own():
    [track] = timeline([("2024-Q1", "2024-Q3"), ("2024-Q2", "2024-Q4")]).tracks
    assert [titles(lane) for lane in track.lanes] == [[("1", 3), ("", 1)], [("", 1), ("2", 3)]]


def test_items_of_the_same_quarters_share_a_cell():
    [track] = timeline([("2024-Q1", "2024-Q2"), ("2024-Q1", "2024-Q2")]).tracks
    assert [titles(lane) for lane in track.lanes] == [[("1+2", 2)]]


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
