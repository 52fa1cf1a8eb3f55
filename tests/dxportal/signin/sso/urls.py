"""The portal's addresses as they are where single sign-on and passkeys are set up."""

from django.contrib import admin
from django.test import override_settings
from django.urls import path

from dxportal.urls import handler500
from dxportal.urls import urlpatterns as off

__all__ = ["handler500", "urlpatterns"]

with override_settings(SSO_OIDC_ISSUER="https://idp.example.jp", SSO_SAML_METADATA="/idp.xml", PASSKEYS=True):
    urlpatterns = [
        path("admin/", admin.site.urls),
        *(pattern for pattern in off if str(pattern.pattern) != "admin/"),
    ]
