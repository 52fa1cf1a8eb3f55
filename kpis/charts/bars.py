"""One bar per fiscal year, of values that count up over the year."""

from decimal import Decimal

from django.utils.translation import gettext as _

from .canvas import Canvas
from .content import Actual, Content, year_end
from .guides import baseline_text
from .labels import Label
from .lines import add_letter, hint, last_label
from .shapes import ACTUAL, PALE, QUIET, TEXT, WHITE, Box, Path, line, rectangle

_WIDEST, _PART_OF_YEAR = 60.0, 0.56
_AROUND = 5.0  # the baseline's bar, where it stands around an actual one


def bar_width(canvas: Canvas) -> float:
    return min(_WIDEST, canvas.time.year_width * _PART_OF_YEAR)


def draw_bars(canvas: Canvas, content: Content) -> None:
    for actual in content.actuals:
        _draw_bar(canvas, actual)
        _add_value(canvas, content, actual)


def _box(canvas: Canvas, index: int, low: Decimal, high: Decimal, more: float = 0) -> Box:
    x, half = canvas.time.x(index), bar_width(canvas) / 2 + more
    return Box(x - half, canvas.scale.y(max(low, high)), x + half, canvas.scale.y(min(low, high)))


def _draw_bar(canvas: Canvas, actual: Actual) -> None:
    box = _box(canvas, actual.index, Decimal(0), actual.value)
    is_solid = actual.is_firm and actual.is_judged and not actual.has_gap
    if actual.annualized is not None:
        _draw_annualized(canvas, actual)
    canvas.add(
        Path(
            part="actual",
            d=rectangle(box),
            fill=ACTUAL if is_solid else PALE,
            stroke="none" if is_solid else ACTUAL,
            width="1.5",
            hint=hint(canvas, actual),
        ),
        box,
    )
    _draw_pieces(canvas, actual, box, WHITE if is_solid else ACTUAL)


def _add_value(canvas: Canvas, content: Content, actual: Actual) -> None:
    middle, end = canvas.time.x(actual.index), canvas.scale.y(actual.value)
    add_letter(canvas, actual, middle, end, is_centred=True)
    if actual is content.actuals[-1]:
        canvas.labels.append(last_label(canvas, content, middle, end, gap=4, is_below=actual.value < 0))
        return
    text, is_below = canvas.text_of(actual.value), actual.value < 0
    canvas.labels.append(
        Label(
            part="value",
            text=text,
            x=middle,
            y=end,
            rank=8,
            fill=TEXT,
            gap=4,
            reach=24,  # above a letter too
            is_below=is_below,
            is_centred=True,
        )
    )


def _draw_pieces(canvas: Canvas, actual: Actual, box: Box, colour: str) -> None:
    """Thin gaps between the parts of a year; where they would be thicker than the parts, none."""
    reached = Decimal(0)
    for piece in actual.pieces[:-1]:
        reached += piece
        y = canvas.scale.y(reached)
        if box.top + 3 < y < box.bottom - 3:
            d = line((box.left, y), (box.right, y))
            canvas.add(Path(part="piece", d=d, stroke=colour, width="1.5" if colour == WHITE else "1"))


def _draw_annualized(canvas: Canvas, actual: Actual) -> None:
    """The year at this pace: a dashed outline around what has been reached."""
    assert actual.annualized is not None  # noqa: S101 the caller has looked
    is_further = abs(actual.annualized) >= abs(actual.value) and actual.annualized * actual.value >= 0
    box = _box(canvas, actual.index, actual.value if is_further else Decimal(0), actual.annualized)
    text = canvas.text_of(actual.annualized)
    words = _("年換算 %s") % text
    outline = Path(
        part="annualized", d=rectangle(box), fill=WHITE, stroke=ACTUAL, width="1.5", dash="4 3", hint=words
    )
    canvas.add_line(outline, [(box.left, box.top), (box.right, box.top)])
    middle, end = canvas.time.x(actual.index), canvas.scale.y(actual.annualized)
    canvas.labels.append(
        Label(
            part="annualized",
            text=words,
            x=middle,
            y=end,
            rank=3,
            fill=ACTUAL,
            gap=4,
            is_needed=True,
            is_below=actual.annualized < 0,
        )
    )


def draw_baseline_bar(canvas: Canvas, content: Content) -> None:
    """An outlined bar in the baseline's own year; a little wider where that year has a value too."""
    if content.baseline is None:
        return
    value = content.baseline.value
    end = year_end(content.baseline.period.index, is_calendar=canvas.time.is_calendar)
    has_value = any(actual.index == end for actual in content.actuals)
    box = _box(canvas, end, Decimal(0), value, _AROUND if has_value else 0)
    label = baseline_text(canvas, content)
    canvas.add(Path(part="baseline", d=rectangle(box), stroke=QUIET, width="2", hint=label), box)
    middle, top = canvas.time.x(end), canvas.scale.y(value)
    canvas.labels.append(
        Label(
            part="baseline",
            text=label,
            x=middle,
            y=top,
            rank=2,
            fill=QUIET,
            is_needed=True,
            gap=4,
            is_below=value < 0,
        )
    )
