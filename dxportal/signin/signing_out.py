"""What stays open when somebody signs out here: the portal ends its own session only."""

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from .models import Way

CAME_BY = "came_by"  # in the session: the Way, where it was the directory
END_THERE = "end_there"  # in the session: the directory's own address for signing out


def remember(session: SessionBase, way: str) -> None:
    """At the sign-in, when the directory's addresses are at hand: who signs out later does not wait for it."""
    session.pop(CAME_BY, None)
    session.pop(END_THERE, None)
    if way in (Way.OIDC, Way.SAML):
        session[CAME_BY] = way
    if way == Way.OIDC:
        from .sso.oidc import end_session_address

        session[END_THERE] = end_session_address()


def what_stays_open(request: HttpRequest) -> dict[str, str]:
    """For the page after signing out: whose session stays open, and where to end it; empty after a password."""
    if not request.session.get(CAME_BY):
        return {}
    return {"stays_open": settings.SSO_LABEL, "sign_out_there": _address_there(request)}


def _address_there(request: HttpRequest) -> str:
    """The directory's own page for signing out, where SSO_OIDC_LOGOUT asks for it; blank where there is none."""
    there = request.session.get(END_THERE, "")
    if not there or not settings.SSO_OIDC_ISSUER or not settings.SSO_OIDC_LOGOUT:
        return ""
    back = request.build_absolute_uri(reverse("admin:login"))
    return (
        f"{there}?{urlencode({'client_id': settings.SSO_OIDC_CLIENT_ID, 'post_logout_redirect_uri': back})}"
    )
