"""The plan's table of KPIs and KGIs: in the plan's own shape, or filtered and sorted as a visitor asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.judging.outcome import Evaluation
from kpis.judging.standing import Standing
from kpis.judging.terms import WORST_FIRST, Group
from kpis.models import Indicator
from plans.kinds import GoalKind
from plans.models import Action, Goal
from plans.tree import Node

SORTS = {
    "plan": gettext_lazy("計画の順"),
    "verdict": gettext_lazy("遅れているものから"),
    "attainment": gettext_lazy("目標までの到達率の低いものから"),
    "name": gettext_lazy("指標名の順"),
}
_URGENCY = {verdict: place for place, verdict in enumerate(WORST_FIRST)}
STALE = "stale"


class TableRow(Protocol):
    """What the table asks of a row: an `Assessment`, or what is stored of one."""

    @property
    def indicator(self) -> Any: ...
    @property
    def evaluation(self) -> Evaluation | Standing: ...


Row = TypeVar("Row", bound=TableRow)


class Choice(NamedTuple):
    value: str
    label: str


@dataclass(frozen=True)
class ScorecardFilter:
    """What a visitor asked for in the address; what is not known is left out."""

    group: str = ""
    goal: str = ""
    role: str = ""
    sort: str = "plan"

    @classmethod
    def read(cls, query: Mapping[str, str], tree: Iterable[Node]) -> "ScorecardFilter":
        known = {
            "group": [choice.value for choice in group_choices()],
            "goal": [node.goal.code for root in tree for node in root.walk()],
            "role": Indicator.Role.values,
            "sort": list(SORTS),
        }
        return cls(**{name: query[name] for name, values in known.items() if query.get(name) in values})

    @property
    def is_plain(self) -> bool:
        """Whether the table stands in the plan's own shape."""
        return self == ScorecardFilter()


def group_choices() -> list[Choice]:
    return [*(Choice(group.key, str(group.label)) for group in Group), Choice(STALE, _("更新遅れ"))]


def goal_choices(tree: Iterable[Node], chosen: str, at: date) -> list[Choice]:
    """The goals the form offers: those above the sub-goals that stand on that day, and the one chosen, which may be any."""
    return [
        Choice(node.goal.code, str(node.goal))
        for root in tree
        for node in root.walk()
        if node.goal.code == chosen or (node.goal.kind != GoalKind.SUB_GOAL and not node.goal.is_over(at))
    ]


def role_choices() -> list[Choice]:
    return [Choice(value, str(label)) for value, label in Indicator.Role.choices]


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


def filtered(rows: Iterable[Row], wish: ScorecardFilter, tree: Iterable[Node]) -> list[Row]:
    """The rows that the visitor asked for, sorted."""
    under = _goals_under(tree, wish.goal) if wish.goal else None
    found = [
        row
        for row in rows
        if (not wish.group or _is_in(row, wish))
        and (under is None or row.indicator.goal_id in under)
        and (not wish.role or row.indicator.role == wish.role)
    ]
    return sort(found, wish.sort)


def _is_in(row: TableRow, wish: ScorecardFilter) -> bool:
    """References stand in no group, as they are counted in none, unless they were asked for."""
    if row.indicator.is_reference and wish.role != Indicator.Role.REFERENCE:
        return False
    return row.evaluation.stale if wish.group == STALE else row.evaluation.group.key == wish.group


def _goals_under(tree: Iterable[Node], code: str) -> set[int]:
    nodes = [node for root in tree for node in root.walk() if node.goal.code == code]
    return {below.goal.pk for node in nodes for below in node.walk()}


def sort(rows: list[Row], order: str) -> list[Row]:
    """A stable sort: equal rows stay in the plan's order."""
    if order == "verdict":
        return sorted(rows, key=lambda row: _URGENCY[row.evaluation.verdict])
    if order == "attainment":
        return sorted(
            rows,
            key=lambda row: (row.evaluation.attainment is None, row.evaluation.attainment or 0),
        )
    if order == "name":
        return sorted(rows, key=lambda row: row.indicator.name)
    return rows
