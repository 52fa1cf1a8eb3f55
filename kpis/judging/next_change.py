"""From which day on an indicator may stand otherwise though nobody reports, decides or corrects anything. Pure: no ORM.

Whatever is told of an indicator on a day asks the day only whether something has come: a value is known, a target is in
force, a period or a deadline is over. Each of these days is named here; between two of them nothing changes by itself.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from .facts import Facts
from .periods import MONTHS_A_YEAR, Period, first_day_of, index_of, periods_of_year
from .staleness import GRACE, first_index

HORIZON = MONTHS_A_YEAR  # how far it looks ahead: what comes later is looked for when that day has come
_A_DAY = timedelta(days=1)


def next_change(facts: Facts, at: date) -> date:
    """The first day after `at` on which verdict, sentences or pictures may come out otherwise; at the latest in a year."""
    return min(day for day in _days(facts, at) if day > at)


def latest_look(at: date) -> date:
    """When to look again where nothing is known to change."""
    return first_day_of(index_of(at) + HORIZON)


def _days(facts: Facts, at: date) -> Iterator[date]:
    yield latest_look(at)
    yield from (row.known_on for row in facts.observations)
    yield from (row.effective_from for row in facts.targets if row.effective_from is not None)
    yield from (row.until for row in facts.former_ranges)
    yield from (facts.first_day_of(row.period) for row in facts.breaks)
    for row in facts.targets:  # a deadline comes, and is over
        yield row.period.last_day
        yield _after(row.period.last_day)
    if facts.plan_end is not None:
        yield _after(facts.plan_end)
    if facts.last_period is not None:
        yield _after(facts.last_period.last_day)
    yield from _days_of_years(facts)
    yield from _late_days(facts, at)


def _days_of_years(facts: Facts) -> Iterator[date]:
    """A year with reports ends; what it still lacks is due no more."""
    if not facts.series.is_yearly_sum:
        return
    for year in {row.period.year for row in facts.observations}:
        for period in periods_of_year(year, facts.frequency):
            yield _after(period.last_day)
            yield _after(facts.due_day(period))


def _late_days(facts: Facts, at: date) -> Iterator[date]:
    """A report becomes late (更新遅れ)."""
    first = first_index(facts)
    if first is None:
        return
    for period in facts.due_periods(first, index_of(at) + HORIZON):
        yield max(facts.due_day(period) + GRACE, _month_of(period))


def _month_of(period: Period) -> date:
    return first_day_of(period.index)


def _after(day: date) -> date:
    return day if day == date.max else day + _A_DAY
