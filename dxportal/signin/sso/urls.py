"""The addresses of single sign-on below /admin/: none where it is not set up."""

from django.conf import settings
from django.urls import URLPattern, path


def addresses() -> list[URLPattern]:
    found: list[URLPattern] = []
    if settings.SSO_OIDC_ISSUER:
        from . import views

        found += [
            path("sso/oidc/", views.oidc_start, name="sso-oidc"),
            path("sso/oidc/callback/", views.oidc_callback, name="sso-oidc-callback"),
        ]
    if settings.SSO_SAML_METADATA:
        from . import views

        found += [
            path("sso/saml/", views.saml_start, name="sso-saml"),
            path("sso/saml/acs/", views.saml_acs, name="sso-saml-acs"),
            path("sso/saml/finish/", views.saml_finish, name="sso-saml-finish"),
            path("sso/saml/metadata/", views.saml_metadata, name="sso-saml-metadata"),
        ]
    return found
