"""Finding room for labels: they never overlap each other or leave the picture, and keep off the marks if they can."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .shapes import TEXT, Box, Text, line_height, text_at, text_width

_GAP = 9.0  # between a mark's middle and its label
_STEP = 6.0
_ASIDE = (0.0, 14.0, 28.0)  # beside a mark, and beside the bar it stands on
_ASKEW = (16.0, 32.0, 48.0)  # above or below, and to the side of it
_NEAR = 24.0  # an optional label farther away than this would seem to belong to something else
_APART = 4.0  # between two labels side by side
# Covering something is as bad as so many units of distance.
_COST_OF_MARK, _COST_OF_LINE = 60.0, 6.0


@dataclass(frozen=True)
class Obstacle:
    """What labels should keep off: a mark or bar, or a piece of a line."""

    box: Box
    is_mark: bool


@dataclass(frozen=True, kw_only=True)
class Label:
    """A label that is wanted at a mark. Lower `rank` first; those that are not `is_needed` may be left out."""

    part: str
    text: str
    x: float
    y: float
    rank: int
    fill: str = TEXT
    weight: str = "400"
    is_needed: bool = False
    is_below: bool = False  # where to look first
    is_centred: bool = False  # beside its mark it would seem to belong to another one
    gap: float = _GAP
    reach: float = _NEAR


def place(
    labels: Iterable[Label], size: int, room: Box, obstacles: list[Obstacle], taken: list[Box]
) -> tuple[Text, ...]:
    """The labels that found room, off what is `taken` already."""
    taken = list(taken)
    texts = []
    for label in sorted(labels, key=lambda label: label.rank):
        box = _best(label, size, room, obstacles, taken)
        if box is not None:
            taken.append(Box(box.left - _APART, box.top, box.right + _APART, box.bottom))
            texts.append(text_at(box, label.part, label.text, size, fill=label.fill, weight=label.weight))
    return tuple(texts)


def _best(label: Label, size: int, room: Box, obstacles: list[Obstacle], taken: list[Box]) -> Box | None:
    """Where nothing is covered, as near as can be; only a label that is needed may cover what it must."""
    free = _nearest_free(label, size, room, obstacles, taken)
    return free or (_least_covering(label, size, room, obstacles, taken) if label.is_needed else None)


def _nearest_free(
    label: Label, size: int, room: Box, obstacles: list[Obstacle], taken: list[Box]
) -> Box | None:
    best: tuple[float, Box] | None = None
    for ring, distance, box in _candidates(label, size, room):
        if best is not None and ring >= best[0]:
            break  # all that follow are as far away, or farther
        if best is not None and distance >= best[0]:
            continue
        if not room.contains(box) or any(box.overlaps(other) for other in taken):
            continue
        if not any(box.overlaps(obstacle.box) for obstacle in obstacles):
            best = distance, box
    return best[1] if best else None


def _least_covering(
    label: Label, size: int, room: Box, obstacles: list[Obstacle], taken: list[Box]
) -> Box | None:
    best: tuple[float, Box] | None = None
    for ring, distance, box in _candidates(label, size, room):
        if best is not None and ring >= best[0]:
            break
        if not room.contains(box) or any(box.overlaps(other) for other in taken):
            continue
        covered = [obstacle for obstacle in obstacles if box.overlaps(obstacle.box)]
        cost = distance + sum(_COST_OF_MARK if obstacle.is_mark else _COST_OF_LINE for obstacle in covered)
        if best is None or cost < best[0]:
            best = cost, box
    return best[1] if best else None


def _candidates(label: Label, size: int, room: Box) -> Iterator[tuple[float, float, Box]]:
    """Boxes around the mark, nearest first: above and below in the middle, then beside it.

    Each with the distance from which on all that follow lie, and with its own.
    """
    width = text_width(label.text, size, bold=label.weight == "700") + 1
    height = line_height(size)
    reach = room.bottom - room.top if label.is_needed else label.reach
    middle = label.x - width / 2
    lefts = [(0.0, middle), (2.0, label.x - width - 4), (3.0, label.x + 4)]
    lefts += [(away / 2, middle + side * (width / 2 + away)) for away in _ASKEW for side in (-1, 1)]
    distance = 0.0
    while distance <= reach:
        above, below = label.y - label.gap - distance - height, label.y + label.gap + distance
        for top in (below, above) if label.is_below else (above, below):
            for penalty, left in lefts:
                if not (penalty and label.is_centred):
                    yield distance, distance + penalty, _inside(left, top, width, height, room)
        if not distance and not label.is_centred:
            for aside in _ASIDE:
                for left in (label.x + label.gap + aside, label.x - label.gap - aside - width):
                    yield distance, 3.0 + aside, _inside(left, label.y - height / 2, width, height, room)
        distance += _STEP


def _inside(left: float, top: float, width: float, height: float, room: Box) -> Box:
    """The box, pushed sideways into the room."""
    left = max(min(left, room.right - width), room.left)
    return Box(left, top, left + width, top + height)
