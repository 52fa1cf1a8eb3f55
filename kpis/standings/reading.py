"""What pages read of how plans stand: what is stored where it holds, else judged anew. Never writes."""

import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.urls import get_script_prefix

from kpis.assessment.assessing import assess_plan, assess_plans, has_marks, roll_up_of
from kpis.assessment.assessment import Assessment
from kpis.judging.rollup import RollUp
from kpis.judging.standing import roll_up_from
from plans.languages import is_original
from plans.models import Plan

from .rows import DamagedError, PlanRows, StoredRow, or_damaged, stored_rows, stored_rows_of
from .truth import true_on, true_rows_on

log = logging.getLogger(__name__)


def roll_ups_of(plans: Iterable[Plan], at: date) -> dict[int, RollUp]:
    """The counts of each plan by its id, references left out.

    One query where all of them are stored; the others are judged, in a constant number of queries.
    """
    by_id = {plan.pk: plan for plan in plans}
    counters = true_on(at).filter(plan_id__in=by_id).values_list("plan_id", "counters")
    found = {}
    for key, counts in counters:
        with suppress(DamagedError), or_damaged():
            found[key] = roll_up_from(counts)
    rest = [plan for key, plan in by_id.items() if key not in found]
    for key, rows in (assess_plans(rest, at) if rest else {}).items():
        found[key] = roll_up_of(row for row in rows if not row.indicator.is_reference)
    return found


@dataclass(frozen=True)
class Summary:
    """A plan's counts, references left out, and the rows that a list of what is new asks."""

    roll_up: RollUp
    rows: Sequence[Assessment | StoredRow]


def summaries_of(plans: Iterable[Plan], at: date) -> dict[int, Summary]:
    """Of each plan by its id: two queries where all of them are stored; the others are judged, in a constant number."""
    by_id = {plan.pk: plan for plan in plans}
    counters = dict(true_on(at).filter(plan_id__in=by_id).values_list("plan_id", "counters"))
    found = {}
    for key, rows in stored_rows_of(counters).items():
        with suppress(DamagedError), or_damaged():
            roll_up = roll_up_from(counters[key])
            if _counted(roll_up) == sum(not row.indicator.is_reference for row in rows):
                found[key] = Summary(roll_up, rows)
    rest = [plan for key, plan in by_id.items() if key not in found]
    for key, judged in (assess_plans(rest, at) if rest else {}).items():
        found[key] = Summary(roll_up_of(row for row in judged if not row.indicator.is_reference), judged)
    return found


def rows_of(plan: Plan, at: date) -> PlanRows:
    """Every indicator that the plan had on that day, in its order, with its verdict; two queries where it is stored."""
    return _stored(plan, at) or judged_rows(plan, at)


def judged_rows(plan: Plan, at: date) -> PlanRows:
    """The same from scratch."""
    rows = assess_plan(plan, at)
    roll_up = roll_up_of(row for row in rows if not row.indicator.is_reference)
    return PlanRows(rows, roll_up, has_marks(rows))


def _stored(plan: Plan, at: date) -> PlanRows | None:
    if get_script_prefix() != "/" or not is_original():
        return (
            None  # addresses and sentences were stored as they stand below the root, in the original language
        )
    kept = true_rows_on(at).filter(plan_id=plan.pk).first()
    if kept is None:
        return None
    try:
        with or_damaged():
            roll_up = roll_up_from(kept.counters)
        rows = stored_rows(plan.pk)
        if _counted(roll_up) != sum(not row.indicator.is_reference for row in rows):
            raise DamagedError
    except DamagedError:
        log.warning("stored standings of %s are damaged and judged anew: refresh_standings --all", plan)
        return None
    return PlanRows(rows, roll_up, kept.has_marks)


def _counted(found: RollUp) -> int:
    return found.total + found.words_total
