"""The verdict bar: how many indicators stand in each group, as one horizontal bar. Pure: counts in, geometry out.

Lengths are in percent of the bar, so that one drawing serves every width; a picture of a fixed size multiplies them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from django.utils.translation import gettext as _

from kpis.judging.terms import Group

from .palette import LOOKS
from .shapes import text_width

LETTERS = 16  # px: size of sign and number within a segment
ROOM = 4  # px to be left beside them
NARROW, WIDE = 250, 600  # px: the bar in a card on a phone 320 px wide; on a tablet or desktop


@dataclass(frozen=True)
class Segment:
    """One group: where it lies (`x`, `width`, `middle`: percent of the bar, with two digits), and what is written in it.

    `fits`: the text has room in a bar as narrow as NARROW; `fits_wide`: from WIDE on. Beneath the bar it stands anyway.
    """

    key: str
    sign: str
    label: str
    count: int
    x: str
    width: str
    middle: str
    fits: bool
    fits_wide: bool

    @property
    def text(self) -> str:
        """Sign and number."""
        return f"{self.sign} {self.count}"


@dataclass(frozen=True)
class VerdictBar:
    """`label` says in words what the bar shows."""

    segments: tuple[Segment, ...]
    label: str


def verdict_bar(counts: Iterable[tuple[Group, int]]) -> VerdictBar | None:
    """The bar of the counts, best group first; None where there is nothing to count."""
    found = dict(counts)
    rows = [(group, found[group]) for group in Group if found.get(group, 0) > 0]
    total = sum(count for _group, count in rows)
    if not total:
        return None
    ends = accumulate(count for _group, count in rows)
    segments = tuple(
        _segment(group, count, end - count, total) for (group, count), end in zip(rows, ends, strict=True)
    )
    words = (_("%(group)s %(count)s") % {"group": row.label, "count": row.count} for row in segments)
    return VerdictBar(segments, " / ".join(words))


def _segment(group: Group, count: int, before: int, total: int) -> Segment:
    sign = LOOKS[group.key].sign
    needed = text_width(f"{sign} {count}", LETTERS, bold=True) + ROOM
    part = count / total
    return Segment(
        key=group.key,
        sign=sign,
        label=str(group.label),
        count=count,
        x=_percent(before / total),
        width=_percent(part),
        middle=_percent((before + count / 2) / total),
        fits=part * NARROW >= needed,
        fits_wide=part * WIDE >= needed,
    )


def _percent(part: float) -> str:
    return f"{100 * part:.2f}".rstrip("0").rstrip(".")
