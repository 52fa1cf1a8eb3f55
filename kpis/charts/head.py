"""The top of a chart: its title, and for a fictional city a chip that says so."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .canvas import WIDE, Size
from .shapes import QUIET, TEXT, WHITE, Box, Path, Text, num, rounded, text_width, wrap

_LINE = 1.3


@dataclass(frozen=True)
class Head:
    paths: list[Path]
    texts: list[Text]
    bottom: float


def draw_head(size: Size, title: str, *, sample: bool) -> Head:
    """The chip stands beside the title, on a phone above it. No room is taken for an empty title."""
    top, room = size.margin * 0.7, size.width - 2.0 * size.margin
    if not sample:
        return _add_title(Head([], [], top), size, title, top, room)
    words = _("サンプル（架空のデータ）")
    width = text_width(words, size.font) + 16
    right = float(size.width - size.margin)
    box = Box(right - width, top, right, top + size.font + 9)
    chip = Path(part="sample", d=rounded(box, 4), fill=WHITE, stroke=QUIET)
    text = Text(
        part="sample",
        text=words,
        x=num((box.left + box.right) / 2),
        y=num((box.top + box.bottom) / 2 + size.font * 0.36),
        size=size.font,
        anchor="middle",
        fill=TEXT,
    )
    head = Head([chip], [text], box.bottom)
    if size is WIDE:
        return _add_title(head, size, title, top, room - width - 12)
    return _add_title(head, size, title, box.bottom + 4, room)


def _add_title(head: Head, size: Size, title: str, top: float, room: float) -> Head:
    texts = list(head.texts)
    for row in wrap(title, size.title_font, room, size.title_lines, bold=True):
        texts.append(
            Text(
                part="title",
                text=row,
                x=num(size.margin),
                y=num(top + size.title_font),
                size=size.title_font,
                fill=TEXT,
                weight="700",
            )
        )
        top += size.title_font * _LINE
    return Head(head.paths, texts, max(head.bottom, top) if title else head.bottom)
