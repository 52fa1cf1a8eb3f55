"""What stays open when somebody signs out here: the portal ends its own session only."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from .models import Way

KEY = "came_by"  # in the session: the Way, where it was the directory


def what_stays_open(request: HttpRequest) -> dict[str, str]:
    """For the page after signing out: whose session stays open, and where to end it; empty after a password."""
    way = request.session.get(KEY, "")
    if not way:
        return {}
    return {"stays_open": settings.SSO_LABEL, "sign_out_there": _address_there(request, way)}


def _address_there(request: HttpRequest, way: str) -> str:
    """The directory's own page for signing out, where SSO_OIDC_LOGOUT asks for it; blank where there is none."""
    if way != Way.OIDC or not settings.SSO_OIDC_ISSUER or not settings.SSO_OIDC_LOGOUT:
        return ""
    from .sso.identity import RefusedError
    from .sso.oidc import end_session_address

    try:
        there = end_session_address()
    except RefusedError:  # it is down: who signs out is not kept waiting for it
        return ""
    back = request.build_absolute_uri(reverse("admin:login"))
    query = urlencode({"client_id": settings.SSO_OIDC_CLIENT_ID, "post_logout_redirect_uri": back})
    return f"{there}?{query}" if there else ""
