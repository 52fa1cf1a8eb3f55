"""Hosts share pages in Redis; what lies there damaged, or is somebody else's, is thrown away."""

import pytest
import redis

from dxportal.page_cache import shared, wire
from dxportal.page_cache.memory import Memory
from dxportal.page_cache.page import Page
from dxportal.page_cache.shared import SharedPages, shared_pages
from dxportal.page_cache.wire import MAGIC, packed, unpacked
from dxportal.page_cache.wrapper import PageCache

from .conftest import Counted, InThisTransaction, asked

SECRET = b"s" * 32
PAGE = Page("a key", 3, 17, (("Content-Type", "text/html"), ("Vary", "Cookie")), b"body" * 30, False)
PATH = "/mihon/dx-plan/glossary/"


class Stored(dict):
    """What Redis does for the portal."""

    away = False

    def __init__(self):
        self.wrong_type = set()  # places at which something else than bytes lies

    def _told(self):
        if self.away:
            raise redis.ConnectionError

    def get(self, place, default=None):
        self._told()
        if place in self.wrong_type:
            raise redis.ResponseError("WRONGTYPE Operation against a key holding the wrong kind of value")
        return super().get(place, default)

    def set(self, place, data, ex):
        self._told()
        self[place] = data

    def delete(self, place):
        self._told()
        self.wrong_type.discard(place)
        self.pop(place, None)


@pytest.fixture
def stored(monkeypatch) -> Stored:
    found = Stored()
    monkeypatch.setattr(redis.Redis, "from_url", lambda url, **options: found)
    monkeypatch.setattr(shared, "made_of", lambda: "this version")
    return found


def host() -> tuple[PageCache, Counted]:
    django = Counted()
    return PageCache(django, Memory(8_000_000), InThisTransaction(), SharedPages("redis://x")), django


class TestBytes:
    def test_a_page_comes_back_as_it_was(self):
        assert unpacked(packed(PAGE, SECRET), PAGE.key, SECRET) == PAGE

    def test_every_bit_that_falls_over_is_noticed(self):
        data = packed(PAGE, SECRET)
        for place in range(len(data)):
            spoilt = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
            assert unpacked(spoilt, PAGE.key, SECRET) is None

    @pytest.mark.parametrize(
        "data", [b"", MAGIC, packed(PAGE, SECRET)[:-1], packed(PAGE, SECRET) + b"x", b"\x80\x04N."]
    )
    def test_what_is_cut_off_or_something_else_is_none(self, data):
        assert unpacked(data, PAGE.key, SECRET) is None

    @pytest.mark.parametrize(
        "rest", [b"", b"ab", b"\xff\xff\xff\xff{}", b"\0\0\0\2[]", b"\0\0\0\2{}", b"\0\0\0\4null"]
    )
    def test_what_another_version_has_sealed_is_made_anew(self, stored, rest):
        """The seal is right, and what is under it is not."""
        pages = SharedPages("redis://x")
        stored[pages._place(PAGE.key)] = MAGIC + wire._seal(rest, pages._secret) + rest
        assert pages.get(PAGE.key) is None
        assert not stored

    def test_another_sites_or_another_pages_is_none(self):
        assert unpacked(packed(PAGE, b"t" * 32), PAGE.key, SECRET) is None
        assert unpacked(packed(PAGE, SECRET), "another key", SECRET) is None


@pytest.mark.django_db
class TestHosts:
    def test_the_second_host_takes_what_the_first_has_made(self, stored):
        (one, first), (two, second) = host(), host()
        answers = [asked(cache, PATH, HTTP_ACCEPT_ENCODING="gzip") for cache in (one, two, two)]
        assert (len(first.paths), len(second.paths)) == (1, 0)
        assert answers[0] == answers[1] == answers[2]

    def test_a_change_holds_for_both(self, stored, mihon, next_transaction):
        (one, first), (two, second) = host(), host()
        asked(one, PATH), asked(two, PATH)
        next_transaction()
        mihon.terms.update(body="いま変わった")
        assert "いま変わった" in asked(two, PATH).text
        assert "いま変わった" in asked(one, PATH).text
        assert (len(first.paths), len(second.paths)) == (1, 1)

    def test_a_damaged_entry_heals(self, stored):
        (one, _first), (two, second), (three, third) = host(), host(), host()
        wanted = asked(one, PATH)
        [place] = stored
        stored[place] = stored[place][:-5] + b"wrong"
        assert asked(two, PATH) == wanted
        assert asked(three, PATH) == wanted
        assert (len(second.paths), len(third.paths)) == (1, 0)

    def test_what_is_no_text_heals_too_and_nothing_else_rests(self, stored):
        """Redis refuses to read a list or a set as a page's bytes."""
        (one, _first), (two, second), (three, third) = host(), host(), host()
        wanted = asked(one, PATH)
        stored.wrong_type.update(stored)
        assert asked(two, PATH) == wanted
        assert asked(three, PATH) == wanted
        assert (len(second.paths), len(third.paths)) == (1, 0)

    def test_redis_may_be_away(self, stored):
        (one, first), _other = host(), None
        stored.away = True
        assert asked(one, PATH).status == asked(one, PATH).status == 200
        assert len(first.paths) == 1

    def test_pages_with_a_query_stay_with_their_host(self, stored):
        one, _first = host()
        asked(one, f"{PATH}?x=1")
        assert stored == {}


def test_only_redis_is_shared(settings, stored):
    assert shared_pages() is None
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://h/1"}
    }
    assert isinstance(shared_pages(), SharedPages)


def test_hosts_of_another_version_or_name_share_nothing(settings):
    first = shared.made_of()
    assert shared.made_of() == first
    settings.SITE_NAME = "別の名前"
    assert shared.made_of() != first
