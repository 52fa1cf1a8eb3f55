"""概要: what a mayor reads first."""

from django.utils.translation import gettext as _

from kpis.charts.palette import LOOKS
from kpis.documents.xlsx.printed_sheet import Cell, PrintedSheet
from kpis.documents.xlsx.styles import CENTRE, FONT, GROUP_COLOURS, LINK, ROOMY, Look, badge
from kpis.reports.document import DRAFT, PLAN_CHANGES, Document
from kpis.reports.snapshot.types import ChangeCount, FrozenGroupCount, ReportChange
from kpis.reports.words import Words
from plans.colours import COLOURS

from . import sheet_names
from .report_book import ReportBook

_WIDTHS = (37, 19, 22, 22, 48)
_COUNT_HEIGHT = 20
_LEAST_SCALE = 0.7  # for one page; below that it is hard to read
_MIDDLE: Look = {"valign": "vcenter"}
_COUNT = CENTRE | _MIDDLE | {"bold": True, "font_size": 12}
COURSE_SIGNS = {"better": "↗", "worse": "↘"}


def write_cover(book: ReportBook) -> None:
    document = book.document
    paper = PrintedSheet(book, sheet_names.COVER, _WIDTHS)
    paper.title(_("概要"))
    paper.repeat()
    _marks(paper, document)
    for term, text in document.cover:
        paper.pair(term, text)
    _counts(paper, document)
    comment = document.report["overall_comment"]
    if comment:
        paper.heading(_("総括"))
        paper.paragraph(comment)
    _corrections(paper, document)
    _changes(paper, document)
    _plan_changes(paper, document)
    _contents(paper, document.words)
    paper.close(least_scale=_LEAST_SCALE)


def _marks(paper: PrintedSheet, document: Document) -> None:
    texts = {DRAFT: _("案　公表前の内容です。公表までに変わることがあります。")}
    for mark in document.marks:
        paper.mark(texts.get(mark) or _("サンプル　架空の市の見本です。実在の市の値ではありません。"))
    if document.revision_label:
        paper.mark(_("%s　前に公表した報告を直したものです。") % document.revision_label)
    if document.marks or document.revision_label:
        paper.space()


def _corrections(paper: PrintedSheet, document: Document) -> None:
    found = document.snapshot["corrections"]
    if found is None:
        return
    paper.heading(_("訂正したところ"))
    summary = _summary(found["summary"]) or _("値と判定に、変わったところはありません。")
    paper.paragraph(summary, is_with_next=bool(found["rows"]))
    _change_rows(paper, found["rows"])


def _counts(paper: PrintedSheet, document: Document) -> None:
    """The table of counts with its chart beside it."""
    paper.heading(_("判定の内訳"))
    paper.paragraph(document.counts_sentence)
    if not document.groups:
        return
    paper.head([_("区分"), _("件数")])
    first = paper.row
    groups = document.groups
    for group in groups:
        look = badge(GROUP_COLOURS.get(group["key"])) | _MIDDLE
        paper.line(
            [Cell(group["label"], look), Cell(group["count"], _COUNT)], least=_COUNT_HEIGHT, is_with_next=True
        )
    total = document.snapshot["counts"]["total"]
    paper.line([Cell(_("合計"), CENTRE | _MIDDLE | {"bold": True}), Cell(total, _COUNT)], least=_COUNT_HEIGHT)
    _count_chart(paper, groups, first)
    for label, found in document.troubled:
        words = _("%(label)s %(count)d件: %(names)s") % {
            "label": label,
            "count": len(found),
            "names": "、".join(found),
        }
        paper.paragraph(words)


