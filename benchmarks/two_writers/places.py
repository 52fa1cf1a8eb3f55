"""Where people write, and the chain of what they wrote: a save that nobody replaced knowingly and that is gone is lost."""

import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from tests.sent_forms import Values

from .browser import Answer, Browser

Key = tuple[int | str, ...]
Make = Callable[[int], str]  # a value for each serial number


def key_of(text: str) -> Key:
    """The same for a value in a form, in the database and in a sentence: its numbers and Latin words."""
    plain = re.sub(r"(?<=\d),(?=\d)|\.0+\b|令和\d+年(?=（)", "", text)
    return tuple(int(part) if part.isdigit() else part for part in re.findall(r"[0-9]+|[a-z]+", plain))


@dataclass
class Opened:
    """A form as somebody has it before them."""

    fields: Values
    saw: str  # what stood in the place when they decided to write over it
    file: bytes = b""


class Place(Protocol):
    """One field of a page. Every save writes another value there."""

    label: str
    address: str

    def value(self, serial: int) -> str: ...

    def open(self, browser: Browser) -> Opened: ...

    def send(self, browser: Browser, opened: Opened, serial: int) -> Answer: ...

    def asked(self, answer: Answer, browser: Browser) -> Opened | None:
        """The form again, where somebody else was quicker; None: it was refused for another reason."""

    def stored(self) -> str: ...


@dataclass
class Tally:
    """What happened in one place."""

    chain: list[tuple[Key, Key]] = field(default_factory=list)  # saw, wrote
    counts: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def saved(self, saw: str, wrote: str) -> None:
        with self.lock:
            self.chain.append((key_of(saw), key_of(wrote)))
            self.counts["saved"] += 1

    def count(self, what: str, why: str = "") -> None:
        with self.lock:
            self.counts[what] += 1
            if why:
                self.refusals[why] += 1

    def lost(self, stored: str) -> list[Key]:
        """Answered as saved, yet neither there nor seen by whoever wrote the next."""
        seen = {saw for saw, _wrote in self.chain}
        return [wrote for _saw, wrote in self.chain if wrote not in seen and wrote != key_of(stored)]


TRIES = 200
# Whoever has to choose reads first, a few answers long: eight that never pause mostly make each other choose anew.
PAUSE = 8


def save(place: Place, browser: Browser, serial: int, tally: Tally) -> None:
    """One save, choosing anew each time that somebody else was quicker."""
    opened = place.open(browser)
    for _try in range(TRIES):
        began = time.monotonic()
        answer = place.send(browser, opened, serial)
        took = time.monotonic() - began
        if answer.is_praised:
            tally.saved(opened.saw, place.value(serial))
            return
        if answer.status >= 500:
            tally.count("errors", answer.said)
            return
        again = place.asked(answer, browser)
        if again is None:
            tally.count("refused", answer.said)
            return
        tally.count("chosen")
        opened = again
        browser.rest(random.uniform(0, PAUSE * took))  # noqa: S311 - nothing secret
    tally.count("gave up")
