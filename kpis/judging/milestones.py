"""A milestone: named steps with the months by which they are planned, judged by what is done. Pure: no ORM.

Its value is how many steps are done; each of them counts when all before it do. What a report does not speak of is not
known: an unfinished step is late against the end of the newest report's period, never against a day after it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .facts import Facts
from .known import Point, Step, are_all_done
from .outcome import Evaluation
from .periods import Period, index_of
from .staleness import Overdue
from .terms import GROUP_OF, Group, Verdict
from .value import Reading, read


@dataclass(frozen=True)
class StepState:
    """One step as it stands on a day. `done`: the month, or the period of the report that told of it; None: not done."""

    step: Step
    number: int  # from 1
    is_done: bool
    done: Period | None
    is_late: bool  # planned for before what is known, and not done

    @property
    def key(self) -> str:
        """done, late or coming"""
        if self.is_done:
            return "done"
        return "late" if self.is_late else "coming"

    @property
    def months_late(self) -> int:
        """Of a done step, by how many months later than planned; 0 where it was in time, or the month is not known."""
        if self.done is None or not self.done.month:
            return 0
        return max(self.done.index - self.step.planned.index, 0)


def evaluate_milestone(facts: Facts, at: date, *, overdue: Overdue | None) -> Evaluation:
    """DONE, ON_TRACK or BEHIND; at the end of the plan NOT_ACHIEVED. Never a percentage."""
    reading = read_steps(facts, at)
    whole = len(facts.steps)
    target = Point(facts.steps[-1].planned, Decimal(whole)) if whole else None
    common: dict[str, Any] = {
        "at": at,
        "overdue": overdue,
        "reading": reading,
        "newest": reading,
        "target": target,
    }
    if reading is None or reading.value is None:
        return Evaluation(verdict=Verdict.NO_DATA, group=Group.NONE, **common)
    index = known_until(reading, at)
    expected = steps_planned(facts, index)
    is_done = are_all_done(facts.steps, reading.value)
    if is_done:
        verdict = Verdict.DONE
    elif facts.plan_end is not None and at > facts.plan_end and reading.value < expected:
        verdict = Verdict.NOT_ACHIEVED
    else:
        verdict = Verdict.ON_TRACK if reading.value >= expected else Verdict.BEHIND
    return Evaluation(
        verdict=verdict,
        group=Group.MISSED if verdict is Verdict.NOT_ACHIEVED else GROUP_OF[verdict],
        expected=Decimal(expected),
        expected_index=index,
        is_final=is_done,
        **common,
    )


def read_steps(facts: Facts, at: date) -> Reading | None:
    """How many steps are done on that day: as reported, or where the steps name their months, by those."""
    if not facts.has_done_months:
        return read(facts, at)
    done = 0
    for step in facts.steps:
        if step.done is None or step.done.index > index_of(at):
            break
        done += 1
    return Reading(period=Period.month_at(index_of(at)), as_of=at, value=Decimal(done))


def known_until(reading: Reading, at: date) -> int:
    """The last whole month of which the report speaks."""
    today = index_of(at)
    if at < Period.at_index(today).last_day:
        today -= 1
    return min(reading.period.index, today)


def steps_planned(facts: Facts, index: int) -> int:
    """How many steps are planned to be done by the end of that month."""
    return sum(step.planned.index <= index for step in facts.steps)


def step_states(facts: Facts, at: date) -> tuple[StepState, ...]:
    """Each step on that day, in order."""
    reading = read_steps(facts, at)
    done = int(reading.value) if reading is not None and reading.value is not None else 0
    index = known_until(reading, at) if reading is not None else None
    return tuple(
        StepState(
            step=step,
            number=number,
            is_done=number <= done,
            done=_done_in(facts, at, step, number) if number <= done else None,
            is_late=number > done and index is not None and step.planned.index <= index,
        )
        for number, step in enumerate(facts.steps, start=1)
    )


def _done_in(facts: Facts, at: date, step: Step, number: int) -> Period | None:
    """When the step was done: its own month, that of the report's date, else the report's period.

    That of the first report from which on it counts as done in every one.
    """
    if facts.has_done_months:
        return step.done
    found = None
    for row in reversed(facts.judged_rows(at)):
        if row.value is None or row.value < number:
            break
        found = row
    if found is None:
        return None
    if found.as_of is not None and found.value == number:
        return Period.month_at(index_of(found.as_of))
    return found.period


def late_since(facts: Facts, at: date) -> StepState | None:
    """The first step that is late; None where none is."""
    return next((state for state in step_states(facts, at) if state.is_late), None)
