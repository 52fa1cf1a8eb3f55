"""What tests of the entry grid share."""

import pytest

from kpis.models import Indicator
from tests.factories import make_indicator
from tests.kpis.screens import key_of


@pytest.fixture
def key(small_city) -> str:
    """The name of the indicator's row in the grid."""
    return key_of(small_city.indicator)


@pytest.fixture
def second(small_city) -> Indicator:
    """Another indicator of the same section."""
    found = make_indicator(small_city.plan, "1-2", order=1)
    found.departments.add(small_city.section)
    return found
