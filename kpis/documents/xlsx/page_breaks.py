"""Where a printed sheet's pages end: never between a heading and what it stands over."""

from collections.abc import Sequence
from dataclasses import dataclass

# Points that a page of A4 landscape has between the margins (book.py).
PAGE_WIDTH, PAGE_HEIGHT = 784.0, 508.0
_SAFE = 0.97  # of a page's height: programs measure columns, and so the scale, a little differently
_MOST_BREAKS = 1000  # Excel takes 1,023


@dataclass(frozen=True)
class PrintedRow:
    """`is_with_next`: no page ends below it; `is_first`: a page begins with it, unless all
    that follows fits below what precedes.
    """

    height: float
    is_with_next: bool = False
    is_first: bool = False


def scale_of(width: float) -> float:
    """The scale at which columns of together `width` points are one page wide: 1 = 100 %, in whole percent."""
    return min(100, int(100 * PAGE_WIDTH / width)) / 100


def scale_on_one_page(rows: Sequence[PrintedRow], width: float) -> float:
    """The scale at which all rows stand on one page."""
    height = sum(row.height for row in rows)
    return min(scale_of(width), PAGE_HEIGHT * _SAFE / max(height, 1))


def breaks_of(rows: Sequence[PrintedRow], width: float, repeated: int) -> list[int]:
    """The rows with which a new page begins. The first `repeated` rows stand on every page."""
    room = PAGE_HEIGHT * _SAFE / scale_of(width)
    top = sum(row.height for row in rows[:repeated])
    found: list[int] = []
    start, used = 0, 0.0
    for number, row in enumerate(rows):
        begins = row.is_first and used + sum(each.height for each in rows[number:]) > room
        is_over = begins or used + row.height > room
        if is_over and number > max(start, repeated):
            first = number if begins else _moved_up(rows, number, max(start, repeated))
            found.append(first)
            start, used = first, top + sum(each.height for each in rows[first:number])
        used += row.height
    return found[:_MOST_BREAKS]


def _moved_up(rows: Sequence[PrintedRow], number: int, least: int) -> int:
    """Above the headings that stand directly over that row; where all are headings, just there."""
    first = number
    while first > least and rows[first - 1].is_with_next:
        first -= 1
    return first if first > least else number
