"""The verbs of publishing: a closed review becomes a report, a published one can only be followed by a correction."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.documents.clean_texts import clean
from kpis.judging.periods import Period, quarter_of
from kpis.models import ActionProgress, Measurement, Report, Review
from kpis.reports.snapshot.build import Holds, build_snapshot, rendered
from kpis.reports.snapshot.corrected import corrected
from kpis.reports.snapshot.former import as_current
from kpis.reports.snapshot.types import ReportChange, Snapshot
from kpis.workflow.due_items import due_items
from kpis.workflow.entries import plain
from kpis.workflow.locking import Refused
from kpis.workflow.reviews import StillOpen
from plans.access import Right, may
from plans.journal.acting import acting
from plans.models import Membership, Plan
from plans.models.versions import StaleRow

from .consistent_read import in_one_view

# What was approved while a report was being made may have missed it.
MEANWHILE = timedelta(minutes=1)


@in_one_view
def publish(review: Review, *, by: AbstractUser, overall_comment: str | None = None) -> Report:
    """Freezes a closed review as its first report. It cannot be undone. `overall_comment`: the last word on it.

    Raises Refused when the review is not closed, its quarter not over or it is published already, StillOpen when a value is
    not approved, PermissionDenied.
    """
    current = locked(review, by)
    if current.is_open:
        raise Refused(_("%sはまだ受付中です。「進み具合」で締め切ってから公表してください。") % current.label)
    if current.state == Review.State.PUBLISHED:
        raise Refused(_("%sは公表済みです。直すときは訂正版を公表してください。") % current.label)
    if current.quarter.last_day >= timezone.localdate():
        raise Refused(_("%sはまだ終わっていません。四半期が終わってから公表してください。") % current.label)
    left = [due_item for due_item in due_items(current) if due_item.blocks_closing]
    if left:
        raise StillOpen(left)
    _comment_on(current, review, overall_comment)
    return store(current, by=by, why=_("公表"))


@in_one_view
def publish_correction(
    review: Review, *, by: AbstractUser, reason: str, overall_comment: str | None = None
) -> Report:
    """Publishes what is known now as the next revision (訂正版). The earlier ones stay as they are.

    Raises Refused without a reason, before the first report, or when nothing differs from the last one;
    PermissionDenied.
    """
    reason = clean(plain(reason))
    if not reason:
        raise Refused(_("訂正の理由を書いてください。訂正版の表紙に載せます。"))
    current = locked(review, by)
    last = _newest(current)
    if last is None:
        raise Refused(_("%sはまだ公表されていません。訂正版は、公表の後に出せます。") % current.label)
    if not last.is_intact:
        raise Refused(
            _(
                "%sの報告は、保存されている内容が公表したときと違います。"
                "もとに戻してから、訂正版を出してください（情報システムの担当者に伝えてください）。"
            )
            % last.label
        )
    _comment_on(current, review, overall_comment)
    if not differences(last, draft(current.plan, current)):
        raise Refused(
            _("公表した報告と違うところがありません。値の改定を承認してから、訂正版を出してください。")
        )
    return store(current, by=by, why=_("訂正版の公表: %s") % reason, reason=reason, superseded=last)


def _comment_on(current: Review, read: Review, text: str | None) -> None:
    """Raises StaleRow where somebody has saved the review since it was read."""
    if text is None:
        return
    if current.version != read.version:
        raise StaleRow(current)
    current.overall_comment = plain(text)


def differences(report: Report, now: Snapshot) -> list[ReportChange]:
    """What a correction published now would change in that report: `now` is the draft."""
    former = as_current(json.loads(report.content))
    return corrected(former, now, report.review.plan, since=report.published_at)


def corrected_since(plans: Iterable[Plan]) -> list[Review]:
    """Published reviews of which something public was approved anew after the last report of their quarter."""
    approved = _approved_anew(plans)
    if not approved:
        return []
    rows = Report.objects.filter(review__plan__in=plans).newest_revisions().intact()
    rows = rows.select_related("review__plan__municipality").order_by("review__period")
    return [
        report.review
        for report in rows.filter(review__period__in={period for _plan, period in approved})
        if (moment := approved.get((report.review.plan_id, report.review.period)))
        and moment > report.published_at - MEANWHILE
        and differences(report, draft(report.review.plan, report.review))
    ]


def _approved_anew(plans: Iterable[Plan]) -> dict[tuple[int, str], datetime]:
    """By plan and quarter when a correction of a value or of an action's report was approved last."""
    found: dict[tuple[int, str], datetime] = {}
    for model in (Measurement, ActionProgress):
        rows = model.objects.approved().corrections()
        rows = rows.filter(**{f"{model.PLAN_PATH}__in": plans}, decided_at__isnull=False)
        for row in rows.select_related(model.OWNER):
            key = (row.owner.plan_id, str(quarter_of(Period.parse(row.period))))
            found[key] = max(row.decided_at, found.get(key, row.decided_at))
    return found


