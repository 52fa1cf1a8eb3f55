"""What changed last: the newest values of a plan, as its overview names them."""

from collections.abc import Iterable

from kpis.assessment.assessment import Assessment

from .rows import StoredRow
from .telling import newest_value
from .told import NewestValue

SHOWN = 5


def newest_values(
    rows: Iterable[Assessment | StoredRow], count: int = SHOWN
) -> list[tuple[Assessment | StoredRow, NewestValue]]:
    """The latest value of each indicator, newest period first, without the references."""
    mine = (row for row in rows if not row.indicator.is_reference)
    found = [(row, value) for row in mine if (value := newest_value(row))]
    found.sort(key=lambda pair: pair[1].place, reverse=True)
    return found[:count]
