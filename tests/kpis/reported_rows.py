"""Rows that the tests of the grid, the approver's page and the desk put into the city small_city."""

from kpis.models import Indicator, Measurement, PeriodEntry
from plans.models import Department
from tests.cities import PERIOD, SmallCity
from tests.factories import make_indicator, make_measurement


def add(small_city: SmallCity, code: str, department: Department | None = None, **fields) -> Indicator:
    """Another indicator, of the section unless a department is named."""
    found = make_indicator(small_city.plan, code, **fields)
    found.departments.add(department or small_city.section)
    return found


def hand_in(small_city: SmallCity, code: str = "x", value=5, period: str = PERIOD, **fields) -> Measurement:
    """A value of another indicator that `writer` has submitted."""
    writer = small_city.user("writer")
    return make_measurement(
        add(small_city, code, **fields),
        period,
        value,
        state="submitted",
        entered_by=writer,
        submitted_by=writer,
    )


def state(row: PeriodEntry) -> str:
    """As stored now."""
    return type(row).objects.get(pk=row.pk).state


def now(row):
    """The row as it is stored now."""
    return type(row).objects.get(pk=row.pk)
