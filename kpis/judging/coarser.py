"""Values of shorter periods as those of longer ones: a year's of its quarters. Pure: no ORM."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, localcontext

from .arithmetic import CONTEXT
from .known import Observation, least_sure
from .periods import Period, fits, periods_between
from .terms import Frequency, ObservationStatus, Series

# Each is made of whole periods of those before it.
CHAIN = (Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.HALF_YEARLY, Frequency.YEARLY)


def goes_into(fine: Frequency, coarse: Frequency) -> bool:
    """Whether periods of `coarse` are those of `fine`, or made of them."""
    return fine is coarse or (fine in CHAIN and coarse in CHAIN and CHAIN.index(fine) < CHAIN.index(coarse))


def period_around(period: Period, coarse: Frequency) -> Period:
    """The period of that frequency, of `CHAIN`, in which it lies; itself where it is one."""
    if fits(period, coarse):
        return period
    return periods_between(period.index, period.index + coarse.months - 1, coarse)[0]


def made_of(period: Period, coarse: Frequency, fine: Frequency) -> tuple[Period, ...]:
    """The shorter periods of a longer one, by time."""
    return periods_between(period.index - coarse.months + 1, period.index, fine)


def coarsened(
    rows: Mapping[Period, Observation], fine: Frequency, coarse: Frequency, series: Series
) -> dict[Period, Observation]:
    """Of amounts per period the sum, once all of them are known; of everything else the value at the longer period's end.

    Of a period of which one amount will never be known (M), or the value at its end, there is none either (M).
    """
    if fine is coarse:
        return dict(rows)
    found: dict[Period, Observation] = {}
    for period in dict.fromkeys(period_around(each, coarse) for each in rows):
        wanted = made_of(period, coarse, fine)
        asked = wanted if series is Series.FLOW else wanted[-1:]
        there = [rows[each] for each in asked if each in rows]
        if any(row.status is ObservationStatus.MISSING for row in there):
            found[period] = Observation(period, status=ObservationStatus.MISSING)
        elif len(there) == len(asked) and (together := _together(there)) is not None:
            found[period] = replace(together, period=period)
    return found


def _together(rows: list[Observation]) -> Observation | None:
    """Their sum, of ratios numerators and denominators apart; None where there are plain values and ratios."""
    *_earlier, last = rows
    status = least_sure({row.status for row in rows})
    with localcontext(CONTEXT):
        if all(row.value is not None for row in rows):
            value = sum((row.value for row in rows if row.value is not None), Decimal(0))
            return replace(last, value=value, status=status)
        if all(row.has_parts for row in rows):
            return replace(
                last,
                numerator=sum((row.numerator for row in rows if row.numerator is not None), Decimal(0)),
                denominator=sum((row.denominator for row in rows if row.denominator is not None), Decimal(0)),
                status=status,
            )
    return None
