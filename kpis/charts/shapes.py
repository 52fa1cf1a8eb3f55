"""What a chart is made of: paths and texts with finished attributes, colours, and the estimated size of a text."""

import re
import unicodedata
from dataclasses import dataclass

from plans.colours import COLOURS

WHITE = COLOURS["white"]
TEXT = COLOURS["grey-900"]
QUIET = COLOURS["grey-700"]
GRID = COLOURS["grey-100"]
TICK = COLOURS["grey-420"]
FUTURE = COLOURS["grey-50"]  # the ground of what has not come yet
QUARTER_TICK = COLOURS["grey-200"]
ACTUAL = COLOURS["blue-900"]
FORECAST = COLOURS["blue-700"]
FORECAST_EDGE = COLOURS["blue-500"]
PALE = COLOURS["blue-50"]
EDGE = COLOURS["grey-536"]
TARGET = COLOURS["rust-900"]
TARGET_PALE = COLOURS["orange-25"]

FONT = "Noto Sans JP, Noto Sans CJK JP, Hiragino Sans, Yu Gothic, Meiryo, sans-serif"

# Of a font size: ASCII is narrower than the rest, bold a little wider; a line stands on its baseline like this.
_ASCII_WIDTH, _BOLD, _ASCENT, _HEIGHT = 0.55, 1.06, 0.9, 1.15
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Box:
    """A rectangle in the picture's units."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def contains(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True, kw_only=True)
class Path:
    """One SVG path. `part` says what it stands for; `hint` is shown to a mouse that rests on it."""

    part: str
    d: str
    fill: str = "none"
    stroke: str = "none"
    width: str = "1"
    dash: str = ""
    hint: str = ""
    is_clipped: bool = False


@dataclass(frozen=True, kw_only=True)
class Text:
    """One line of text; `x` is its start, middle or end, `y` its baseline."""

    part: str
    text: str
    x: str
    y: str
    size: int
    anchor: str = "start"
    fill: str = TEXT
    weight: str = "400"
    has_rim: bool = False  # a white rim, over grid and lines

    @property
    def box(self) -> Box:
        """The room it takes, as far as that can be known without the font."""
        width = text_width(self.text, self.size, bold=self.weight == "700")
        left = float(self.x) - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        top = float(self.y) - _ASCENT * self.size
        return Box(left, top, left + width, top + line_height(self.size))


def text_at(box: Box, part: str, text: str, size: int, *, fill: str = TEXT, weight: str = "400") -> Text:
    """A text that fills the box."""
    y = num(box.top + _ASCENT * size)
    return Text(part=part, text=text, x=num(box.left), y=y, size=size, fill=fill, weight=weight, has_rim=True)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    ems = sum(_ASCII_WIDTH if character.isascii() else 1 for character in text)
    return ems * size * (_BOLD if bold else 1)


def line_height(size: float) -> float:
    return _HEIGHT * size


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """The text, shortened with … until it fits."""
    if text_width(text, size, bold=bold) <= room:
        return text
    while text and text_width(text + "…", size, bold=bold) > room:
        text = text[:-1]
    return text + "…"


def wrap(text: str, size: float, room: float, lines: int, *, bold: bool = False) -> tuple[str, ...]:
    """The text in at most so many lines; Japanese may break anywhere, but not before 。、）."""
    result: list[str] = []
    while text and len(result) < lines - 1:
        end = len(text)
        while end > 1 and text_width(text[:end], size, bold=bold) > room:
            end -= 1
        if end < len(text) and unicodedata.category(text[end]) in ("Pe", "Po") and end > 1:
            end -= 1
        result.append(text[:end])
        text = text[end:]
    return tuple([*result, cut(text, size, room, bold=bold)] if text else result)


def clean(text: str) -> str:
    """The text on one line and without the characters that XML does not allow."""
    return " ".join(_NOT_XML.sub("", text).split())


def num(value: float) -> str:
    """A coordinate: at most one decimal, no exponent, no locale."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def line(*points: tuple[float, float]) -> str:
    """M x y L x y …"""
    return " ".join(f"{'L' if n else 'M'}{num(x)} {num(y)}" for n, (x, y) in enumerate(points))


def rectangle(box: Box) -> str:
    return f"M{num(box.left)} {num(box.top)}H{num(box.right)}V{num(box.bottom)}H{num(box.left)}Z"


def rounded(box: Box, radius: float) -> str:
    r, width, height = (
        num(radius),
        num(box.right - box.left - 2 * radius),
        num(box.bottom - box.top - 2 * radius),
    )
    return (
        f"M{num(box.left + radius)} {num(box.top)}h{width}a{r} {r} 0 0 1 {r} {r}v{height}"
        f"a{r} {r} 0 0 1 -{r} {r}h-{width}a{r} {r} 0 0 1 -{r} -{r}v-{height}a{r} {r} 0 0 1 {r} -{r}z"
    )


def circle(x: float, y: float, radius: float) -> str:
    r, across = num(radius), num(2 * radius)
    return f"M{num(x - radius)} {num(y)}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0z"


def diamond(x: float, y: float, radius: float) -> str:
    return line((x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius)) + "Z"


def around(x: float, y: float, radius: float) -> Box:
    return Box(x - radius, y - radius, x + radius, y + radius)
