"""The city hall of tests/kpis/workflow/world.py in the second quarter of fiscal year 2025, and browsers to sit at."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from kpis.models import Indicator
from tests.factories import freeze_today
from tests.kpis.workflow.world import TODAY, World, build
from tests.reading import Page, read

from .rows import add
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


@pytest.fixture
def other(world) -> Indicator:
    """An indicator of the other bureau."""
    return add(world, "other", world.city.departments.get(code="other"), order=2)


@pytest.fixture
def look(world) -> Callable[[str], Page]:
    """The admin's first page as that person finds it, with their browser as `client`."""

    def look(name: str) -> Page:
        client = Client()
        client.force_login(world.user(name))
        page = read(client, reverse("admin:index"))
        page.client = client
        return page

    return look
