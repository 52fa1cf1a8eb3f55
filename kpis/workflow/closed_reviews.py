"""What a closed review takes: a correction that says why (改定案), from whoever writes there, and the decision on it."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from kpis.judging.periods import Period, quarter_of
from kpis.models import PeriodEntry, Review
from plans.access import Right, may

from .locking import Refused


def review_of(row: PeriodEntry, *, lock: bool = False) -> Review | None:
    """The review that asks for the report's period."""
    rows = Review.objects.select_for_update() if lock else Review.objects
    return rows.filter(plan=row.plan, period=str(quarter_of(Period.parse(row.period)))).first()


def require_open(row: PeriodEntry, by: AbstractUser, right: Right = Right.WRITE_ENTRIES) -> None:
    """Raises Refused where the report's review is closed and it is no correction that says why.

    Every verb asks this before it claims the row: locks are taken in one order, the review's first.
    """
    review = review_of(row, lock=True)
    if review is None or review.is_open or row.is_correction:
        return
    if right == Right.DECIDE_ENTRIES:
        words = _("%sは締め切られています。計画管理者がレビューを受付中に戻すと、承認や差し戻しができます。")
        raise Refused(words % review.label)
    raise Refused(closed_sentence(review, by))


def closed_sentence(review: Review, by: AbstractUser) -> str:
    """That the review is closed, and the way on."""
    sentence = _("%sは締め切られています。「改定の理由」を書くと、改定案として保存できます。") % review.label
    runs_reviews = may(by, Right.RUN_REVIEWS, review.plan.municipality_id)
    if runs_reviews and review.state == Review.State.CLOSED:
        sentence += _("レビューを受付中に戻すこともできます。")
    return sentence


def why_locked(row: PeriodEntry, *, by: AbstractUser) -> str:
    """Why the user cannot change the report as it is, as a sentence; blank when it is open. In a transaction."""
    try:
        require_open(row, by)
    except Refused as refusal:
        return str(refusal)
    return ""
