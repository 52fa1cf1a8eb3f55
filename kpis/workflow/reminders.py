"""Who is to be reminded of what is open in a review: of whom something waits, and who has rested long enough."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.models import Review, State, policy_of
from plans.access import BY_DEPARTMENT_ROLES, RIGHTS, Right
from plans.models import Membership, Municipality, Plan
from plans.people_names import person_name

from .closed_reviews import with_corrections_handed_in
from .departments import DepartmentTree
from .due_items import DueItem, due_items, open_reviews
from .entries import hands_on
from .four_eyes import covers, may_decide
from .reminder_records import REST, last_reminded, rests

BEFORE_DUE = timedelta(days=7)  # from when the portal reminds by itself

# The plan manager may write and decide too, but is the one who reminds.
WRITERS, DECIDERS = (
    frozenset(role for role in BY_DEPARTMENT_ROLES if right in RIGHTS[role])
    for right in (Right.WRITE_ENTRIES, Right.DECIDE_ENTRIES)
)


@dataclass(frozen=True)
class Recipient:
    """Somebody and what of a review waits for them: to be entered, or to be decided on."""

    user: AbstractUser
    items: tuple[DueItem, ...]
    last_reminded: datetime | None = None

    @property
    def name(self) -> str:
        return person_name(self.user)

    @property
    def address(self) -> str:
        return self.user.email.strip()

    @property
    def to_enter(self) -> list[DueItem]:
        return [due_item for due_item in self.items if due_item.waits_for_department]

    @property
    def to_decide(self) -> list[DueItem]:
        return [due_item for due_item in self.items if due_item.waits_for_approval]

    @property
    def waiting_text(self) -> str:
        """入力3件・承認2件"""
        counts = ((_("入力%d件"), self.to_enter), (_("承認%d件"), self.to_decide))
        return "・".join(form % len(rows) for form, rows in counts if rows)

    def rests(self, at: datetime) -> bool:
        """Whether the last reminder is so recent that no other may go now; one of a day to come is a clock's mistake."""
        return rests(self.last_reminded, at)


@dataclass(frozen=True)
class Survey:
    """What is open in a review, who is in charge of it, and what nobody is in charge of."""

    due_items: tuple[DueItem, ...]
    recipients: tuple[Recipient, ...]  # in the order of their names
    unattended: tuple[DueItem, ...]


def survey(review: Review, *, at: datetime) -> Survey:
    """Who is in charge of what is open in the review; once it is closed, of its corrections that wait for approval.

    A constant number of queries.
    """
    asked = [due_item for due_item in due_items(review) if _waits(due_item)]
    city = review.plan.municipality
    offices = DepartmentTree(city)
    members = _members(city, timezone.localdate(at))
    reported = [row.entry for row in asked if row.waits_for_approval and row.entry is not None]
    touched = {} if policy_of(review.plan).allows_own_approval else hands_on(reported)
    items: dict[int, list[DueItem]] = {}
    people: dict[int, AbstractUser] = {}
    unattended = []
    for due_item in asked:
        charge = offices.with_those_above(due_item.department_ids)
        found = {
            member.user_id: member.user
            for member in members
            if _is_in_charge(
                member, due_item, charge, touched.get(due_item.entry, set()) if due_item.entry else set()
            )
        }
        people |= found
        for key in found:
            items.setdefault(key, []).append(due_item)
        if not found:
            unattended.append(due_item)
    last = last_reminded(items)
    recipients = [Recipient(people[key], tuple(rows), last.get(key)) for key, rows in items.items()]
    recipients.sort(key=lambda row: (row.name, row.user.pk))
    return Survey(tuple(asked), tuple(recipients), tuple(unattended))


def _waits(due_item: DueItem) -> bool:
    return due_item.waits_for_approval or (due_item.review.is_open and due_item.waits_for_department)


def soon_due(plans: QuerySet[Plan], day: date) -> QuerySet[Review]:
    """The open reviews that are due within a week of that day, or were before it."""
    return open_reviews(plans).filter(due_on__lte=day + BEFORE_DUE)


def reviews_to_remind_of(plans: QuerySet[Plan], day: date) -> list[Review]:
    """Of which reviews the portal reminds by itself: those soon due, and closed ones while a correction waits for approval."""
    return [*soon_due(plans, day), *with_corrections_handed_in(plans)]


def _members(city: Municipality, day: date) -> list[Membership]:
    rows = Membership.objects.in_force(at=day).filter(
        municipality=city,
        role__in=WRITERS | DECIDERS,
        user__is_active=True,
        user__is_staff=True,
    )
    return list(rows.select_related("user").order_by("pk"))


def _is_in_charge(member: Membership, due_item: DueItem, charge: set[int], excluded: set[int]) -> bool:
    """Whether the due item waits for that person. `charge`: its departments with those above; `excluded`: who may not approve it."""
    if due_item.waits_for_department:
        return member.role in WRITERS and covers(member, Right.WRITE_ENTRIES, charge)
    return member.role in DECIDERS and may_decide(member, charge, excluded)


def is_anybody_missed(plans: QuerySet[Plan], *, at: datetime, late: timedelta) -> bool:
    """Whether somebody whom the portal should have mailed `late` ago has had no mail: cron does not run."""
    return any(
        person.address and _should_have_been_mailed(person, opened, before=at - late)
        for review in soon_due(plans, timezone.localdate(at - late))
        for opened in (_open_since(review),)
        for person in survey(review, at=at).recipients
    )


def _should_have_been_mailed(person: Recipient, opened: datetime | None, *, before: datetime) -> bool:
    """`opened`: since when the review is open; None: longer than is known."""
    if person.user.date_joined > before:
        return False
    if person.last_reminded is not None and person.last_reminded + REST > before:
        return False
    return any((since := _waits_since(item, opened)) is None or since <= before for item in person.items)


def _waits_since(due_item: DueItem, opened: datetime | None) -> datetime | None:
    """Since it was handed in or returned; what nobody has touched waits since the review is open."""
    entry = due_item.entry
    if due_item.waits_for_approval:
        return entry.submitted_at if entry else None
    if entry is not None and entry.state == State.RETURNED:
        return entry.decided_at
    return opened


def _open_since(review: Review) -> datetime | None:
    since, before = None, ""
    for state, moment in review.history.order_by("history_date", "pk").values_list("state", "history_date"):
        if state == Review.State.OPEN != before:
            since = moment
        before = state
    return since
