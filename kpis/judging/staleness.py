"""更新遅れ: the flag beside a verdict that says that a report is late. Pure: no ORM."""

from datetime import date, timedelta

from plans.era import Quarter

from .facts import Facts
from .periods import Period, periods_between

YEARS = range(1100, 3000)  # of the calendar; outside, periods have no names
GRACE = timedelta(days=14)  # after the due date, before a value counts as late


def is_stale(facts: Facts, at: date) -> bool:
    """更新遅れ: the latest period that was due 14 days ago has neither a value nor an M, nor has any later one."""
    if facts.is_reference:
        return False
    period = latest_overdue(facts, at)
    return period is not None and not any(
        row.answers and row.period.index >= period.index and row.known_on <= at for row in facts.observations
    )


def latest_overdue(facts: Facts, at: date) -> Period | None:
    """The latest period of the plan's term whose due date is at least 14 days past on `at`."""
    if at.year not in YEARS:
        return None
    last = Quarter.of(at).index
    if facts.plan_end is not None:
        last = min(last, Quarter.of(facts.plan_end).index)
    first = Quarter.of(facts.plan_start).index if facts.plan_start is not None else last - 40
    for period in reversed(periods_between(first, last, facts.frequency)):
        due = facts.due_on.get(period) or period.last_day + timedelta(days=facts.reporting_lag_days)
        if due + GRACE <= at:
            return period
    return None
