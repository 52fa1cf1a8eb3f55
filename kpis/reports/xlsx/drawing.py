"""One native chart: a line of values, or columns of yearly sums, with target, expected path and bounds.

Every series has its own shape beside its colour: line with dots, dashes, diamond, square.
"""

from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _
from xlsxwriter.chart import Chart

from kpis.charts.shapes import ACTUAL, GRID, PALE, QUIET, TARGET, TICK, WHITE
from kpis.documents.xlsx.styles import FONT
from plans.colours import COLOURS

from . import sheet_names
from .chart_data import Plot
from .report_book import ReportBook

Properties = dict[str, object]  # of a chart, as the library names them
COLUMNS = {
    name: 6 + number
    for number, name in enumerate(
        ("actual", "annualized", "expected", "target", "baseline", "upper", "lower", "later")
    )
}
_TICK_COLUMN = 5
_LONGEST_TITLE = 58
_MOST_TICK_TEXTS = 9
_SMALL = {"name": FONT, "size": 8, "color": QUIET}
_NO_MARKER = {"type": "none"}
_LATER = COLOURS["blue-300"]  # not white: LibreOffice draws no edges around markers


def chart_of(book: ReportBook, plot: Plot, first: int) -> Chart:
    """`first`: the row of the table where the indicator's values begin."""
    chart = book.workbook.add_chart({"type": "column" if plot.is_bars else "line"})
    guides = book.workbook.add_chart({"type": "line"}) if plot.is_bars else chart
    _add_guides(guides, plot, first)
    if plot.is_bars:
        _add_columns(chart, plot, first)
        if guides.series:
            chart.combine(guides)
    else:
        _add_line(chart, plot, first)
    _dress(chart, plot, _title(book, plot))
    return chart


def _add(chart: Chart, plot: Plot, first: int, name: str, label: str, **look: object) -> None:
    if not plot.has(name):
        return
    last, column = first + len(plot.steps) - 1, COLUMNS[name]
    chart.add_series(
        {
            "name": label,
            "categories": [sheet_names.CHART_DATA, first, _TICK_COLUMN, last, _TICK_COLUMN],
            "values": [sheet_names.CHART_DATA, first, column, last, column],
            **look,
        }
    )


def _add_guides(chart: Chart, plot: Plot, first: int) -> None:
    add = partial(_add, chart, plot, first)
    dashed = {"color": TARGET, "width": 1.25, "dash_type": "dash"}
    bound = {"color": TARGET, "width": 1.75, "dash_type": "long_dash"}
    add("expected", _("目標への道すじ"), line=dashed, marker=_NO_MARKER)
    add("upper", _("目標（上限）"), line=bound, marker=_NO_MARKER)
    add("lower", _("目標（下限）"), line=bound, marker=_NO_MARKER)
    add(
        "baseline",
        _("仮の基準") if plot.is_baseline_provisional else _("基準"),
        line={"none": True},
        marker=_marker("square", QUIET, GRID if plot.is_baseline_provisional else QUIET, 7),
    )
    add(
        "target",
        _("目標"),
        line={"none": True},
        marker=_marker("diamond", TARGET, TARGET, 10),
    )


def _add_line(chart: Chart, plot: Plot, first: int) -> None:
    add = partial(_add, chart, plot, first)
    line = {"color": ACTUAL, "width": 2.25}
    pale = {"fill": {"color": PALE}, "border": {"color": ACTUAL}, "line": line}
    add(
        "actual",
        _("実績"),
        line=line,
        marker=_marker("circle", ACTUAL, ACTUAL, 6),
        points=_pale_points(plot, pale),
        data_labels=_last_label(plot, "actual", "above"),
    )
    add(
        "later",
        plot.later_label,
        line={"none": True},
        marker=_marker("circle", ACTUAL, _LATER, 8),
        data_labels=_last_label(plot, "later", "below", QUIET),
    )


