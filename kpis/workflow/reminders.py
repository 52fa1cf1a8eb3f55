"""Who is reminded of what is open in a review: by e-mail where the site has it, else by a printed list.

At most one reminder per person within REST, whatever the review. It is recorded only after it went out.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.models import Reminder, Review, policy_of
from plans.access import BY_DEPARTMENT_ROLES, RIGHTS, Right, may
from plans.journal.acting import acting
from plans.models import Membership, Municipality, Plan
from plans.people_names import person_name

from .closed_reviews import with_corrections_handed_in
from .departments import DepartmentTree
from .due_items import DueItem, due_items, open_reviews
from .entries import hands_on
from .four_eyes import covers, may_decide
from .locking import Refused
from .reminder_letters import letter

REST = timedelta(days=5)
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
        return self.last_reminded is not None and abs(at - self.last_reminded) < REST


@dataclass(frozen=True)
class Survey:
    """What is open in a review, who is in charge of it, and what nobody is in charge of."""

    due_items: tuple[DueItem, ...]
    recipients: tuple[Recipient, ...]  # in the order of their names
    unattended: tuple[DueItem, ...]


@dataclass(frozen=True)
class Told:
    """Of somebody what is said once the letters are out; what waited for them is not kept, for a nation's would be much."""

    name: str
    address: str
    count: int  # due items that wait

    @classmethod
    def of(cls, person: Recipient) -> "Told":
        return cls(person.name, person.address, len(person.items))


@dataclass(frozen=True)
class Sent:
    """What sending brought: to whom it went, who has no address, who was reminded lately, and what failed."""

    sent: tuple[Told, ...] = ()
    without_address: tuple[Told, ...] = ()
    resting: tuple[Told, ...] = ()
    failed: tuple[tuple[Told, str], ...] = ()


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
    last = _last_reminded(items)
    recipients = [Recipient(people[key], tuple(rows), last.get(key)) for key, rows in items.items()]
    recipients.sort(key=lambda row: (row.name, row.user.pk))
    return Survey(tuple(asked), tuple(recipients), tuple(unattended))


def _waits(due_item: DueItem) -> bool:
    return due_item.waits_for_approval or (due_item.review.is_open and due_item.waits_for_department)


def due_reminders(review: Review, *, at: datetime) -> list[Recipient]:
    """Those who may be reminded now: something waits for them, and no reminder went to them within REST."""
    return [row for row in survey(review, at=at).recipients if not row.rests(at)]


def soon_due(plans: QuerySet[Plan], day: date) -> QuerySet[Review]:
    """The open reviews that are due within a week of that day, or were before it."""
    return open_reviews(plans).filter(due_on__lte=day + BEFORE_DUE)


def reviews_to_remind_of(plans: QuerySet[Plan], day: date) -> list[Review]:
    """Of which reviews the portal reminds by itself: those soon due, and closed ones while a correction waits for approval."""
    return [*soon_due(plans, day), *with_corrections_handed_in(plans)]


def send(review: Review, *, at: datetime, by: AbstractUser | None = None, site: str = "") -> Sent:
    """Mails everybody for whom something of the review waits. `by` None: the portal itself (cron).

    `site`: the beginning of links, e.g. https://dx.city.example.jp; without it the mail has none. Raises Refused
    where no mail is configured or the review is closed, PermissionDenied.
    """
    _require(by, review.plan)
    if not review.is_open:
        raise Refused(_("締め切られたレビューでは、督促を送れません。"))
    return send_all([review], at=at, by=by, site=site)


def send_all(
    reviews: Iterable[Review], *, at: datetime, by: AbstractUser | None = None, site: str = ""
) -> Sent:
    """One mail to each person about all these reviews. Raises Refused where no mail is configured."""
    if not mail_is_configured():
        raise Refused(_("メールの設定がないので送れません。一覧を印刷して配ってください。"))
    blank: list[Told] = []
    resting: list[Told] = []

    def letters() -> Iterator[Rows]:
        for rows in _by_person(reviews, at):
            person = _person(rows)
            if person.rests(at):
                resting.append(Told.of(person))
            elif person.address:
                yield rows
            else:
                blank.append(Told.of(person))

    outcome = _deliver(letters(), at=at, by=by, site=site)
    return replace(outcome, resting=(*outcome.resting, *resting), without_address=tuple(blank))


