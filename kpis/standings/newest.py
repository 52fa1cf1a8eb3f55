"""What changed last: the newest values of a plan, as its overview names them."""

from collections.abc import Iterable

from kpis.assessment.assessment import Assessment
from kpis.assessment.indicator_detail import newest_report
from kpis.judging.periods import Period

from .rows import NewestValue, StoredRow

SHOWN = 5


def newest_values(
    rows: Iterable[Assessment | StoredRow], count: int = SHOWN
) -> list[tuple[Assessment | StoredRow, NewestValue]]:
    """The latest value of each indicator, newest period first, without the references."""
    mine = (row for row in rows if not row.indicator.is_reference)
    found = [(row, value) for row in mine if (value := newest_value(row))]
    found.sort(key=lambda pair: pair[1].place, reverse=True)
    return found[:count]


def newest_value(row: Assessment | StoredRow) -> NewestValue | None:
    if isinstance(row, StoredRow):
        return row.newest_value
    report = newest_report(row)
    if report is None:
        return None
    measurement = report.measurement
    return NewestValue(
        label=report.label,
        value=report.value,
        is_revised=bool(report.earlier),
        because=row.later_because,
        place=(Period.parse(measurement.period).index, measurement.updated_at.isoformat()),
    )
