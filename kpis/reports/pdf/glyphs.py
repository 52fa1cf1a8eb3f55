"""Which characters the PDF's typefaces have, and what is printed for the others. Pure: no ORM, no templates."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from .code_points import code_points

GETA = "〓"  # what Japanese printers set where they have no type for a character
BREAK = "\u200b"  # zero-width space: here a line may end
FONTS = {
    "noto_cjk_sans_jp_regular": "NotoSansCJKjp-Regular.otf",
    "noto_cjk_sans_jp_bold": "NotoSansCJKjp-Bold.otf",
}
# Longest word that is kept whole, in half widths (an ideograph counts two): what surely fits a column of comments, a
# narrow column also in capitals, a column of numbers in digits.
ROOM, NARROW_ROOM, NUMBER_ROOM = 16, 7, 10

# A letter with the marks that combine with it: が typed as か and ゛. Ideographs stand alone, so that none is replaced
# by the one that Unicode holds for the same (神 in its older form).
_COMBINED = re.compile("\\w[\u0300-\u036f\u3099\u309a]+")
# What changes the look of the character before it, joins two or sets a direction: nothing by itself. Not BREAK.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u180b-\u180d\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
# A line may end after each of these anyway.
_BREAKABLE = re.compile(r"[\s\-/?〜々〆ぁ-んァ-ヺ㐀-䶿一-鿿豈-﫿𠀀-𿿽]")
_ADDRESS = re.compile(r"https?://[!-~]+")
_CLOSING = ("Pe", "Pf", "Po")  # before these no line may end, as typst/cells.typ knows too
_UNBREAKABLE_KANA = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々〆")


def folders() -> list[str]:
    """Where the font files are."""
    return [str(resources.files(package)) for package in FONTS]


@cache
def covered() -> frozenset[int]:
    """The code points that every typeface has; read once per process."""
    found = [code_points(Path(str(resources.files(package))) / name) for package, name in FONTS.items()]
    # Line ends and tabs are no glyphs: the first are kept, the second become spaces.
    return frozenset.intersection(*found) | {ord("\n"), ord(BREAK)}


def fitted(value: Any, missing: dict[str, int]) -> Any:
    """The value with all its texts printable; `missing` counts what had to be replaced, by character."""
    if isinstance(value, str):
        return _fitted_text(value, missing)
    if isinstance(value, dict):
        return {key: fitted(part, missing) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [fitted(part, missing) for part in value]
    return value


def _fitted_text(text: str, missing: dict[str, int]) -> str:
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\t", "  ").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _COMBINED.sub(lambda found: unicodedata.normalize("NFC", found[0]), _INVISIBLE.sub("", text))
    strange = {each for each in set(text) if ord(each) not in covered()}
    if not strange:
        return text
    for each in text:
        if each in strange:
            missing[each] = missing.get(each, 0) + 1
    return "".join(GETA if each in strange else each for each in text)


def breakable(text: str, room: int = ROOM) -> str:
    """The text with places to break in words longer than `room` half widths: nothing may run out of its cell."""
    if len(text) * 2 <= room:
        return text
    inside = {place for found in _ADDRESS.finditer(text) for place in range(found.start() + 1, found.end())}
    words: list[list[int]] = [[]]  # places in the text
    for place, each in enumerate(text):
        words[-1].append(place)
        if _ends_word(each):
            words.append([])
    return "".join(_broken(text, word, room, inside) for word in words)


def _broken(text: str, word: list[int], room: int, inside: set[int]) -> str:
    """The word with a place to break before every character, if it is too long.

    `inside` an address none before a mark of punctuation as far as there is room: there only a zero-width space would
    do, and who copies the address would copy it too.
    """
    if _width(text[place] for place in word) <= room:
        return "".join(text[place] for place in word)
    found, run = "", 0
    for place in word:
        each = text[place]
        is_kept = place in inside and unicodedata.category(each) in _CLOSING and run < room
        found += each if place == word[0] or is_kept else BREAK + each
        run = run + 1 if is_kept else 1
    return found


def _width(word: Iterable[str]) -> int:
    """In half widths; the space that ends a word may hang over."""
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in word if not each.isspace())


def _ends_word(each: str) -> bool:
    return each not in _UNBREAKABLE_KANA and _BREAKABLE.match(each) is not None
