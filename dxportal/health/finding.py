"""What the doctor finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`sentence` says what it is and how to mend it. Not `is_wrong`: worth a look, and no reason for an alarm."""

    sentence: str
    is_wrong: bool = True


def wrong(sentence: str) -> Finding:
    return Finding(sentence)


def note(sentence: str) -> Finding:
    return Finding(sentence, is_wrong=False)


@dataclass(frozen=True)
class Check:
    """`name` is what is looked at. `needs_tables`: only where the database answers and is of this version."""

    name: str
    look: Callable[[], Iterable[Finding]]
    needs_tables: bool = False
