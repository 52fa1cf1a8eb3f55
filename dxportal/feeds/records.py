"""News from the record: what was changed of the promise, and what was published."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from kpis.models import Indicator, Report
from plans.era import date_label
from plans.ledger.reading import LedgerLine
from plans.models import Plan, Revision, RevisionKind

from .entries import MOST, Entry

INDICATOR = "kpis.indicator"
OF_TARGETS = (RevisionKind.TARGET, RevisionKind.WITHDRAWAL)


def changes_news(plans: Iterable[Plan], indicator: Indicator | None = None) -> Iterator[Entry]:
    """Every act of the ledger. One query."""
    by_id = {plan.pk: plan for plan in plans}
    rows = Revision.objects.filter(plan__in=by_id).acts()
    if indicator is not None:
        rows = rows.filter(subject_model=INDICATOR, subject_id=indicator.pk)
    for row in rows.order_by("-recorded_at", "-pk")[:MOST]:
        plan = by_id[row.plan_id]
        line = LedgerLine(row, plan)
        yield Entry(
            plan=plan,
            kind="change",
            key=f"changes/{row.pk}",
            title=_title(line),
            sentence=_sentence(line),
            path=line.url or reverse("changes", args=plan.natural_key()),
            moment=row.recorded_at,
        )


def _title(line: LedgerLine) -> str:
    words = {"subject": line.revision.subject_name, "kind": line.kind_label}
    if line.revision.kind == RevisionKind.PUBLICATION:
        return _("「%(subject)s」を公開しました") % words
    items = line.items
    if line.revision.kind in OF_TARGETS and len(items) == 1 and items[0].before:
        words |= {"before": items[0].before, "after": items[0].after}
        return _("%(subject)sの目標が変わりました（%(before)s → %(after)s）") % words
    return _("%(kind)s: %(subject)s") % words


def _sentence(line: LedgerLine) -> str:
    words = {"day": date_label(line.revision.effective_on), "reason": line.revision.reason}
    return _("%(day)sから。理由: %(reason)s") % words


def report_news(plans: Iterable[Plan]) -> Iterator[Entry]:
    """Published reports, corrected ones too. One query."""
    by_id = {plan.pk: plan for plan in plans}
    rows = Report.objects.filter(review__plan__in=by_id).select_related("review").defer("content")
    for row in rows.order_by("-published_at", "-pk")[:MOST]:
        plan = row.review.plan = by_id[row.review.plan_id]
        words = {"period": row.review.label, "revision": row.revision_label, "reason": row.reason}
        corrected = row.revision > 1
        yield Entry(
            plan=plan,
            kind="report",
            key=f"reports/{row.key}",
            title=(
                _("%(period)sの報告を訂正しました（%(revision)s）") if corrected else _("%(period)sの報告を公表しました")
            )
            % words,
            sentence=_("訂正の理由: %(reason)s") % words if corrected else _("報告書と、元になった値をまとめています。"),
            path=row.get_absolute_url(),
            moment=row.published_at,
        )
