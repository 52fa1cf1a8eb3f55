"""The pieces of what is known of an indicator: values, targets, exclusions, breaks, its end. Pure: no ORM."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .periods import Period
from .terms import ObservationStatus


@dataclass(frozen=True)
class Point:
    """A value at a period."""

    period: Period
    value: Decimal


@dataclass(frozen=True)
class TargetRow:
    """One line of the ledger. `value` None: withdrawn. `effective_from` None: from the beginning.

    `unit`: that of its value, where it was decided before a break that changed the unit; None: today's.
    `is_of_former_count`: decided before a break that lies before its time, and not confirmed for the new way of counting.
    """

    period: Period
    value: Decimal | None
    effective_from: date | None = None
    unit: str | None = None
    is_of_former_count: bool = False


@dataclass(frozen=True)
class Observation:
    """An approved report: a value, or numerator and denominator, or (status M) why there is none."""

    period: Period
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    status: ObservationStatus = ObservationStatus.NORMAL
    as_of: date | None = None

    @property
    def known_on(self) -> date:
        """The day the value speaks of: its own date, else the period's last day."""
        return self.as_of or self.period.last_day

    @property
    def has_parts(self) -> bool:
        return self.value is None and self.numerator is not None and self.denominator is not None

    @property
    def is_nothing_to_count(self) -> bool:
        """0 of 0: there was nothing that could have counted (該当なし)."""
        return self.has_parts and not self.numerator and not self.denominator

    @property
    def is_impossible(self) -> bool:
        """Something of nothing: a part that no whole can hold."""
        return self.has_parts and not self.denominator and bool(self.numerator)

    @property
    def has_value(self) -> bool:
        return self.status is not ObservationStatus.MISSING and (self.value is not None or self.has_parts)

    @property
    def answers(self) -> bool:
        """Whether it answers the due date: with a value, or by saying that there is none (M)."""
        return self.has_value or self.status is ObservationStatus.MISSING


# The least sure first: what is made of several is no surer than its least sure part.
_UNSURE = (ObservationStatus.UNVALIDATED, ObservationStatus.ESTIMATED, ObservationStatus.PROVISIONAL)


def least_sure(statuses: Iterable[ObservationStatus]) -> ObservationStatus:
    """Of values that are put together, none of them M; without any the normal one."""
    given = set(statuses)
    return next((each for each in _UNSURE if each in given), ObservationStatus.NORMAL)


@dataclass(frozen=True)
class Excluded:
    """A period that is not judged, with the public reason (a pandemic year)."""

    period: Period
    reason: str = ""


@dataclass(frozen=True)
class Break:
    """From that period on something else is counted: values of before and after cannot be compared (数え方の変更).

    `unit_before`: the unit of the values before it, where it changed too; None: the same unit.
    """

    period: Period
    reason: str = ""
    unit_before: str | None = None


@dataclass(frozen=True)
class FormerRange:
    """A range to keep that held until a day, from which on another one does."""

    lower: Decimal
    upper: Decimal
    until: date  # the first day of the next one


@dataclass(frozen=True)
class Ended:
    """That the indicator came to an end after its last period: how (廃止, 統合, 達成により終了), and the public reason."""

    how: str
    reason: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a milestone: what is to be done, by which month it is planned to be done, and in which it was.

    `done`: as the caller knows it for certain; None where it is read from the reported values, or not done.
    """

    title: str
    planned: Period
    done: Period | None = None


def are_all_done(steps: Sequence[Step], value: Decimal | None) -> bool:
    """Whether a report that so many steps are done leaves none of them."""
    return bool(steps) and value is not None and value >= len(steps)


def steps_as_targets(steps: tuple[Step, ...]) -> tuple[TargetRow, ...]:
    """How many steps are to be done by the planned month of each."""
    return tuple(TargetRow(step.planned, Decimal(number)) for number, step in enumerate(steps, start=1))
