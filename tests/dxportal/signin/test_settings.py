"""The settings of signing in and of mail: what an operator may set, and what is refused."""

import json

import pytest

from tests.dxportal.test_settings import run

SHOW = (
    "import json; from dxportal import settings as s; print(json.dumps({name: getattr(s, name, None) for name in "
    "['SESSION_COOKIE_AGE', 'ONE_TIME_CODES', 'MAIL_CONFIGURED', 'EMAIL_BACKEND', 'EMAIL_HOST', 'EMAIL_PORT', "
    "'DEFAULT_FROM_EMAIL', 'SITE_URL']}))"
)


def settings_with(**changes):
    """The settings of a fresh process in production with these variables."""
    empty = dict.fromkeys(
        ("SESSION_MINUTES", "ONE_TIME_CODES", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "SITE_URL"), ""
    )
    answer = run("-c", SHOW, **empty | changes)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_what_holds_when_nothing_is_set():
    found = settings_with()
    assert found["SESSION_COOKIE_AGE"] == 3600
    assert found["ONE_TIME_CODES"] == "optional"
    assert found["MAIL_CONFIGURED"] is False
    assert found["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
    assert found["SITE_URL"] == "https://dx.city.example.jp"


def test_what_an_operator_sets_holds():
    found = settings_with(
        SESSION_MINUTES="30",
        ONE_TIME_CODES="managers",
        EMAIL_URL="smtp+tls://dx:p%40ss@mail.city.example.jp:587",
        DEFAULT_FROM_EMAIL="dx@city.example.jp",
        SITE_URL="https://portal.city.example.jp/",
    )
    assert found["SESSION_COOKIE_AGE"] == 1800
    assert found["ONE_TIME_CODES"] == "managers"
    assert found["MAIL_CONFIGURED"] is True
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.city.example.jp", 587)
    assert found["DEFAULT_FROM_EMAIL"] == "dx@city.example.jp"
    assert found["SITE_URL"] == "https://portal.city.example.jp"


def test_the_offices_networks_are_read_as_they_are_usually_written():
    show = "from dxportal import settings as s; print([str(net) for net in s.OFFICE_NETWORKS])"
    answer = run("-c", show, OFFICE_NETWORKS="10.0.0.0/8, 192.0.2.7/24,2001:db8::/32,fd00::/8")
    assert answer.stdout.strip() == "['10.0.0.0/8', '192.0.2.0/24', '2001:db8::/32', 'fd00::/8']"
    assert run("-c", show, OFFICE_NETWORKS="").stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SESSION_MINUTES", "0"),
        ("SESSION_MINUTES", "an hour"),
        ("ONE_TIME_CODES", "yes"),
        ("EMAIL_URL", "mail.example.jp"),
        ("OFFICE_NETWORKS", "10.0.0.0/33"),
        ("OFFICE_NETWORKS", "office"),
        ("OFFICE_NETWORKS", "10.0.0.0/8,0.0.0.0/0"),
        ("OFFICE_NETWORKS", "::/0"),
        ("OFFICE_NETWORKS", "64.0.0.0/2"),
        ("OFFICE_NETWORKS", "2000::/3"),
        ("OFFICE_NETWORKS", "2001::/16"),
        ("SESSION_MINUTES", "9" * 5000),
    ],
)
def test_a_value_that_cannot_be_is_refused_at_the_start(name, value):
    answer = run("manage.py", "check", **{name: value})
    assert answer.returncode != 0
    [line] = answer.stderr.splitlines()
    assert line.startswith("設定の誤り: ")
    assert name in line


def test_the_deployment_check_is_silent_with_codes_demanded():
    answer = run(
        "manage.py", "check", "--deploy", "--fail-level", "WARNING",
        ONE_TIME_CODES="managers", SESSION_MINUTES="15",
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
