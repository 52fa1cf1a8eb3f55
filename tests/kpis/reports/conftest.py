"""The town of `town.py`."""

import pytest

from .town import Town, build


@pytest.fixture
def town(db) -> Town:
    return build()
