"""Notes how somebody signed in or why not, and says why an account is closed though its password is right."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db.models.signals import post_save
from django.http import HttpRequest

from plans.models import Membership
from plans.staffing import is_staff_by_hand, roles_in_force, roles_to_come

from . import limits
from .models import FailedSignIn, LockedBy, SuccessfulSignIn

Reason = FailedSignIn.Reason
_limit: ContextVar[str] = ContextVar("limit", default="")
_known: ContextVar[str] = ContextVar("reason", default="")
_way: ContextVar[str] = ContextVar("way", default="")


def connect() -> None:
    """Called once, when the app is ready: whatever records a failure, its reason is noted."""
    post_save.connect(_note, sender=AccessFailureLog, dispatch_uid="dxportal.signin.failures")
    post_save.connect(_note_way, sender=AccessLog, dispatch_uid="dxportal.signin.ways")


@contextmanager
def because(reason: str) -> Iterator[None]:
    """Failures recorded meanwhile have this reason, which the account does not tell."""
    token = _known.set(reason)
    try:
        yield
    finally:
        _known.reset(token)


@contextmanager
def at_limit(kind: str) -> Iterator[None]:
    """Failures recorded meanwhile reach that limit, a LockedBy; blank: none but perhaps axes' own, of the pair."""
    token = _limit.set(kind)
    try:
        yield
    finally:
        _limit.reset(token)


@contextmanager
def by(way: str) -> Iterator[None]:
    """Sign-ins and failures recorded meanwhile came this way (a Way); blank: by a password."""
    token = _way.set(way)
    try:
        yield
    finally:
        _way.reset(token)


def _note_way(instance: AccessLog, created: bool, raw: bool = False, **kwargs) -> None:
    if created and not raw and _way.get():
        SuccessfulSignIn.objects.create(log=instance, way=_way.get())


def _note(instance: AccessFailureLog, created: bool, raw: bool = False, **kwargs) -> None:
    if created and not raw:
        FailedSignIn.objects.create(
            log=instance,
            reason=_known.get() or _reason_of(instance.username),
            locked_by=(_limit.get() or LockedBy.PAIR) if instance.locked_out else "",
            way=_way.get(),
        )


def _reason_of(username: str | None) -> str:
    """Of a name and a password that were refused."""
    user = get_user_model().objects.filter(username=username or "").first()
    if user is None:
        return Reason.UNKNOWN
    return Reason.PASSWORD if user.is_active else Reason.INACTIVE


def why_closed(user: AbstractUser) -> str:
    """Why the portal's admin is closed to an account, whoever has proved to be its owner; blank where it is open."""
    if not user.is_active:
        return Reason.INACTIVE
    may_enter = user.is_superuser or is_staff_by_hand(user) or roles_in_force(user).exists()
    if may_enter:
        return (
            "" if user.is_staff else Reason.NO_STAFF
        )  # somebody has taken the right to sign in away by hand
    if roles_to_come(user).exists():
        return Reason.TO_COME
    return Reason.ENDED if Membership.objects.filter(user=user).exists() else Reason.NO_ROLE


def is_emergency_account(user: AbstractUser) -> bool:
    """Whether the account keeps its password where SSO_ONLY closes them: the directory may be down."""
    return user.is_superuser and user.get_username() in settings.SSO_EMERGENCY_ACCOUNTS


def record(request: HttpRequest, username: str, reason: str) -> None:
    """A line of the list of sign-ins. It does not count towards the lock-out: nobody has guessed anything.

    Lines that name nobody are limited (`NAMELESS`): the log has them all.
    """
    AxesProxyHandler.update_request(request)  # which does so only where a password was looked at
    if not username and not limits.may_note_nameless(request.axes_ip_address):
        return
    with because(reason):
        AccessFailureLog.objects.create(
            username=username[:255],
            ip_address=request.axes_ip_address,
            user_agent=request.axes_user_agent,
            http_accept=request.axes_http_accept,
            path_info=request.axes_path_info,
            attempt_time=request.axes_attempt_time,
            locked_out=False,
        )
