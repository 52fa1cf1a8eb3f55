"""Whether there is anything to see in a chart."""

from datetime import date

from kpis.judging.facts import Facts
from kpis.judging.outcome import Evaluation
from kpis.judging.terms import Kind

from .content import gather

FEWEST = 2  # points, the baseline among them: one alone has no course


def is_worth_drawing(facts: Facts, evaluation: Evaluation, at: date) -> bool:
    """Whether values and stated baseline stand at two places in time or more. Steps are told one by one, not drawn."""
    if facts.kind is Kind.MILESTONE:
        return False
    found = gather(facts, evaluation, at, None)
    places = {actual.index for actual in found.actuals}
    if facts.baseline is not None and found.baseline == facts.baseline:
        places.add(facts.baseline.period.index)
    return len(places) >= FEWEST
