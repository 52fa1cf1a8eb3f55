"""A word in a language that has one for one and another for many: item|items. Pure: no ORM."""

import re

_TWO = re.compile(r"([^\s|](?:[^|]*[^\s|])?)\|([^\s|](?:[^|]*[^\s|])?)")


class Counted(str):
    """The word for many, which knows the word for one."""

    __slots__ = ("one",)

    one: str


def counted(text: str) -> str:
    """item|items → items, and item behind a 1. Any other text, also A | B, stays as it is."""
    words = _TWO.fullmatch(text)
    if not words:
        return text
    found = Counted(words[2])
    found.one = words[1]
    return found


def one(word: str) -> str:
    """The word where it names a single thing."""
    return word.one if isinstance(word, Counted) else word


def behind(number: str, unit: str) -> str:
    """The unit as it stands behind the number: 1 item, 1.0 items, 12 items."""
    return one(unit) if number == "1" else unit
