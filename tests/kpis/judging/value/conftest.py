"""A reading of an indicator's values."""

from kpis.judging.value import read

from ..factories import day, facts

FLOWS = ["flow", "year_to_date"]


def reading_of(series, frequency, values, at=None, **more):
    """On that day, else at the end of the newest period that is spoken of."""
    known = facts(series=series, frequency=frequency, values=values, **more)
    newest = max((row.known_on for row in known.observations), default=day("2025"))
    return read(known, day(at) if at else newest)


def quarters(year, *values, series="flow"):
    """Four quarters' amounts, or their running totals."""
    if series == "year_to_date":
        values = [sum(values[: k + 1]) for k in range(len(values))]
    return {f"{year}-Q{k}": value for k, value in enumerate(values, start=1)}
