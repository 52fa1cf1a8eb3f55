"""要対応: what a committee must talk about, the worst first, then what nobody has reported."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kpis.documents.xlsx.printed_sheet import Cell, PrintedSheet
from kpis.documents.xlsx.styles import BOX, CENTRE, QUIET, ROOMY
from kpis.reports.indicator_words import around_value, comments_by_name, own_by_name
from kpis.reports.snapshot.types import FrozenIndicator

from . import indicator_cells, sheet_names
from .report_book import ReportBook
from .usual_periods import UsualPeriods

_WIDTHS = (26, 11, 18, 11, 11, 10.5, 7.5, 29, 29, 12)


def write_attention(book: ReportBook) -> None:
    document = book.document
    paper = PrintedSheet(book, sheet_names.ATTENTION, _WIDTHS)
    paper.title(_("対応が必要な指標"))
    paper.head(
        [
            _("指標"), _("今回の値"), _("時点など"), document.words.expected, _("目標"), _("判定"), _("更新遅れ"), _("課題"), _("今後の対応"),
            _("担当"),
        ],
        repeat=True,
        freeze=1,
    )  # fmt: skip
    paper.band(
        _("遅れ・%(missed)s・注意の指標　%(count)d件")
        % {"missed": document.words.missed, "count": len(document.exceptions)}
    )
    usual = UsualPeriods.of(document)
    for row in document.exceptions:
        _line(paper, row, usual)
    if not document.exceptions:
        paper.paragraph(_("遅れ・%s・注意の指標はありません。") % document.words.missed)
    paper.band(_("そのほかの更新遅れの指標　%d件") % len(document.overdue))
    for row in document.overdue:
        _line(paper, row, usual)
    if not document.overdue:
        paper.paragraph(_("そのほかに、更新遅れの指標はありません。"))
    paper.close()


def _line(paper: PrintedSheet, row: FrozenIndicator, usual: UsualPeriods) -> None:
    _progress, issues, response = (text for _name, text in comments_by_name(row))
    own = [f"【{name}】{text}" for name, text in own_by_name(row)]
    paper.line(
        [
            indicator_cells.named(row["label"], row),
            indicator_cells.value(row, with_unit=True),
            Cell("\n".join(_when(row, usual)), BOX | {"font_size": 8.5}),
            indicator_cells.expected(row, with_unit=True),
            indicator_cells.target(row, with_unit=True),
            Cell(row["verdict_label"], indicator_cells.verdict(row).look),
            Cell(_("更新遅れ") if row["stale"] else "", CENTRE),
            _told(issues, own),
            _told(response),
            row["owner"],
        ]
    )


def _when(row: FrozenIndicator, usual: UsualPeriods) -> list[str]:
    """The value's period, the target's where it is not the usual one, and what else to know."""
    value = row["value"]
    target = [text for text in usual.periods(row) if text.startswith(_("目標"))]
    return [*([value["label"]] if value else []), *target, *around_value(row)]


def _told(text: str, own: Sequence[str] = ()) -> str | Cell:
    """That nothing was written is news too. `own`: what the department says of its own work, below it."""
    if own:
        return "\n".join([text or _("（記載なし）"), *own])
    return text or Cell(_("（記載なし）"), ROOMY | {"font_color": QUIET})
