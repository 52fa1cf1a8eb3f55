"""django-axes' counting of pairs, with the limits by address and by name beside it."""

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_failure_limit
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from . import limits
from .failures import at_limit


class LimitsHandler(AxesDatabaseHandler):
    """AXES_HANDLER."""

    def get_failures(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """Failures of the pair; where another limit is reached, at least as many as lock a pair out."""
        of_pair = super().get_failures(request, credentials)
        most = get_failure_limit(request, credentials)
        if of_pair >= most and _forget_those_to_come():
            of_pair = super().get_failures(request, credentials)
        if of_pair < most and self._reached(request, credentials):
            return most
        return of_pair

    def user_login_failed(
        self, sender, credentials: dict, request: HttpRequest | None = None, **kwargs
    ) -> None:
        """Attempts while locked out are not counted: the moment named on the page holds."""
        if request is None or request.axes_locked_out:
            super().user_login_failed(sender, credentials, request, **kwargs)
            return
        limits.count(request, _name(request, credentials), request.axes_ip_address)
        over = self._reached(request, credentials)
        with at_limit(over.limit.kind if over else ""):
            super().user_login_failed(sender, credentials, request, **kwargs)

    def reset_attempts(
        self, *, ip_address: str | None = None, username: str | None = None, ip_or_username: bool = False
    ) -> int:
        """Also lifts the limits: of the name, of the address, of all; a pair of both is axes' alone."""
        count = super().reset_attempts(
            ip_address=ip_address, username=username, ip_or_username=ip_or_username
        )
        if ip_address and username and not ip_or_username:
            return count
        if username:
            count += limits.forget_name(username)
        if ip_address:
            count += limits.forget_address(ip_address)
        return count if username or ip_address else count + limits.forget_all()

    def _reached(self, request: HttpRequest, credentials: dict | None) -> limits.Reached | None:
        return limits.reached(request, _name(request, credentials), request.axes_ip_address)


def _forget_those_to_come() -> int:
    """Of a clock that was ahead and has been put right: they would keep people out until that day. How many there were."""
    to_come = AccessAttempt.objects.filter(attempt_time__gt=timezone.now() + settings.AXES_COOLOFF_TIME)
    return to_come.delete()[0]


def _name(request: HttpRequest, credentials: dict | None) -> str:
    return get_client_username(request, credentials) or ""
