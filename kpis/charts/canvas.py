"""The sheet that a chart is drawn on: axes, marks, wanted labels and what the legend must explain."""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from kpis.judging.facts import Facts

from .amounts import amount
from .axis import TimeAxis, ValueAxis
from .labels import Label, Obstacle
from .shapes import GRID, QUARTER_TICK, TICK, WHITE, Box, Path, around, line


@dataclass(frozen=True)
class Size:
    width: int
    height: int
    font: int
    title_font: int
    title_lines: int
    margin: int


WIDE = Size(720, 380, 13, 16, 2, 20)
NARROW = Size(340, 340, 13, 15, 2, 8)


@dataclass
class Canvas:
    facts: Facts
    size: Size
    time: TimeAxis
    scale: ValueAxis
    is_short: bool
    paths: list[Path] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)

    @property
    def plot(self) -> Box:
        return Box(self.time.left, self.scale.top, self.time.right, self.scale.bottom)

    def text_of(self, value: Decimal, target: Decimal | None = None) -> str:
        return amount(self.facts, value, target, is_short=self.is_short)

    def add(self, path: Path, obstacle: Box | None = None) -> None:
        self.paths.append(path)
        if obstacle:
            self.obstacles.append(Obstacle(obstacle, is_mark=True))

    def add_rim(self, points: list[tuple[float, float]], dash: str = "") -> None:
        """A white rim below a line that is drawn next: it sets the line off what it crosses."""
        self.paths.append(Path(part="rim", d=line(*points), stroke=WHITE, width="4", dash=dash))

    def add_line(self, path: Path, points: list[tuple[float, float]]) -> None:
        """A line; labels keep off it if they can."""
        self.paths.append(path)
        for (x0, y0), (x1, y1) in pairwise(points):
            steps = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) // 6))
            for n in range(steps + 1):
                x, y = x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps
                if self.scale.top <= y <= self.scale.bottom:
                    self.obstacles.append(Obstacle(around(x, y, 2), is_mark=False))


def frame(canvas: Canvas, *, has_grid: bool) -> list[Path]:
    """Grid lines, the line at zero, and ticks under years and quarters."""
    plot, time, scale = canvas.plot, canvas.time, canvas.scale
    paths = [
        Path(part="grid", d=line((plot.left, scale.y(tick)), (plot.right, scale.y(tick))), stroke=GRID)
        for tick in scale.ticks
        if tick and has_grid
    ]
    ground = scale.zero if scale.ticks[0] <= 0 <= scale.ticks[-1] else plot.bottom
    paths.append(Path(part="ground", d=line((plot.left, ground), (plot.right, ground)), stroke=TICK))
    for year in range(time.first_year, time.last_year + 2):
        x = time.year_left(year)
        paths.append(Path(part="year", d=line((x, plot.bottom), (x, plot.bottom + 8)), stroke=TICK))
    if not time.is_yearly and time.year_width >= 24:
        for year in time.years:
            for quarter in (1, 2, 3):
                x = time.year_left(year) + quarter * time.year_width / 4
                paths.append(
                    Path(part="quarter", d=line((x, plot.bottom), (x, plot.bottom + 4)), stroke=QUARTER_TICK)
                )
    return paths
