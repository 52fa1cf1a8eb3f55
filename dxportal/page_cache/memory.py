"""The pages that a process keeps: as many as fit into so many bytes."""

from collections import OrderedDict
from threading import Lock

from .page import Page


class Memory:
    """Those that were asked for again keep three quarters of the room; new ones share the rest.

    Somebody who asks for thousands of addresses once each (a query that means nothing) pushes out what came in the same
    way, and none of the pages that visitors read.
    """

    def __init__(self, most: int) -> None:
        """`most`: bytes."""
        self.most = most
        self._once: OrderedDict[str, Page] = OrderedDict()
        self._again: OrderedDict[str, Page] = OrderedDict()
        self._once_size = self._again_size = 0
        self._lock = Lock()

    @property
    def size(self) -> int:
        """Bytes in use."""
        return self._once_size + self._again_size

    def __len__(self) -> int:
        return len(self._once) + len(self._again)

    def get(self, key: str) -> Page | None:
        """The page, whether or not it still holds."""
        with self._lock:
            page = self._again.get(key)
            if page is not None:
                self._again.move_to_end(key)
                return page
            return self._once.get(key)

    def used(self, page: Page) -> None:
        """It has answered somebody else than the one it was made for."""
        if page.key in self._again:
            return
        with self._lock:
            if self._once.get(page.key) is page:
                self._drop(page.key)
                self._again[page.key] = page
                self._again_size += page.size
                self._make_room()

    def put(self, page: Page) -> bool:
        """Keeps it in place of a former one; False where it is too large to be kept."""
        with self._lock:
            was_again = page.key in self._again
            self._drop(page.key)
            if page.size > self.most // 8:
                return False
            if was_again:
                self._again[page.key] = page
                self._again_size += page.size
            else:
                self._once[page.key] = page
                self._once_size += page.size
            self._make_room()
            return True

    def _drop(self, key: str) -> None:
        if (page := self._once.pop(key, None)) is not None:
            self._once_size -= page.size
        elif (page := self._again.pop(key, None)) is not None:
            self._again_size -= page.size

    def _make_room(self) -> None:
        while self._again_size > self.most - self.most // 4:
            key, page = self._again.popitem(last=False)
            self._again_size -= page.size
            self._once[key] = page
            self._once_size += page.size
        while self.size > self.most:
            _key, page = self._once.popitem(last=False)
            self._once_size -= page.size
