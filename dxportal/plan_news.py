"""What the first pages say of a plan's indicators in words: which need attention, and what changed last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kpis.judging.outcome import Evaluation
from kpis.judging.periods import index_of
from kpis.judging.standing import Standing
from kpis.judging.terms import TROUBLED, WORST_FIRST, Group
from kpis.standings.telling import (
    Row,
    changed_in,
    last_ended,
    moved_target,
    newest_value,
    told,
    trouble_since,
)
from kpis.standings.told import Run
from plans.era import Quarter, date_label, fiscal_year_wareki
from plans.models import Plan

MOST_TROUBLES, MOST_EVENTS = 3, 6


@dataclass(frozen=True)
class Trouble:
    """An indicator that needs attention. `since` is blank where it began just now, or nobody knows when."""

    name: str
    url: str
    found: Evaluation | Standing
    value: str
    target: str
    target_when: str
    since: str


def troubles(
    rows: Iterable[Row], plan: Plan, query: str, most: int = MOST_TROUBLES
) -> tuple[list[Trouble], int]:
    """The worst ones, and how many need attention in all. `query`: goes behind the addresses."""
    mine = [row for row in _counted(rows) if row.evaluation.group in TROUBLED]
    mine.sort(
        key=lambda row: (TROUBLED.index(row.evaluation.group), WORST_FIRST.index(row.evaluation.verdict))
    )
    found = []
    for row in mine[:most]:
        words = told(row)
        found.append(
            Trouble(
                name=str(row.indicator),
                url=_address(row, plan, query),
                found=row.evaluation,
                value=words.value,
                target=words.target,
                target_when=words.target_when,
                since=_since(trouble_since(row), row.evaluation.label),
            )
        )
    return found, len(mine)


def _since(run: Run | None, label: str) -> str:
    """Within the group the verdict may have become another one: it is the group that has held since then.

    `label`: what the verdict is called; of one that has its group's own name the group need not be spoken of.
    """
    if run is None:
        return ""
    group = str(next(group.label for group in Group if group.key == run.key))
    words, is_own = {"group": group}, group == label
    if run.quarter is None:
        if is_own:
            return _("2年以上前からずっと「%(group)s」です") % words
        return _("2年以上前からずっと「%(group)s」の区分です") % words
    words |= {"year": fiscal_year_wareki(run.quarter.year), "quarter": run.quarter.short_label}
    if is_own:
        return _("%(year)s%(quarter)sからずっと「%(group)s」です") % words
    return _("%(year)s%(quarter)sからずっと「%(group)s」の区分です") % words


@dataclass(frozen=True)
class Event:
    """One thing that happened to an indicator: a verdict, a target or a value. What is not given is blank or None."""

    name: str
    url: str
    value: str = ""  # the new one
    when: str = ""  # what the value is of, or since when the target holds
    before: Run | None = None  # the verdict's group
    after: Run | None = None
    target_before: str = ""
    target_after: str = ""  # blank where it was withdrawn
    target_when: str = ""


@dataclass(frozen=True)
class News:
    """What changed since the quarter before the newest one that has ended."""

    quarter: Quarter
    events: list[Event]
    others: int  # new values that are not named


def news(rows: Iterable[Row], plan: Plan, at: date, query: str, most: int = MOST_EVENTS) -> News:
    """Changed verdicts first, then moved targets, then new values; what got worse comes before what got better."""
    quarter = last_ended(at)
    begin = quarter.first_day
    verdicts: list[tuple[int, Event]] = []
    targets: list[Event] = []
    values: list[tuple[tuple[int, str], Event]] = []
    for row in _counted(rows):
        name, url = str(row.indicator), _address(row, plan, query)
        newest = newest_value(row)
        is_new = newest is not None and newest.place[0] >= index_of(begin)
        moved = moved_target(row)
        if moved and begin.isoformat() <= moved.on <= at.isoformat():
            targets.append(
                Event(
                    name,
                    url,
                    when=date_label(date.fromisoformat(moved.on)),
                    target_before=moved.before,
                    target_after=moved.after,
                    target_when=moved.when,
                )
            )
        value, when = (newest.value, newest.label) if newest and is_new else ("", "")
        if change := changed_in(row, quarter):
            event = Event(name, url, value, when, before=change[0], after=change[1])
            verdicts.append((_badness(change[1]), event))
        elif newest and is_new:
            values.append((newest.place, Event(name, url, value, when)))
    verdicts.sort(key=lambda pair: pair[0])
    values.sort(key=lambda pair: pair[0], reverse=True)
    events = [event for _bad, event in verdicts] + targets + [event for _place, event in values]
    return News(quarter, events[:most], max(0, len(events) - most))


def newest_events(rows: Iterable[Row], plan: Plan) -> list[tuple[tuple[int, str], Event]]:
    """Every indicator's newest value as an event, with the time by which the newest are found."""
    found = []
    for row in _counted(rows):
        newest = newest_value(row)
        if newest:
            event = Event(str(row.indicator), _address(row, plan, ""), newest.value, newest.label)
            found.append((newest.place, event))
    return found


def _badness(run: Run) -> int:
    """The worst group first."""
    order = [group.key for group in (*TROUBLED, Group.NONE, Group.ON_TRACK, Group.ACHIEVED)]
    return order.index(run.key)


def _counted(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if not row.indicator.is_reference]


def _address(row: Row, plan: Plan, query: str) -> str:
    return reverse("indicator", args=[plan.municipality.slug, plan.slug, row.indicator.code]) + query
