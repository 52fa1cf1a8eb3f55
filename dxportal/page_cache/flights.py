"""One request makes a page; those that ask for it meanwhile wait for it, and not for ever."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

PATIENCE = 10.0  # seconds


class Flights:
    def __init__(self) -> None:
        self._under_way: dict[str, Event] = {}
        self._lock = Lock()

    @contextmanager
    def first(self, key: str) -> Iterator[bool]:
        """True: the page is yours to make. False: somebody else has made it meanwhile, or tried, or it takes too long."""
        with self._lock:
            landed = self._under_way.get(key)
            if landed is None:
                own = self._under_way[key] = Event()
        if landed is not None:
            landed.wait(PATIENCE)
            yield False
            return
        try:
            yield True
        finally:
            with self._lock:
                del self._under_way[key]
            own.set()
