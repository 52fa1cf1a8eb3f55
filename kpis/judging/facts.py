"""What is known of an indicator, as plain values: the input of judging, forecasting and drawing. Pure: no ORM."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal, DivisionByZero, InvalidOperation

from .periods import Period
from .terms import Direction, Frequency, ObservationStatus, Series

# Wide enough that no finite input overflows and that rounding never shows in a verdict.
CONTEXT = Context(prec=60, Emax=10**9, Emin=-(10**9), traps=[DivisionByZero, InvalidOperation])
# Amounts that come out of a division lose the last digits, where 1/3 × 3 is not yet 1.
_AMOUNT = Context(prec=45, Emax=10**9, Emin=-(10**9), traps=[DivisionByZero, InvalidOperation])
# Ratios are compared after rounding here: two ways to write the same fraction must not differ at a threshold.
_PLACES = Decimal("1E-15")


@dataclass(frozen=True)
class Point:
    """A value at a period."""

    period: Period
    value: Decimal


@dataclass(frozen=True)
class TargetRow:
    """One line of the ledger. `value` None: withdrawn. `effective_from` None: from the beginning."""

    period: Period
    value: Decimal | None
    effective_from: date | None = None


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
    def has_value(self) -> bool:
        return self.status is not ObservationStatus.MISSING and (self.value is not None or self.has_parts)

    @property
    def answers(self) -> bool:
        """Whether it answers the due date: with a value, or by saying that there is none (M)."""
        return self.has_value or self.status is ObservationStatus.MISSING


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything the rules look at.

    Of each period at most one observation: the latest approved revision. Periods are of the frequency's grain, those of
    a yearly sum's baseline and targets are years; models and the `evaluate` command see to that.
    """

    direction: Direction
    series: Series
    frequency: Frequency
    targets: tuple[TargetRow, ...] = ()
    observations: tuple[Observation, ...] = ()
    unit: str = ""
    decimals: int = 0
    baseline: Point | None = None
    baseline_is_provisional: bool = False
    lower: Decimal | None = None
    upper: Decimal | None = None
    plan_start: date | None = None
    plan_end: date | None = None
    reporting_lag_days: int = 30
    is_reference: bool = False
    is_part_of_whole: bool = False
    due_on: Mapping[Period, date] = field(default_factory=dict)  # a review's own due dates

    @property
    def is_percent(self) -> bool:
        return is_percent(self.unit)

    def known(self, at: date, last_index: int | None = None) -> tuple[Observation, ...]:
        """Observations with a value that speak of a day up to `at` (and of an index up to `last_index`), by time."""
        return tuple(
            sorted(
                (
                    row
                    for row in self.observations
                    if row.has_value
                    and row.known_on <= at
                    and (last_index is None or row.period.index <= last_index)
                ),
                key=lambda row: row.period.index,
            )
        )

    def value_of(self, rows: tuple[Observation, ...]) -> Decimal | None:
        """The value of these observations together: sums, or the ratio of the summed parts. None: denominator 0.

        Raises ValueError when parts and plain values are mixed, or there is no row: they have no common sum.
        """
        if not rows:
            raise ValueError("no observations to sum")
        if all(row.value is not None for row in rows):
            return sum((row.value for row in rows if row.value is not None), Decimal(0))
        if not all(row.has_parts for row in rows):
            raise ValueError("observations without a common sum")
        numerator = sum((row.numerator for row in rows if row.numerator is not None), Decimal(0))
        denominator = sum((row.denominator for row in rows if row.denominator is not None), Decimal(0))
        return ratio(numerator, denominator, self.unit) if denominator else None

    def targets_in_force(self, at: date) -> tuple[Point, ...]:
        """Per period the row with the latest `effective_from` not after `at`, withdrawn ones left out, by time."""
        by_index: dict[int, TargetRow] = {}
        for row in sorted(self.targets, key=lambda row: row.effective_from or date.min):
            if row.effective_from is None or row.effective_from <= at:
                by_index[row.period.index] = row
        return tuple(
            Point(row.period, row.value) for _, row in sorted(by_index.items()) if row.value is not None
        )


def is_percent(unit: str) -> bool:
    return unicodedata.normalize("NFKC", unit) == "%"


def ratio(numerator: Decimal, denominator: Decimal, unit: str) -> Decimal:
    """What two parts make: per cent where the unit says so, else the plain ratio. `denominator` is not 0."""
    return numerator * (100 if is_percent(unit) else 1) / denominator


def quotient(part: Decimal, whole: Decimal) -> Decimal:
    """part / whole, rounded at the fifteenth decimal, never −0. `whole` is not 0."""
    exact = part / whole
    if exact.adjusted() >= 40:
        return exact
    return exact.quantize(_PLACES) or Decimal(0)


def divided(amount: Decimal, number: Decimal | int) -> Decimal:
    """amount / number as an amount, to 45 digits. `number` is not 0."""
    return _AMOUNT.plus(amount / number)


def meets(value: Decimal, target: Decimal, sign: int) -> bool:
    """Whether the value is no worse than the target; sign +1: more is better, −1: less is better."""
    return (value - target) * sign >= 0