def record_printed(review: Review, *, by: AbstractUser, at: datetime) -> list[Recipient]:
    """Records that the printed list went to everybody whom no mail reaches. Returns them. Raises PermissionDenied."""
    _require(by, review.plan)
    done = []
    for row in due_reminders(review, at=at):
        if row.address and mail_is_configured():
            continue
        with transaction.atomic():
            if not _lock(row).rests(at):
                _record([(review, row)], by, at)
                done.append(row)
    return done


def mail_is_configured() -> bool:
    return getattr(settings, "MAIL_CONFIGURED", False)


Rows = list[tuple[Review, Recipient]]  # one person's part in each review


def _by_person(reviews: Iterable[Review], at: datetime) -> Iterator[Rows]:
    """City by city, so that no more than one city's due items are at hand; who works in several comes last, with all."""
    rows = sorted(reviews, key=lambda review: review.plan.municipality_id)
    several = _in_several_cities({review.plan.municipality_id for review in rows}, timezone.localdate(at))
    late: dict[int, Rows] = {}
    for _city, own in groupby(rows, key=lambda review: review.plan.municipality_id):
        found: dict[int, Rows] = {}
        for review in own:
            for row in survey(review, at=at).recipients:
                there = late if row.user.pk in several else found
                there.setdefault(row.user.pk, []).append((review, row))
        yield from found.values()
    yield from late.values()


def _in_several_cities(cities: Collection[int], day: date) -> set[int]:
    """Ids of the people who have roles in more than one of the cities."""
    if len(cities) < 2:
        return set()
    members = Membership.objects.in_force(at=day).order_by().values("user")
    found = members.annotate(count=Count("municipality", distinct=True)).filter(count__gt=1)
    return set(found.values_list("user", flat=True))


def _person(rows: Rows) -> Recipient:
    """The person with what waits for them in all the reviews."""
    return replace(rows[0][1], items=tuple(due_item for _review, row in rows for due_item in row.items))


def _deliver(letters: Iterable[Rows], *, at: datetime, by: AbstractUser | None, site: str) -> Sent:
    """Sends one after the other; one that fails does not hold up the others, a dead server is asked once."""
    sent: list[Told] = []
    resting: list[Told] = []
    failed: list[tuple[Told, str]] = []
    connection = get_connection()
    dead = ""
    for rows in letters:
        person = _person(rows)
        if dead:  # this mail would meet it too
            failed.append((Told.of(person), dead))
            continue
        try:
            connection.open()
        except OSError as error:
            dead = _("メールサーバーにつながりません（%s）。") % error
            failed.append((Told.of(person), dead))
            continue
        try:
            went = _send_one(rows, person, connection, at=at, by=by, site=site)
        except (OSError, ValueError) as error:  # refused by the server (smtplib's are OSErrors), or malformed
            reason = _("送れませんでした。アドレスを確かめてください（%s）。") % error
            failed.append((Told.of(person), reason))
            connection.close()
        else:
            (sent if went else resting).append(Told.of(person))
    connection.close()
    return Sent(sent=tuple(sent), resting=tuple(resting), failed=tuple(failed))


def _send_one(
    rows: Rows,
    person: Recipient,
    connection: BaseEmailBackend,
    *,
    at: datetime,
    by: AbstractUser | None,
    site: str,
) -> bool:
    """Whether it went out: False when somebody else has reminded the person meanwhile."""
    with transaction.atomic():
        if _lock(person).rests(at):
            return False
        parts = [(review, row.to_enter, row.to_decide) for review, row in rows]
        letter(
            person.name, person.address, parts, day=timezone.localdate(at), site=site, to=connection
        ).send()
        _record(rows, by, at)
        return True


def _lock(person: Recipient) -> Recipient:
    """The person as the database knows them now; until the transaction ends nobody else reminds them."""
    user = get_user_model().objects.select_for_update(no_key=True).get(pk=person.user.pk)
    return replace(person, last_reminded=_last_reminded([user.pk]).get(user.pk))


def _record(rows: Rows, by: AbstractUser | None, at: datetime) -> None:
    with acting(by):
        Reminder.objects.bulk_create(
            Reminder(review=review, user=row.user, sent_at=at, sent_by=by, open_count=len(row.items))
            for review, row in rows
        )


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


def _last_reminded(users: Iterable[int]) -> dict[int, datetime]:
    rows = Reminder.objects.filter(user__in=list(users)).values("user").annotate(last=Max("sent_at"))
    return {row["user"]: row["last"] for row in rows.order_by()}


def _require(by: AbstractUser | None, plan: Plan) -> None:
    if by is not None and not may(by, Right.RUN_REVIEWS, plan.municipality_id):
        raise PermissionDenied(_("この計画のレビューを扱う権限がありません。"))