def _add_columns(chart: Chart, plot: Plot, first: int) -> None:
    """The year at this pace stands behind what has been reached."""
    add = partial(_add, chart, plot, first)
    shape = {"overlap": 100, "gap": 80}
    dashed = {"color": ACTUAL, "dash_type": "dash"}
    add("annualized", _("年換算"), fill={"color": PALE}, border=dashed, **shape)
    add(
        "actual",
        _("実績（年度の合計）"),
        fill={"color": ACTUAL},
        border={"color": ACTUAL},
        points=_pale_points(plot, {"fill": {"color": PALE}, "border": {"color": ACTUAL}}),
        data_labels=_last_label(plot, "actual", "inside_end", WHITE),
        **shape,
    )
    add(
        "later",
        plot.later_label,
        fill={"color": _LATER},
        border={"color": ACTUAL},
        data_labels=_last_label(plot, "later", "inside_end", QUIET),
        **shape,
    )


def _pale_points(plot: Plot, look: Properties) -> list[Properties | None] | None:
    """Values that may still move, and years that are not whole, are pale."""
    if all(step.is_solid for step in plot.steps):
        return None
    return [None if step.is_solid else look for step in plot.steps]


def _marker(kind: str, border: str, fill: str, size: int) -> Properties:
    return {"type": kind, "size": size, "border": {"color": border}, "fill": {"color": fill}}


def _last_label(plot: Plot, name: str, position: str, colour: str = ACTUAL) -> Properties | None:
    """The newest value, written beside its point: of those that are judged, and of the others."""
    numbers = [
        number
        for number, step in enumerate(plot.steps)
        if (step.later is not None if name == "later" else step.actual is not None and step.later is None)
    ]
    if not numbers:
        return None
    last = numbers[-1]
    hidden = [{"delete": True}] * last + [None] + [{"delete": True}] * (len(plot.steps) - last - 1)
    if plot.is_bars and not plot.steps[last].is_solid:
        colour = ACTUAL  # on a pale column
    return {
        "value": True,
        "position": position,
        "custom": hidden,
        "num_format": _number_format(plot.entry["decimals"]),
        "font": {"name": FONT, "size": 9, "bold": True, "color": colour},
    }


def _dress(chart: Chart, plot: Plot, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"name": FONT, "size": 10, "bold": True}})
    chart.set_legend({"position": "bottom", "font": {"name": FONT, "size": 8}})
    chart.set_x_axis(
        {
            "num_font": _SMALL,
            "interval_unit": max(1, -(-len(plot.steps) // _MOST_TICK_TEXTS)),
            "label_position": "low",
            "line": {"color": TICK},
            "text_axis": True,
        }
    )
    low, high = plot.ticks[0], plot.ticks[-1]
    step = plot.ticks[1] - plot.ticks[0]
    unit = plot.entry["unit"]
    chart.set_y_axis(
        {
            "min": float(low),
            "max": float(high),
            "major_unit": float(step),
            "num_format": _number_format(_decimals(step)),
            "num_font": _SMALL,
            "name": _("単位: %s") % unit if unit else "",
            "name_font": {**_SMALL, "bold": False},
            "major_gridlines": {"visible": True, "line": {"color": GRID}},
            "line": {"none": True},
        }
    )
    chart.set_chartarea({"border": {"color": COLOURS["grey-200"]}})
    chart.show_blanks_as("gap")


def _title(book: ReportBook, plot: Plot) -> str:
    """【サンプル】KPI 1-1 オンラインで申請できる手続の数（達成）"""
    marks = "".join(f"【{mark}】" for mark in book.document.marks)
    label = " ".join(plot.entry["label"].split())
    if len(label) > _LONGEST_TITLE:
        label = label[: _LONGEST_TITLE - 1] + "…"
    if not marks and label.startswith("="):
        label = f" {label}"  # the library takes a title that begins with = for a place in a sheet
    return f"{marks}{label}（{plot.entry['verdict_label']}）"


def _number_format(decimals: int) -> str:
    form = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    return f'{form};"−"{form}'


def _decimals(step: Decimal) -> int:
    exponent = step.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
