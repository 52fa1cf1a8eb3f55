"""Writes readings into a finished HTML page: only between the tags, and not where HTML allows no ruby."""

import re
from collections.abc import Iterator, Mapping

from .readings import KANJI, pieces

_PARTS = re.compile(r"(<!--.*?-->|<[^<>]*>|&[#\w]+;)", re.DOTALL)
_NAME = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_HAS_KANJI = re.compile(f"[{KANJI}]")
# Where a reader sees plain text only, or another program draws.
_PLAIN = frozenset(
    ["head", "title", "script", "style", "textarea", "select", "option", "svg", "math", "ruby", "template"]
)
# What may be drawn as a row of boxes.
_IN_A_ROW = frozenset(["a", "button", "summary", "span", "label", "li", "th"])


def with_readings(html: str, names: Mapping[str, str] | None = None) -> str:
    """The page with a reading over each piece of kanji."""
    return "".join(_written(html, names))


def _written(html: str, names: Mapping[str, str] | None) -> Iterator[str]:
    plain = ""  # the element in which nothing is changed
    depth = 0  # how often it is open
    holder = ""  # the element that begins right before the text
    for part in _PARTS.split(html):
        if part.startswith("<"):
            name = _NAME.match(part)
            if name and not part.endswith("/>"):
                tag = name[2].lower()
                holder = "" if name[1] else tag
                if not plain and not name[1] and tag in _PLAIN:
                    plain, depth = tag, 1
                elif plain == tag:
                    depth += -1 if name[1] else 1
                    if not depth:
                        plain = ""
            yield part
        elif plain or not _HAS_KANJI.search(part):
            yield part
        else:
            found = list(pieces(part, names))
            html = "".join(
                f"<ruby>{text}<rt>{reading}</rt></ruby>" if reading else text for text, reading in found
            )
            # In a row of boxes (a chip, a button, a link with a sign) each piece would become a box of its own.
            yield f"<span>{html}</span>" if len(found) > 1 and holder in _IN_A_ROW else html
