"""What a report says of the plan's actions."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kpis.assessment.action_progress import count_actions
from kpis.judging.periods import Period
from kpis.models import ActionProgress
from plans.era import Quarter
from plans.models import Action
from plans.models.places import department_names

from .types import FrozenAction, FrozenActions


def actions_entry(
    actions: Iterable[Action], latest: dict[int, ActionProgress], quarter: Quarter
) -> FrozenActions:
    """All of them, with how many stand where. `latest`: the newest report of each, by the action's id."""
    rows = [action for action in actions if not action.is_over(quarter.last_day)]
    counts = count_actions(rows, latest, quarter.last_day)
    return {
        "counts": [
            {"status": status, "label": label, "count": count} for status, label, count in counts.counts
        ],
        "unknown": counts.unknown,
        "total": counts.total,
        "rows": [action_entry(action, latest.get(action.pk), quarter) for action in rows],
    }


def action_entry(action: Action, latest: ActionProgress | None, quarter: Quarter) -> FrozenAction:
    """One action on the report's day, by its newest approved report."""
    departments = list(action.lead_departments.all())
    return {
        "code": action.code,
        "number": action.number,
        "title": action.title,
        "label": str(action),
        "departments": [department.name for department in departments],
        "owner": (latest.owner_name if latest else "") or department_names(departments),
        "status": latest.status if latest else "",
        "status_label": str(latest.get_status_display()) if latest else _("報告なし"),
        "period": latest.period if latest else "",
        "label_of_period": Period.parse(latest.period).label if latest else "",
        "is_of_this_quarter": latest is not None and latest.period == str(quarter),
        "comment": latest.comment if latest else "",
        "revision": latest.revision if latest else 1,
        "revision_reason": latest.revision_reason if latest else "",
        "previous_status": "",
        "previous_status_label": "",
    }
