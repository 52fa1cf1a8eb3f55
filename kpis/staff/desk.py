"""The admin's first page: what waits for this person today, each line leading straight to the place of work."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpis.models import ActionProgress, Measurement, PeriodEntry, Review, State
from kpis.reports.publishing import altered_reports, corrected_since
from kpis.workflow.due_items import DueItem, days_text, due_items, open_reviews
from plans.access import Right, Role, in_reach, may, reach, roles
from plans.models import Plan
from plans.people_names import person_name

from .approval_cards import waiting
from .desk_cities import Oversight, of_many, plans_of_city
from .desk_corrections import corrections_under_way
from .desk_differing import differing
from .desk_items import DeskItem, DeskSection, place, subject
from .desk_news import newest

SHOWN = 8  # lines of a list before "and n more"
MOST_PLANS = 6  # whose due items stand on one desk


@dataclass
class Desk:
    sections: list[DeskSection] = field(default_factory=list)
    is_sample: bool = False  # whether all of it is of fictional cities
    newest: list[DeskItem] = field(default_factory=list)
    oversight: Oversight | None = None  # of many cities, one is chosen first


def desk(user: AbstractUser, at: date | None = None, *, city: str = "") -> Desk:
    """What waits for the user on that day (today), in all their cities or in the one of that name or address name.

    For who oversees more plans than a page holds: the most urgent quarters, and a way to each city's own desk.
    """
    day = at or timezone.localdate()
    city = city.strip()
    within = plans_of_city(in_reach(Plan.objects.select_related("municipality"), user, Right.VIEW_PLAN), city)
    plans = list(within[: MOST_PLANS + 1])
    if len(plans) > MOST_PLANS:
        return Desk(of_many(within, user, day), newest=newest(user), oversight=Oversight(asked=city))
    reviews = list(open_reviews(plans))
    asked = {review.pk: due_items(review) for review in reviews}
    found = Desk(is_sample=bool(plans) and all(plan.municipality.is_fictional for plan in plans))
    found.oversight = Oversight(plans[0].municipality) if city and plans else None
    found.sections.extend(_returned(user, plans, reviews))
    for review in reviews:
        found.sections.extend(_due(user, review, asked[review.pk], day))
    found.sections.extend(_corrections(user, plans))
    found.sections.extend(_to_approve(user, plans, reviews))
    found.sections.extend(_altered(user, plans))
    found.sections.extend(_to_publish(user, plans))
    found.sections.extend(differing(user, plans, SHOWN))
    for review in reviews:
        found.sections.extend(_late(user, review, asked[review.pk], day))
    found.newest = newest(user, plans if city else None)
    return found


def _due(user: AbstractUser, review: Review, asked: list[DueItem], day: date) -> list[DeskSection]:
    """What the user has yet to enter in this quarter."""
    mine = [due_item for due_item in asked if due_item.is_for(user, Right.WRITE_ENTRIES)]
    left = [
        due_item for due_item in mine if due_item.waits_for_department and due_item.state != State.RETURNED
    ]
    if not mine or not _enters(user, review.plan):
        return []
    address = reverse("admin:kpis_review_entry", args=[review.pk])
    return [
        DeskSection(
            id=f"due-{review.pk}",
            title=_("入力: %s") % review,
            items=tuple(_due_item_line(due_item, address) for due_item in left[:SHOWN]),
            count=len(left),
            note=days_text(review, day),
            all_url=address,
            all_label=_("入力の画面を開く"),
            empty=_("書くものはすべて提出しました。"),
            is_late=bool(left) and review.due_on < day,
        )
    ]


def _enters(user: AbstractUser, plan: Plan) -> bool:
    """Whether entering is the user's own work: who only runs reviews may do it, but oversees it."""
    return not may(user, Right.RUN_REVIEWS, plan.municipality_id) or Role.EDITOR in roles(user)


def _due_item_line(due_item: DueItem, address: str) -> DeskItem:
    return DeskItem(
        text=due_item.name,
        url=f"{address}#{due_item.key}",
        note=due_item.department_names,
        chip=due_item.state,
        chip_label=due_item.state_label,
    )


def _returned(user: AbstractUser, plans: Iterable[Plan], reviews: Iterable[Review]) -> list[DeskSection]:
    """What an approver sent back, with the reason: in hand first."""
    plans = [plan for plan in plans if _enters(user, plan)]
    rows = _entries(user, plans, State.RETURNED, Right.WRITE_ENTRIES)
    if not rows:
        return []
    items = [
        DeskItem(
            text=subject(row),
            url=place(row, reviews, "kpis_review_entry"),
            note=_("理由: %s") % row.return_reason if row.return_reason else "",
            chip="returned",
            chip_label=_("差し戻し"),
        )
        for row in rows
    ]
    return [DeskSection("returned", _("差し戻されたもの"), tuple(items[:SHOWN]), len(items), is_late=True)]


