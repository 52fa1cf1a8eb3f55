"""An indicator's chart, ready to print: every number is finished, svg.py only writes it down."""

from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext

from django.utils.translation import gettext as _

from kpis.judging.arithmetic import CONTEXT
from kpis.judging.facts import Facts
from kpis.judging.forecast import Forecast
from kpis.judging.outcome import Evaluation
from kpis.judging.periods import index_of
from kpis.judging.terms import Frequency
from plans.era import Quarter, western_date_label

from .amounts import are_round, tick_texts
from .axis import TimeAxis, ValueAxis, short_year, ticks_for, with_room_below, year_of, year_start
from .bars import draw_bars, draw_baseline_bar
from .beside import Beside, draw_beside, told_apart
from .canvas import NARROW, WIDE, Canvas, Size, frame
from .content import Content, gather, levels, period_months, year_sums, years_of
from .guides import (
    draw_baseline,
    draw_bounds,
    draw_breaks,
    draw_forecast,
    draw_former_target,
    draw_path,
    draw_targets,
    draw_wedge,
)
from .head import Head, draw_head
from .labels import Label, place
from .legend import ROW, draw_legend, entries_of, rows_of
from .lines import draw_points
from .shapes import (
    FUTURE,
    QUIET,
    TEXT,
    WHITE,
    Box,
    Path,
    Text,
    clean,
    cut,
    line,
    line_height,
    num,
    rectangle,
    text_width,
)
from .svg import Figure
from .words import describe

_HEADROOM = 15.0
_CLOSE = Decimal("0.85")  # of the height of the plot
_BESIDE_AXIS = 8.0
_LONGEST_UNIT = 140.0


def figure(
    facts: Facts,
    evaluation: Evaluation,
    *,
    title: str,
    at: date,
    uid: str,
    wide: bool = True,
    sample: bool = False,
    forecast: Forecast | None = None,
    show_title: bool = True,
    beside: Beside | None = None,
) -> Figure:
    """The chart as known on the day `at`; with `beside` a second series. `uid`: ASCII, unique on its page. The title is always there for readers
    who cannot see; `show_title` False leaves it out of the picture where a heading says the same."""
    with localcontext(CONTEXT):
        content = gather(facts, evaluation, at, forecast)
        if beside is not None:
            gathered = year_sums if beside.facts.series.is_yearly_sum else levels
            name, font = clean(beside.name), (WIDE if wide else NARROW).font
            names = told_apart((clean(beside.own_name), name), font)
            actuals = gathered(beside.facts, at, None)
            content = replace(content, beside=actuals, names=names, beside_name=name)
        size = WIDE if wide else NARROW
        head = draw_head(size, clean(title) if show_title else "", sample=sample)
        return _figure(facts, evaluation, content, size, head, title=clean(title), at=at, uid=uid)


def _figure(
    facts: Facts,
    evaluation: Evaluation,
    content: Content,
    size: Size,
    head: Head,
    *,
    title: str,
    at: date,
    uid: str,
) -> Figure:
    is_bars = facts.series.is_yearly_sum
    ticks = with_room_below(
        ticks_for(content.values, decimals=facts.decimals, with_zero=is_bars), content.values
    )
    has_zero = ticks[0] <= 0 <= ticks[-1]
    names = tick_texts(ticks) if content.stated else tuple("" for _tick in ticks)
    left = size.margin + max(text_width(name, size.font) for name in names) + _BESIDE_AXIS
    rows = rows_of(entries_of(content, is_bars=is_bars), size.font, size.width - 2.0 * size.margin)
    legend_top = size.height - size.margin * 0.6 - ROW * len(rows)
    years_height = line_height(size.font) * (2 if size is WIDE else 1) + 12
    unit_bottom = head.bottom + 6 + line_height(size.font)

    first, last = years_of(content, facts, at)
    canvas = Canvas(
        facts=facts,
        size=size,
        time=TimeAxis(
            first,
            last,
            period_months(content, facts),
            left,
            size.width - size.margin,
            is_calendar=facts.frequency is Frequency.CALENDAR_YEAR,
        ),
        scale=ValueAxis(ticks, unit_bottom + _headroom(content, size, ticks), legend_top - 8 - years_height),
        is_short=are_round(content.stated),
    )
    _draw(canvas, content, at)
    unit = _unit(canvas, unit_bottom, has_zero=has_zero)
    room = Box(left + 2, head.bottom + 4, size.width - 6, canvas.plot.bottom - 2)
    texts = [
        *head.texts,
        unit,
        *_tick_labels(canvas, names),
        *_year_labels(canvas),
        *place(canvas.labels, size.font, room, canvas.obstacles, [unit.box]),
    ]
    legend_paths, legend_texts = draw_legend(rows, size.font, size.margin, legend_top)
    sheet = Path(part="sheet", d=rectangle(Box(0, 0, size.width, size.height)), fill=WHITE)
    return Figure(
        uid=uid,
        title=title,
        description=clean(describe(facts, evaluation, content, at, has_zero=has_zero)),
        width=size.width,
        height=size.height,
        clip=rectangle(canvas.plot),
        paths=(
            sheet,
            *head.paths,
            *_future(canvas, content, at),
            *frame(canvas, has_grid=bool(content.stated)),
            *canvas.paths,
            *legend_paths,
        ),
        texts=tuple(text for text in (*texts, *legend_texts) if text.text),
    )


