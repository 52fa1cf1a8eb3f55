"""The addresses of single sign-on below /admin/: none where it is not set up."""

from django.conf import settings
from django.urls import URLPattern, path


def addresses() -> list[URLPattern]:
    if not settings.SSO_OIDC_ISSUER:
        return []
    from . import views

    return [
        path("sso/oidc/", views.oidc_start, name="sso-oidc"),
        path("sso/oidc/callback/", views.oidc_callback, name="sso-oidc-callback"),
    ]
