"""データの質と方法: what to know of the values, how the verdicts come about, and how to read the file."""

from django.utils.translation import gettext as _

from kpis.documents.xlsx.printed_sheet import Cell, PrintedSheet
from kpis.documents.xlsx.styles import BOX, CENTRE
from kpis.reports.document import Document
from kpis.reports.words import Words

from . import sheet_names
from .report_book import ReportBook

_WIDTHS = (44, 62, 23)


def write_quality(book: ReportBook) -> None:
    document = book.document
    paper = PrintedSheet(book, sheet_names.QUALITY, _WIDTHS)
    paper.title(_("データの質と方法"))
    paper.repeat()
    _quality(paper, document)
    _reading(paper, document.words)
    _method(paper, document)
    _scale(paper, document)
    _record(paper, document)
    paper.close()


def _quality(paper: PrintedSheet, document: Document) -> None:
    paper.heading(_("データの質"))
    for note in document.snapshot["quality"]:
        paper.band(_("%(label)s　%(count)d件") % {"label": note["label"], "count": len(note["rows"])})
        for row in note["rows"]:
            paper.pair(row["label"], row["text"])


def _reading(paper: PrintedSheet, words: Words) -> None:
    paper.heading(_("このファイルの読み方"))
    for text in (
        words.expected_note,
        _(
            "「%s」は、基準から目標までの道のりをどれだけ進んだかの割合です。100%%に届かない値が100%%に見えないように、切り捨てて示します。"
        )
        % words.attainment,
        _("「－」は、その値がないことを示します。0とは違います。"),
        words.periods,
        _("一覧の値は、決まった桁で表示しています。セルには、丸める前の値が入っています。"),
        _(
            "「データ_指標」と「データ_取組」は、1行目が項目の名前、2行目からがデータの表です。比率は1が100%で、空欄は値がないことを示します。"
        ),
        _(
            "Excelは数を15桁まで扱います。それより長い数は、いちばん近い値になります。すべての桁は、JSONとCSVのファイルにあります。"
        ),
        _("グラフの目盛りのR7は令和7年度、H30は平成30年度、1Qから4Qは第1から第4四半期を示します。"),
    ):
        paper.paragraph(f"・{text}")


def _method(paper: PrintedSheet, document: Document) -> None:
    method = document.snapshot["method"]
    paper.heading(_("判定の方法"))
    for text in method["idea"]:
        paper.paragraph(text)
    paper.space()
    paper.paragraph(_("上から順に調べ、はじめに当てはまったものを判定とします。"))
    paper.head([_("判定"), _("どんなとき"), _("区分")])
    for row in method["verdicts"]:
        paper.line([Cell(row["label"], BOX | {"bold": True}), row["when"], Cell(row["group"], CENTRE)])
    paper.space()
    for text in method["notes"]:
        paper.paragraph(f"・{text}")
    paper.space()
    for section in method["sections"]:
        paper.pair(section["title"], section["text"])


def _scale(paper: PrintedSheet, document: Document) -> None:
    scale, marks = document.snapshot["scale"], document.snapshot["method"]["marks"]
    if not scale:
        return
    paper.heading(_("市の印"))
    paper.paragraph(
        _("%(name)sです。%(metric)sで決まります。") % {"name": scale["name"], "metric": scale["metric_label"]}
    )
    paper.head([_("印"), _("意味"), _("条件")])
    for row in marks:
        paper.line([Cell(row["mark"], CENTRE | {"bold": True}), row["label"], Cell(row["condition"], CENTRE)])


def _record(paper: PrintedSheet, document: Document) -> None:
    """What lets anybody check that this file is of that report."""
    plan = document.snapshot["plan"]
    paper.heading(_("この報告の記録"))
    for term, text in (
        (_("判定の決まりの版"), str(document.snapshot["rule_version"])),
        (_("報告の形式の版"), str(document.snapshot["schema_version"])),
        (_("公表した日時"), document.published_label),
        (_("公表した内容（JSON）のSHA-256"), document.checksum),
        (_("利用のきまり"), " ".join(text for text in (plan["licence"], plan["licence_url"]) if text)),
    ):
        if text:
            paper.pair(term, text)
