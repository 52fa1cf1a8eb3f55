"""With nothing set there is nothing: no address, no button, no package loaded, no question more to the database."""

import subprocess
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ..conftest import SIGN_IN, SIGN_INS, city, member, sign_in  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/admin/sso/oidc/", "/admin/sso/oidc/callback/", "/admin/sso/saml/acs/", "/admin/passkeys/"]
)
def test_there_is_no_address(client, member, address):  # noqa: F811
    client.force_login(member)
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/accounts/signup/", "/admin/socialaccount/socialapp/"]
)
def test_no_page_of_django_allauth_is_there(client, address):
    assert client.get(address).status_code in (302, 404)
    assert client.get(address, follow=True).redirect_chain[-1:] in (
        [],
        [(f"/admin/login/?next={address}", 302)],
    )


def test_the_sign_in_page_asks_for_a_password_alone(client):
    page = client.get(SIGN_IN).content.decode()
    assert "市役所のアカウント" not in page
    assert "signin-or" not in page


def test_signing_in_by_a_password_asks_no_more_questions(client, member):  # noqa: F811
    with CaptureQueriesContext(connection) as asked:
        sign_in(client)
    statements = [query["sql"] for query in asked.captured_queries]
    assert not [
        text for text in statements if "mfa_" in text or "socialaccount" in text or "successfulsignin" in text
    ]


def test_no_page_asks_for_passkeys_or_directories(client, root):
    client.force_login(root)
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/admin/").status_code == 200
        assert client.get(SIGN_INS).status_code == 200
    assert not [
        query for query in asked.captured_queries if "mfa_" in query["sql"] or "socialaccount" in query["sql"]
    ]


def test_the_portal_starts_without_the_packages_of_single_sign_on():
    """As where only requirements.txt is installed."""
    program = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"jwt", "requests", "fido2", "onelogin", "xmlsec", "lxml", "cryptography"}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Missing())
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("check")
print(Client(HTTP_HOST="localhost").get("/healthz").status_code)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=_environment()
    )
    assert done.stdout.splitlines()[-1:] == ["200"], done.stderr


def _environment() -> dict[str, str]:
    import os

    return os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": "sqlite://:memory:"}
