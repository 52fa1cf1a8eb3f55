"""What a correction changes in the report before it, with the reasons that the ledger gives for what is of the plan."""

from datetime import datetime

from django.db.models import Q

from kpis.documents.clean_texts import clean
from plans.era import Quarter
from plans.ledger.reading import LedgerLine, lines_of
from plans.models import Plan, RevisionKind

from .corrections import corrections
from .explained import explained
from .types import ReportChange, Snapshot


def corrected(
    before: Snapshot, after: Snapshot, plan: Plan, *, since: datetime | None, until: datetime | None = None
) -> list[ReportChange]:
    """The changes, both snapshots being of one quarter of the plan. `since`, `until`: when each was published (until now)."""
    found = corrections(before, after)
    if since is None or not found:
        return found
    ids = dict(plan.indicators.values_list("code", "pk"))
    lines = lines_recorded(plan, Quarter.parse(after["report"]["period"]), since, until)
    return clean(explained(found, lines, ids))


def lines_recorded(
    plan: Plan, quarter: Quarter, since: datetime, until: datetime | None = None
) -> list[LedgerLine]:
    """What the ledger took in meanwhile and what holds at the quarter's end; a corrected slip holds for every day."""
    holds = Q(kind=RevisionKind.MISPRINT) | Q(effective_on__lte=quarter.last_day)
    rows = plan.revisions.exclude(kind=RevisionKind.PUBLICATION).filter(holds, recorded_at__gt=since)
    if until is not None:
        rows = rows.filter(recorded_at__lte=until)
    return lines_of(rows.order_by("effective_on", "pk"), plan)