def draft(plan: Plan, review: Review, *, office: str = "") -> Snapshot:
    """The report as it would be published now, marked 案. Raises ValueError when the quarter has not begun."""
    stored = review if review.pk else None
    last = _newest(stored) if stored else None
    return build_snapshot(
        plan,
        review.quarter,
        review=stored,
        is_draft=True,
        office=office,
        revision=last.revision + 1 if last else 1,
        superseded=last if last and last.is_intact else None,  # with another content nothing can be compared
    )


def _newest(review: Review) -> Report | None:
    """The newest revision, without its content until somebody needs it."""
    return review.reports.checked().defer("content").order_by("revision").last()


def altered_reports(plans: Iterable[Plan]) -> list[Report]:
    """Published reports of these plans whose content is not the one that was published."""
    rows = Report.objects.filter(review__plan__in=plans).altered()
    return list(rows.select_related("review__plan__municipality").order_by("review__plan", "review__period"))


def store(
    review: Review,
    *,
    by: AbstractUser | None,
    why: str = "",
    reason: str = "",
    superseded: Report | None = None,
    published_at: datetime | None = None,
    office: str | None = None,
    holds: Holds | None = None,
) -> Report:
    """Takes the snapshot and stores it. `why`: the line in the review's history, which then counts as published.

    For the verbs, and for the sample city.
    """
    moment = published_at or timezone.now()
    revision = superseded.revision + 1 if superseded else 1
    snapshot = build_snapshot(
        review.plan,
        review.quarter,
        review=review,
        revision=revision,
        reason=reason,
        office=office_of(by, review.plan) if office is None else office,
        published_at=moment,
        superseded=superseded,
        holds=holds,
    )
    report = Report(
        review=review,
        revision=revision,
        reason=reason,
        content=rendered(snapshot),
        published_at=moment,
        published_by=by,
    )
    with acting(by, why or reason):
        report.save()
        if why:
            review.state = Review.State.PUBLISHED
            review.full_clean()
            review._history_user, review._change_reason = by, why
            review.save()
    return report


def office_of(user: AbstractUser | None, plan: Plan) -> str:
    """Who publishes, as the cover says: the city, and the department of the plan manager's membership."""
    city = plan.municipality
    member = (
        Membership.objects.in_force(at=timezone.localdate())
        .filter(user=user, municipality=city, role=Membership.Role.MANAGER, department__isnull=False)
        .select_related("department")
        .order_by("pk")
        .first()
        if user
        else None
    )
    return f"{city.name} {member.department.name}" if member else city.name


def locked(review: Review, by: AbstractUser) -> Review:
    current = (
        Review.objects.select_for_update(of=("self",)).select_related("plan__municipality").get(pk=review.pk)
    )
    if not may(by, Right.RUN_REVIEWS, current.plan.municipality_id):
        raise PermissionDenied(_("この計画の報告を公表する権限がありません。"))
    return current
