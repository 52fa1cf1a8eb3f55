"""A plan's text as a page in another language shows it: translated, or in Japanese and marked so. Pure: no ORM."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# The translations of the page that is made: by the Japanese text; None on a Japanese page.
_memory: ContextVar[dict[str, str] | None] = ContextVar("translations", default=None)
# How the names of the page's cities are read (ふりがな), by the name.
_readings: ContextVar[Mapping[str, str] | None] = ContextVar("readings", default=None)


class Untranslated(str):
    """A text without a translation: in HTML it says that it is Japanese, elsewhere (a title, a file) it is the text."""

    __slots__ = ()

    def __html__(self) -> SafeString:
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
def beginning(translations: Mapping[str, str] | None) -> Iterator[None]:
    """Within it texts are said by these translations; None: as they are."""
    memory = _memory.set(None if translations is None else dict(translations))
    readings = _readings.set(None)
    try:
        yield
    finally:
        _readings.reset(readings)
        _memory.reset(memory)


def add(translations: Mapping[str, str]) -> None:
    """More of them, on a page in another language; those known already stay."""
    known = _memory.get()
    if known is not None:
        _memory.set({**translations, **known})


def add_readings(readings: Mapping[str, str]) -> None:
    """How names on the page are read."""
    _readings.set({**(_readings.get() or {}), **readings})


def readings() -> Mapping[str, str]:
    """How the names of the page's cities are read."""
    return _readings.get() or {}


def is_translated() -> bool:
    """Whether the page that is made is in another language."""
    return _memory.get() is not None


def said(text: str) -> str:
    """The text in the page's language. What has no Japanese letter needs no translation."""
    known = _memory.get()
    if known is None or not text or isinstance(text, Untranslated) or text.isascii():
        return text
    found = known.get(text)
    return found if found is not None else Untranslated(text)
