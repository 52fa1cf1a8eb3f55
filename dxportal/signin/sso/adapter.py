"""How django-allauth speaks with the directory; it makes no accounts and sends no mails here."""

import functools
from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from dxportal.sso_settings import is_safe_address

SECONDS = 5  # for the directory to connect, and for each part of its answer


class NoAccountsOfItsOwn(DefaultSocialAccountAdapter):
    """django-allauth's ways out of this portal: to the directory alone."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def get_requests_session(self) -> Any:
        """A session of `requests`: with a limit of time, over TLS that is checked, and never led on elsewhere."""
        import requests

        session = requests.Session()
        session.verify = settings.SSO_CA_FILE or True
        session.request = functools.partial(_request, session.request)
        return session


def _request(request, method: str, url: str, **kwargs):
    if not is_safe_address(url.partition("?")[0]):
        raise ValueError(f"not a safe address: {url}")
    return request(method, url, **kwargs | {"timeout": SECONDS, "allow_redirects": False})
