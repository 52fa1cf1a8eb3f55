"""One piece of news, and the newest of several kinds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from plans.models import Plan

MOST = 50  # entries of a feed


@dataclass(frozen=True)
class Entry:
    """`key`: its name within the plan, for ever the same; `path`: of the page that says more; `moment`: when it happened."""

    plan: Plan
    kind: str  # value, values, verdict, report, change
    key: str
    title: str
    sentence: str
    path: str
    moment: datetime


def newest(entries: Iterable[Entry]) -> list[Entry]:
    """The newest first; of one moment a verdict after the value that changed it."""
    return sorted(entries, key=lambda row: (row.moment, row.kind == "value", row.key), reverse=True)[:MOST]


def begin_of(day: date) -> datetime:
    """The day's first moment here, for what has a day and no hour."""
    return timezone.make_aware(datetime.combine(day, time.min))
