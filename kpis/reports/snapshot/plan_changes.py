"""What was changed of the plan itself in the quarter: the lines of its ledger, as the report keeps them."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from plans.era import Quarter, date_label
from plans.ledger.reading import LedgerItem, LedgerLine
from plans.models import Plan, Revision, RevisionKind

from .changes import OTHER, change
from .types import ChangeCount, FrozenCorrections, Named, ReportChange


def plan_changes(plan: Plan, quarter: Quarter) -> FrozenCorrections:
    """Changes that hold from a day of the quarter, and those recorded in it that hold from an earlier day."""
    lines = [LedgerLine(row, plan) for row in _in_quarter(plan, quarter)]
    counts = Counter(line.revision.kind for line in lines)
    summary: list[ChangeCount] = [
        {"kind": "plan", "course": OTHER, "label": str(kind.label), "count": counts[kind.value]}
        for kind in RevisionKind
        if counts[kind.value]
    ]
    return {"summary": summary, "rows": [row for line in lines for row in _rows(line)]}


def _in_quarter(plan: Plan, quarter: Quarter) -> Iterable[Revision]:
    first, last = quarter.first_day, quarter.last_day
    rows = plan.revisions.exclude(kind=RevisionKind.PUBLICATION).filter(
        Q(effective_on__range=(first, last))
        | Q(effective_on__lt=first, recorded_at__date__range=(first, last))
    )
    return rows.order_by("effective_on", "pk")


def _rows(line: LedgerLine) -> Iterable[ReportChange]:
    row: Named = {"code": line.revision.subject_code, "label": line.revision.subject_name}
    for item in line.items or [LedgerItem("", "", "", "")]:
        label = line.kind_label
        if item.label:
            label = _("%(kind)s: %(item)s") % {"kind": line.kind_label, "item": item.label}
        yield change("plan", row, "plan", label, OTHER, item.before, item.after, _reason(line))


def _reason(line: LedgerLine) -> str:
    """Since when, why, and by which decision."""
    revision = line.revision
    since = "" if line.is_correction else _("%sから。") % date_label(revision.effective_on)
    decision = _("根拠となる決定: %s") % revision.decision if revision.decision else ""
    recorded = (
        _("%sに記録。") % date_label(timezone.localdate(revision.recorded_at)) if line.is_correction else ""
    )
    return "\n".join(text for text in (f"{since}{recorded}{revision.reason}", decision) if text)
