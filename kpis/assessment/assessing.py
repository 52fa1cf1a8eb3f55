"""Judges indicators: one, a table of them, a plan's, those of many plans."""

from collections.abc import Iterable
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils import timezone

from kpis.judging.evaluation import evaluate
from kpis.judging.ratings import Scale
from kpis.judging.rollup import RollUp, roll_up
from kpis.models import Indicator, PlanRating
from plans.ledger.as_of import as_of
from plans.models import Action, Plan

from .assessment import Assessment
from .composed import remember_parts
from .former_ranges import remember_ranges
from .own_assessments import offer_own
from .stored_facts import facts_of
from .together import offer_together, place_of


def assess(indicator: Indicator, at: date, scale: Scale | None = None) -> Assessment:
    """The indicator's assessment on that day."""
    facts = facts_of(indicator)
    return Assessment(indicator, at, facts, evaluate(facts, at), scale)


def assess_all(indicators: Iterable[Indicator], at: date, scale: Scale | None = None) -> list[Assessment]:
    return [assess(indicator, at, scale) for indicator in indicators]


def assess_plan(plan: Plan, at: date) -> list[Assessment]:
    """Every indicator that the plan had on that day, in its order, in a constant number of queries."""
    return _assess_as_of(Indicator.objects.for_scorecard(plan), plan, at)


def assess_action(action: Action, plan: Plan, at: date) -> list[Assessment]:
    """The indicators that the action served on that day. `plan`: the action's."""
    if at >= timezone.localdate():
        return _assess_as_of(action.indicators.for_scorecard(plan), plan, at)
    rows = _assess_as_of(Indicator.objects.for_scorecard(plan).prefetch_related("actions"), plan, at)
    return [row for row in rows if action in row.indicator.actions.all()]


def know_together(assessment: Assessment, siblings: Iterable[Indicator]) -> None:
    """Lets the assessment know how the other values of its line stand. `siblings`: the plan's indicators. No query without such."""
    indicator = assessment.indicator
    place = place_of(indicator)
    if place is None:
        return
    keys = [row.pk for row in siblings if place_of(row) == place and row.pk != indicator.pk]
    if not keys:
        return
    others = Indicator.objects.filter(pk__in=keys).for_scorecard(indicator.plan)
    found = [assessment, *_assess_as_of(others, indicator.plan, assessment.at)]
    offer_together(sorted(found, key=lambda row: (row.indicator.order, row.indicator.code)))


def actions_of(indicator: Indicator, plan: Plan, at: date) -> list[Action]:
    """The actions that served the indicator on that day. `indicator`: as it was then."""
    if at >= timezone.localdate():
        return list(indicator.actions.shown())
    served = {row.pk for row in indicator.actions.all()}
    return [row for row in as_of(plan.actions.shown(), plan, at) if row.pk in served]


def _assess_as_of(indicators: Iterable[Indicator], plan: Plan, at: date) -> list[Assessment]:
    rows = as_of(indicators, plan, at)
    as_of((row.goal for row in rows if row.goal), plan, at)
    for row in rows:
        row.plan = plan
    remember_ranges(rows)
    remember_parts(rows)
    found = assess_all(rows, at, scale_of(plan))
    offer_own(found)
    offer_together(found)
    return found


def assess_plans(plans: Iterable[Plan], at: date) -> dict[int, list[Assessment]]:
    """The assessments of many plans by plan id, in a constant number of queries; without the plans' own marks."""
    by_id = {plan.pk: plan for plan in plans}
    prefetch_related_objects(list(by_id.values()), "reviews", "review_policy")
    found: dict[int, list[Assessment]] = {key: [] for key in by_id}
    rows = list(Indicator.objects.filter(plan__in=by_id).shown().with_figures())
    remember_ranges(rows)
    remember_parts(rows)
    for row in rows:
        row.plan = by_id[row.plan_id]
        found[row.plan_id].append(assess(row, at))
    return found


def scale_of(plan: Plan) -> Scale | None:
    """The scale the plan uses, None when it uses none."""
    rating = (
        PlanRating.objects.filter(plan=plan).select_related("scale").prefetch_related("scale__bands").first()
    )
    return rating.scale.as_scale() if rating else None


def roll_up_of(rows: Iterable[Assessment]) -> RollUp:
    return roll_up(row.evaluation for row in rows)


def has_marks(rows: Iterable[Assessment]) -> bool:
    """Whether the plan's marks say anything that the verdict's group does not."""
    return any(row.scale is not None and row.scale.says_more for row in rows)
