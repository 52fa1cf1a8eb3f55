"""Writes readings into a finished HTML page: only between the tags, and not where HTML allows no ruby."""

import re
from collections.abc import Iterator, Mapping

from .readings import KANJI, Piece, pieces

_PARTS = re.compile(r"(<!--.*?-->|<[^<>]*>|&[#\w]+;)", re.DOTALL)
_NAME = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_HAS_KANJI = re.compile(f"[{KANJI}]")
# Where a reader sees plain text only, or another program draws.
_PLAIN = frozenset(
    ["head", "title", "script", "style", "textarea", "select", "option", "svg", "math", "ruby", "template"]
)
# The templates' indents are a tenth of a long page, and no public page shows them.
_INDENT = re.compile(r"\s*\n\s*")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
# What may be drawn as a row of boxes; not what runs on as text.
_IN_A_ROW = frozenset(["a", "button", "summary", "span", "label", "li", "th"])
_RUNS_ON = re.compile(
    r'<span( lang="\w+")?( class="(when|in-japanese|narrow-only|own-mark|own-mark-words)")?>'
)


def with_readings(html: str, names: Mapping[str, str] | None = None) -> str:
    """The page with a reading over each piece of kanji."""
    return "".join(_written(html, names))


def _written(html: str, names: Mapping[str, str] | None) -> Iterator[str]:
    plain = ""  # the element in which nothing is changed
    depth = 0  # how often it is open
    inside = [("", False)]  # the elements that are open, and whether each may be a row of boxes
    for part in _PARTS.split(html):
        if part.startswith("<"):
            name = _NAME.match(part)
            if name and not part.endswith("/>"):
                tag, is_end = name[2].lower(), bool(name[1])
                if plain == tag:
                    depth += -1 if is_end else 1
                    plain = plain if depth else ""
                # A language names itself to those who look for it: 日本語 is to be found as it is.
                elif not plain and not is_end and (tag in _PLAIN or " hreflang=" in part):
                    plain, depth = tag, 1
                elif not plain and tag not in _VOID:
                    is_row = tag in _IN_A_ROW and not _RUNS_ON.fullmatch(part)
                    _follow(inside, tag, is_end=is_end, is_row=is_row)
            yield part
        elif plain:
            yield part
        elif not _HAS_KANJI.search(part):
            yield _INDENT.sub("\n", part)
        else:
            found = list(pieces(_INDENT.sub("\n", part), names))
            text = "".join(map(_ruby, found))
            # In a row of boxes (a chip, a button, a link with a sign) each piece would become a box of its own.
            yield f"<span>{text}</span>" if len(found) > 1 and inside[-1][1] else text


def _ruby(piece: Piece) -> str:
    """HTML lets the reading's end tag go: a table of indicators has a thousand of them."""
    text, reading = piece
    return f"<ruby>{text}<rt>{reading}</ruby>" if reading else text


def _follow(inside: list[tuple[str, bool]], tag: str, *, is_end: bool, is_row: bool) -> None:
    """Keeps account of the elements that are open; one without an end of its own ends with what it is in."""
    if not is_end:
        inside.append((tag, is_row))
    elif any(tag == each for each, _is_row in inside):
        while inside.pop()[0] != tag:
            pass
