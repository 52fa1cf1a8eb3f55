"""Who asks for a page that is being made waits for it; nobody makes it twice, and nobody waits for what does not come."""

import threading

import pytest
from django.http import HttpResponse

from dxportal.page_cache import flights
from dxportal.page_cache.memory import Memory
from dxportal.page_cache.wrapper import PageCache
from plans.models.content_version import SITE

from .conftest import asked

MANY = 12


class Versions:
    def __init__(self) -> None:
        self.now = 1

    def of(self, plan: int) -> int:
        return self.now

    def by_plan(self) -> dict[int, int]:
        return {SITE: self.now}


class Slow:
    """Answers once it is let go."""

    def __init__(self, status: int = 200) -> None:
        self.status, self.made = status, 0
        self.begun, self.go = threading.Event(), threading.Event()

    def __call__(self, environ, start_response):
        self.made += 1
        self.begun.set()
        assert self.go.wait(20)
        response = HttpResponse(f"page {self.made}" * 100, status=self.status)
        start_response(f"{self.status} so", list(response.items()))
        return response


def crowd(cache: PageCache, answers: list, count: int = MANY) -> list[threading.Thread]:
    def visit() -> None:
        answers.append(asked(cache, "/about/"))

    found = [threading.Thread(target=visit) for _ in range(count)]
    for thread in found:
        thread.start()
    return found


def all_wait(cache: PageCache, waiting: list) -> None:
    """Until each of them stands before the page that is being made."""
    while len(waiting) < MANY - 1:
        assert threading.Event().wait(0.01) is False


@pytest.fixture
def waiting(monkeypatch) -> list:
    """One entry for everybody who begins to wait."""
    found: list = []

    class Landed(threading.Event().__class__):
        def wait(self, timeout=None):
            found.append(1)
            return super().wait(timeout)

    monkeypatch.setattr(flights, "Event", Landed)
    return found


def test_one_makes_the_page_for_all(waiting):
    django, answers = Slow(), []
    cache = PageCache(django, Memory(1_000_000), Versions())
    threads = crowd(cache, answers)
    all_wait(cache, waiting)
    django.go.set()
    for thread in threads:
        thread.join(30)
    assert (django.made, len(answers)) == (1, MANY)
    assert {answer.raw for answer in answers} == {b"page 1" * 100}


def test_who_came_after_a_change_does_not_get_the_page_begun_before_it(waiting):
    django, answers, versions = Slow(), [], Versions()
    cache = PageCache(django, Memory(1_000_000), versions)
    first = crowd(cache, answers, 1)
    django.begun.wait(20)
    versions.now = 2
    late: list = []
    threads = crowd(cache, late, MANY - 1)
    all_wait(cache, waiting)
    django.go.set()
    for thread in [*first, *threads]:
        thread.join(30)
    assert {answer.raw for answer in late} == {b"page 2" * 100}
    assert django.made == 2


def test_what_is_not_kept_frees_those_who_wait(waiting):
    django, answers = Slow(503), []
    cache = PageCache(django, Memory(1_000_000), Versions())
    threads = crowd(cache, answers)
    all_wait(cache, waiting)
    django.go.set()
    for thread in threads:
        thread.join(30)
    assert [answer.status for answer in answers] == [503] * MANY
    assert cache._flights._under_way == {}


def test_an_error_frees_those_who_wait(waiting):
    class Broken(Slow):
        def __call__(self, environ, start_response):
            if self.made == 0:
                super().__call__(environ, start_response)
                raise RuntimeError
            return super().__call__(environ, start_response)

    django, answers = Broken(), []
    cache = PageCache(django, Memory(1_000_000), Versions())
    failed: list = []

    def unlucky() -> None:
        with pytest.raises(RuntimeError):
            asked(cache, "/about/")
        failed.append(1)

    leader = threading.Thread(target=unlucky)
    leader.start()
    django.begun.wait(20)
    threads = crowd(cache, answers, MANY - 1)
    all_wait(cache, waiting)
    django.go.set()
    for thread in [leader, *threads]:
        thread.join(30)
    assert failed
    assert [answer.status for answer in answers] == [200] * (MANY - 1)


def test_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(flights, "PATIENCE", 0.05)
    django, answers = Slow(), []
    cache = PageCache(django, Memory(1_000_000), Versions())
    first = crowd(cache, answers, 1)
    django.begun.wait(20)
    second = crowd(cache, answers, 1)
    while django.made < 2:
        assert threading.Event().wait(0.01) is False
    django.go.set()
    for thread in [*first, *second]:
        thread.join(30)
    assert [answer.status for answer in answers] == [200, 200]
