"""Rows that the tests of the grid, the approver's page and the desk put into the city hall."""

from kpis.models import Indicator, Measurement, PeriodEntry
from plans.models import Department
from tests.factories import make_indicator, make_measurement
from tests.kpis.workflow.world import PERIOD, World


def add(world: World, code: str, department: Department | None = None, **fields) -> Indicator:
    """Another indicator, of the section unless a department is named."""
    found = make_indicator(world.plan, code, **fields)
    found.departments.add(department or world.section)
    return found


def hand_in(world: World, code: str = "x", value=5, period: str = PERIOD, **fields) -> Measurement:
    """A value of another indicator that `writer` has submitted."""
    writer = world.user("writer")
    return make_measurement(
        add(world, code, **fields), period, value, state="submitted", entered_by=writer, submitted_by=writer
    )


def state(row: PeriodEntry) -> str:
    """As stored now."""
    return type(row).objects.get(pk=row.pk).state
