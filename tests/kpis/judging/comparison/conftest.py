"""What is looked at beside a value that is entered."""

from kpis.judging.comparison import (
    EntryComparison,
    compare_entry,
)

from ..factories import day, facts, observation, period


def look(at: str, *args, on: str | None = None, typed=None, **given) -> EntryComparison:
    """For the value of the period `at`, on the day `on` (its last), with `typed` in the form."""
    entered = observation(at, typed) if typed is not None else None
    return compare_entry(facts(*args, unit="件", **given), period(at), day(on or at), entered)
