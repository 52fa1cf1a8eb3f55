"""A staff member with a password, and clients that behave like a browser: CSRF is checked."""

import re
import time

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django_otp.oath import TOTP

from dxportal.signin import codes
from tests.factories import make_city, make_member

PASSWORD = "correct-horse-battery"
SIGN_IN = "/admin/login/"
SIGN_INS = "/admin/sign-ins/"


@pytest.fixture
def city(db):
    return make_city()


@pytest.fixture
def member(city):
    """tanaka, manager of Kitayama, with a password."""
    user = make_member(city, "manager")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def root(db):
    return get_user_model().objects.create_superuser("root", password=PASSWORD)


@pytest.fixture
def browser():
    """A client whose forms need their CSRF token, like everybody's."""
    return Client(enforce_csrf_checks=True)


def sign_in(client, name="tanaka", password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"username": name, "password": password}, **extra)


def code_now(device, step=0):
    """What the app shows now (or `step` half-minutes from now)."""
    totp = TOTP(device.bin_key)
    totp.time = time.time() + 30 * step
    return f"{totp.token():06}"


def with_codes(user):
    """The account asks for codes from now on; its device."""
    while time.time() % 30 > 28:  # the code before this one is taken only while this one is shown
        time.sleep(0.1)
    codes.start(user)
    device, recovery = codes.confirm(user, code_now(codes.waiting_device(user), -1))
    device.recovery = recovery
    return device


def rows(page: str) -> list[list[str]]:
    """The list of sign-ins as text: one list of cells per line."""
    table = re.search(r"サインインの記録（新しい順）</caption>.*?</table>", page, re.DOTALL)
    body = re.search(r"<tbody>(.*?)</tbody>", table[0], re.DOTALL)[1] if table else ""
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


def seen(client: Client, query: str = "") -> list[list[str]]:
    return rows(client.get(SIGN_INS + query).content.decode())


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


@pytest.fixture
def newest(root):
    """The newest line of the list of sign-ins: whose, result, reason, way."""

    def newest() -> tuple[str, str, str, str]:
        client = Client()
        client.force_login(root)
        line = next(row for row in seen(client) if "root" not in row[1])
        return line[1], line[3], line[4], line[5]

    return newest
