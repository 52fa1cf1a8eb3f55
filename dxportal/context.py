"""What every template knows without being told by its view."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext


def site(request: HttpRequest) -> dict[str, object]:
    """The name that comes with the portal is said in the page's language; a city's own name for it stays as it is."""
    return {"site_name": gettext(settings.SITE_NAME)}
