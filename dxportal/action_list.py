"""The plan's actions as a list: how each is going, who is in charge, filtered as a visitor asks. May import both apps."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.assessment.action_progress import Status, latest_by_action
from kpis.assessment.as_of import chosen_day
from kpis.models import ActionProgress
from plans.asked import ALL_DEPARTMENTS, ALL_GOALS, Asked
from plans.layout import plan_page, render_plan
from plans.ledger.as_of import as_of
from plans.models import Action, Department, Goal, Plan
from plans.models.base import ancestors, link_parents

UNREPORTED = "unreported"
FEW = 5  # actions that need no filter
_ALL_STATUSES = gettext_lazy("「%(asked)s」という進み具合はありません。すべてのものを表示しています。")


@dataclass(frozen=True)
class ActionRow:
    """An action with what is known of it on the page's day."""

    action: Action
    goals: tuple[Goal, ...]
    leads: tuple[Department, ...]
    report: ActionProgress | None  # the newest
    indicators: int

    @property
    def status(self) -> str:
        """As it is filtered by; blank where the action has come to its end and nobody asks any more."""
        if self.action.has_come_to_end:
            return ""
        return self.report.status if self.report else UNREPORTED

    @property
    def goal_codes(self) -> set[str]:
        """Of the goals that it serves, and of those above them."""
        return {goal.code for own in self.goals for goal in (own, *ancestors(own))}


@dataclass(frozen=True)
class ActionFilter:
    """What a visitor asked for in the address. `problems`: a sentence for each thing that nobody can ask for."""

    status: str = ""
    department: str = ""
    goal: str = ""
    problems: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def read(
        cls, query: Mapping[str, str], departments: Iterable[Department], goals: Iterable[Goal]
    ) -> "ActionFilter":
        asked = Asked(query)
        return cls(
            status=asked.one_of("status", [*Status.values, UNREPORTED], _ALL_STATUSES),
            department=asked.one_of("department", [row.code for row in departments], ALL_DEPARTMENTS),
            goal=asked.one_of("goal", [row.code for row in goals], ALL_GOALS),
            problems=tuple(asked.problems),
        )

    @property
    def is_plain(self) -> bool:
        return self == ActionFilter()

    def takes(self, row: ActionRow) -> bool:
        return (
            (not self.status or row.status == self.status)
            and (not self.department or any(lead.code == self.department for lead in row.leads))
            and (not self.goal or self.goal in row.goal_codes)
        )

    def query(self, at: str) -> str:
        """To be put behind the address of the page: ?status=delayed&at=2025-Q2. Blank where nothing is asked for."""
        wish = {"status": self.status, "department": self.department, "goal": self.goal, "at": at}
        given = urlencode({name: value for name, value in wish.items() if value})
        return f"?{given}" if given else ""


@dataclass(frozen=True)
class StatusCount:
    """How many of the actions stand there, and the query under which exactly they are listed."""

    status: str
    label: str
    count: int
    query: str
    is_chosen: bool


@plan_page
def actions(request: HttpRequest, plan: Plan) -> HttpResponse:
    now = chosen_day(request, plan, (Plan, Action))
    goals = link_parents(as_of(plan.goals.shown(), plan, now.at))
    found = as_of(plan.actions.shown().prefetch_related("goals", "lead_departments"), plan, now.at)
    served = Counter(
        action.pk
        for indicator in as_of(plan.indicators.shown().prefetch_related("actions"), plan, now.at)
        for action in indicator.actions.all()
    )
    reports = latest_by_action(plan, now.at)
    rows = [
        ActionRow(
            action,
            tuple(goals[goal.pk] for goal in action.goals.all() if goal.pk in goals),
            tuple(action.lead_departments.all()),
            reports.get(action.pk),
            served[action.pk],
        )
        for action in found
    ]
    departments = list({lead.pk: lead for row in rows for lead in row.leads}.values())
    used = {code for row in rows for code in row.goal_codes}
    offered = [goal for goal in goals.values() if goal.code in used]
    wish = ActionFilter.read(request.GET, departments, goals.values())
    shown = [row for row in rows if wish.takes(row)]
    grouped = groupby(shown, key=lambda row: row.action.group)
    return render_plan(
        request,
        "plans/actions.html",
        plan,
        now=now,
        wish=wish,
        groups=[(name, list(members)) for name, members in grouped],
        shown=len(shown),
        count=len(rows),
        few=FEW,
        counts=_counts(rows, wish, str(now.quarter or "")) if reports else [],
        departments=departments,
        goals=offered,
    )


def _counts(rows: Iterable[ActionRow], wish: ActionFilter, at: str) -> list[StatusCount]:
    """Of the rows that the rest of the wish leaves, in the order of the statuses."""
    rest = replace(wish, status="")
    numbers = Counter(row.status for row in rows if rest.takes(row))
    labels = [*Status.choices, (UNREPORTED, _("まだ報告なし"))]
    return [
        StatusCount(
            status=value,
            label=str(label),
            count=numbers[value],
            query=replace(wish, status=value).query(at),
            is_chosen=value == wish.status,
        )
        for value, label in labels
        if numbers[value] or value == wish.status
    ]
