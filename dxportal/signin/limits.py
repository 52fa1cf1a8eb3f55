"""Limits of failed sign-ins by address and by name, beside django-axes' own by the pair of both (ADR 28).

They are counted in the database, so that processes and hosts count together: a row per failure and limit (`Strike`), found
by an index. A limit is reached while its window holds as many failures as it allows, and ends by itself when the oldest of
them leaves the window. A success forgets none: who guesses could else sign in with an account of their own in between.

Somebody outside who guesses must not keep a colleague out for a day. So failures are counted apart where the person is known:
in the office, in a session that is open, at an address from which that account has signed in lately. Guesses from
elsewhere close the name elsewhere only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from axes.models import AccessLog
from django.db.models import Count, Max, Q
from django.http import HttpRequest
from django.utils import timezone

from .addresses import counted_as, is_office
from .models import LockedBy, Strike

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KNOWN_FOR = timedelta(days=30)  # since the last sign-in from an address


@dataclass(frozen=True)
class Limit:
    """So many failures in so long a time lock out."""

    kind: str
    failures: int
    window: timedelta


ADDRESS = Limit(LockedBy.ADDRESS, 20, HOUR)
# One address may be a whole city hall's. Who has signed in from there lately is not kept out by it at all.
OFFICE = Limit(LockedBy.OFFICE, 200, HOUR)
NAME = Limit(LockedBy.NAME, 20, DAY)
KNOWN_NAME = Limit(LockedBy.KNOWN_NAME, 100, DAY)
LIMITS = (ADDRESS, OFFICE, NAME, KNOWN_NAME)
BY_ADDRESS = frozenset({LockedBy.ADDRESS, LockedBy.OFFICE})
NAMELESS = Limit(LockedBy.NAMELESS, 20, HOUR)  # lines of the list of sign-ins; it keeps nobody out


@dataclass(frozen=True)
class Reached:
    """A limit that keeps `key` (a name, an address) out until then."""

    limit: Limit
    key: str
    until: datetime


def count(request: HttpRequest, username: str, address: str | None) -> None:
    """Notes a failure with every limit that it counts towards."""
    _strike(_keys(request, username, address))


def may_note_nameless(address: str | None) -> bool:
    """Whether a failure that names nobody makes another line of the list: anybody can send such without end."""
    key = counted_as(address) if address else ""
    if _over(NAMELESS, key):
        return False
    _strike([(NAMELESS, key)])
    return True


def reached(request: HttpRequest, username: str, address: str | None) -> Reached | None:
    """The limit that keeps this attempt out the longest; None where none does."""
    keys = _keys(request, username, address)
    found = [over for limit, key in keys if (over := _over(limit, key))]
    by_address = [over for over in found if over.limit.kind in BY_ADDRESS]
    if by_address and is_known(request, username, address):
        found = [over for over in found if over not in by_address]
    return max(found, key=lambda over: over.until, default=None)


def current(most: int, username: str = "") -> list[Reached]:
    """The names and addresses that a limit keeps out now, of a crowd the newest `most`: names first, then those kept out
    the longest. With `username`: only names that contain it.
    """
    now = timezone.now()
    within = reduce(or_, (Q(kind=limit.kind) & _around(now, limit) for limit in LIMITS))
    over_it = reduce(or_, (Q(kind=limit.kind, failures__gte=limit.failures) for limit in LIMITS))
    counted = (
        Strike.objects.filter(within).values("kind", "key").annotate(failures=Count("pk"), last=Max("at"))
    )
    if username:
        counted = counted.filter(key__icontains=username).exclude(kind__in=BY_ADDRESS)
    newest = counted.filter(over_it).order_by("-last", "kind", "key").values_list("kind", "key")[:most]
    moments: dict[tuple[str, str], list[datetime]] = {pair: [] for pair in newest}
    strikes = Strike.objects.filter(within, key__in={key for _, key in moments}).order_by("-at")
    for kind, key, at in strikes.values_list("kind", "key", "at"):
        moments.get((kind, key), []).append(at)
    found = [
        Reached(limit, key, times[limit.failures - 1] + limit.window)
        for limit in LIMITS
        for (kind, key), times in moments.items()
        if kind == limit.kind and len(times) >= limit.failures
    ]
    return sorted(found, key=lambda over: (over.limit.kind in BY_ADDRESS, -over.until.timestamp()))


def forget_name(username: str) -> int:
    """Lifts the limits of a name; how many failures are forgotten."""
    return Strike.objects.filter(kind__in=(LockedBy.NAME, LockedBy.KNOWN_NAME), key=username).delete()[0]


def forget_address(address: str) -> int:
    """Lifts the limit of an address (of an IPv6 one: of its /64)."""
    try:
        keys = {address, counted_as(address)}
    except ValueError:
        keys = {address}  # a /64, as it stands in the list
    return Strike.objects.filter(kind__in=BY_ADDRESS, key__in=keys).delete()[0]


def forget_all() -> int:
    return Strike.objects.all().delete()[0]


def is_known(request: HttpRequest, username: str, address: str | None) -> bool:
    """Whether this attempt comes from where that account's owner is known to be."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and user.get_username() == username:
        return True
    if address is None:
        return False
    lately = AccessLog.objects.filter(attempt_time__gt=timezone.now() - KNOWN_FOR, username=username)
    from_where = lately.exclude(ip_address=None).order_by().values_list("ip_address", flat=True).distinct()
    line = counted_as(address)
    return any(counted_as(one) == line for one in from_where)


def _strike(keys: Iterable[tuple[Limit, str]]) -> None:
    """What has left every window is forgotten."""
    now = timezone.now()
    Strike.objects.filter(~Q(at__range=(now - DAY, now + DAY))).delete()
    Strike.objects.bulk_create(Strike(kind=limit.kind, key=key, at=now) for limit, key in keys)


def _keys(request: HttpRequest, username: str, address: str | None) -> list[tuple[Limit, str]]:
    """Where an attempt counts. An address that is not known (a socket without a proxy) has no limit of its own."""
    office = is_office(address)
    found = []
    if address is not None:
        found.append((OFFICE if office else ADDRESS, counted_as(address)))
    if username:
        known = office or is_known(request, username, address)
        found.append((KNOWN_NAME if known else NAME, username))
    return found


def _around(now: datetime, limit: Limit) -> Q:
    """What counts now. Of a clock that was ahead and has been put right: nobody is kept out until that day comes."""
    return Q(at__gt=now - limit.window, at__lt=now + limit.window)


def _over(limit: Limit, key: str) -> Reached | None:
    """As many failures as the limit allows are read, newest first; never more."""
    lately = Strike.objects.filter(_around(timezone.now(), limit), kind=limit.kind, key=key)
    moments = lately.order_by("-at")
    nth = moments.values_list("at", flat=True)[limit.failures - 1 : limit.failures]
    return next((Reached(limit, key, at + limit.window) for at in nth), None)
