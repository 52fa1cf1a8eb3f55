"""Values worked out from those of other indicators: differences, ratios, sums, means, products. Pure: no ORM.

What comes of a division is rounded at the sixth decimal, as far as a value that somebody enters is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from functools import reduce
from operator import mul

from .arithmetic import CONTEXT
from .known import Observation, least_sure
from .periods import MONTHS_A_YEAR, Period
from .terms import Formula, Frequency, ObservationStatus

_SIXTH = Decimal("1E-6")


@dataclass(frozen=True)
class Part:
    """One series that goes in: its values as plain numbers, M where it was reported that there is none."""

    observations: Mapping[Period, Observation]
    weight: Decimal = Decimal(1)


def compose(
    formula: Formula,
    parts: tuple[Part, ...],
    frequency: Frequency,
    *,
    start: date | None = None,
    years: int | None = None,
) -> tuple[Observation, ...]:
    """The values by time, of every period of which all that is needed is known. The parts are of that frequency.

    `start`: the plan's first day, from which `MEAN_OVER` counts; or the last `years` years (1–10), which must be whole.
    Of a period of which one part will have no value (M), neither has the whole.
    """
    first, *others = parts
    periods = sorted(first.observations, key=lambda period: period.index)
    composer = _Composer(formula, parts, frequency, start, years)
    with localcontext(CONTEXT):
        found = (
            composer.at(period) for period in periods if all(period in each.observations for each in others)
        )
        return tuple(row for row in found if row is not None)


@dataclass(frozen=True)
class _Composer:
    formula: Formula
    parts: tuple[Part, ...]
    frequency: Frequency
    start: date | None
    years: int | None

    def at(self, period: Period) -> Observation | None:
        rows = [part.observations[period] for part in self.parts]
        is_dated = any(row.as_of for row in rows)
        whole = Observation(
            period, status=_weakest(rows), as_of=max(row.known_on for row in rows) if is_dated else None
        )
        if whole.status is ObservationStatus.MISSING:
            return whole
        values = [row.value for row in rows if row.value is not None]
        if len(values) < len(rows):
            return None
        if self.formula is Formula.YEAR_BEFORE:
            return self._against_year_before(whole, values[0])
        if self.formula is Formula.MEAN_OVER:
            return self._over_time(whole)
        if self.formula is Formula.RATIO:
            return replace(whole, numerator=values[0], denominator=values[1]) if values[1] >= 0 else None
        value = self._worked_out(values)
        return None if value is None else replace(whole, value=value)

    def _worked_out(self, values: list[Decimal]) -> Decimal | None:
        if self.formula is Formula.DIFFERENCE:
            return values[0] - values[1]
        weighted = [value * part.weight for value, part in zip(values, self.parts, strict=True)]
        if self.formula is Formula.PRODUCT:
            return _rounded(reduce(mul, weighted))
        total = sum(weighted, Decimal(0))
        if self.formula is Formula.SUM:
            return _rounded(total)
        weights = sum((part.weight for part in self.parts), Decimal(0))
        return _rounded(total / weights) if weights else None

    def _against_year_before(self, whole: Observation, value: Decimal) -> Observation | None:
        """Of a survey against the one before."""
        before = replace(whole.period, year=whole.period.year - self.frequency.years)
        row = self.parts[0].observations.get(before)
        if row is None or row.value is None or row.value < 0:
            return None
        return replace(whole, numerator=value, denominator=row.value, status=_weakest([whole, row]))

    def _over_time(self, whole: Observation) -> Observation | None:
        last = whole.period.index
        rows = [row for period, row in self.parts[0].observations.items() if period.index <= last]
        if self.years is not None:
            rows = [row for row in rows if row.period.index > last - self.years * MONTHS_A_YEAR]
        elif self.start is not None:
            rows = [row for row in rows if row.period.last_day >= self.start]
        values = [row.value for row in rows if row.value is not None]
        if not values or (self.years is not None and len(values) < self._periods_needed):
            return None
        seen = [row for row in rows if row.value is not None]
        return replace(whole, value=_rounded(sum(values, Decimal(0)) / len(values)), status=_weakest(seen))

    @property
    def _periods_needed(self) -> int:
        return max(1, (self.years or 0) * MONTHS_A_YEAR // self.frequency.months)


def _weakest(rows: list[Observation]) -> ObservationStatus:
    given = {row.status for row in rows}
    return ObservationStatus.MISSING if ObservationStatus.MISSING in given else least_sure(given)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_SIXTH).normalize() + 0 if value.adjusted() < 40 else value
