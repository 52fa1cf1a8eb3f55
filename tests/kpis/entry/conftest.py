"""The city hall of tests/kpis/workflow/world.py in the second quarter of fiscal year 2025, and browsers to sit at."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import freeze_today

from ..workflow.world import TODAY, World, build
from .screen import Screen


@pytest.fixture(autouse=True)
def today(monkeypatch):
    freeze_today(monkeypatch, TODAY)


@pytest.fixture
def world(db) -> World:
    return build()


@pytest.fixture
def sit(world) -> Callable[..., Screen]:
    """A browser in which that person has opened a room of the review: the entry grid, unless another is named."""

    def sit(name: str = "writer", room: str = "entry", review=None, **query) -> Screen:
        client = Client()
        client.force_login(world.user(name))
        return Screen(client, room, review or world.review).open(**query)

    return sit
