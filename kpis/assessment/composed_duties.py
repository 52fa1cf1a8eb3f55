"""From when to when, and by when, values of a composite can be there: it waits for its parts, and for nothing else."""

from dataclasses import dataclass, replace

from kpis.judging.coarser import made_of, period_around
from kpis.judging.periods import Period
from kpis.judging.terms import Formula, Frequency, Series
from kpis.models import Indicator
from kpis.models.fields import parsed

from .composed import parts_of


@dataclass(frozen=True)
class Duties:
    first_period: Period | None
    last_period: Period | None
    lag_days: int
    due_month: int | None


def duties_of(indicator: Indicator) -> Duties:
    """The indicator's own; of a composite no earlier than its parts allow, and no longer than they live."""
    first, last = parsed(indicator.first_period), parsed(indicator.last_period)
    parts = [part for part in parts_of(indicator) if part is not None]
    if not parts:
        return Duties(first, last, indicator.reporting_lag_days, indicator.due_month)
    whole = Frequency(indicator.frequency)
    begins = [_first_whole(part, begin, whole) for part in parts if (begin := _begin(part)) is not None]
    if begins:
        earliest = _later(max(begins, key=_place), _years_before(indicator))
        first = earliest if first is None else max(first, earliest, key=_place)
    ends = [_last_whole(end, whole) for part in parts if (end := parsed(part.last_period)) is not None]
    ends += [last] if last is not None else []
    months = [row.due_month for row in (indicator, *parts) if row.due_month is not None]
    return Duties(
        first,
        min(ends, key=_place, default=None),
        max(row.reporting_lag_days for row in (indicator, *parts)),
        months[0] if months else None,
    )


def _begin(part: Indicator) -> Period | None:
    """Its first period as it says, and as it has been reported."""
    known = [Period.parse(row.period) for row in part.approved_measurements]
    said = parsed(part.first_period)
    return min([*known, *([said] if said else [])], key=_place, default=None)


def _first_whole(part: Indicator, begin: Period, whole: Frequency) -> Period:
    """The first period of the whole of which the part can have a value: of an amount the first that it covers entirely."""
    around, fine = period_around(begin, whole), Frequency(part.frequency)
    if fine is whole or Series(part.series) is not Series.FLOW or made_of(around, whole, fine)[0] == begin:
        return around
    return period_around(Period.month_at(around.index + 1), whole)


def _last_whole(end: Period, whole: Frequency) -> Period:
    """The last period of the whole at whose end the part still lives."""
    around = period_around(end, whole)
    return (
        around
        if around.index == end.index
        else period_around(Period.month_at(around.index - whole.months), whole)
    )


def _years_before(indicator: Indicator) -> int:
    """How many years of values it takes before there can be a first one."""
    formula = Formula(indicator.formula)
    if formula is Formula.YEAR_BEFORE:
        return Frequency(indicator.frequency).years
    return (indicator.mean_years or 1) - 1 if formula is Formula.MEAN_OVER else 0


def _later(period: Period, years: int) -> Period:
    return replace(period, year=period.year + years)


def _place(period: Period) -> int:
    return period.index
