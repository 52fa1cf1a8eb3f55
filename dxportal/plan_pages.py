"""Pages of one plan that show promise and progress together: a goal, an action. May import both apps."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kpis.assessment.action_progress import progress_of
from kpis.assessment.as_of import JudgedDay, chosen_day
from kpis.assessment.assessing import assess_action, assess_plan, roll_up_of
from kpis.models import Indicator
from plans.layout import plan_page, render_plan
from plans.ledger.as_of import as_of
from plans.ledger.promised import label_of
from plans.models import Action, Goal, Plan
from plans.models.base import PlanPart, link_parents
from plans.models.living import ended, standing_first
from plans.timeline import items_as_of
from plans.translations.counted import one
from plans.tree import Node, goal_tree, goals_with_actions, standing_tree

Row = TypeVar("Row", bound=PlanPart)


@plan_page
def goal(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    now = chosen_day(request, plan, (Goal, Action, Indicator))
    goals = link_parents(goals_with_actions(plan, now.at))
    found = _with_code(goals.values(), code)
    if found is None and now.quarter:
        now = now.instead(_("この目標は、その時点にはまだありませんでした。今日の時点を表示しています。"))
        goals = link_parents(goals_with_actions(plan, now.at))
        found = _with_code(goals.values(), code)
    if found is None:
        raise Http404
    siblings = [
        row for row in goals.values() if row.kind == found.kind and (row is found or not row.is_over(now.at))
    ]
    below = {child.goal.pk for child in _node_of(found, goal_tree(goals.values())).walk()}
    rows = [row for row in assess_plan(plan, now.at) if row.indicator.goal_id in below]
    items = items_as_of(plan, now.at)
    tracks = [row for row in as_of(plan.schedule_tracks.shown(), plan, now.at) if row.goal_id == found.pk]
    for track in tracks:
        track.shown_items = [item for item in items if item.track_id == track.pk]
    on_tracks = {track.pk for track in tracks}
    return render_plan(
        request,
        "plans/goal.html",
        plan,
        goal=found,
        trail=found.trail(),
        kind_label=one(plan.words[found.kind]),
        node=_node_of(found, standing_tree(goals.values(), now.at, kept=found)),
        ended_goals=ended((row for row in goals.values() if row.parent is found), now.at),
        actions=found.actions.all(),
        now=_of_page(now, found, (*found.actions.all(), *(row.indicator for row in rows))),
        rows=rows,
        roll_up=roll_up_of(row for row in rows if not row.indicator.is_reference),
        items=standing_first(
            row for row in items if row.goal_id == found.pk and row.track_id not in on_tracks
        ),
        tracks=standing_first(tracks),
        notes=found.source_notes.figures_first(),
        **_neighbours(siblings, found),
    )


@plan_page
def action(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    now = chosen_day(request, plan, (Action, Indicator))
    found, rows = _action(plan, code, now.at)
    if found is None and now.quarter:
        now = now.instead(_("この取組は、その時点にはまだありませんでした。今日の時点を表示しています。"))
        found, rows = _action(plan, code, now.at)
    if found is None:
        raise Http404
    goals = link_parents(as_of(plan.goals.shown(), plan, now.at))
    indicators = assess_action(found, plan, now.at)
    return render_plan(
        request,
        "plans/action.html",
        plan,
        action=found,
        now=_of_page(now, found, (row.indicator for row in indicators)),
        serves=[(goals[row.pk], goals[row.pk].trail()) for row in found.goals.all() if row.pk in goals],
        leads=found.lead_departments.all(),
        supporters=found.supporting_departments.all(),
        priorities=found.national_priorities.all(),
        progress=progress_of(found, now.at),
        rows=indicators,
        items=standing_first(row for row in items_as_of(plan, now.at) if row.action_id == found.pk),
        notes=found.source_notes.figures_first(),
        **_neighbours(rows, found),
    )


def _action(plan: Plan, code: str, at: date) -> tuple[Action | None, list[Action]]:
    """The action with that code as it was on that day, and all that were there then."""
    rows = as_of(plan.actions.shown(), plan, at)
    return _with_code(rows, code), rows


def _with_code(rows: Iterable[Row], code: str) -> Row | None:
    return next((row for row in rows if row.code == code), None)


def _of_page(now: JudgedDay, here: PlanPart, shown: Iterable[PlanPart]) -> JudgedDay:
    """What became known later of the page's own row and of those it shows."""
    keys = {(label_of(type(row)), row.code) for row in (here, *shown)}
    return replace(now, later=tuple(row for row in now.later if (row.model, row.code) in keys))


def _node_of(goal: Goal, tree: Iterable[Node]) -> Node:
    return next(node for root in tree for node in root.walk() if node.goal is goal)


def _neighbours(rows: list[Goal] | list[Action], here: Goal | Action) -> dict[str, Goal | Action | None]:
    place = rows.index(here)
    return {
        "previous": rows[place - 1] if place else None,
        "next": rows[place + 1] if place + 1 < len(rows) else None,
    }
