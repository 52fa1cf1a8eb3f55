"""Shows where the words stand: marked in a title, and in a piece of text cut around the first. Pure."""

import re
from collections.abc import Iterator, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from plans.search_index.folding import fold, fold_with_places

AROUND = 60  # characters shown on either side of the first hit
TAIL = 12  # a bit more at an end is shown rather than cut


def holds(text: str, word: str) -> bool:
    """Whether the word stands in the text, in whatever spelling."""
    return fold(word) in fold(text)


def places(text: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """From where to where the words stand in the text, in whatever spelling; of two that overlap the longer."""
    forms = sorted(filter(None, {fold(word) for word in words}), key=lambda form: (-len(form), form))
    if not forms:
        return
    found = fold_with_places(text)
    done = 0
    for match in re.finditer("|".join(map(re.escape, forms)), found.text):
        start, end = found.places[match.start()][0], found.places[match.end() - 1][1]
        if start >= done:
            yield start, end
            done = end


def mark_words(text: str, words: Sequence[str]) -> SafeString:
    """The text as HTML with the words marked."""
    parts, done = [], 0
    for start, end in places(text, words):
        parts += [escape(text[done:start]), f"<mark>{escape(text[start:end])}</mark>"]
        done = end
    return mark_safe("".join([*parts, escape(text[done:])]))  # noqa: S308 every part is escaped above


def snippet(text: str, words: Sequence[str]) -> SafeString:
    """What stands around the first of the words; without one, how the text begins."""
    text = " ".join(text.split())
    begins, ends = next(places(text, words), (0, 0))
    start, end = max(0, begins - AROUND), ends + AROUND
    start = 0 if start <= TAIL else start
    end = len(text) if len(text) - end <= TAIL else end
    cut = f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
    return mark_words(cut, words)
