"""The portal set up for a directory that runs in the test, and what a browser does between the two."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from django.core.cache import cache
from django.test import Client

import dxportal.urls  # noqa: F401 - made before anything is set up: the other tests' addresses have none of these

from .identity_provider import CLIENT, SECRET, IdentityProvider, serve

START = "/admin/sso/oidc/"


@pytest.fixture(scope="session")
def _served() -> Iterator[IdentityProvider]:
    provider = IdentityProvider()
    server = serve(provider)
    yield provider
    server.shutdown()
    server.server_close()


@pytest.fixture
def directory(_served, settings) -> IdentityProvider:
    """An honest directory, which the portal is set up for; it vouches for tanaka."""
    _served.reset()
    cache.clear()
    settings.ROOT_URLCONF = "tests.dxportal.signin.sso.urls"
    settings.SSO_OIDC_ISSUER = _served.issuer
    settings.SSO_OIDC_CLIENT_ID = CLIENT
    settings.SSO_OIDC_CLIENT_SECRET = SECRET
    return _served


def visit_directory(location: str) -> str:
    """The browser follows to the directory, signs in there, and is led back: the address it then opens here."""
    answer = requests.get(location, allow_redirects=False, timeout=10)
    parts = urlsplit(answer.headers["Location"])
    assert parts.netloc == "testserver"
    return f"{parts.path}?{parts.query}"


def come_back(client: Client, start: str = START) -> str:
    """The address on the portal to which the directory leads."""
    return visit_directory(client.get(start)["Location"])


def sign_on(client: Client, start: str = START):
    return client.get(come_back(client, start))
