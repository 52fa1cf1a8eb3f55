"""Which languages the public pages speak: every catalogue in dxportal/locale/, or those of them that PUBLIC_LANGUAGES names.

A catalogue names itself in its head: `X-Language-Name` as its readers write it, `X-Address` where the first segment of
its addresses is not its code, and `X-Readings: yes` where its pages show how kanji are read. Another language is another catalogue; nothing else has to know of it.
"""

import re
from collections.abc import Iterable, Mapping
from gettext import GNUTranslations
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import to_language

from .environment import names

ORIGINAL = "ja"
# In this order where they are offered; any other comes behind them.
_FIRST = (ORIGINAL, "en", "ja-x-easy")
_SEGMENT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read(values: Mapping[str, str], folders: Iterable[Path]) -> dict[str, object]:
    """LANGUAGES, LANGUAGE_PREFIXES and LANGUAGES_WITH_READINGS as Django and plans/languages.py take them. Raises ImproperlyConfigured."""
    heads = {code: head for folder in folders for code, head in _heads(folder)}
    wanted = names(values, "PUBLIC_LANGUAGES") or list(heads)
    unknown = [code for code in wanted if code not in heads]
    if unknown:
        raise ImproperlyConfigured(
            f"PUBLIC_LANGUAGES の「{unknown[0]}」の訳はありません。"
            f"{'、'.join(sorted(heads))} の中から、カンマで区切って書いてください。"
        )
    codes = sorted({ORIGINAL, *wanted}, key=_place)
    prefixes = {code: _prefix(code, heads[code]) for code in codes}
    if len(set(prefixes.values())) < len(prefixes):
        raise ImproperlyConfigured(
            "dxportal/locale/ の2つの言語が、同じアドレス（X-Address）を使っています。"
        )
    return {
        "LANGUAGES": [(code, heads[code].get("x-language-name") or code) for code in codes],
        "LANGUAGE_PREFIXES": prefixes,
        "LANGUAGES_WITH_READINGS": [code for code in codes if heads[code].get("x-readings") == "yes"],
    }


def _heads(folder: Path) -> Iterable[tuple[str, Mapping[str, str]]]:
    """Of each finished catalogue in the folder the language's code and what stands in its head."""
    for path in sorted(folder.glob("*/LC_MESSAGES/django.mo")):
        with path.open("rb") as file:
            yield to_language(path.parents[1].name), GNUTranslations(file).info()


def _prefix(code: str, head: Mapping[str, str]) -> str:
    if code == ORIGINAL:
        return ""
    segment = head.get("x-address") or code
    if not _SEGMENT.fullmatch(segment):
        raise ImproperlyConfigured(
            f"dxportal/locale/ の言語「{code}」のアドレス（X-Address）「{segment}」は、"
            "半角の英小文字・数字・ハイフンで書いてください。"
        )
    return f"{segment}/"


def _place(code: str) -> tuple[int, str]:
    return (_FIRST.index(code) if code in _FIRST else len(_FIRST)), code
