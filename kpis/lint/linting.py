"""All rules about one plan."""

from datetime import date

from kpis.assessment.stored_facts import facts_of
from kpis.models.parts import stored_parts
from plans.models import Plan

from . import composite_rules, kind_rules, plan_rules, target_rules
from .findings import Finding, Found, Place, gathered
from .kind_rules import Seen

CHECKS = (*kind_rules.CHECKS, *composite_rules.CHECKS, *target_rules.CHECKS)
RULES = tuple(
    sorted((*plan_rules.RULES, *(rule for rule, _check in CHECKS)), key=lambda rule: rule.level.place)
)


def lint(plan: Plan, at: date) -> list[Finding]:
    """What the plan lacks on that day, what contradicts its own words, and what should be looked at; in this order.

    What is in preparation is looked at like the rest, what has ended is not. A constant number of queries.
    """
    return gathered((*plan_rules.find(plan, at), *_of_indicators(plan, at)), RULES)


def _of_indicators(plan: Plan, at: date) -> Found:
    rows = [
        row for row in plan.indicators.with_figures().prefetch_related("departments") if not row.has_ending
    ]
    needed = {line.code for row in rows for line in stored_parts(row.parts)}
    for row in rows:
        row.plan = plan
        facts = facts_of(row)
        seen = Seen(row, facts, facts.targets_in_force(at), row.code in needed)
        for rule, check in CHECKS:
            note = check(seen)
            if note is not None:
                yield rule, Place(row, note)
