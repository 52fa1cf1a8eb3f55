"""Who is locked out, by which limit, until when; and letting them in again.

Pairs of name and address are counted by django-axes, names and addresses alone by limits.py.
"""

from dataclasses import dataclass
from datetime import datetime

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest
from django.utils import timezone

from . import limits
from .models import LockedBy


@dataclass(frozen=True)
class LockOut:
    """A user name that may not sign in from an address; or a name, or an address, alone: the other one is blank."""

    username: str
    address: str | None
    until: datetime
    by: str = LockedBy.PAIR

    @property
    def by_label(self) -> str:
        return str(LockedBy(self.by).label)

    @property
    def is_of_address(self) -> bool:
        return self.by in limits.BY_ADDRESS


def limit() -> int:
    """Failures that lock a pair out."""
    return settings.AXES_FAILURE_LIMIT


def of(request: HttpRequest, username: str) -> LockOut:
    """What keeps this attempt out the longest."""
    address = request.axes_ip_address
    pair = LockOut(username, address, _pair_until(username, address))
    over = limits.reached(request, username, address)
    if over is None or (pair.until > over.until and _is_pair_over(username, address)):
        return pair
    return _of_limit(over)


def current(most: int, username: str = "") -> list[LockOut]:
    """Those locked out now, at most so many: names and addresses alone, then pairs by user name.

    With `username`: only names that contain it.
    """
    by_limits = [_of_limit(over) for over in limits.current(most, username)]
    pairs = _pairs().filter(username__icontains=username) if username else _pairs()
    rows = (
        pairs.values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=limit())
        .order_by("username", "ip_address")
    )
    return by_limits + [
        LockOut(row["username"], row["ip_address"], row["last"] + settings.AXES_COOLOFF_TIME)
        for row in rows[: most - len(by_limits)]
    ]


def lift(username: str) -> int:
    """Forgets the failures of that user name, from everywhere; how many there were. An empty name lifts nothing."""
    return reset(username=username) if username else 0


def lift_address(address: str) -> int:
    """Forgets the failures counted by that address alone; how many there were. Pairs of it with a name stay locked out.

    An empty address lifts nothing.
    """
    return limits.forget_address(address) if address else 0


def _of_limit(over: limits.Reached) -> LockOut:
    by_address = over.limit.kind in limits.BY_ADDRESS
    return LockOut(
        "" if by_address else over.key, over.key if by_address else None, over.until, over.limit.kind
    )


def _pairs():
    """Those of this time: a clock that was ahead and has been put right keeps nobody out until that day comes."""
    now, window = timezone.now(), settings.AXES_COOLOFF_TIME
    return AccessAttempt.objects.filter(attempt_time__gt=now - window, attempt_time__lt=now + window)


def _is_pair_over(username: str, address: str | None) -> bool:
    rows = _pairs().filter(username=username, ip_address=address)
    return (rows.aggregate(failures=Sum("failures_since_start"))["failures"] or 0) >= limit()


def _pair_until(username: str, address: str | None) -> datetime:
    """When that user name may try again from that address, at the latest."""
    attempts = AccessAttempt.objects.filter(username=username, ip_address=address)
    last = attempts.aggregate(last=Max("attempt_time"))["last"]
    return (last or timezone.now()) + settings.AXES_COOLOFF_TIME
