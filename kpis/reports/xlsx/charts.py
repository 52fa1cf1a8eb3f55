"""グラフ and グラフの元データ: native charts, two beside each other, and the plain table that feeds them."""

from django.utils.translation import gettext as _
from xlsxwriter.chart import Chart

from kpis.documents.xlsx.data_sheet import plain_table
from kpis.documents.xlsx.printed_sheet import PrintedSheet
from kpis.documents.xlsx.text_measure import pixels_of
from kpis.reports.judged_again import is_judged_as_today

from . import sheet_names
from .chart_data import Plot, has_left_out, plots
from .drawing import chart_of
from .report_book import ReportBook

MOST_CHARTS = 60
_WIDTHS = (63.5, 63.5)
_GAP = 6  # pixels before and above a chart; it ends with its column, however wide a program makes that
_HEIGHT = 200  # points of a row of charts: two rows fill a page
LATER, UNJUDGED = "目標の年より後の実績", "判定に使わない実績"
DATA_COLUMNS = (
    "コード", "指標", "単位", "期間", "期間の名前", "目盛り", "実績", "年換算", "目標への道すじ", "目標", "基準", "上限",
    "下限", LATER, "値の状態",
)  # fmt: skip
_DATA_WIDTHS = (9, 38, 8, 9, 24, 8, 10, 10, 14, 10, 10, 10, 10, 19, 20)


def write_charts(book: ReportBook) -> None:
    found = plots(book.document)
    paper = PrintedSheet(book, sheet_names.CHARTS, _WIDTHS)
    paper.title(_("グラフ"))
    paper.paragraph(_lead(found, is_of_today=is_judged_as_today(book.document)))
    paper.repeat()
    first_rows = _write_data(book, found)
    for start in range(0, min(len(found), MOST_CHARTS), 2):
        row = paper.row
        paper.empty_row(_HEIGHT)
        for column, plot in enumerate(found[start : min(start + 2, MOST_CHARTS)]):
            first = first_rows[plot.entry["code"]]
            _insert(paper, row, column, plot, chart_of(book, plot, first))
    left_out = found[MOST_CHARTS:]
    if left_out:
        paper.heading(_("グラフを省いた指標"))
        paper.paragraph("、".join(plot.entry["label"] for plot in left_out))
    paper.close()


def _lead(found: list[Plot], *, is_of_today: bool) -> str:
    if not is_of_today:
        return _("判定の決まりが変わる前の報告なので、グラフは載せていません。")
    if not found:
        return _("グラフにできる値がありません。")
    text = _("対応が必要な指標、KGI、そのほかの順です。使った値は「%s」にあります。") % sheet_names.CHART_DATA
    if not all(step.is_solid for plot in found for step in plot.steps):
        text += _("うすい色の点と棒は、速報値など変わることのある値と、報告がそろっていない年度の値です。")
    if any(plot.has("later") for plot in found):
        text += (
            _("「判定に使わない値」は、目標の期限の後、判定から除く期間、数え方が変わる前の値です。")
            if has_left_out(found)
            else _("「目標の年より後」の値は、判定に使っていません。")
        )
    if len(found) > MOST_CHARTS:
        text += _(
            "グラフは%(most)d件までです。ほかの%(left)d件は、終わりに名前を載せ、値だけを「%(sheet)s」に載せています。"
        ) % {"most": MOST_CHARTS, "left": len(found) - MOST_CHARTS, "sheet": sheet_names.CHART_DATA}
    return text


def _insert(paper: PrintedSheet, row: int, column: int, plot: Plot, chart: Chart) -> None:
    chart.set_size({"width": pixels_of(_WIDTHS[column]) - _GAP, "height": round(_HEIGHT * 4 / 3) - 2 * _GAP})
    marks = "".join(f"【{mark}】" for mark in paper.book.properties.marks)
    told = plot.entry["citizen_sentence"] + plot.entry["sentence"]
    words = f"{marks}{plot.entry['label']}。{plot.description}{told}"
    paper.sheet.insert_chart(
        row,
        column,
        chart,
        {"x_offset": _GAP, "y_offset": _GAP, "object_position": 1, "description": words},
    )


def _write_data(book: ReportBook, found: list[Plot]) -> dict[str, int]:
    """The table; returns by code the first of the indicator's rows."""
    rows: list[tuple[object, ...]] = []
    first_rows: dict[str, int] = {}
    for plot in found:
        entry = plot.entry
        first_rows[entry["code"]] = len(rows) + 1
        rows += [
            (
                entry["code"], entry["label"], entry["unit"], step.period, step.label, step.tick, step.actual,
                step.annualized, step.expected, step.target, step.baseline, step.upper, step.lower, step.later,
                step.status,
            )
            for step in plot.steps
        ]  # fmt: skip
    columns = [UNJUDGED if name == LATER and has_left_out(found) else name for name in DATA_COLUMNS]
    plain_table(book, sheet_names.CHART_DATA, columns, rows, _DATA_WIDTHS, frozen=2)
    return first_rows
