"""Plans as cards: what each promises and how it is going. A dozen of a kind stand on one page, no more."""

from collections.abc import Iterable

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone

from kpis.standings.reading import roll_ups_of
from plans.models import Action, Goal, Plan
from plans.models.living import standing

MOST_CARDS = 12


def cards_of(plans: QuerySet[Plan], most: int = MOST_CARDS) -> list[Plan]:
    """The plans for cards, the first dozen of them, in a constant number of queries.

    Each has its standing `pillars`, `sub_goal_count`, `action_count`, and the `roll_up` of its indicators, references
    left out.
    """
    goals = Goal.objects.filter(kind__in=[Goal.Kind.PILLAR, Goal.Kind.SUB_GOAL]).shown().defer("summary")
    found = list(
        plans.select_related("municipality").prefetch_related(
            "labels", Prefetch("goals", queryset=goals, to_attr="shown_goals")
        )[:most]
    )
    _add_goals(found)
    _add_action_counts(found)
    _add_roll_ups(found)
    return found


def _add_goals(plans: Iterable[Plan]) -> None:
    today = timezone.localdate()
    for plan in plans:
        goals = standing(plan.shown_goals, today)
        plan.pillars = [goal for goal in goals if goal.kind == Goal.Kind.PILLAR]
        plan.sub_goal_count = len(goals) - len(plan.pillars)


def _add_action_counts(plans: Iterable[Plan]) -> None:
    rows = Action.objects.filter(plan__in=plans).shown().order_by().values("plan")
    counts = dict(rows.annotate(count=Count("pk")).values_list("plan", "count"))
    for plan in plans:
        plan.action_count = counts.get(plan.pk, 0)


def _add_roll_ups(plans: list[Plan]) -> None:
    found = roll_ups_of(plans, timezone.localdate())
    for plan in plans:
        plan.roll_up = found[plan.pk]
