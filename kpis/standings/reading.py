"""What pages read of how plans stand, without judging where it is known."""

from collections.abc import Iterable
from datetime import date

from kpis.assessment.assessing import assess_plans, roll_up_of
from kpis.judging.rollup import RollUp
from plans.models import Plan


def roll_ups_of(plans: Iterable[Plan], at: date) -> dict[int, RollUp]:
    """The counts of each plan by its id, references left out. Constant queries, however many plans."""
    found = assess_plans(plans, at)
    return {
        key: roll_up_of(row for row in rows if not row.indicator.is_reference) for key, rows in found.items()
    }
