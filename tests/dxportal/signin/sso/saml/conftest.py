"""The portal set up for a directory that speaks SAML, and what a browser does between the two."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from .directory import Directory, Keys

START = "/admin/sso/saml/"
ACS = "/admin/sso/saml/acs/"
METADATA = "/admin/sso/saml/metadata/"
WAY = "市役所のアカウント（SAML）"


@pytest.fixture(scope="module")
def keys() -> Keys:
    return Keys()


@pytest.fixture
def directory(keys, settings, tmp_path) -> Directory:
    """An honest directory, whose metadata the portal has; it vouches for tanaka."""
    made = Directory(keys)
    file = tmp_path / "idp.xml"
    file.write_text(made.metadata(), "utf-8")
    cache.clear()
    settings.ROOT_URLCONF = "tests.dxportal.signin.sso.urls"
    settings.SSO_SAML_METADATA = str(file)
    return made


def post(client, answer):
    """The directory's page posts to the portal, without its session's cookie (SameSite=Lax)."""
    kept = client.cookies.pop("sessionid", None)
    response = client.post(ACS, {"SAMLResponse": answer, "RelayState": ""})
    if kept:
        client.cookies["sessionid"] = kept.value
    return response


def sign_on(client, directory, start=START):
    response = post(client, directory.answer(client.get(start)["Location"]))
    return client.get(response["Location"]) if response.status_code == 302 else response


def text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def ago(**parts) -> str:
    return text(datetime.now(UTC) - timedelta(**parts))
