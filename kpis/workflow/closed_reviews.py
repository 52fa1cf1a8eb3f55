"""What a closed review takes: a correction that says why (改定案), from whoever writes there, and the decision on it."""

from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kpis.judging.periods import Period, quarter_of
from kpis.models import ActionProgress, Measurement, PeriodEntry, Review, State
from plans.access import Right, may
from plans.models import Plan

from .locking import Refused


def review_of(row: PeriodEntry, *, lock: bool = False) -> Review | None:
    """The review that asks for the report's period."""
    rows = Review.objects.select_for_update() if lock else Review.objects
    return rows.filter(plan=row.plan, period=str(quarter_of(Period.parse(row.period)))).first()


def with_corrections_handed_in(plans: QuerySet[Plan]) -> list[Review]:
    """The closed reviews of these plans in which a correction waits for approval, the oldest quarter first."""
    asked: set[tuple[int, str]] = set()
    for kind in (Measurement, ActionProgress):
        rows = kind.objects.corrections().filter(
            state=State.SUBMITTED, **{f"{kind.PLAN_PATH}__in": plans.values("pk")}
        )
        found = rows.order_by().values_list(kind.PLAN_PATH, "period").distinct()
        asked.update((plan, str(quarter_of(Period.parse(period)))) for plan, period in found)
    rows = Review.objects.filter(plan__in={plan for plan, _period in asked}).exclude(state=Review.State.OPEN)
    rows = rows.select_related("plan__municipality").order_by("period", "plan")
    return [row for row in rows if (row.plan_id, row.period) in asked]


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
