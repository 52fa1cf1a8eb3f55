"""People at the approval page."""

from collections.abc import Callable

import pytest

from tests.kpis.screens import Screen


@pytest.fixture
def page(sit) -> Callable[..., Screen]:
    return lambda who="approver", **query: sit(who, "approval", **query)
