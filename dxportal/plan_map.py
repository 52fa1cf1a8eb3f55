"""体系図: mission > vision > goals > actions with the verdicts in the picture. May import both apps."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from kpis.assessment.as_of import chosen_day
from kpis.judging.rollup import Counted, RollUp, roll_up
from kpis.judging.terms import Group
from kpis.models import Indicator
from kpis.standings.reading import rows_of
from plans.kinds import GoalKind
from plans.layout import plan_page, render_plan
from plans.ledger.as_of import as_of
from plans.models import Action, Goal, Plan, Statement
from plans.models.content import by_kind
from plans.models.living import ended, standing
from plans.tree import Node, goals_with_actions, matrix, standing_tree

Kind = Statement.Kind
Judged = Mapping[int | None, list[Counted]]


@dataclass(frozen=True)
class MapNode:
    """A goal in the picture. `roll_up`: of the indicators at it and below it; None where none of them has a verdict."""

    goal: Goal
    children: tuple["MapNode", ...]
    actions: tuple[Action, ...]
    roll_up: RollUp | None

    @property
    def has_bar(self) -> bool:
        """Pillars have a bar, what stands below them only the numbers; of directions the plan's pages speak."""
        return self.roll_up is not None and self.goal.kind == GoalKind.PILLAR

    @property
    def has_numbers(self) -> bool:
        return self.roll_up is not None and self.goal.kind == GoalKind.SUB_GOAL


@plan_page
def plan_map(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The plan in one picture, and which action serves which goal."""
    now = chosen_day(request, plan, (Plan, Goal, Action, Statement, Indicator))
    goals = goals_with_actions(plan, now.at)
    tree = standing_tree(goals, now.at)
    known = as_of(plan.actions.shown(), plan, now.at)
    actions = standing(known, now.at)
    placed = {action.pk for root in tree for node in root.walk() for action in node.actions}
    statements = by_kind(standing(as_of(plan.statements.shown(), plan, now.at), now.at))
    judged = defaultdict(list)
    for row in rows_of(plan, now.at).rows:
        if not row.indicator.is_reference:
            judged[row.indicator.goal_id].append(row.evaluation)
    nodes = [_with_verdicts(root, judged) for root in tree]
    shown = {group for node in nodes for group in _groups(node)}
    return render_plan(
        request,
        "plans/map.html",
        plan,
        now=now,
        missions=statements.get(Kind.MISSION),
        visions=statements.get(Kind.VISION),
        values=statements.get(Kind.VALUE),
        tree=nodes,
        has_verdicts=bool(shown),
        groups=[(group.key, group.label) for group in Group if group in shown],
        actions=actions,
        without_goal=[action for action in actions if action.pk not in placed],
        matrix=matrix(tree, actions),
        ended_goals=ended(goals, now.at),
        ended_actions=ended(known, now.at),
    )


def _with_verdicts(node: Node, judged: Judged) -> MapNode:
    found = roll_up(_below(node, judged))
    return MapNode(
        node.goal,
        tuple(_with_verdicts(child, judged) for child in node.children),
        node.actions,
        found if any(group is not Group.NONE for group, _count in found.all_counts) else None,
    )


def _below(node: Node, judged: Judged) -> Iterable[Counted]:
    return (evaluation for below in node.walk() for evaluation in judged.get(below.goal.pk, ()))


def _groups(node: MapNode) -> Iterable[Group]:
    """Those that the picture shows at the goal and below it."""
    if node.roll_up is not None and (node.has_bar or node.has_numbers):
        yield from (group for group, _count in node.roll_up.all_counts)
    for child in node.children:
        yield from _groups(child)
