"""The hierarchy as a tree, and the goal × action matrix, from rows loaded once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from .ledger.as_of import as_of
from .models import Action, Goal, Plan
from .models.living import standing


@dataclass(frozen=True)
class Node:
    """A goal with what stands below it: goals, and the actions that serve it directly."""

    goal: Goal
    children: tuple["Node", ...]
    actions: tuple[Action, ...]

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in the order people read them."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class MatrixRow:
    """One action and, for each goal in order, whether the action serves it."""

    action: Action
    cells: tuple[tuple[Goal, bool], ...]


@dataclass(frozen=True)
class Matrix:
    """Which action serves which goal. Both empty where no goal is served."""

    goals: tuple[Goal, ...]
    rows: tuple[MatrixRow, ...]


def goal_tree(goals: Iterable[Goal]) -> tuple[Node, ...]:
    """Trees of the given goals, whose `actions` should be prefetched. A goal without its parent becomes a root."""
    goals = list(goals)
    known = {goal.pk for goal in goals}
    below = defaultdict(list)
    for goal in goals:
        below[goal.parent_id if goal.parent_id in known else None].append(goal)

    placed = set()

    def node(goal: Goal) -> Node:
        placed.add(goal.pk)
        children = tuple(node(child) for child in below[goal.pk] if child.pk not in placed)
        return Node(goal, children, tuple(goal.actions.all()))

    roots = [node(goal) for goal in below[None]]
    # Two people saving at the same moment could close a loop that neither saw: no goal is lost for that.
    roots += [node(goal) for goal in goals if goal.pk not in placed]
    return tuple(roots)


def goals_alone(plan: Plan, at: date) -> list[Goal]:
    """The plan's goals as they were on that day, without their actions: a question less."""
    rows = list(plan.goals.shown())
    for goal in rows:
        goal._prefetched_objects_cache = {"actions": _listed(Action.objects.none(), [])}
    return as_of(rows, plan, at)


def standing_tree(goals: Iterable[Goal], at: date, *, kept: Goal | None = None) -> tuple[Node, ...]:
    """Trees of what had not ended on that day, goals and actions. `kept`: a goal that is wanted all the same."""

    def node(found: Node) -> Node:
        actions = tuple(standing(found.actions, at))
        return Node(found.goal, tuple(node(child) for child in found.children), actions)

    tree = goal_tree(goal for goal in goals if goal is kept or not goal.is_over(at))
    return tuple(node(root) for root in tree)


def plan_tree(plan: Plan, at: date | None = None) -> tuple[Node, ...]:
    """The plan's hierarchy as it was on that day (today), with what had ended by then."""
    return goal_tree(goals_with_actions(plan, at))


def goals_with_actions(plan: Plan, at: date | None = None) -> list[Goal]:
    """The plan's goals with the actions that serve them at hand, both as they were on that day (today)."""
    shown = Prefetch("actions", queryset=Action.objects.shown())
    rows = list(plan.goals.shown().prefetch_related(shown))
    if at is None or at >= timezone.localdate():
        return rows
    rows = as_of(rows, plan, at)
    actions = {
        action.pk: action for action in as_of(plan.actions.shown().prefetch_related("goals"), plan, at)
    }
    for goal in rows:
        mine = [action for action in actions.values() if goal in action.goals.all()]
        goal._prefetched_objects_cache["actions"] = _listed(goal.actions.all(), mine)
    return rows


def _listed(rows: QuerySet, values: list[Action]) -> QuerySet:
    rows._result_cache = values
    return rows


def matrix(tree: Iterable[Node], actions: Iterable[Action]) -> Matrix:
    """Columns for the goals that actions serve, few and with short names, rows for all actions."""
    nodes = [node for root in tree for node in root.walk() if node.actions]
    serving = [(node.goal, {action.pk for action in node.actions}) for node in nodes]
    if not serving:
        return Matrix((), ())
    return Matrix(
        tuple(goal for goal, _actions in serving),
        tuple(
            MatrixRow(action, tuple((goal, action.pk in served) for goal, served in serving))
            for action in actions
        ),
    )
