"""The desk of somebody who oversees many cities: the most urgent quarters, and a way to the desk of each city."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kpis.models import Review
from kpis.workflow.due_items import days_text, open_reviews
from plans.access import Right, reach
from plans.models import Municipality, Plan

from .desk_items import DeskItem, DeskSection

SHOWN = 12  # quarters of a list


@dataclass(frozen=True)
class Oversight:
    """That the user has many cities in hand. `city`: whose desk is shown, None: none; `asked`: what was typed for it."""

    city: Municipality | None = None
    asked: str = ""


def plans_of_city(plans: QuerySet[Plan], asked: str) -> QuerySet[Plan]:
    """Those of the city with that name or address name; all of them where none is named, or it has none of them."""
    if not asked:
        return plans
    own = plans.filter(Q(municipality__slug=asked) | Q(municipality__name=asked))
    return own if own.exists() else plans


def of_many(plans: QuerySet[Plan], user: AbstractUser, day: date) -> list[DeskSection]:
    """The open quarters that are due first, and closed ones that wait for their reports. Nothing is counted through."""
    keys = plans.order_by().values("pk")
    found = [_section("open", _("受付中の四半期レビュー"), open_reviews(keys), "kpis_review_status", day)]
    if reach(user, Right.RUN_REVIEWS):
        closed = Review.objects.filter(plan__in=keys, state=Review.State.CLOSED)
        rows = closed.select_related("plan__municipality").order_by("due_on", "plan_id")
        found.append(_section("publish", _("公表を待っている四半期報告"), rows, "kpis_review_report", day))
    return [section for section in found if section.items]


def _section(key: str, title: str, rows: QuerySet[Review], page: str, day: date) -> DeskSection:
    reviews = list(rows[: SHOWN + 1])
    items = tuple(
        DeskItem(
            text=f"{review.plan.municipality.name}　{review}",
            url=reverse(f"admin:{page}", args=[review.pk]),
            note=days_text(review, day) if review.is_open else "",
        )
        for review in reviews[:SHOWN]
    )
    note = _("締切の早い順に%d件を表示しています。") % SHOWN if len(reviews) > SHOWN else ""
    is_late = any(review.is_open and review.due_on < day for review in reviews)
    return DeskSection(key, title, items, 0, note=note, is_late=is_late, hidden=0)
