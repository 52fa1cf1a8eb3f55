"""The city hall of `world.py`, in the second quarter of fiscal year 2025."""

import pytest

from tests.factories import freeze_today

from .world import TODAY, World, build


@pytest.fixture(autouse=True)
def today(monkeypatch):
    freeze_today(monkeypatch, TODAY)


@pytest.fixture
def world(db) -> World:
    return build()
