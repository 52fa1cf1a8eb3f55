"""What others have done last, on the desk."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.judging.periods import Period
from kpis.models import ActionProgress, Indicator, Measurement, PeriodEntry, State
from kpis.models.measurement import CONVERTED
from kpis.workflow.due_items import called
from plans.access import Right, in_reach
from plans.models import Action, Plan
from plans.people_names import person_name

from .desk_items import DeskItem

NEWEST = 10


def newest(user: AbstractUser, plans: Iterable[Plan] | None = None) -> list[DeskItem]:
    """The last changes of values and reports that the user may see, newest first. `plans`: of these only."""
    kinds: tuple[tuple[type[PeriodEntry], type[Model]], ...] = (
        (Measurement, Indicator),
        (ActionProgress, Action),
    )
    rows = []
    for kind, owner in kinds:
        rows_of = owner.objects.all() if plans is None else owner.objects.filter(plan__in=plans)
        seen = in_reach(rows_of, user, Right.VIEW_ENTRIES)
        # Of a row that is gone there is no page to lead to.
        kept = {f"{kind.OWNER}__in": seen, "id__in": kind.objects.values("pk")}
        records = kind.history.filter(**kept, history_user__isnull=False)
        records = records.exclude(history_change_reason=CONVERTED)  # one act, not news of every value
        rows.extend(records.select_related(kind.OWNER, "history_user").order_by("-history_date")[:NEWEST])
    rows.sort(key=lambda row: row.history_date, reverse=True)
    return [_change_item(row) for row in rows[:NEWEST]]


def _change_item(record: Model) -> DeskItem:
    kind = record.instance_type
    when = timezone.localtime(record.history_date)
    return DeskItem(
        text=called(getattr(record, kind.OWNER), Period.parse(record.period)),
        url=reverse(f"admin:kpis_{kind._meta.model_name}_history", args=[record.id]),
        note=_("%(when)s %(who)s %(why)s")
        % {
            "when": f"{when.month}月{when.day}日 {when:%H:%M}",
            "who": person_name(record.history_user),
            "why": record.history_change_reason or "",
        },
        chip=record.state,
        chip_label=str(State(record.state).label),
    )
