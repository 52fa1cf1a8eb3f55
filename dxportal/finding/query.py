"""What somebody asks for: words, the number of an indicator, a verdict. Pure: no ORM."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from plans.search_index.folding import fold

from .verdict_words import Asked, asked_in

MAX_QUERY = 100  # characters
MAX_WORDS = 6
_SEPARATORS = "、，"  # between words, beside blanks

# What is written before a number, folded; "" is a number alone.
KPI, KGI, INDICATOR, GOAL, ACTION = "kpi", "kgi", "indicator", "goal", "action"
_BEFORE = {
    "": "",
    "kpi": KPI,
    "kgi": KGI,
    "指標": INDICATOR,
    "柱": GOAL,
    "目標": GOAL,
    "施策": GOAL,
    "取組": ACTION,
}
_NUMBER = re.compile(
    rf"({'|'.join(filter(None, _BEFORE))})?[ :.#-]*(?:no\.?)?[ ]*([0-9]{{1,3}}(?:[-.][0-9]{{1,3}}){{0,3}})"
)
_WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")


@dataclass(frozen=True)
class Number:
    """The number of an indicator, a goal or an action. `of`: what it is said to be of; blank where it stands alone."""

    of: str
    digits: str  # 1-1

    @property
    def codes(self) -> list[str]:
        """As addresses write it: 1-1, kpi-1-1."""
        before = [self.of] if self.of in (KPI, KGI) else [KPI, KGI] if not self.of else []
        return [self.digits, *(f"{name}-{self.digits}" for name in before)]

    @cached_property
    def forms(self) -> list[str]:
        """As plans print it: 1-1, KPI 1-1, KPI１－１, ①."""
        bare = {self.digits, self.digits.replace("-", "－"), self.digits.translate(_WIDE)}
        if self.digits.isdecimal() and 1 <= int(self.digits) <= 20:
            bare.add(chr(ord("①") + int(self.digits) - 1))
        names = [self.of.upper()] if self.of in (KPI, KGI) else ["KPI", "KGI"]
        return sorted(bare | {f"{name}{gap}{text}" for name in names for gap in ("", " ") for text in bare})


@dataclass(frozen=True)
class Query:
    text: str  # what is searched for
    words: tuple[str, ...]
    is_cut: bool  # more was typed than is searched for
    only_marks: bool  # nothing was typed but signs and punctuation

    @cached_property
    def number(self) -> Number | None:
        """Where all of it is a number: KPI 1-1, kgi4, １－１. A single figure alone is a word like any other."""
        found = _NUMBER.fullmatch(" ".join(fold(word) for word in self.words))
        if found is None or not (found[1] or re.search("[-.]", found[2])):
            return None
        return Number(_BEFORE[found[1] or ""], found[2].replace(".", "-"))

    def without(self, words: Iterable[str]) -> "Query":
        """The same without those of its words."""
        left = set(words)
        return replace(self, words=tuple(word for word in self.words if word not in left))

    @property
    def alone(self) -> list[dict[str, str]]:
        """Each word, with how an address asks for it alone."""
        return [{"word": word, "asked": urlencode({"q": word})} for word in self.words]

    @cached_property
    def asked(self) -> Asked | None:
        """The verdict that is asked for, and the words beside it."""
        return asked_in(self.words)


def read_query(typed: str) -> Query:
    """What is asked for, of whatever was typed: control characters dropped, long queries cut."""
    clean = "".join(" " if _parts(letter) else letter for letter in typed[:MAX_QUERY])
    typed_words = clean.split()
    words = tuple(typed_words[:MAX_WORDS])
    is_cut = len(typed.strip()) > MAX_QUERY or len(typed_words) > MAX_WORDS
    sayable = tuple(word for word in words if _says_something(word))
    return Query(" ".join(words), sayable, is_cut, only_marks=bool(words) and not sayable)


def _parts(letter: str) -> bool:
    return unicodedata.category(letter).startswith("C") or letter in _SEPARATORS


def _says_something(word: str) -> bool:
    return any(unicodedata.category(letter)[0] in "LN" for letter in fold(word))


@dataclass(frozen=True)
class Word:
    """A word, others that a plan's glossary says to mean the same, and the texts that it stands for in translation."""

    text: str
    others: tuple[str, ...] = ()
    originals: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return (self.text, *self.others, *self.originals)


def all_texts(words: Iterable[Word]) -> list[str]:
    return [text for word in words for text in word.all]
