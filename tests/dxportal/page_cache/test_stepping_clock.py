"""The wall clock is put back or on: a kept page is one of the day on which it is asked for."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from dxportal.page_cache.memory import Memory
from dxportal.page_cache.wrapper import PageCache

from .conftest import Counted, InThisTransaction, asked

PATH = "/mihon/dx-plan/"


@pytest.mark.django_db
@pytest.mark.parametrize("step", [timedelta(hours=-1), timedelta(days=-1), timedelta(days=31)])
def test_no_page_of_another_day_is_shown(monkeypatch, step):
    django = Counted()
    cache = PageCache(django, Memory(8_000_000), InThisTransaction(), None)
    now = datetime(2025, 8, 1, 3, tzinfo=UTC)
    pages = []
    for moment in (now, now + step, now):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        monkeypatch.setattr("time.time", moment.timestamp)
        pages.append(asked(cache, PATH))
    assert [page.status for page in pages] == [200, 200, 200]
    assert len(django.paths) >= (1 if abs(step) < timedelta(days=1) else 2)
    assert pages[2].text == pages[0].text
