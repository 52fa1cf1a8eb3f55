"""How the actions are going, by the departments' own judgement, quarter by quarter."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kpis.judging.periods import Period
from kpis.models import ActionProgress
from plans.models import Action, Plan

Status = ActionProgress.Status


@dataclass(frozen=True)
class ActionCounts:
    """How many of the plan's actions stand where; an action that nobody has reported on is `unknown`."""

    counts: tuple[tuple[str, str, int], ...]  # value, label, how many: in the order of the statuses
    unknown: int
    total: int


def progress_of(action: Action, at: date) -> list[ActionProgress]:
    """Approved reports of quarters that had ended on that day, newest first, the latest revision of each."""
    return _latest(action.progress.approved(), at).get(action.pk, [])


def latest_by_action(plan: Plan, at: date) -> dict[int, ActionProgress]:
    """The newest report of each action, by the action's id, in one query."""
    rows = ActionProgress.objects.approved().filter(action__plan=plan)
    return {pk: reports[0] for pk, reports in _latest(rows, at).items()}


def _latest(rows: Iterable[ActionProgress], at: date) -> dict[int, list[ActionProgress]]:
    by_period: dict[tuple[int, str], ActionProgress] = {}
    for row in rows:
        if Period.parse(row.period).last_day <= at:
            by_period[row.action_id, row.period] = row
    found: dict[int, list[ActionProgress]] = {}
    for (action, _period), row in sorted(by_period.items(), reverse=True):
        found.setdefault(action, []).append(row)
    return found


def count_actions(actions: Iterable[Action], latest: dict[int, ActionProgress], at: date) -> ActionCounts:
    """Of those that had not come to their end on that day. `latest`: the newest report of each, by the action's id."""
    actions = [action for action in actions if not action.is_over(at)]
    found = Counter(latest[action.pk].status for action in actions if action.pk in latest)
    return ActionCounts(
        counts=tuple((value, str(label), found[value]) for value, label in Status.choices if found[value]),
        unknown=len(actions) - sum(found.values()),
        total=len(actions),
    )
