"""Values at points in time, joined by straight lines."""

from itertools import pairwise

from kpis.judging.coverage_words import covers_text
from kpis.judging.terms import ObservationStatus

from .canvas import Canvas
from .content import Actual, Content
from .labels import Label
from .shapes import ACTUAL, WHITE, Path, around, circle, line

_LARGE, _SMALL, _FEW = 4.5, 3.0, 24  # radius of points, of many points, how many are few
LETTERS = {
    ObservationStatus.PROVISIONAL: "P",
    ObservationStatus.ESTIMATED: "E",
    ObservationStatus.UNVALIDATED: "V",
}


def draw_points(canvas: Canvas, content: Content) -> None:
    """Actual values. A period without a value breaks the line, and so does one that cannot be compared (excluded)."""
    step = canvas.facts.frequency.months
    run: list[tuple[float, float]] = []
    previous: Actual | None = None
    for actual in content.actuals:
        is_cut = previous is not None and (
            actual.is_excluded or previous.is_excluded or _is_broken(content, previous, actual)
        )
        if previous is not None and (is_cut or actual.index - previous.index > step):
            _draw_run(canvas, run)
            run = []
        run.append(_spot(canvas, actual))
        previous = actual
    _draw_run(canvas, run)
    radius = _LARGE if len(content.actuals) <= _FEW else _SMALL
    for actual in content.actuals:
        _draw_point(canvas, actual, radius)
    if content.actuals:
        x, y = _spot(canvas, content.actuals[-1])
        canvas.labels.append(last_label(canvas, content, x, y, is_below=_is_below_path(content)))


def _is_broken(content: Content, first: Actual, second: Actual) -> bool:
    """Whether the two count different things: no line joins them."""
    return any(first.index < row.period.index <= second.index for row in content.breaks)


def _spot(canvas: Canvas, actual: Actual) -> tuple[float, float]:
    return canvas.time.x(actual.index), canvas.scale.y(actual.value)


def _draw_run(canvas: Canvas, run: list[tuple[float, float]]) -> None:
    if len(run) > 1:
        canvas.add_rim(run)
        canvas.add_line(Path(part="actual-line", d=line(*run), stroke=ACTUAL, width="2.5"), run)


def _draw_point(canvas: Canvas, actual: Actual, radius: float) -> None:
    x, y = _spot(canvas, actual)
    is_solid = actual.is_firm and actual.is_judged
    canvas.add(
        Path(
            part="actual",
            d=circle(x, y, radius),
            fill=ACTUAL if is_solid else WHITE,
            stroke=ACTUAL if not is_solid else WHITE if radius == _LARGE else "none",
            width="1.5" if is_solid else "2",
            hint=hint(canvas, actual),
        ),
        around(x, y, radius),
    )
    add_letter(canvas, actual, x, y, is_centred=radius < _LARGE)


def _is_below_path(content: Content) -> bool:
    """Whether the latest value lies below the path: then its label does too."""
    last = content.actuals[-1]
    for (i0, v0), (i1, v1) in pairwise(content.path):
        if i0 <= last.index <= i1:
            return last.value < v0 + (v1 - v0) * (last.index - i0) / (i1 - i0)
    return False


def hint(canvas: Canvas, actual: Actual) -> str:
    """What a figure covers, with the figure: of a bar its year's sum, not its newest quarter."""
    facts = canvas.facts
    reading = actual.reading
    label = covers_text(facts, reading) if reading else actual.period.short_label_at(facts.frequency)
    return f"{label} {canvas.text_of(actual.value)}"


def last_label(
    canvas: Canvas, content: Content, x: float, y: float, *, gap: float = 9, is_below: bool = False
) -> Label:
    """The latest value; it must not look like a target that it misses."""
    actual, targets = content.actuals[-1], content.targets
    return Label(
        part="last",
        text=canvas.text_of(actual.value, targets[-1].value if targets else None),
        x=x,
        y=y,
        rank=0,
        fill=ACTUAL,
        weight="700",
        is_needed=True,
        is_below=is_below,
        gap=gap,
    )


def add_letter(canvas: Canvas, actual: Actual, x: float, y: float, *, is_centred: bool) -> None:
    """P or E; among many points it must stand right above or below its own."""
    letter = LETTERS.get(actual.status)
    if letter:
        canvas.labels.append(
            Label(
                part="letter",
                text=letter,
                x=x,
                y=y,
                rank=4,
                fill=ACTUAL,
                gap=8.5,
                reach=14,
                is_centred=is_centred,
            )
        )
