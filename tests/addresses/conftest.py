"""The city whose addresses are walked, once for all tests of a file."""

from collections.abc import Iterator
from copy import deepcopy

import pytest

from tests.cities import SMALL_CITY_DAY
from tests.factories import freeze_today

from .walked_city import WalkedCity, settled_city


@pytest.fixture(scope="module")
def settled(django_db_setup, django_db_blocker) -> Iterator[WalkedCity]:
    with settled_city(django_db_blocker) as city:
        yield city


@pytest.fixture
def city(settled, db, monkeypatch) -> WalkedCity:
    freeze_today(monkeypatch, SMALL_CITY_DAY)
    return deepcopy(settled)
