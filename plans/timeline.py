"""The schedule as a table of quarters × tracks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from .era import Quarter, fiscal_year_wareki, quarter_span
from .ledger.as_of import as_of
from .models import Plan, ScheduleItem, ScheduleTrack


@dataclass(frozen=True)
class TimelineCell:
    """`span` quarters wide; empty when `items` is."""

    span: int
    items: tuple[ScheduleItem, ...] = ()


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


def items_as_of(plan: Plan, at: date) -> list[ScheduleItem]:
    """The plan's public items as they were on that day (for today too); what was done later was not done yet."""
    rows = as_of(plan.schedule_items.shown().select_related("track", "goal", "action"), plan, at)
    for row in rows:
        if row.done_on and row.done_on > at:
            row.done_on = None
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
    """Items of the same span share a cell; others go to the first lane that is free."""
    bars: dict[tuple[Quarter, Quarter], list[ScheduleItem]] = defaultdict(list)
    for item in items:
        bars[item.first, item.last].append(item)
    lanes: list[list[TimelineCell]] = []
    free_from: list[int] = []
    for (start, end), members in sorted(bars.items(), key=lambda bar: (bar[0][0], -bar[0][1].index)):
        lane = next((n for n, free in enumerate(free_from) if free <= start.index), len(lanes))
        if lane == len(lanes):
            lanes.append([])
            free_from.append(first.index)
        gap = start.index - free_from[lane]
        lanes[lane] += [TimelineCell(1)] * gap
        lanes[lane].append(TimelineCell(end.index - start.index + 1, tuple(members)))
        free_from[lane] = end.index + 1
    for lane, free in enumerate(free_from):
        lanes[lane] += [TimelineCell(1)] * (last.index + 1 - free)
    return tuple(map(tuple, lanes))
