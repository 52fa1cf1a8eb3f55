"""Whether what is stored is what the data say: somebody may have written into the tables what a page would believe.

Plans are judged anew in turn, a few at each run of `refresh_standings`, and compared with what is stored of them.
"""

import logging
from datetime import date

from django.db import DatabaseError
from django.db.models import Model, QuerySet
from django.urls import get_script_prefix
from django.utils import timezone

from kpis.models import PlanStanding, Standing
from plans.models import Plan

from .truth import true_rows_on
from .working_out import work_out
from .writing import tried

log = logging.getLogger(__name__)

AT_ONCE = 20  # plans at a run: an hourly one comes by 480 plans each day
# What may differ though it holds: when it was worked out, and how far anybody looked ahead from there.
OF_THE_MOMENT = frozenset({"id", "day", "next_change", "plan_version", "site_version"})


def check_in_turn(plans: QuerySet[Plan]) -> list[Plan]:
    """Those of the plans of which something else was stored than the data say; it is renewed.

    Looked at are the ones that hold and were worked out longest ago, before today.
    """
    if get_script_prefix() != "/":
        return []
    today = timezone.localdate()
    waiting = true_rows_on(today).filter(day__lt=today, plan_id__in=plans.order_by().values("pk"))
    kept = {row.plan_id: row for row in waiting.order_by("day", "plan_id")[:AT_ONCE]}
    mended = []
    for plan in plans.filter(pk__in=kept):
        if not _is_as_judged(plan, kept[plan.pk], today) and tried(plan):
            log.warning("stored standings of %s were not what the data say, and are renewed", plan)
            mended.append(plan)
    return mended


def _is_as_judged(plan: Plan, kept: PlanStanding, today: date) -> bool:
    """Also where nobody can say: the plan cannot be judged, or was changed meanwhile."""
    stored = list(Standing.objects.filter(plan_id=plan.pk).order_by("place", "pk"))
    try:
        of_plan, rows = work_out(plan, today)
    except DatabaseError:
        raise
    except Exception:
        log.warning("standings of plan %s could not be looked at", plan.pk, exc_info=True)
        return True
    if of_plan.plan_version != kept.plan_version:
        return True
    if [_told(kept), *map(_told, stored)] != [_told(of_plan), *map(_told, rows)]:
        return False
    PlanStanding.objects.filter(pk=kept.pk, plan_version=kept.plan_version).update(day=today)
    return True


def _told(row: Model) -> dict[str, object]:
    names = (field.attname for field in row._meta.concrete_fields)
    return {name: getattr(row, name) for name in names if name not in OF_THE_MOMENT}