def _count_chart(paper: PrintedSheet, groups: list[FrozenGroupCount], first: int) -> None:
    last = first + len(groups) - 1
    chart = paper.book.workbook.add_chart({"type": "bar"})
    points = [
        {"fill": {"color": bar}, "border": {"color": edge}}
        for bar, edge in (_bar_colours(group["key"]) for group in groups)
    ]
    font = {"name": FONT, "size": 9}
    chart.add_series(
        {
            "name": _("件数"),
            "categories": [sheet_names.COVER, first, 0, last, 0],
            "values": [sheet_names.COVER, first, 1, last, 1],
            "points": points,
            "data_labels": {"value": True, "font": font},
            "gap": 40,
        }
    )
    chart.set_title({"name": _("判定の内訳（件数）"), "name_font": {"name": FONT, "size": 11, "bold": True}})
    chart.set_legend({"none": True})
    chart.set_y_axis(
        {"reverse": True, "num_font": font, "line": {"color": COLOURS["grey-420"]}, "major_tick_mark": "none"}
    )
    most = max([1, *(group["count"] for group in groups)])
    # The numbers stand at the bars: no axis is needed.
    chart.set_x_axis({"min": 0, "max": most * 1.1, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_chartarea({"border": {"color": COLOURS["grey-200"]}})
    chart.set_size({"width": 680, "height": round((len(groups) + 1) * _COUNT_HEIGHT * 4 / 3) + 24})
    words = "、".join(_("%(label)s%(count)d件") % group for group in groups)
    paper.sheet.insert_chart(
        first - 1,
        2,
        chart,
        {"x_offset": 12, "y_offset": 2, "description": _("判定の内訳の棒グラフです。%s。") % words},
    )


def _bar_colours(key: str) -> tuple[str, str]:
    """Of the bar and its edge."""
    look = LOOKS.get(key, LOOKS["none"]).named()
    return look["bar"], look["edge"]


def _changes(paper: PrintedSheet, document: Document) -> None:
    found = document.snapshot["changes"]
    paper.heading(_("前回から変わったこと"), is_on_new_page=True)
    paper.paragraph(document.against_sentence, is_with_next=True)
    if found["against"] is None:
        return
    summary = _summary(found["summary"]) or _("変わったことはありません。")
    paper.paragraph(summary, is_with_next=bool(found["rows"]))
    _change_rows(paper, found["rows"])


def _plan_changes(paper: PrintedSheet, document: Document) -> None:
    found = document.snapshot["plan_changes"]
    if found is None:
        return
    paper.heading(PLAN_CHANGES)
    summary = _summary(found["summary"]) or document.no_plan_changes
    paper.paragraph(summary, is_with_next=bool(found["rows"]))
    _change_rows(paper, found["rows"])


def _summary(rows: list[ChangeCount]) -> str:
    return "、".join(_("%(label)s %(count)d件") % row for row in rows)


def _change_rows(paper: PrintedSheet, rows: list[ReportChange]) -> None:
    if not rows:
        return
    paper.head([_("指標・取組"), _("変わったこと"), _("前"), _("今回"), _("説明")])
    for row in rows:
        sign = COURSE_SIGNS.get(row["course"], "")
        course = f"{sign} {row['course_label']}" if row["course_label"] else ""
        kind = "\n".join(text for text in (row["kind_label"], course) if text)
        paper.line(
            [
                row["label"],
                Cell(kind, CENTRE),
                Cell(row["before"], CENTRE),
                Cell(row["after"], CENTRE),
                row["reason"],
            ]
        )


def _contents(paper: PrintedSheet, words: Words) -> None:
    """What the other sheets hold, each a step away."""
    paper.heading(_("このファイルの内容"))
    screen = _("画面で使う表です（印刷には向きません）。")
    for name, text in (
        (
            sheet_names.ATTENTION,
            _("遅れ・%s・注意の指標と、更新遅れの指標です。課題と今後の対応も載せています。") % words.missed,
        ),
        (sheet_names.LISTING, _("すべての指標を、計画の並びで載せた様式です。")),
        (sheet_names.actions(words), _("取組ごとの%sです。") % words.progress),
        (sheet_names.QUALITY, _("未報告・速報・改定などの注意と、判定の方法です。")),
        (sheet_names.CHARTS, _("指標ごとのグラフです。")),
        (sheet_names.CHART_DATA, _("グラフに使った値の表です。") + screen),
        (sheet_names.DATA_INDICATORS, _("集計やほかのシステムに使うための、指標の表です。") + screen),
        (sheet_names.DATA_ACTIONS, _("集計やほかのシステムに使うための、取組の表です。") + screen),
    ):
        row = paper.row
        paper.pair(name, text)
        paper.sheet.write_url(row, 0, f"internal:'{name}'!A1", paper.book.style(ROOMY | LINK), name)
