"""What was changed of the plan itself since the report before: the lines of its ledger, as the report keeps them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.models import Report
from plans.era import Quarter, date_label
from plans.ledger.reading import LedgerItem, LedgerLine, beginning_of, lines_of
from plans.models import Plan, Revision, RevisionKind

from .changes import OTHER, change
from .types import ChangeCount, FrozenCorrections, Named, ReportChange

OF_TARGETS = (RevisionKind.TARGET, RevisionKind.WITHDRAWAL)
SAME_ACT = timedelta(minutes=1)


def lines_since(plan: Plan, quarter: Quarter, last: Report | None) -> list[LedgerLine]:
    """What the ledger has that was not in the report before: each line is in the list of one report.

    A change is in the report of the first quarter at whose end it holds; one that is recorded after the publication of
    that report, in the next. A corrected slip holds for every day. Without a report before: since the quarter began.
    """
    if last is None:
        told_until, known_at = Quarter.from_index(quarter.index - 1).last_day, _start_of(quarter)
    else:
        told_until, known_at = last.review.quarter.last_day, last.published_at
    is_slip = Q(kind=RevisionKind.MISPRINT)
    is_new = Q(effective_on__gt=told_until) & ~is_slip
    is_known_late = Q(recorded_at__gt=known_at)
    rows = plan.revisions.exclude(kind=RevisionKind.PUBLICATION).filter(
        is_slip | Q(effective_on__lte=quarter.last_day), is_new | is_known_late
    )
    lines = lines_of(rows.order_by("effective_on", "pk"), plan)
    return _without_history(lines, plan, told_until)


def _start_of(quarter: Quarter) -> datetime:
    return timezone.make_aware(datetime.combine(quarter.first_day, time()))


def _without_history(lines: list[LedgerLine], plan: Plan, told_until: date) -> list[LedgerLine]:
    """Moved targets from before the ledger, which its beginning tells, are nothing that became known with it."""

    def may_be(row: Revision) -> bool:
        return row.kind in OF_TARGETS and row.recorded_by_id is None and row.effective_on <= told_until

    if not any(may_be(line.revision) for line in lines):
        return lines
    beginning = beginning_of(plan)
    if beginning is None:
        return lines
    return [
        line
        for line in lines
        if not (
            may_be(line.revision)
            and line.revision.effective_on < beginning.effective_on
            and line.revision.recorded_at < beginning.recorded_at + SAME_ACT
        )
    ]


def plan_changes(lines: Sequence[LedgerLine]) -> FrozenCorrections:
    """The lines as a report has them: a conversion is one, with all that it converts."""
    counts = Counter(line.revision.kind for line in lines)
    summary: list[ChangeCount] = [
        {"kind": "plan", "course": OTHER, "label": str(kind.label), "count": counts[kind.value]}
        for kind in RevisionKind
        if counts[kind.value]
    ]
    return {"summary": summary, "rows": [row for line in lines for row in _rows(line)]}


def _rows(line: LedgerLine) -> Iterable[ReportChange]:
    row: Named = {"code": line.revision.subject_code, "label": line.revision.subject_name}
    for item in line.items or [LedgerItem("", "", "", "")]:
        label = line.kind_label
        if item.label:
            label = _("%(kind)s: %(item)s") % {"kind": line.kind_label, "item": item.label}
        yield change("plan", row, "plan", label, OTHER, item.before, item.after, _reason(line))


def _reason(line: LedgerLine) -> str:
    """Since when and recorded when, why, and by which decision."""
    revision = line.revision
    since = "" if line.is_correction else _("%sから。") % date_label(revision.effective_on)
    recorded = (
        date_label(timezone.localdate(revision.recorded_at)) if line.is_correction else line.recorded_label
    )
    known = _("%sに記録。") % recorded if recorded else ""
    factor = _("%s で換算。") % line.factor_text if line.factor_text else ""
    decision = _("根拠となる決定: %s") % revision.decision if revision.decision else ""
    return "\n".join(text for text in (f"{since}{known}{factor}{line.reason}", decision) if text)
