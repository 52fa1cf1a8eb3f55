"""The schedule as a picture: quarters × tracks, bars and signs with room for their words, and where today lies.

Places across are percent, as text with at most two digits behind the point: one drawing serves every width.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import ceil

from .era import Quarter, fiscal_year_wareki, quarter_span
from .ledger.as_of import as_of
from .models import Plan, ScheduleItem, ScheduleTrack

WIDTH = 66  # em: all quarters together, in the picture's letters, on a desktop and on A4 landscape
LINES = 2  # that a title may take before it is given more room than its bar
LEAST = 9  # em: room for 予定を過ぎています
_NARROW = 0.6  # em of a Latin letter or digit


@dataclass(frozen=True)
class TimelineCell:
    """`span` quarters wide. Without an item it is empty; else the item's bar begins `before` and is `lasts` quarters long."""

    span: int
    item: ScheduleItem | None = None
    before: int = 0
    lasts: int = 0

    @property
    def x(self) -> str:
        """Where the bar begins, in percent of the cell."""
        return percent(self.before / self.span)

    @property
    def width(self) -> str:
        """How long the bar is, in percent of the cell."""
        return percent(self.lasts / self.span)


@dataclass(frozen=True)
class Track:
    track: ScheduleTrack
    lanes: tuple[tuple[TimelineCell, ...], ...]
    items: tuple[ScheduleItem, ...]


@dataclass(frozen=True)
class Timeline:
    quarters: tuple[Quarter, ...]
    tracks: tuple[Track, ...]

    @property
    def years(self) -> list[tuple[str, int, int]]:
        """Each fiscal year's name (令和5年度), western year, and how many of its quarters are shown."""
        return [
            (fiscal_year_wareki(year), year, len(list(quarters)))
            for year, quarters in groupby(self.quarters, key=lambda quarter: quarter.year)
        ]

    @property
    def lines(self) -> list[tuple[str, bool]]:
        """Where each quarter but the first begins, and whether a fiscal year begins there."""
        count = len(self.quarters)
        return [
            (percent(place / count), quarter.number == 1)
            for place, quarter in enumerate(self.quarters)
            if place
        ]

    def place_of(self, day: date) -> str:
        """Where the day lies; blank outside of the quarters shown."""
        quarter = Quarter.of(day)
        if quarter not in self.quarters:
            return ""
        part = (day - quarter.first_day).days / (quarter.next().first_day - quarter.first_day).days
        return percent((self.quarters.index(quarter) + part) / len(self.quarters))


def percent(part: float) -> str:
    """37.5 for 0.375"""
    return f"{100 * part:.2f}".rstrip("0").rstrip(".")


def items_as_of(plan: Plan, at: date) -> list[ScheduleItem]:
    """The plan's public items as they were on that day (for today too); what was done later was not done yet."""
    rows = as_of(plan.schedule_items.shown().select_related("track", "goal", "action"), plan, at)
    for row in rows:
        if row.done_on and row.done_on > at:
            row.done_on = None
        row.is_overdue = row.done_on is None and row.due_on < at and not row.is_over(at)
    return rows


def build_timeline(tracks: Iterable[ScheduleTrack], items: Iterable[ScheduleItem]) -> Timeline:
    """Lay the items out in lanes so that none overlap. All quarters between the first and the last are shown."""
    by_track = defaultdict(list)
    for item in items:
        by_track[item.track_id].append(item)
    every = [item for track_items in by_track.values() for item in track_items]
    if not every:
        return Timeline((), ())
    first, last = min(item.first for item in every), max(item.last for item in every)
    return Timeline(
        tuple(quarter_span(first, last)),
        tuple(
            Track(track, _lanes(by_track[track.pk], first, last), tuple(by_track[track.pk]))
            for track in tracks
            if by_track[track.pk]
        ),
    )


def _lanes(items: list[ScheduleItem], first: Quarter, last: Quarter) -> tuple[tuple[TimelineCell, ...], ...]:
    """Each item goes to the first lane in which its bar and its words have room."""
    count = last.index - first.index + 1
    lanes: list[list[TimelineCell]] = []
    free_from: list[int] = []
    for item in sorted(items, key=lambda row: (row.first, -row.last.index)):
        start, lasts = item.first.index - first.index, item.last.index - item.first.index + 1
        room = max(lasts, min(quarters_for(item.title, count), count))
        begin = min(start, count - room)  # words at the far end stand before it
        lane = next((n for n, free in enumerate(free_from) if free <= begin), len(lanes))
        if lane == len(lanes):
            lanes.append([])
            free_from.append(0)
        lanes[lane] += [TimelineCell(1)] * (begin - free_from[lane])
        lanes[lane].append(TimelineCell(room, item, start - begin, lasts))
        free_from[lane] = begin + room
    for lane, free in enumerate(free_from):
        lanes[lane] += [TimelineCell(1)] * (count - free)
    return tuple(map(tuple, lanes))


def quarters_for(title: str, count: int) -> int:
    """Over how many of `count` quarters the words reach."""
    needed = max(LEAST, sum(map(_em, title)) / LINES)
    return ceil(needed * count / WIDTH)


def _em(letter: str) -> float:
    return 1 if unicodedata.east_asian_width(letter) in "WFA" else _NARROW
