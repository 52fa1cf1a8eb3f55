"""Which departments are in charge of a plan's indicators."""

from collections.abc import Iterable

from kpis.assessment.assessment import Assessment
from kpis.assessment.scorecard_wish import Owners
from kpis.models import Indicator
from plans.models import Plan

from .rows import StoredRow


def owners_of(plan: Plan, rows: Iterable[Assessment | StoredRow]) -> Owners:
    """Of each row's indicator; as of the rows' day where they were judged anew. One query where they are stored."""
    judged = {}
    for row in rows:
        if isinstance(row, StoredRow):
            return _stored(plan)
        departments = row.indicator.departments.all()
        judged[row.indicator.code] = tuple((department.code, department.name) for department in departments)
    return judged


def _stored(plan: Plan) -> Owners:
    found: dict[str, list[tuple[str, str]]] = {}
    rows = Indicator.objects.filter(plan=plan).shown().filter(departments__isnull=False).order_by()
    for code, *department in rows.values_list("code", "departments__code", "departments__name"):
        found.setdefault(code, []).append(tuple(department))
    return found
