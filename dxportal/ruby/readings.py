"""How the kanji of a text are read, piece by piece. Pure but for the dictionary, which is read once per process."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from sudachipy import Dictionary, SplitMode

KANJI = "㐀-䶿一-鿿豈-﫿々〆"
_HAS_KANJI = re.compile(f"[{KANJI}]")
_RUNS = re.compile(f"[{KANJI}]+|[^{KANJI}]+")
# A number and what it counts are read apart: the dictionary would read 28日 as 20 and 8日.
_PARTS = re.compile(r"[0-9０-９][0-9０-９,，.．]*|[^0-9０-９]+")
_COUNTED = {"日": "にち", "月": "がつ", "人": "にん", "年": "ねん", "分": "ふん", "名": "めい"}
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") - 1)}
_OWN = Path(__file__).with_name("readings.txt")

Piece = tuple[str, str]  # a part of the text and its reading in hiragana; blank: it stands as it is


def pieces(text: str, names: Mapping[str, str] | None = None) -> list[Piece]:
    """The text in order, each piece with its reading. `names`: proper names with theirs, before every dictionary."""
    if not _HAS_KANJI.search(text):
        return [(text, "")]
    known = {**_own(), **(names or {})}
    found: list[Piece] = []
    for part, is_known in _split(text, known):
        found += _aligned(part, known[part], is_sure=True) if is_known else _of_dictionary(part)
    return found


@cache
def _own() -> dict[str, str]:
    lines = _OWN.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


@cache
def _tokenizer():
    return Dictionary(dict="small").tokenizer(mode=SplitMode.C)


def _split(text: str, known: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """The text cut at the known words; the longest first, and none inside a longer run of kanji or digits."""
    whole = re.compile("|".join(map(_whole_word, sorted(known, key=len, reverse=True))))
    done = 0
    for match in whole.finditer(text):
        if match.start() > done:
            yield text[done : match.start()], False
        yield match[0], True
        done = match.end()
    if done < len(text):
        yield text[done:], False


def _whole_word(word: str) -> str:
    before = "0-9０-９.,，" if word[0].isdecimal() else KANJI
    return f"(?<![{before}]){re.escape(word)}(?![{KANJI}])"


@lru_cache(maxsize=20_000)
def _of_dictionary(text: str) -> tuple[Piece, ...]:
    found: list[Piece] = []
    after_number = False
    for part in _PARTS.findall(text):
        if part[0].isdecimal():
            found.append((part, ""))
            after_number = True
            continue
        if after_number and part[0] in _COUNTED and not _HAS_KANJI.match(part[1:]):
            found.append((part[0], _COUNTED[part[0]]))
            part = part[1:]
        after_number = False
        for word in _tokenizer().tokenize(part) if part else ():
            found += _aligned(word.surface(), word.reading_form().translate(_HIRAGANA))
    return tuple(found)


def _aligned(word: str, reading: str, *, is_sure: bool = False) -> Iterator[Piece]:
    """The reading over the kanji only: 手続き is 手続 (てつづ) and き. Where it does not fit, over the whole word.

    What the dictionary says of a word with digits in it is a guess, and left out then.
    """
    if not _HAS_KANJI.search(word):
        yield word, ""
        return
    runs = _RUNS.findall(word)
    pattern = "".join("(.+?)" if _HAS_KANJI.match(run) else re.escape(_as_hiragana(run)) for run in runs)
    match = re.fullmatch(pattern, reading)
    if match is None:
        yield word, reading if is_sure or not _has_digit(word) else ""
        return
    read = iter(match.groups())
    for run in runs:
        yield (run, next(read)) if _HAS_KANJI.match(run) else (run, "")


def _as_hiragana(text: str) -> str:
    return text.translate(_HIRAGANA)


def _has_digit(text: str) -> bool:
    return any(letter.isdecimal() for letter in text)
