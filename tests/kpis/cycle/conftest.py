"""The city hall of `hall.py`, five days before the values of the first quarter of fiscal year 2025 are due."""

import pytest

from tests.factories import freeze_today

from .hall import TODAY, Hall, build


@pytest.fixture(autouse=True)
def today(monkeypatch):
    freeze_today(monkeypatch, TODAY)


@pytest.fixture
def hall(db) -> Hall:
    return build()


@pytest.fixture
def sign_in(client, hall):
    """Signs that person in; the client is theirs from then on."""

    def sign_in(name: str):
        client.force_login(hall.user(name))
        return client

    return sign_in


@pytest.fixture
def mail(settings):
    """A site with mail; what is sent lands in the outbox."""
    settings.MAIL_CONFIGURED = True
    settings.SITE_URL = "https://dx.example.jp"
