"""In which languages the public pages speak, and where each stands in an address. Which there are, the settings say.

The path alone decides: no cookie and nothing that a browser sends, so that an address shows everybody the same page.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language


@dataclass(frozen=True)
class Language:
    """`code` as HTML takes it (ja, en, ja-x-easy), `name` as its readers write it, `prefix` of its paths ("", "en/")."""

    code: str
    name: str
    prefix: str

    @property
    def is_original(self) -> bool:
        """Whether the texts are written in it; every other is a translation."""
        return self.code == settings.LANGUAGE_CODE


def languages() -> Iterator[Language]:
    """Those of the settings, the original first."""
    for code, name in settings.LANGUAGES:
        yield Language(code, name, settings.LANGUAGE_PREFIXES[code])


def spoken() -> Language:
    """The language of what is being made now; the original where none is chosen."""
    code = get_language()
    known = {row.code: row for row in languages()}
    return known.get(code or "", known[settings.LANGUAGE_CODE])


def is_original() -> bool:
    """Whether what is being made now is in the language in which the texts are written."""
    return spoken().is_original


def split_path(path: str) -> tuple[Language, str]:
    """The language of a path below the site's root, and the rest without it: /en/search/ is English, search/.

    A path without a language's prefix is in the original.
    """
    inside = path.removeprefix("/")
    found = None
    for row in languages():
        if row.is_original:
            found = found or row
        elif f"{inside}/".startswith(row.prefix):
            return row, inside[len(row.prefix) :]
    assert found is not None  # noqa: S101 the settings always have it
    return found, inside


def prefix_names() -> frozenset[str]:
    """First segments of paths that belong to a language: no city can have one as its slug."""
    codes = {code for code, _name in settings.LANGUAGES}
    return frozenset(codes | {prefix.strip("/") for prefix in settings.LANGUAGE_PREFIXES.values() if prefix})
