"""What both kinds of chart show beside the values: expected path, targets, baseline, bounds to keep, forecast."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from kpis.judging.break_words import break_note
from kpis.judging.forecast import Forecast
from kpis.judging.terms import Direction
from kpis.judging.wording import goalpost_text, time_text

from .axis import TimeAxis, year_of, year_start
from .canvas import Canvas
from .content import Bound, Content
from .labels import Label
from .shapes import (
    FORECAST,
    FORECAST_EDGE,
    PALE,
    QUIET,
    TARGET,
    TARGET_PALE,
    TEXT,
    WHITE,
    Box,
    Path,
    around,
    circle,
    diamond,
    line,
    rectangle,
)

_PATH_DASH = "6 4"


def draw_path(canvas: Canvas, content: Content) -> None:
    points = [(canvas.time.x(index), canvas.scale.y(value)) for index, value in content.path]
    if len(points) > 1:
        if canvas.facts.series.is_yearly_sum:
            canvas.add_rim(points, _PATH_DASH)
        canvas.add_line(
            Path(part="path", d=line(*points), stroke=QUIET, width="1.5", dash=_PATH_DASH), points
        )


def draw_targets(canvas: Canvas, content: Content) -> None:
    """Each target a ring with a dot in it: ◎."""
    for point in content.targets:
        x, y = canvas.time.x(point.period.index), canvas.scale.y(point.value)
        is_last = point is content.targets[-1]
        text = _goal(canvas, point.value)
        hint = _("目標 %s") % f"{time_text(canvas.facts, point)} {text}"
        ring = Path(part="target", d=circle(x, y, 7), fill=WHITE, stroke=TARGET, width="2", hint=hint)
        canvas.add(ring, around(x, y, 8))
        canvas.add(Path(part="target-dot", d=circle(x, y, 3), fill=TARGET))
        canvas.labels.append(
            Label(
                part="target",
                text=_("目標 %s") % text,
                x=x,
                y=y,
                rank=1 if is_last else 7,
                fill=TARGET,
                weight="700" if is_last else "400",
                is_needed=is_last,
                is_below=content.forecast is not None and content.forecast.to_value > point.value,
                gap=10,
            )
        )


def draw_former_target(canvas: Canvas, content: Content) -> None:
    """The target before it was moved or withdrawn: a dashed ring with nothing in it."""
    if content.former is None:
        return
    x, y = canvas.time.x(content.former.period.index), canvas.scale.y(content.former.value)
    text = _("変更前 %s") % _goal(canvas, content.former.value)
    ring = Path(
        part="former-target", d=circle(x, y, 6), fill=WHITE, stroke=TARGET, width="1.5", dash="3 2", hint=text
    )
    canvas.add(ring, around(x, y, 7))
    canvas.labels.append(
        Label(part="former-target", text=text, x=x, y=y, rank=8, fill=TARGET, is_below=True, gap=9)
    )


def draw_baseline(canvas: Canvas, content: Content) -> None:
    if content.baseline is None:
        return
    x, y = canvas.time.x(content.baseline.period.index), canvas.scale.y(content.baseline.value)
    fill = WHITE if content.baseline_is_provisional else QUIET
    label = baseline_text(canvas, content)
    is_below = not content.path or content.path[-1][1] >= content.baseline.value
    mark = Path(part="baseline", d=diamond(x, y, 8), fill=fill, stroke=QUIET, width="2", hint=label)
    canvas.add(mark, around(x, y, 8))
    canvas.labels.append(
        Label(
            part="baseline",
            text=label,
            x=x,
            y=y,
            rank=2,
            fill=QUIET,
            is_needed=True,
            is_below=is_below,
            gap=10,
        )
    )


def baseline_text(canvas: Canvas, content: Content) -> str:
    assert content.baseline is not None  # noqa: S101 the caller has looked
    words = _("仮の基準 %s") if content.baseline_is_provisional else _("基準 %s")
    return words % canvas.text_of(content.baseline.value)


def draw_bounds(canvas: Canvas, content: Content) -> None:
    """Lines to keep, with the range between two of them tinted."""
    lines = [(bound, *_ends(canvas, bound)) for bound in content.bounds]
    if canvas.facts.direction is Direction.KEEP_WITHIN:
        lines = [(bound, left, right) for bound, left, right in lines if left < right]
        for left, right in pairwise(sorted({x for _bound, *ends in lines for x in ends})):
            within = [bound.value for bound, start, end in lines if start <= left and right <= end]
            ends = sorted(map(canvas.scale.y, within))
            band = Box(left, ends[0], right, ends[-1])
            canvas.add(Path(part="band", d=rectangle(band), fill=TARGET_PALE))
    for bound, left, right in lines:
        y = canvas.scale.y(bound.value)
        points = [(left, y), (right, y)]
        canvas.add_line(Path(part="bound", d=line(*points), stroke=TARGET, width="2", dash="10 3"), points)
        is_upper = bound.direction is Direction.KEEP_AT_MOST
        is_last = bound.end is None
        canvas.labels.append(
            Label(
                part="target",
                text=_bound_name(canvas, bound),
                x=right,
                y=y,
                rank=1 if is_last else 7,
                fill=TARGET,
                weight="700",
                is_needed=is_last,
                is_below=not is_upper,
                gap=4,
            )
        )


def _goal(canvas: Canvas, value: Decimal) -> str:
    return goalpost_text(canvas.facts, value) if canvas.facts.says_its_bound else canvas.text_of(value)


def _bound_name(canvas: Canvas, bound: Bound) -> str:
    if canvas.facts.says_its_bound:
        return _("目標 %s") % _goal(canvas, bound.value)
    words = _("上限 %s") if bound.direction is Direction.KEEP_AT_MOST else _("下限 %s")
    return words % canvas.text_of(bound.value)


def _ends(canvas: Canvas, bound: Bound) -> tuple[float, float]:
    """From where to where its line goes."""
    plot, time = canvas.plot, canvas.time
    if canvas.facts.direction is not Direction.KEEP_WITHIN:
        left = plot.left if bound.start is None else time.x(bound.start)
        return left, plot.right if bound.end is None else time.x(bound.end)
    left = plot.left if bound.start is None else max(_edge(time, bound.start), plot.left)
    return left, plot.right if bound.end is None else min(_edge(time, bound.end), plot.right)


def _edge(time: TimeAxis, index: int) -> float:
    """The end of the last period that was over by then: the next value is held against what comes after."""
    begin = year_start(year_of(index, is_calendar=time.is_calendar), is_calendar=time.is_calendar)
    over = begin + (index - begin) // time.period_months * time.period_months
    return time.x(over + time.period_months / 2)


def draw_breaks(canvas: Canvas, content: Content) -> None:
    """An upright line where another thing begins to be counted: values on its two sides cannot be compared."""
    plot, facts = canvas.plot, canvas.facts
    for row in content.breaks:
        x = canvas.time.of_day(facts.first_day_of(row.period) - timedelta(days=1))
        ends = [(x, plot.top), (x, plot.bottom)]
        hint = break_note(facts, row)
        canvas.add_line(
            Path(part="break", d=line(*ends), stroke=TEXT, width="1.5", dash="2 3", hint=hint), ends
        )
        words = _("数え方の変更")
        canvas.labels.append(
            Label(part="break", text=words, x=x, y=plot.top - 4, rank=3, fill=TEXT, is_needed=True, gap=1)
        )


def draw_wedge(canvas: Canvas, forecast: Forecast) -> None:
    """The range of a forecast, cut off where it would leave the plot."""
    x0, x1 = canvas.time.x(forecast.from_index), canvas.time.x(forecast.to_index)
    y = canvas.scale.y
    corners = ((x0, forecast.from_low), (x1, forecast.low), (x1, forecast.high), (x0, forecast.from_high))
    wedge = line(*((x, y(value)) for x, value in corners)) + "Z"
    path = Path(part="wedge", d=wedge, fill=PALE, stroke=FORECAST_EDGE, is_clipped=True)
    canvas.add_line(path, [(x, y(value)) for x, value in (*corners, corners[0])])


def draw_forecast(canvas: Canvas, content: Content) -> None:
    """A dotted line on its wedge."""
    forecast = content.forecast
    assert forecast is not None  # noqa: S101 the caller has looked
    x0, y0 = canvas.time.x(forecast.from_index), canvas.scale.y(forecast.from_value)
    x1, y1 = canvas.time.x(forecast.to_index), canvas.scale.y(forecast.to_value)
    points = [(x0, y0), (x1, y1)]
    canvas.add_line(
        Path(part="forecast", d=line(*points), stroke=FORECAST, width="2.5", dash="1.5 4", is_clipped=True),
        points,
    )
    canvas.labels.append(
        Label(
            part="forecast",
            text=_("見込み %s") % canvas.text_of(forecast.to_value),
            x=x1,
            y=min(max(y1, canvas.scale.top), canvas.scale.bottom),
            rank=3,
            fill=FORECAST,
            is_needed=True,
            is_below=bool(content.targets) and forecast.to_value < content.targets[-1].value,
        )
    )
