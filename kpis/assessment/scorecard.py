"""The plan's table of KPIs and KGIs in the plan's own shape."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext as _

from kpis.judging.outcome import Evaluation
from kpis.judging.standing import Standing
from plans.kinds import GoalKind
from plans.models import Action, Goal
from plans.tree import Node


class TableRow(Protocol):
    """What the table asks of a row: an `Assessment`, or what is stored of one."""

    @property
    def indicator(self) -> Any: ...
    @property
    def evaluation(self) -> Evaluation | Standing: ...


Row = TypeVar("Row", bound=TableRow)


@dataclass
class GoalRows:
    """A goal with its actions and indicators: one line of the plan's table (取組項目・内容・指標)."""

    goal: Goal | None
    actions: list[Action] = field(default_factory=list)
    rows: list[TableRow] = field(default_factory=list)


@dataclass
class ScorecardTable:
    """One table: what stands under a root of the hierarchy, or what belongs to no goal."""

    id: str
    title: str
    goal: Goal | None
    blocks: list[GoalRows]
    goal_word: str = ""  # what the plan calls the goals of the first column


def scorecard_tables(
    tree: Iterable[Node], rows: Iterable[TableRow], words: Mapping[str, str]
) -> list[ScorecardTable]:
    """The plan's tables in the plan's order; references stand apart, at the end. `words`: the plan's own."""
    by_goal: dict[int | None, list[TableRow]] = {}
    references = []
    for row in rows:
        if row.indicator.is_reference:
            references.append(row)
        else:
            by_goal.setdefault(row.indicator.goal_id, []).append(row)
    found = [part for root in tree if (part := _part(root, by_goal, words)).blocks]
    if None in by_goal:
        whole = GoalRows(None, [], by_goal[None])
        found.append(ScorecardTable("whole", _("計画全体の指標"), None, [whole]))
    if references:
        found.append(ScorecardTable("references", _("参考指標"), None, [GoalRows(None, [], references)]))
    return found


def _part(
    root: Node, by_goal: Mapping[int | None, list[TableRow]], words: Mapping[str, str]
) -> ScorecardTable:
    blocks = [
        GoalRows(node.goal, _actions_under(node), by_goal[node.goal.pk])
        for node in root.walk()
        if node.goal.pk in by_goal
    ]
    if root.goal.kind == GoalKind.DIRECTION:
        # What a direction aims at in the end (KGI) stands below its pillars, as plans print it.
        blocks.sort(key=lambda block: block.goal == root.goal)
        for block in blocks:
            if block.goal == root.goal:
                block.actions = []
    goal = blocks[0].goal if blocks else None
    word = words[goal.kind] if goal else ""
    return ScorecardTable(f"part-{root.goal.code}", str(root.goal), root.goal, blocks, word)


def _actions_under(node: Node) -> list[Action]:
    return list({action.pk: action for below in node.walk() for action in below.actions}.values())
