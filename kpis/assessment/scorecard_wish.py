"""What a visitor asks of the table of KPIs and KGIs: which rows, in which order; and what may be asked."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.judging.terms import TROUBLED, WORST_FIRST, Group
from kpis.models import Indicator
from plans.asked import ALL_DEPARTMENTS, ALL_GOALS, Asked
from plans.kinds import GoalKind
from plans.tree import Node

from .scorecard import Row, TableRow

SORTS = {
    "plan": gettext_lazy("計画の順"),
    "verdict": gettext_lazy("遅れているものから"),
    "attainment": gettext_lazy("目標までの到達率の低いものから"),
    "name": gettext_lazy("指標名の順"),
}
_URGENCY = {verdict: place for place, verdict in enumerate(WORST_FIRST)}
STALE = "stale"
WATCH = "watch"  # what needs attention: attention, late, missed
_ALL_GROUPS = gettext_lazy("「%(asked)s」という判定はありません。すべての判定の指標を表示しています。")
_ALL_ROLES = gettext_lazy("「%(asked)s」という役割はありません。すべての役割の指標を表示しています。")
_PLAN_ORDER = gettext_lazy("「%(asked)s」という並び順はありません。計画の順に表示しています。")

# Of each indicator, by its code, the departments in charge: code and name.
Owners = Mapping[str, Collection[tuple[str, str]]]


class Choice(NamedTuple):
    value: str
    label: str


@dataclass(frozen=True)
class ScorecardFilter:
    """What a visitor asked for in the address. `problems`: a sentence for each thing that nobody can ask for."""

    group: str = ""
    goal: str = ""
    role: str = ""
    department: str = ""
    sort: str = "plan"
    problems: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def read(
        cls, query: Mapping[str, str], tree: Iterable[Node], owners: Owners | None = None
    ) -> "ScorecardFilter":
        asked = Asked(query)
        goals = [node.goal.code for root in tree for node in root.walk()]
        return cls(
            group=asked.one_of("group", [choice.value for choice in group_choices()], _ALL_GROUPS),
            goal=asked.one_of("goal", goals, ALL_GOALS),
            role=asked.one_of("role", Indicator.Role.values, _ALL_ROLES),
            department=asked.one_of("department", dict(department_choices(owners or {})), ALL_DEPARTMENTS),
            sort=asked.one_of("sort", SORTS, _PLAN_ORDER) or "plan",
            problems=tuple(asked.problems),
        )

    @property
    def is_plain(self) -> bool:
        """Whether the table stands in the plan's own shape."""
        return self == ScorecardFilter()

    @property
    def is_watch(self) -> bool:
        return self.group == WATCH


def group_choices() -> list[Choice]:
    return [
        Choice(WATCH, _("対応が必要なもの（注意・遅れ）")),
        *(Choice(group.key, str(group.label)) for group in Group),
        Choice(STALE, _("更新遅れ")),
    ]


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


def department_choices(owners: Owners) -> list[Choice]:
    """The departments in charge of any of the indicators, each once."""
    found = {code: name for departments in owners.values() for code, name in departments}
    return [Choice(code, name) for code, name in sorted(found.items())]


def filtered(
    rows: Iterable[Row], wish: ScorecardFilter, tree: Iterable[Node], owners: Owners | None = None
) -> list[Row]:
    """The rows that the visitor asked for, sorted."""
    under = _goals_under(tree, wish.goal) if wish.goal else None
    found = [
        row
        for row in rows
        if (not wish.group or _is_in(row, wish))
        and (under is None or row.indicator.goal_id in under)
        and (not wish.role or row.indicator.role == wish.role)
        and (not wish.department or wish.department in dict((owners or {}).get(row.indicator.code, ())))
    ]
    return sort(found, wish.sort)


def _is_in(row: TableRow, wish: ScorecardFilter) -> bool:
    """References stand in no group, as they are counted in none, unless they were asked for."""
    if row.indicator.is_reference and wish.role != Indicator.Role.REFERENCE:
        return False
    if wish.group == WATCH:
        return row.evaluation.group in TROUBLED
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
