"""The files for containers name what is there: no engine runs them here."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from dxportal import environment

HERE = Path(settings.BASE_DIR) / "docs" / "operations" / "container"
COMPOSE = yaml.safe_load((HERE / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]


def written_settings() -> dict[str, str]:
    lines = (HERE / "portal.env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_what_the_image_is_built_from_is_there():
    for service in ("site", "tables"):
        build = SERVICES[service]["build"]
        top = (HERE / build["context"]).resolve()
        assert top == Path(settings.BASE_DIR)
        assert (top / build["dockerfile"]).is_file()
    copied = re.findall(r"^COPY (?!--from)(\S+)", (HERE / "Containerfile").read_text(), re.MULTILINE)
    assert copied and all((Path(settings.BASE_DIR) / name).exists() for name in copied)


def test_the_image_serves_as_the_unit_does():
    unit = (HERE.parent / "dxportal.service").read_text()
    for text in (unit, re.sub(r'[",]', "", (HERE / "Containerfile").read_text())):
        assert "gunicorn dxportal.wsgi --config python:dxportal.gunicorn_conf" in text


def test_every_setting_is_one_that_the_portal_or_the_database_knows():
    for name in written_settings():
        assert name == "POSTGRES_PASSWORD" or name in environment.NAMES, name


def test_hosts_in_the_settings_are_services():
    found = written_settings()
    assert "@database:5432/" in found["DATABASE_URL"] and "//cache:6379/" in found["CACHE_URL"]
    assert {"database", "cache"} <= set(SERVICES)


def test_a_key_is_to_be_written_and_none_is_in_the_files():
    assert written_settings()["SECRET_KEY"] == ""


@pytest.mark.parametrize("name", ["containers.md", "containers.ja.md"])
def test_cron_does_all_that_the_timers_do(name):
    units = "".join(file.read_text() for file in sorted(HERE.parent.glob("*.service")))
    by_timers = set(re.findall(r"manage\.py (\w+)(?: --age (\d+))?", units))
    text = (Path(settings.BASE_DIR) / "docs" / name).read_text()
    by_cron = set(re.findall(r"^[\d*].* manage\.py (\w+)(?: --age (\d+))?", text, re.MULTILINE))
    assert len(by_timers) >= 8
    assert by_cron == by_timers


def test_the_image_may_have_the_packages_of_single_sign_on():
    text = (HERE / "Containerfile").read_text()
    assert re.search(r"^ARG LOCKED=requirements\.txt$", text, re.MULTILINE)
    assert '-r "$LOCKED"' in text
    assert SERVICES["site"]["build"]["args"] == {"LOCKED": "${LOCKED:-requirements.txt}"}


@pytest.mark.parametrize("name", ["containers.md", "containers.ja.md"])
def test_papers_call_commands_and_services_that_exist(name):
    text = (Path(settings.BASE_DIR) / "docs" / name).read_text()
    called = re.findall(r"(?:run --rm|exec) (\w+) python manage\.py (\w+)", text)
    assert len(called) >= 6
    assert {service for service, _command in called} <= set(SERVICES)
    assert {command for _service, command in called} <= set(get_commands())


def test_the_site_listens_to_its_own_machine_only():
    assert SERVICES["site"]["ports"] == ["127.0.0.1:8000:8000"]
    assert not any("ports" in service for name, service in SERVICES.items() if name != "site")
