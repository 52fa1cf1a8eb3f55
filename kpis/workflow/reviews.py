"""The verbs of the quarterly cycle: open a review, close it, take it back. Each is atomic and leaves history."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.models import ActionProgress, Review, State, default_due_on, policy_of
from plans.access import Right, may
from plans.era import Quarter
from plans.journal.acting import acting
from plans.models import Plan
from plans.models.versions import StaleRow

from .due_items import DueItem, due_items
from .entries import IN_HAND, plain
from .locking import Refused

CHANGEABLE = ("due_on", "meeting_on", "overall_comment")  # state and quarter are for the verbs


class StillOpen(Refused):
    """The review cannot close; `due_items` are those that must be approved or marked missing first."""

    def __init__(self, open_due_items: list[DueItem]):
        self.due_items = open_due_items
        names = "、".join(due_item.name for due_item in open_due_items[:5])
        more = _("ほか%d件") % (len(open_due_items) - 5) if len(open_due_items) > 5 else ""
        super().__init__(
            _("承認されていないものが%(count)d件あります（%(names)s%(more)s）。%(remedy)s")
            % {"count": len(open_due_items), "names": names, "more": more, "remedy": remedy(open_due_items)}
        )


def remedy(open_due_items: Iterable[DueItem]) -> str:
    """What to do about them before the review can close: there is no 値なし for an action."""
    rows = list(open_due_items)
    has_values = any(due_item.is_value for due_item in rows)
    actions = [due_item for due_item in rows if not due_item.is_value]
    if not actions:
        return _("指標は承認するか、値なしとして記録してください。") if has_values else ""
    if deletable(actions):
        if has_values:
            return _("指標は承認するか値なしとして記録し、取組は承認するか、下書きを削除してください。")
        return _("取組は承認するか、下書きを削除してください。")
    if has_values:
        return _("指標は承認するか値なしとして記録し、取組は承認してください。")
    return _("取組は承認してください。")


def deletable(open_due_items: Iterable[DueItem]) -> set[str]:
    """The keys of the actions' drafts that were never handed in: the plan manager may delete these."""
    drafts = {
        due_item.entry.pk: due_item.key
        for due_item in open_due_items
        if not due_item.is_value and due_item.state in IN_HAND and due_item.entry is not None
    }
    if not drafts:
        return set()
    rows = ActionProgress.history.filter(id__in=drafts).exclude(state=State.DRAFT)
    return set(drafts.values()) - {drafts[key] for key in rows.values_list("id", flat=True)}


def open_review(
    plan: Plan,
    quarter: Quarter,
    *,
    by: AbstractUser | None,
    due_on: date | None = None,
    meeting_on: date | None = None,
) -> Review:
    """Opens the review of that quarter. `by` None: the portal itself (cron).

    Raises Refused when there is one or the quarter has not begun, ValidationError by field, PermissionDenied.
    """
    _require(by, plan)
    if quarter.first_day > timezone.localdate():
        raise Refused(_("%sはまだ始まっていません。") % quarter.label)
    review = Review(
        plan=plan, period=str(quarter), due_on=due_on or default_due_on(plan, quarter), meeting_on=meeting_on
    )
    try:
        with transaction.atomic():
            return _keep(review, by, _("レビューを始める"))
    except (IntegrityError, ValidationError):
        if not Review.objects.filter(plan=plan, period=str(quarter)).exists():
            raise
        raise Refused(_("%sのレビューは、すでにあります。") % quarter.label) from None


def open_due_reviews(*, at: date) -> list[Review]:
    """Opens the review of the quarter that ended last, for every plan under way whose policy says so. Idempotent."""
    opened = []
    for review in due_to_open(at=at):
        with suppress(Refused):  # somebody has opened it this very moment
            opened.append(open_review(review.plan, Quarter.parse(review.period), by=None))
    return opened


def due_to_open(*, at: date) -> list[Review]:
    """The reviews, not stored yet, that cron opens on that day."""
    quarter = Quarter.from_index(Quarter.of(at).index - 1)
    found = []
    for plan in Plan.objects.select_related("municipality"):
        if not runs_in(plan, quarter) or not policy_of(plan).opens_automatically:
            continue
        if plan.reviews.filter(period=str(quarter)).exists():
            continue
        review = Review(plan=plan, period=str(quarter), due_on=default_due_on(plan, quarter))
        if due_items(review):
            found.append(review)
    return found


def close_review(review: Review, *, by: AbstractUser) -> Review:
    """Locks the review's values. Raises StillOpen while one is neither approved nor marked missing."""
    with transaction.atomic():
        current = _locked(review, by)
        if not current.is_open:
            raise Refused(_("このレビューは、すでに締め切られています。"))
        left = [due_item for due_item in due_items(current) if due_item.blocks_closing]
        if left:
            raise StillOpen(left)
        current.state = Review.State.CLOSED
        current.closed_at, current.closed_by = timezone.now(), by
        return _keep(current, by, _("締め切り"))


def reopen_review(review: Review, *, by: AbstractUser, reason: str) -> Review:
    """Lets a closed review's values be changed again. Raises Refused without a reason, or once it is published."""
    reason = plain(reason)
    if not reason:
        raise Refused(_("受付中に戻す理由を書いてください。履歴に残ります。"))
    with transaction.atomic():
        current = _locked(review, by)
        if current.state == Review.State.PUBLISHED:
            raise Refused(
                _("公表したレビューは戻せません。値を直すときは、入力の画面から改定案を書いてください。")
            )
        if current.is_open:
            raise Refused(_("このレビューは受付中です。"))
        current.state = Review.State.OPEN
        current.closed_at = current.closed_by = None
        return _keep(current, by, _("受付中に戻す: %s") % reason)


def change_review(review: Review, *, by: AbstractUser, why: str = "") -> Review:
    """Stores new dates or another comment, and nothing else; a review that is not stored yet is stored as it is.

    Raises ValidationError by field, PermissionDenied, StaleRow when somebody has saved it since it was read.
    """
    with transaction.atomic():
        if review.pk is None:
            _require(by, review.plan)
            return _keep(review, by, why or _("レビューを始める"))
        current = _locked(review, by)
        if current.version != review.version:
            raise StaleRow(current)
        for name in CHANGEABLE:
            setattr(current, name, getattr(review, name))
        return _keep(current, by, why or _("日程・総括の変更"))


def runs_in(plan: Plan, quarter: Quarter) -> bool:
    """Whether the quarter lies in the plan's term, wholly or in part."""
    return (plan.begins_on is None or plan.begins_on <= quarter.last_day) and (
        plan.ends_on is None or quarter.first_day <= plan.ends_on
    )


def _locked(review: Review, by: AbstractUser) -> Review:
    current = Review.objects.select_for_update().get(pk=review.pk)
    _require(by, current.plan)
    return current


def _require(by: AbstractUser | None, plan: Plan) -> None:
    if by is not None and not may(by, Right.RUN_REVIEWS, plan.municipality_id):
        raise PermissionDenied(_("この計画のレビューを扱う権限がありません。"))


def _keep(review: Review, by: AbstractUser | None, why: str) -> Review:
    review.full_clean()
    review._history_user = by
    review._change_reason = why
    with acting(by, why):
        review.save()
    return review
