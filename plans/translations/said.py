"""A plan's text as a page in another language shows it: translated, or in Japanese and marked so. Pure: no ORM."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

from .counted import counted

# What stands before a unit to count in many of it, the longest first.
MULTIPLES = {
    "百万": pgettext_lazy("a multiple before a unit", "百万%(unit)s"),
    "千万": pgettext_lazy("a multiple before a unit", "千万%(unit)s"),
    "百億": pgettext_lazy("a multiple before a unit", "百億%(unit)s"),
    "千億": pgettext_lazy("a multiple before a unit", "千億%(unit)s"),
    "百": pgettext_lazy("a multiple before a unit", "百%(unit)s"),
    "千": pgettext_lazy("a multiple before a unit", "千%(unit)s"),
    "万": pgettext_lazy("a multiple before a unit", "万%(unit)s"),
    "億": pgettext_lazy("a multiple before a unit", "億%(unit)s"),
    "兆": pgettext_lazy("a multiple before a unit", "兆%(unit)s"),
}

_LETTER = re.compile(r"[ぁ-んァ-ヺ㐀-䶿一-鿿豈-﫿々〆𠀀-𿿽]")


@dataclass
class _Page:
    """What is known on a page in another language."""

    translations: dict[str, str] = field(default_factory=dict)  # by the Japanese text
    readings: dict[str, str] = field(default_factory=dict)  # of cities' names (ふりがな), by the name
    is_portals: bool = False  # whether one of the translations is the portal's own


_page: ContextVar[_Page | None] = ContextVar("page", default=None)  # None: a page in the original language


class Untranslated(str):
    """A text of which no translation is known yet: in HTML it is looked up once more, and else says that it is Japanese.

    Elsewhere (a title, a file) it is the text.
    """

    __slots__ = ()

    def __html__(self) -> SafeString:
        found = said(self)
        if not isinstance(found, Untranslated):
            return escape(found)
        return mark_safe(f'<span lang="ja" class="in-japanese">{escape(str(self))}</span>')  # noqa: S308 escaped


class Numbered(str):
    """A number and a text that may be untranslated, as one text: 1-1 手続の数."""

    __slots__ = ("parts",)

    parts: tuple[str, ...]

    def __html__(self) -> SafeString:
        html = (part.__html__() if isinstance(part, Untranslated) else escape(part) for part in self.parts)
        return mark_safe(" ".join(html))  # noqa: S308 every part is escaped


def numbered(*parts: str) -> str:
    """The parts that are not blank, with a space between them; what is untranslated stays marked."""
    there = tuple(part for part in parts if part)
    text = " ".join(there)
    if not any(isinstance(part, Untranslated) for part in there):
        return text
    found = Numbered(text)
    found.parts = there
    return found


@contextmanager
def page_in(*, is_original: bool) -> Iterator[None]:
    """Within it a page is made: in the original texts are as they are."""
    former = _page.set(None if is_original else _Page())
    try:
        yield
    finally:
        _page.reset(former)


def add(translations: Mapping[str, str], *, readings: Mapping[str, str], is_portals: bool) -> None:
    """What is known of one more city; what is known already stays."""
    page = _page.get()
    if page is not None:
        page.translations = {**translations, **page.translations}
        page.readings |= readings
        page.is_portals |= is_portals


def is_translated() -> bool:
    """Whether the page that is made is in another language."""
    return _page.get() is not None


def has_portals_translations() -> bool:
    """Whether the page knows translations that no city has checked."""
    page = _page.get()
    return page is not None and page.is_portals


def readings() -> Mapping[str, str]:
    """How the names of the page's cities are read."""
    page = _page.get()
    return page.readings if page is not None else {}


def said(text: str) -> str:
    """The text in the page's language. What has no Japanese letter (1-1, ①, －) may have a translation and needs none."""
    page = _page.get()
    if page is None or not text or text.isascii():
        return text
    found = page.translations.get(str(text)) or _said_multiple(str(text), page.translations)
    if found is not None:
        return counted(found)
    return Untranslated(text) if _LETTER.search(text) else text


def _said_multiple(text: str, translations: Mapping[str, str]) -> str | None:
    """万円 where 円 is translated: in English ten-thousand yen. The number before it stays what it is."""
    for multiple, words in MULTIPLES.items():
        unit = translations.get(text.removeprefix(multiple)) if text.startswith(multiple) else None
        if unit:
            return words % {"unit": counted(unit)}
    return None


def plain(text: str) -> tuple[str, bool]:
    """The text for a place where HTML allows no element, and whether some of it is in Japanese on a page of another language."""
    parts = text.parts if isinstance(text, Numbered) else (text,)
    found = [said(part) if isinstance(part, Untranslated) else part for part in parts]
    return " ".join(map(str, found)), any(isinstance(part, Untranslated) for part in found)
