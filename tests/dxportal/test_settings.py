"""Production starts only when it is told what it needs, and passes Django's own deployment check."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

# Every variable that a .env beside manage.py might set is given here: what the environment says wins over .env.
PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": "k3#" + "nQ8v!zT5" * 8,
    "ALLOWED_HOSTS": "dx.city.example.jp",
    "DEMO": "false",
    "HTTPS": "true",
    "HSTS_SECONDS": "31536000",
    "HSTS_SUBDOMAINS": "false",
    "BEHIND_PROXY": "true",
    "CSRF_TRUSTED_ORIGINS": "https://dx.city.example.jp",
    "DATABASE_URL": "sqlite://:memory:",
    "CACHE_URL": "locmemcache://",
    "LOG_LEVEL": "WARNING",
    "SITE_NAME": "DX計画ポータル",
    "SESSION_MINUTES": "",
    "ONE_TIME_CODES": "",
    "EMAIL_URL": "",
    "DEFAULT_FROM_EMAIL": "",
    "SITE_URL": "",
}


def check(*options: str, **changes: str) -> subprocess.CompletedProcess:
    """`manage.py check` as a fresh process in production, with these variables changed."""
    environment = (
        {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "dxportal.settings"} | PRODUCTION | changes
    )
    return subprocess.run(
        [sys.executable, "manage.py", "check", *options],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_production_passes_the_deployment_check():
    answer = check("--deploy", "--fail-level", "WARNING")
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    "change",
    [{"SECRET_KEY": "short"}, {"HTTPS": "false"}, {"DEBUG": "true"}],
    ids=lambda change: next(iter(change)),
)
def test_the_deployment_check_finds_what_is_unsafe(change):
    answer = check("--deploy", "--fail-level", "WARNING", **change)
    assert answer.returncode == 1
    assert "security.W" in answer.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_refuses_to_start_without_its_secret_and_its_hosts(name):
    answer = check(**{name: ""})
    assert answer.returncode != 0
    last = answer.stderr.strip().splitlines()[-1]
    assert f"{name} is not set. " in last
    assert "e.g." in last


def test_a_trial_with_debug_needs_no_host_names_but_a_secret():
    assert check(DEBUG="true", ALLOWED_HOSTS="").returncode == 0
    assert "SECRET_KEY is not set" in check(DEBUG="true", SECRET_KEY="").stderr


def test_debug_is_off_unless_it_is_asked_for():
    answer = check(DEBUG="", ALLOWED_HOSTS="")
    assert "ALLOWED_HOSTS is not set" in answer.stderr


@pytest.mark.parametrize("name", ["DATABASE_URL", "CACHE_URL"])
def test_a_variable_left_empty_means_its_default(name):
    answer = check(**{name: ""})
    assert answer.returncode == 0, answer.stderr.strip().splitlines()[-1]


def test_https_left_empty_stays_on_in_production():
    answer = check("--deploy", "--fail-level", "WARNING", HTTPS="")
    assert answer.returncode == 0, answer.stderr
