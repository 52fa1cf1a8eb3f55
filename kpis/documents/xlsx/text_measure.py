"""How much room a text takes in a cell: rows get their height from here, as LibreOffice fits none by itself."""

import re
import unicodedata

MOST_HEIGHT = 360  # points of one row: below Excel's limit (409), and a page holds it
_WORDS = re.compile(r"[!-~]+|.", re.DOTALL)  # a Latin word stays whole, Japanese breaks anywhere
_WIDE = frozenset("WFA")
_NARROW_PART = 0.6  # of the size: a half-width sign
_PADDING = 8  # pixels at both sides of a cell
INDENT = 12  # pixels of one step


def pixels_of(width: float) -> int:
    """Of a column in which `width` half-width characters of 11 points have room."""
    return round(width * 8 + 5)


def line_height(size: float) -> float:
    """Points. 游ゴシック stands on tall lines."""
    return size * 1.6


def height_of(lines: int, size: float) -> float:
    return 2 + lines * line_height(size)


def most_lines(size: float) -> int:
    """How many lines one row can hold."""
    return int((MOST_HEIGHT - 2) / line_height(size))


def wrapped(text: str, pixels: float, size: float) -> list[str]:
    """The text's lines in that many pixels; a word longer than a line is broken."""
    room = max(pixels - _PADDING, size * 2)
    return [line for part in text.split("\n") for line in _wrap(part, room, size)]


def pieces(text: str, pixels: float, size: float) -> list[str]:
    """The text in parts that each fit into the highest row."""
    most = most_lines(size)
    lines = wrapped(text, pixels, size)
    if len(lines) <= most:
        return [text]
    return ["\n".join(lines[start : start + most]) for start in range(0, len(lines), most)]


def _wrap(part: str, room: float, size: float) -> list[str]:
    em = size * 4 / 3  # pixels of a full-width sign
    if len(part) * em <= room:
        return [part]
    lines, line, used = [], "", 0.0
    for word in _WORDS.findall(part):
        for bit in [word] if _width(word, em) <= room else word:
            width = _width(bit, em)
            if line and used + width > room:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + bit, used + width
    return [*lines, line]


def width_of(text: str, size: float) -> float:
    """Pixels of a text on one line."""
    return _width(text, size * 4 / 3)


def _width(text: str, em: float) -> float:
    return sum(em if unicodedata.east_asian_width(sign) in _WIDE else em * _NARROW_PART for sign in text)
