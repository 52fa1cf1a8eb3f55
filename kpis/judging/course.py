"""Since when an indicator has stood as it does: its verdict at the end of every period. Pure: no ORM, no clock.

Whoever calls says what is known on each day; here it is decided which days are asked for, and what they come to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .facts import Facts
from .outcome import Evaluation
from .periods import MONTHS_A_YEAR, Period, index_of, periods_between
from .terms import Frequency, Group


@dataclass(frozen=True)
class Station:
    """How it stood when the period was over; of the last one, which may be under way (`is_now`), how it stands."""

    period: Period
    day: date
    evaluation: Evaluation
    is_now: bool = False

    @property
    def group(self) -> Group:
        return self.evaluation.group


@dataclass(frozen=True)
class Course:
    """The stations from the first verdict on, oldest first, and from which of them on the last group has held.

    `since` is None where there is no verdict now. A station without a verdict, as in a year's first quarter, interrupts
    nothing.
    """

    stations: tuple[Station, ...]
    since: Station | None

    @property
    def holds_from_the_first(self) -> bool:
        """Whether it has never been otherwise."""
        return self.since is not None and self.since is self.stations[0]


def grain_of(frequency: Frequency) -> Frequency:
    """One cell a period; of what is reported monthly one a quarter, of a survey one a year."""
    if frequency is Frequency.MONTHLY:
        return Frequency.QUARTERLY
    return Frequency.YEARLY if frequency.is_survey else frequency


def days_of(facts: Facts, at: date) -> tuple[tuple[Period, date], ...]:
    """The periods to ask about with the day of each: from that of the first value to the one under way at `at`."""
    first = min((row.period.index for row in facts.known(at)), default=None)
    if first is None:
        return ()
    grain = grain_of(facts.frequency)
    periods = periods_between(first, index_of(at) + MONTHS_A_YEAR, grain)
    over = [(period, period.last_day) for period in periods if period.last_day <= at]
    if over and over[-1][1] == at:
        return tuple(over)
    under_way = next((period for period in periods if period.last_day > at), None)
    return (*over, (under_way, at)) if under_way is not None else tuple(over)


def course_of(facts: Facts, at: date, judge: Callable[[date], Evaluation | None]) -> Course | None:
    """`judge`: how it stood on a day, None where it was not there yet. None where it was never judged."""
    found = []
    for period, day in days_of(facts, at):
        evaluation = judge(day)
        if evaluation is not None:
            found.append(Station(period, day, evaluation, is_now=day < period.last_day))
    while found and found[0].group is Group.NONE:
        found.pop(0)
    return Course(tuple(found), _since(found)) if found else None


def _since(stations: list[Station]) -> Station | None:
    """The first of those that stand as the last one does, without another between."""
    now = stations[-1].group
    if now is Group.NONE:
        return None
    first = stations[-1]
    for station in reversed(stations):
        if station.group is now:
            first = station
        elif station.group is not Group.NONE:
            break
    return first
