"""Whom somebody has reminded, and when: at most one reminder per person within REST, whatever the review.

A reminder is recorded before it goes out, and taken back where it did not: nobody waits for the database while a mail
server is slow, and of two who remind at the same moment one does. Where the process dies in between, one person hears
nothing for REST.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import Max

from kpis.models import Reminder, Review
from plans.journal.acting import acting

REST = timedelta(days=5)


def last_reminded(users: Iterable[int]) -> dict[int, datetime]:
    rows = Reminder.objects.filter(user__in=list(users)).values("user").annotate(last=Max("sent_at"))
    return {row["user"]: row["last"] for row in rows.order_by()}


def rests(last: datetime | None, at: datetime) -> bool:
    """Whether that last reminder is so recent that no other may go now; one of a day to come is a clock's mistake."""
    return last is not None and abs(at - last) < REST


def claim(
    user: AbstractUser, counts: Sequence[tuple[Review, int]], *, by: AbstractUser | None, at: datetime
) -> list[int]:
    """Records that the person is reminded of so many items of each review; the keys of the rows.

    None are recorded, and none returned, where somebody else has reminded the person meanwhile.
    """
    with transaction.atomic():
        get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
        last = last_reminded([user.pk]).get(user.pk)
        if rests(last, at):
            return []
        with acting(by):
            rows = Reminder.objects.bulk_create(
                Reminder(review=review, user=user, sent_at=at, sent_by=by, open_count=count)
                for review, count in counts
            )
        return [row.pk for row in rows]


def take_back(keys: Iterable[int]) -> None:
    """They did not go out."""
    Reminder.objects.filter(pk__in=keys).delete()
