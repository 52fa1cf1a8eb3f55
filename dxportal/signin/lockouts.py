"""Who is locked out, until when, and letting them in again. The counting itself is django-axes'."""

from dataclasses import dataclass
from datetime import datetime

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Max, Sum
from django.utils import timezone


@dataclass(frozen=True)
class LockOut:
    """A user name that may not sign in from an address."""

    username: str
    address: str | None
    until: datetime


def limit() -> int:
    """Failures that lock out."""
    return settings.AXES_FAILURE_LIMIT


def until(username: str, address: str | None) -> datetime:
    """When that user name may try again from that address, at the latest."""
    attempts = AccessAttempt.objects.filter(username=username, ip_address=address)
    last = attempts.aggregate(last=Max("attempt_time"))["last"]
    return (last or timezone.now()) + settings.AXES_COOLOFF_TIME


def current() -> list[LockOut]:
    """Those locked out now, by user name."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    rows = (
        AccessAttempt.objects.filter(attempt_time__gt=since)
        .values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=limit())
        .order_by("username", "ip_address")
    )
    return [
        LockOut(row["username"], row["ip_address"], row["last"] + settings.AXES_COOLOFF_TIME) for row in rows
    ]


def lift(username: str) -> int:
    """Forgets the failures of that user name; how many rows there were. An empty name lifts nothing."""
    return reset(username=username) if username else 0
