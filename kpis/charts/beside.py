"""A second line in a picture: the series with which the first is compared."""

from dataclasses import dataclass
from itertools import takewhile

from kpis.judging.facts import Facts

from .canvas import Canvas
from .content import Actual
from .labels import Label
from .shapes import TARGET, WHITE, Box, Path, around, cut, line, rectangle, text_width

LONGEST = 220.0  # of a name in the legend
_HALF = 4.5  # of the side of a square
DASH = "7 4"


@dataclass(frozen=True, kw_only=True)
class Beside:
    """`facts`: of the other series, in the unit and grain of the first. The names stand in the legend."""

    own_name: str
    name: str
    facts: Facts


def told_apart(names: tuple[str, str], size: int) -> tuple[str, str]:
    """Both names for the legend: where they are too long, what they begin with alike is left out, not what differs."""
    if all(text_width(name, size) <= LONGEST for name in names):
        return names
    alike = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(*names, strict=False)))
    begin = max((names[0].rfind(mark, 0, alike + 1) for mark in "（( "), default=-1)
    if begin > 0:
        names = (f"…{names[0][begin:].strip()}", f"…{names[1][begin:].strip()}")
    return cut(names[0], size, LONGEST), cut(names[1], size, LONGEST)


def square(part: str, x: float, y: float, hint: str = "") -> Path:
    """A value of the second series."""
    side = Box(x - _HALF, y - _HALF, x + _HALF, y + _HALF)
    return Path(part=part, d=rectangle(side), fill=TARGET, stroke=WHITE, width="1.5", hint=hint)


def draw_beside(canvas: Canvas, actuals: tuple[Actual, ...], name: str) -> None:
    """Squares joined by a dashed line, in another colour than the first series: they differ without colours too."""
    points = [(canvas.time.x(actual.index), canvas.scale.y(actual.value)) for actual in actuals]
    if len(points) > 1:
        canvas.add_rim(points, DASH)
        canvas.add_line(
            Path(part="beside-line", d=line(*points), stroke=TARGET, width="2", dash=DASH), points
        )
    for (x, y), actual in zip(points, actuals, strict=True):
        label = actual.period.short_label_at(canvas.facts.frequency)
        canvas.add(
            square("beside", x, y, hint=f"{name} {label} {canvas.text_of(actual.value)}"),
            around(x, y, _HALF),
        )
    if points:
        (x, y), last = points[-1], actuals[-1]
        canvas.labels.append(
            Label(
                part="beside-last",
                text=canvas.text_of(last.value),
                x=x,
                y=y,
                rank=1,
                fill=TARGET,
                weight="700",
                is_needed=True,
                is_below=True,
                gap=9,
            )
        )
