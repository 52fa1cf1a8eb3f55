"""An empty plan in its third year, for pages of one indicator."""

from datetime import date

import pytest

from tests.factories import freeze_today, make_city, make_plan


@pytest.fixture
def today(monkeypatch):
    freeze_today(monkeypatch, date(2025, 5, 1))


@pytest.fixture
def plan(today):
    return make_plan(make_city(), starts_on=date(2023, 4, 1))
