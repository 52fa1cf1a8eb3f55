"""Reminding: by e-mail where the site has it, else by a printed list."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from smtplib import SMTPServerDisconnected

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.models import Review
from plans.access import Right, may
from plans.models import Membership, Plan

from .locking import Refused
from .reminder_letters import letter
from .reminder_records import claim, take_back
from .reminders import Recipient, survey

# What a mail meets when the server itself is gone: the next would wait as long for nothing.
GONE = (TimeoutError, ConnectionError, SMTPServerDisconnected)


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
    for row in survey(review, at=at).recipients:
        if row.rests(at) or (row.address and mail_is_configured()):
            continue
        if claim(row.user, [(review, len(row.items))], by=by, at=at):
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
        except GONE as error:
            dead = _("メールサーバーが途中で答えなくなりました（%s）。") % error
            failed.append((Told.of(person), dead))
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
    claimed = claim(person.user, [(review, len(row.items)) for review, row in rows], by=by, at=at)
    if not claimed:
        return False
    parts = [(review, row.to_enter, row.to_decide) for review, row in rows]
    try:
        letter(
            person.name, person.address, parts, day=timezone.localdate(at), site=site, to=connection
        ).send()
    except BaseException:
        take_back(claimed)
        raise
    return True


def _require(by: AbstractUser | None, plan: Plan) -> None:
    if by is not None and not may(by, Right.RUN_REVIEWS, plan.municipality_id):
        raise PermissionDenied(_("この計画のレビューを扱う権限がありません。"))
