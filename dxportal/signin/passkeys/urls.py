"""The addresses of passkeys below /admin/: none where PASSKEYS is not set."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.urls import URLPattern, path


def addresses(site: AdminSite) -> list[URLPattern]:
    if not settings.PASSKEYS:
        return []
    from . import views

    return [
        path("passkeys/", site.admin_view(views.passkeys), name="passkeys"),
        path("passkeys/options/", site.admin_view(views.options), name="passkey-options"),
        path("passkeys/sign-in/", views.sign_in_options, name="passkey-sign-in"),
    ]
