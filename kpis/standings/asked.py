"""Indicators by how they stand today, as it is stored: whoever asks for a verdict, or shows many indicators of many plans.

Nothing is judged here. What does not hold today is not there.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils import timezone

from kpis.judging.facts import Facts
from kpis.judging.known import Point
from kpis.judging.periods import Period
from kpis.judging.standing import Standing
from kpis.judging.terms import Direction, Frequency, Kind, Series, Verdict
from kpis.judging.wording import goalpost_text, range_text, time_text, value_text, words_goal_text
from kpis.models import Indicator, PlanStanding
from kpis.models import Standing as Stored
from kpis.models.steps import stored_steps
from plans.languages import is_original
from plans.models import Plan
from plans.translations.said import said

from .rows import GROUPS, DamagedError, or_damaged
from .rules import rules
from .truth import true_on


@dataclass(frozen=True)
class Short:
    """An indicator in one line: 76.4% → 80.0%（令和9年度末）, and its verdict. `value`, `target`: blank where there is none."""

    value: str
    value_when: str  # of what time
    target: str
    target_when: str
    found: Standing


def indicators_standing(*, group: str = "", verdict: str = "", stale: bool = False) -> QuerySet[Stored]:
    """What is stored of indicators that stand so. `group`: its key; of the three the one that is given.

    Whether it holds today, `true_among` says of the plans of those that are looked at: of all plans it would take long.
    """
    return Stored.objects.filter(Q(stale=True) if stale else Q(group=group) if group else Q(verdict=verdict))


def true_among(plan_ids: Collection[int]) -> set[int]:
    """Those of the plans of which holds today what is stored of them."""
    if not plan_ids:
        return set()
    found = true_on(timezone.localdate()).filter(plan_id__in=plan_ids)
    return set(found.values_list("plan_id", flat=True))


def are_all_stored(plans: QuerySet[Plan]) -> bool:
    """Whether this program has stored of each of the plans how it stands."""
    # As one set that is looked up: PostgreSQL guesses how many rows are this program's, and after an upgrade it guesses one.
    stored = PlanStanding.objects.filter(rules=rules()).values("plan_id")
    return not plans.order_by().exclude(pk__in=stored).exists()


def in_short(indicators: Iterable[Indicator]) -> dict[int, Short]:
    """Each of them that it is stored of, by its id. Two queries."""
    by_id = {row.pk: row for row in indicators}
    if not by_id:
        return {}
    true = true_among({row.plan_id for row in by_id.values()})
    rows = Stored.objects.filter(indicator_id__in=by_id, plan_id__in=true).defer("cells", "sentence")
    found = {}
    for row in rows:
        try:
            with or_damaged():
                found[row.indicator_id] = _short(by_id[row.indicator_id], row)
        except DamagedError:
            continue  # as if it were not stored: refresh_standings finds it
    return found


def _short(indicator: Indicator, row: Stored) -> Short:
    inputs = row.inputs
    facts = Facts(
        direction=Direction(indicator.direction),
        series=Series(indicator.series),
        frequency=Frequency(indicator.frequency),
        unit=said(indicator.unit),  # the page may have learnt of translations since it was read
        decimals=inputs["decimals"],
        lower=indicator.lower,
        upper=indicator.upper,
        is_part_of_whole=indicator.is_part_of_whole,
        kind=Kind(indicator.kind),
        strict=indicator.strict,
        steps=stored_steps(indicator.steps),
    )
    target = inputs.get("target")
    goal = Point(Period.parse(target["period"]), Decimal(target["value"])) if target else None
    beside = goal.value if goal else Decimal(inputs["bound"]) if "bound" in inputs else None
    return Short(
        value=value_text(facts, Decimal(row.value), beside) if row.value else "",
        value_when=Period.parse(row.period).short_label_at(facts.frequency) if row.period else "",
        target=range_text(facts)
        or words_goal_text(facts)
        or (goalpost_text(facts, goal.value) if goal else ""),
        target_when=time_text(facts, goal) if goal else "",
        found=Standing(
            verdict=Verdict(row.verdict),
            group=GROUPS[row.group],
            # Stored in the original language; another one has the verdict's own word.
            label=row.label if is_original() else str(Verdict(row.verdict).label),
            stale=row.stale,
            is_reported=row.is_reported,
            is_of_words=row.is_of_words,
        ),
    )
