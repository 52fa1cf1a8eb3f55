"""When two spellings are the same word: ＤＸ and dx, ﾃﾞｰﾀ and データ and でーた, 手続き and 手続, サーバー and サーバ.

One pure function, `fold`, for what is searched and for what somebody asks. The database does the same, by the same steps
(plans/search_index/functions.py): whoever changes a step or a word of plans/search_index/spellings.py lays the functions and
the indexes anew, in a migration.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from plans.kana import TO_HIRAGANA

from .spellings import LETTERS, PATTERNS_AFTER, PATTERNS_BEFORE, WORDS

TO_NEW_LETTERS = str.maketrans(*LETTERS)


@dataclass(frozen=True)
class Spans:
    """A text on its way, and of each of its characters from where to where in the first text it stands for."""

    text: str
    places: list[tuple[int, int]]

    def each(self, change: Callable[[str], str]) -> "Spans":
        """With every character changed by itself: one becomes one, several or none."""
        parts, places = [], []
        for letter, place in zip(self.text, self.places, strict=True):
            new = change(letter)
            parts.append(new)
            places += [place] * len(new)
        return Spans("".join(parts), places)

    def replaced(self, pattern: re.Pattern[str], new: str) -> "Spans":
        """With what the pattern finds replaced: what stands there now stands for all that stood there."""
        parts, places, done = [], [], 0
        for match in pattern.finditer(self.text):
            begins, ends = match.span()
            if begins == ends:
                continue
            same = match.expand(new)
            parts += [self.text[done:begins], same]
            whole = (self.places[begins][0], self.places[ends - 1][1])
            # What is kept of a longer find keeps its own place: "サーバ" of "サーバー".
            kept = len(same) if self.text.startswith(same, begins) else 0
            places += self.places[done:begins] + self.places[begins : begins + kept]
            places += [whole] * (len(same) - kept)
            if kept:
                places[-1] = (places[-1][0], whole[1])
            done = ends
        return Spans("".join([*parts, self.text[done:]]), places + self.places[done:])


# The steps behind NFKC and small letters, in their order.
BEFORE_KANA = [(re.compile(pattern), new) for pattern, new in PATTERNS_BEFORE]
AS_WRITTEN = [(re.compile(re.escape(written)), same) for written, same in WORDS]
AFTER_KANA = [(re.compile(pattern), new) for pattern, new in PATTERNS_AFTER]


def fold(text: str) -> str:
    """The text as words are compared."""
    folded = unicodedata.normalize("NFKC", text).lower().translate(TO_NEW_LETTERS)
    for pattern, new in BEFORE_KANA:
        folded = pattern.sub(new, folded)
    folded = folded.translate(TO_HIRAGANA)
    for written, same in WORDS:
        folded = folded.replace(written, same)
    for pattern, new in AFTER_KANA:
        folded = pattern.sub(new, folded)
    return folded


def fold_with_places(text: str) -> Spans:
    """`fold(text)`, and from where to where in the text each of its characters comes."""
    found = _one_width(text).each(lambda letter: letter.translate(TO_NEW_LETTERS))
    for pattern, new in BEFORE_KANA:
        found = found.replaced(pattern, new)
    found = found.each(lambda letter: letter.translate(TO_HIRAGANA))
    for pattern, new in (*AS_WRITTEN, *AFTER_KANA):
        found = found.replaced(pattern, new)
    return found


def _one_width(text: str) -> Spans:
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = start + 1
        # A mark belongs to the character before it: ﾃﾞ is one letter.
        while end < len(text) and (unicodedata.combining(text[end]) or text[end] in "ﾞﾟ"):
            end += 1
        parts.append(unicodedata.normalize("NFKC", text[start:end]).lower())
        places += [(start, end)] * len(parts[-1])
        start = end
    return Spans("".join(parts), places)