def _draw(canvas: Canvas, content: Content, at: date) -> None:
    """From the background to the foreground."""
    if content.forecast:
        draw_wedge(canvas, content.forecast)
    draw_bounds(canvas, content)
    _draw_day(canvas, content, at)
    draw_breaks(canvas, content)
    if content.forecast:
        draw_forecast(canvas, content)
    if canvas.facts.series.is_yearly_sum:
        draw_bars(canvas, content)
        draw_path(canvas, content)
        draw_baseline_bar(canvas, content)
        draw_former_target(canvas, content)
        draw_targets(canvas, content)
        draw_beside(canvas, content.beside, content.beside_name)
    else:
        draw_path(canvas, content)
        draw_former_target(canvas, content)
        draw_targets(canvas, content)
        draw_baseline(canvas, content)
        draw_beside(canvas, content.beside, content.beside_name)
        draw_points(canvas, content)
    if not content.actuals:
        plot = canvas.plot
        middle = (plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2
        words = content.nothing_text
        canvas.labels.append(
            Label(
                part="empty", text=words, x=middle[0], y=middle[1], rank=4, fill=QUIET, is_needed=True, gap=0
            )
        )


def period_end(at: date) -> int:
    """The place on the time axis where the quarter of that day ends."""
    return index_of(Quarter.of(at).last_day)


def _draw_day(canvas: Canvas, content: Content, at: date) -> None:
    """The day that the picture speaks of, where it is not the end of what is drawn."""
    time, plot = canvas.time, canvas.plot
    latest = max((actual.index for actual in content.actuals), default=None)
    this_year = year_of(index_of(at), is_calendar=time.is_calendar)
    # Where years stand side by side, one that is under way or has just ended needs no line.
    until = year_start(this_year, is_calendar=time.is_calendar) if time.is_yearly else period_end(at)
    if latest is None or latest >= until:
        return
    x = time.of_day(at)
    if not plot.left < x < plot.right - 2:
        return
    ends = [(x, plot.top), (x, plot.bottom)]
    canvas.add_line(Path(part="day", d=line(*ends), stroke=QUIET, width="1"), ends)
    words = western_date_label(at)
    canvas.labels.append(Label(part="day", text=words, x=x, y=plot.top - 2, rank=5, fill=QUIET, gap=1))


def _future(canvas: Canvas, content: Content, at: date) -> list[Path]:
    """What has not come yet lies on a pale ground."""
    time, plot = canvas.time, canvas.plot
    x = time.of_day(at)
    if time.is_yearly:  # of years side by side only whole ones: the one under way may have its value already
        this_year = year_of(index_of(at), is_calendar=time.is_calendar)
        x = time.year_left(this_year + 1)
    left = max(x, plot.left)
    if not content.stated or left > plot.right - 2:
        return []
    return [Path(part="future", d=rectangle(Box(left, plot.top, plot.right, plot.bottom)), fill=FUTURE)]


def _headroom(content: Content, size: Size, ticks: tuple[Decimal, ...]) -> float:
    """Between the axis' unit and the highest grid line: with a line of words more where a value stands close to it."""
    share = (max(content.values) - ticks[0]) / (ticks[-1] - ticks[0])
    return _HEADROOM + (line_height(size.font) if share > _CLOSE else 0)


def _unit(canvas: Canvas, bottom: float, *, has_zero: bool) -> Text:
    size = canvas.size
    words = []
    unit = cut(clean(canvas.facts.unit), size.font, _LONGEST_UNIT)
    if unit:
        words.append(_("単位：%s") % unit)
    if not has_zero:
        words.append(_("縦軸は0から始まりません"))
    y = num(bottom - size.font * 0.25)
    return Text(part="unit", text="　".join(words), x=num(size.margin), y=y, size=size.font, fill=QUIET)


def _tick_labels(canvas: Canvas, names: tuple[str, ...]) -> list[Text]:
    size, x = canvas.size, num(canvas.time.left - _BESIDE_AXIS)
    return [
        Text(
            part="tick",
            text=name,
            x=x,
            y=num(canvas.scale.y(tick) + size.font * 0.36),
            size=size.font,
            anchor="end",
            fill=QUIET,
        )
        for tick, name in zip(canvas.scale.ticks, names, strict=True)
    ]


def _year_labels(canvas: Canvas) -> list[Text]:
    """R7, and below it (2025) on a wide picture; every second or third year where they would touch."""
    size, time = canvas.size, canvas.time
    rows = [(short_year, TEXT)] if size is not WIDE else [(short_year, TEXT), ("({})".format, QUIET)]
    if all(name(time.years[0]).strip("()") == rows[0][0](time.years[0]) for name, _colour in rows):
        rows = rows[:1]  # where years are western anyway
    widest = max(text_width(name(year), size.font) for name, _colour in rows for year in time.years)
    every = 1
    while every * time.year_width < widest + 6:
        every += 1
    texts = []
    for year in time.years[::-every]:  # the last year is always named
        x = num(time.year_left(year) + time.year_width / 2)
        for n, (name, colour) in enumerate(rows):
            y = num(canvas.plot.bottom + 8 + size.font + n * line_height(size.font))
            texts.append(
                Text(part="year", text=name(year), x=x, y=y, size=size.font, anchor="middle", fill=colour)
            )
    return texts
