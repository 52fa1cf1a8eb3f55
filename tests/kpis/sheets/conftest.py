"""The editor of the sheet city at the page of the quarter's sheet."""

import pytest

from .sheets import Desk


@pytest.fixture
def desk(client, sheet_city):
    """The editor of the window, signed in, with the sheet in hand."""
    client.force_login(sheet_city.editor)
    return Desk(client, sheet_city.review)