def _corrections(user: AbstractUser, plans: Iterable[Plan]) -> list[DeskSection]:
    items = [
        DeskItem(
            text=subject(row),
            url=reverse(f"admin:kpis_{row._meta.model_name}_change", args=[row.pk]),
            note=note,
            chip=row.state,
            chip_label=str(row.get_state_display()),
        )
        for row, note in corrections_under_way(user, plans, _enters)
    ]
    return [DeskSection("corrections", _("改定案"), tuple(items[:SHOWN]), len(items))] if items else []


def _to_approve(user: AbstractUser, plans: Iterable[Plan], reviews: Iterable[Review]) -> list[DeskSection]:
    if not reach(user, Right.DECIDE_ENTRIES):
        return []
    rows = waiting(user, plans)
    items = [
        DeskItem(
            text=subject(row),
            url=place(row, reviews, "kpis_review_approval"),
            note=_("提出 %s") % (person_name(row.submitted_by) or row.owner_name or _("担当部署")),
            chip="submitted",
            chip_label=str(State.SUBMITTED.label),
        )
        for row in rows
    ]
    return [
        DeskSection(
            "approval",
            _("承認を待っているもの"),
            tuple(items[:SHOWN]),
            len(items),
            empty=_("承認を待っているものはありません。"),
        )
    ]


def _to_publish(user: AbstractUser, plans: Iterable[Plan]) -> list[DeskSection]:
    """For who runs the reviews: closed quarters, and published ones whose values were corrected since."""
    mine = [plan for plan in plans if may(user, Right.RUN_REVIEWS, plan.municipality_id)]
    closed = Review.objects.filter(plan__in=mine, state=Review.State.CLOSED).select_related("plan")
    items = [
        _report_item(review, _("締め切りました。下書きを確かめて公表できます。"))
        for review in closed.order_by("plan", "period")
    ]
    for review in corrected_since(mine):
        items.append(_report_item(review, _("公表の後に、改定案が承認されました。訂正版を出せます。")))
    if not items:
        return []
    return [DeskSection("publish", _("公表を待っている四半期報告"), tuple(items[:SHOWN]), len(items))]


def _altered(user: AbstractUser, plans: Iterable[Plan]) -> list[DeskSection]:
    """For who runs the reviews: published reports that are not served, for they are not what was published."""
    mine = [plan for plan in plans if may(user, Right.RUN_REVIEWS, plan.municipality_id)]
    found = altered_reports(mine) if mine else []
    if not found:
        return []
    note = _(
        "保存されている内容が、公表したときと違います。市民には表示していません。情報システムの担当者に伝えてください。"
    )
    items = [
        DeskItem(str(report), reverse("admin:kpis_review_report", args=[report.review_id]), note)
        for report in found
    ]
    return [
        DeskSection("altered", _("内容が変わった四半期報告"), tuple(items[:SHOWN]), len(items), is_late=True)
    ]


def _report_item(review: Review, note: str) -> DeskItem:
    return DeskItem(str(review), reverse("admin:kpis_review_report", args=[review.pk]), note)


def _late(user: AbstractUser, review: Review, asked: list[DueItem], day: date) -> list[DeskSection]:
    """For who runs the review: what is missing in the whole plan, by department."""
    if not may(user, Right.RUN_REVIEWS, review.plan.municipality_id):
        return []
    left = [due_item for due_item in asked if due_item.waits_for_department]
    by_department: dict[str, list[DueItem]] = {}
    for due_item in left:
        by_department.setdefault(due_item.department_names, []).append(due_item)
    address = reverse("admin:kpis_review_status", args=[review.pk])
    items = tuple(
        DeskItem(
            text=name,
            url=f"{address}#{group[0].key}",
            note=ngettext("%d件が未提出", "%d件が未提出", len(group)) % len(group),
        )
        for name, group in sorted(by_department.items(), key=lambda pair: -len(pair[1]))
    )
    done = sum(due_item.is_answered for due_item in asked)
    return [
        DeskSection(
            id=f"late-{review.pk}",
            title=_("進み具合: %s") % review,
            items=items[:SHOWN],
            count=len(left),
            hidden=len(items) - len(items[:SHOWN]),
            note=_("%(all)d件のうち%(done)d件が済んでいます。%(days)s")
            % {"all": len(asked), "done": done, "days": days_text(review, day)},
            all_url=address,
            all_label=_("進み具合の画面を開く"),
            empty=_("未提出の部署はありません。"),
            is_late=bool(left) and review.due_on < day,
        )
    ]


def _entries(user: AbstractUser, plans: Iterable[Plan], state: State, right: Right) -> list[PeriodEntry]:
    found: list[PeriodEntry] = []
    for kind in (Measurement, ActionProgress):
        rows = kind.objects.filter(**{f"{kind.PLAN_PATH}__in": plans}, state=state)
        rows = in_reach(rows, user, right).select_related(f"{kind.PLAN_PATH}__municipality")
        found.extend(rows.order_by("-updated_at"))
    return found
