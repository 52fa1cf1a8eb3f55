"""Works standings out and stores them. Only after the change of the data is committed: see `keeping`."""

import logging
from collections.abc import Iterable

from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet
from django.urls import get_script_prefix
from django.utils import timezone

from kpis.models import PlanStanding, Standing
from plans.content_version.reading import own_version_of
from plans.models import Plan

from .truth import true_rows_on
from .working_out import work_out

log = logging.getLogger(__name__)

TRIES = 3  # while others keep changing the plan


def refresh(plan: Plan) -> bool:
    """Stores how the plan stands today, over what was stored of it; False where it kept changing meanwhile.

    Not to be called inside of a transaction that has changed something: what it does afterwards might count as no other
    version. Below another address than the root nothing is stored: rows hold links (see `reading`), and a plan that is gone
    meanwhile needs nothing.
    """
    if get_script_prefix() != "/":
        return True
    for _try in range(TRIES):
        # Without what the object has kept at hand of former readings.
        anew = Plan.objects.select_related("municipality").filter(pk=plan.pk).first()
        if anew is None or _store(*work_out(anew, timezone.localdate())):
            return True
    return False


def tried(plan: Plan) -> bool:
    """`refresh`, and False where a plan cannot be judged: nothing that is shown depends on this, and others can.

    Raises DatabaseError: then nothing else can be stored either.
    """
    try:
        return refresh(plan)
    except DatabaseError:
        raise
    except Exception:
        log.warning("standings of plan %s could not be renewed; pages judge it anew", plan.pk, exc_info=True)
        return False


def _store(of_plan: PlanStanding, rows: list[Standing]) -> bool:
    values = {
        field.name: getattr(of_plan, field.name)
        for field in PlanStanding._meta.concrete_fields
        if field.name not in ("id", "plan_id")
    }
    mine = Q(plan_id=of_plan.plan_id) | Q(indicator_id__in=[row.indicator_id for row in rows])
    with transaction.atomic():
        # Who comes second waits here, and learns from the version whether it still knows the newest.
        PlanStanding.objects.update_or_create(plan_id=of_plan.plan_id, defaults=values)
        if own_version_of(of_plan.plan_id) != of_plan.plan_version:
            transaction.set_rollback(True)
            return False
        Standing.objects.filter(mine).delete()
        Standing.objects.bulk_create(rows)
    return True


def refresh_all(plans: Iterable[Plan], *, everything: bool = False) -> tuple[list[Plan], list[Plan]]:
    """Renews those of the plans whose standings do not hold: those renewed, and those that could not be."""
    holding = set() if everything else set(_holding())
    renewed: list[Plan] = []
    unsettled: list[Plan] = []
    for plan in plans:
        if plan.pk not in holding:
            (renewed if tried(plan) else unsettled).append(plan)
    return renewed, unsettled


def _holding() -> QuerySet:
    return true_rows_on(timezone.localdate()).values_list("plan_id", flat=True)


def sweep() -> int:
    """Takes away what was stored of plans that are no more; how many plans those were."""
    gone = PlanStanding.objects.exclude(plan_id__in=Plan.objects.values("pk"))
    count = gone.count()
    if count:
        gone.delete()
        Standing.objects.exclude(plan_id__in=Plan.objects.values("pk")).delete()
    return count
