"""Plans as cards: what each promises and how it is going. A dozen of a kind stand on one page, no more."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils import timezone

from kpis.standings.reading import summaries_of
from plans.models import Action, Goal, Plan, Statement, with_emblems
from plans.models.living import standing
from plans.translations.memory import speak_of
from plans.translations.said import is_translated

from .plan_news import Event, newest_events

MOST_CARDS = 12


@dataclass(frozen=True)
class Fact:
    """A number with its word: 11 取組."""

    word: str
    count: int


def cards_of(plans: QuerySet[Plan], most: int = MOST_CARDS) -> list[Plan]:
    """The plans for cards, the first dozen of them, in a constant number of queries.

    Each has its `vision` in its own words, its counts as `facts`, the `roll_up` of its indicators, references left out, the
    `aims`: when its targets are to be reached, and the `events`: the newest values, by their time.
    """
    if is_translated():
        speak_of(plans.values_list("municipality", flat=True)[:most])
    found = list(with_emblems(plans).prefetch_related("labels")[:most])
    _add_visions(found)
    _add_facts(found)
    _add_summaries(found)
    return found


def _add_visions(plans: Iterable[Plan]) -> None:
    """What the city wants to become: the first vision, else the mission."""
    kinds = [Statement.Kind.VISION, Statement.Kind.MISSION]
    rows = standing(Statement.objects.filter(plan__in=plans, kind__in=kinds).shown(), timezone.localdate())
    for plan in plans:
        mine = sorted((row for row in rows if row.plan_id == plan.pk), key=lambda row: kinds.index(row.kind))
        plan.vision = mine[0].title if mine else ""


def _add_facts(plans: Iterable[Plan]) -> None:
    today = timezone.localdate()
    goals = standing(
        Goal.objects.filter(plan__in=plans, kind=Goal.Kind.PILLAR).shown().defer("summary"), today
    )
    rows = Action.objects.filter(plan__in=plans).shown().order_by().values("plan")
    actions = dict(rows.annotate(count=Count("pk")).values_list("plan", "count"))
    for plan in plans:
        pillars = sum(goal.plan_id == plan.pk for goal in goals)
        facts = (Fact(plan.words["pillar"], pillars), Fact(plan.words["action"], actions.get(plan.pk, 0)))
        plan.facts = [fact for fact in facts if fact.count]


def _add_summaries(plans: list[Plan]) -> None:
    found = summaries_of(plans, timezone.localdate())
    for plan in plans:
        summary = found[plan.pk]
        plan.roll_up = summary.roll_up
        plan.events = newest_events(summary.rows, plan)


def newest_of(plans: Iterable[Plan], most: int) -> list[tuple[Plan, Event]]:
    """The newest values of the plans' cards, the newest first."""
    found = [(place, plan, event) for plan in plans for place, event in plan.events]
    found.sort(key=lambda row: row[0], reverse=True)
    return [(plan, event) for _place, plan, event in found[:most]]
