"""News from the record: what was changed of the promise, verdicts that a new target has changed, and what was published."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.stored_facts import facts_of
from kpis.judging.evaluation import evaluate
from kpis.models import Indicator, Report
from plans.era import date_label
from plans.ledger.reading import LedgerLine
from plans.models import Plan, Revision, RevisionKind

from .entries import MOST, Entry
from .judged import with_figures

INDICATOR = "kpis.indicator"
OF_TARGETS = (RevisionKind.TARGET, RevisionKind.WITHDRAWAL)
A_DAY = timedelta(days=1)


def changes_news(plans: Iterable[Plan], indicator: Indicator | None = None) -> Iterator[Entry]:
    """Every act of the ledger, and what changed targets have changed of a verdict. A constant number of queries."""
    by_id = {plan.pk: plan for plan in plans}
    rows = Revision.objects.filter(plan__in=by_id).acts()
    if indicator is not None:
        rows = rows.filter(subject_model=INDICATOR, subject_id=indicator.pk)
    found = list(rows.order_by("-recorded_at", "-pk")[:MOST])
    yield from _verdicts([row for row in found if row.kind in OF_TARGETS], by_id)
    for row in found:
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


def _verdicts(rows: list[Revision], by_id: dict[int, Plan]) -> Iterator[Entry]:
    """The verdict on the day from which another target holds, where it was another one on the day before."""
    keys = {row.subject_id for row in rows if row.subject_model == INDICATOR}
    indicators = {row.pk: row for row in with_figures(keys, by_id)}
    told = set()
    for row in rows:
        indicator = indicators.get(row.subject_id)
        if (
            indicator is None
            or row.effective_on > timezone.localdate()
            or (row.subject_key, row.effective_on) in told
        ):
            continue
        told.add((row.subject_key, row.effective_on))
        facts = facts_of(indicator)
        before = evaluate(facts, row.effective_on - A_DAY)
        after = evaluate(facts, row.effective_on)
        if before.label == after.label:
            continue
        words = {"indicator": indicator, "before": before.label, "after": after.label}
        yield Entry(
            plan=indicator.plan,
            kind="verdict",
            key=f"changes/{row.pk}/verdict",
            title=_("%(indicator)sの判定が「%(before)s」から「%(after)s」に変わりました") % words,
            sentence=_("%(day)sから、新しい目標で判定しています。") % {"day": date_label(row.effective_on)},
            path=reverse("indicator", args=[*indicator.plan.natural_key(), indicator.code]),
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
                _("%(period)sの報告を訂正しました（%(revision)s）")
                if corrected
                else _("%(period)sの報告を公表しました")
            )
            % words,
            sentence=_("訂正の理由: %(reason)s") % words
            if corrected
            else _("報告書と、元になった値をまとめています。"),
            path=row.get_absolute_url(),
            moment=row.published_at,
        )
