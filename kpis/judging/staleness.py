"""更新遅れ: the flag beside a verdict that says that a report is late. Pure: no ORM."""

from dataclasses import dataclass
from datetime import date, timedelta

from .facts import Facts
from .known import are_all_done
from .periods import Period, index_of

YEARS = range(1100, 3000)  # of the calendar; outside, periods have no names
GRACE = timedelta(days=14)  # after the due date, before a value counts as late


@dataclass(frozen=True)
class Overdue:
    """The latest period that should have been reported, and the day by which."""

    period: Period
    due_on: date


def overdue_at(facts: Facts, at: date) -> Overdue | None:
    """The latest period that was due 14 days ago, if neither it nor any later one has a value or an M.

    Nothing is late before the city has set a rhythm: from the first period of which a review was opened or that its
    policy names. Sets no day to what the plan does not rate; that is for the caller, who knows the verdict.
    """
    found = _latest_due(facts, at)
    if (
        found is None
        or _is_all_done(facts, at)
        or any(
            row.answers and row.period.index >= found.period.index and row.known_on <= at
            for row in facts.observations
        )
    ):
        return None
    return found


def _is_all_done(facts: Facts, at: date) -> bool:
    """Whether every step of a milestone is done: nothing more is to be told of it."""
    rows = facts.known(at)
    return bool(rows) and are_all_done(facts.steps, rows[-1].value)


def _latest_due(facts: Facts, at: date) -> Overdue | None:
    first = first_index(facts)
    if first is None or at.year not in YEARS:
        return None
    last = index_of(at)
    if facts.plan_end is not None:
        last = min(last, index_of(facts.plan_end))
    for period in reversed(facts.due_periods(first, last)):
        due = facts.due_day(period)
        if due + GRACE <= at and facts.exclusion_of(period) is None:
            return Overdue(period, due)
    return None


def first_index(facts: Facts) -> int | None:
    """Where reporting begins on the time axis; None while the city has not set it."""
    begins = [period.index for period in facts.due_on]
    if facts.reporting_from is not None:
        begins.append(facts.reporting_from.index)
    if not begins:
        return None
    first = min(begins)
    return max(first, index_of(facts.plan_start)) if facts.plan_start is not None else first
