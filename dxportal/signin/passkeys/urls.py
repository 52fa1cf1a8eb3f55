"""The addresses of passkeys below /admin/: none where PASSKEYS is not set."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import URLPattern, path

if TYPE_CHECKING:
    from dxportal.admin_site import PortalAdminSite


def addresses(site: "PortalAdminSite") -> list[URLPattern]:
    if not settings.PASSKEYS:
        return []
    from . import views

    return [
        path("passkeys/", site.admin_view(views.passkeys), name="passkeys"),
        path("passkeys/options/", site.admin_view(views.options), name="passkey-options"),
        path("passkeys/sign-in/", views.sign_in_options, name="passkey-sign-in"),
    ]
