"""What tests of the entry grid share."""

import pytest

from kpis.entry.grid import due_items_to_enter, grid
from kpis.entry.pasting import Paste, paste
from kpis.models import Indicator, Measurement
from tests.factories import make_indicator
from tests.kpis.reported_rows import add
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


@pytest.fixture
def draft(small_city) -> Measurement:
    """What `writer` has begun to report of the indicator."""
    return small_city.value("draft", value=10)


@pytest.fixture
def rows(small_city):
    """1-1, 1-2 (a ratio) and 1-4, as in the reported case."""
    ratio = add(small_city, "1-2", order=1, unit="%", numerator_label="使った人", denominator_label="全員")
    last = add(small_city, "1-4", order=2)
    return {"1-1": small_city.indicator, "1-2": ratio, "1-4": last}


@pytest.fixture
def put(small_city, rows):
    """Pastes the text with the cursor in that row's field."""

    def put(text: str, code: str = "1-1", name: str = "value", who: str = "writer", owner=None) -> Paste:
        made = grid(due_items_to_enter(small_city.user(who), small_city.review), small_city.review)
        return paste(made, text, f"{key_of(owner or rows[code])}-{name}")

    return put


@pytest.fixture
def filled(rows):
    """What would be filled in, by the rows' codes and fields."""
    names = {key_of(row): code for code, row in rows.items()}

    def filled(found: Paste) -> dict[str, str]:
        pairs = ((target.fill.rpartition("-"), target.value) for target in found.fills)
        return {f"{names.get(key, key)} {name}": value for (key, _dash, name), value in pairs}

    return filled
