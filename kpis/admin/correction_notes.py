"""What the form of a report says before anybody types: that it will be a correction, who decides on it, what follows."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from kpis.models import PeriodEntry, Review
from kpis.workflow.closed_reviews import closed_sentence, review_of
from plans.access import Right, in_reach
from plans.models import Municipality

SHOWN_QUARTERS = 6


def correction_notes(row: PeriodEntry, user: AbstractUser) -> list[str]:
    """Of a report that corrects another or comes after its review was closed; none of any other."""
    review = review_of(row)
    is_closed = review is not None and not review.is_open
    if row.revision > 1:
        notes = [
            _(
                "これは改定案です。承認済みの内容を写してあります。直すところと「改定の理由」を書いてください。"
            )
        ]
    elif is_closed:
        notes = [closed_sentence(review, user)]
    else:
        return []
    notes.append(
        _(
            "「保存して提出」を押すと、承認者か計画管理者が前の内容と並べて確かめ、承認するか、理由を付けて差し戻します。承認されるまで、市民のページは変わりません。"
        )
    )
    if is_closed and review.state == Review.State.PUBLISHED:
        words = _("公表した%sの報告は、承認された後も、計画管理者が訂正版を公表するまで変わりません。")
        notes.append(words % review.label)
    return notes


def closed_quarters_note(user: AbstractUser, city: Municipality | None) -> list[str]:
    """For a form in which the period is yet to be chosen: which quarters are closed, and what to do about them."""
    closed = Review.objects.filter(plan__municipality=city).exclude(state=Review.State.OPEN)
    closed = in_reach(closed, user, Right.VIEW_PLAN)
    reviews = list(
        closed.select_related("plan__municipality").order_by("-period", "plan")[: SHOWN_QUARTERS + 1]
    )
    if not reviews:
        return []
    names = "、".join(f"{review.plan.title} {review.label}" for review in reviews[:SHOWN_QUARTERS])
    more = _("ほか") if len(reviews) > SHOWN_QUARTERS else ""
    words = _(
        "締め切られた四半期（%(names)s%(more)s）に書くときは、「改定の理由」も書いてください。改定案として、承認者か計画管理者が確かめます。"
    )
    return [words % {"names": names, "more": more}]
