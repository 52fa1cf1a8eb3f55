"""An office of its own, a clock that stands still, and somebody who guesses names and passwords."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from axes.handlers import proxy
from django.test import Client
from django.utils import timezone

from ..conftest import sign_in

OFFICE = [ip_network("10.0.0.0/8"), ip_network("2001:db8:aaaa::/48")]
WRONG = "wrong"
OUTSIDE, OTHER, HALL = "203.0.113.5", "198.51.100.7", "10.1.2.3"


class Clock:
    """Stands still until it is put on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 4, 1, 0, 30, tzinfo=UTC)  # 9:30 in Japan

    def __call__(self) -> datetime:
        return self.now

    def on(self, **time: int) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock(monkeypatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(timezone, "now", made)
    monkeypatch.setattr(proxy, "now", made)
    return made


@pytest.fixture(autouse=True)
def office(settings):
    settings.OFFICE_NETWORKS = OFFICE


def attempt(name="tanaka", password=WRONG, address=OUTSIDE):
    return sign_in(Client(REMOTE_ADDR=address), name, password)


def guess_a_name(times, name="tanaka", net="203.0.113"):
    """Each from an address of its own, so that only the name is limited."""
    return [attempt(name, address=f"{net}.{n + 1}") for n in range(times)]


def guess_names(times, address=OUTSIDE, first=0):
    return [attempt(f"name{first + n}", address=address) for n in range(times)]
