"""取組の進み具合: every action with its status, and how many there are of each."""

from django.utils.translation import gettext as _

from kpis.documents.xlsx.printed_sheet import Cell, PrintedSheet
from kpis.documents.xlsx.styles import BOX, STATUS_COLOURS, badge
from kpis.reports.snapshot.types import FrozenActions

from . import sheet_names
from .report_book import ReportBook

_WIDTHS = (38, 11.5, 11.5, 27, 46, 18)


def write_actions(book: ReportBook) -> None:
    found = book.document.snapshot["actions"]
    word = book.document.snapshot["plan"]["words"]["action"]
    words = book.document.words
    paper = PrintedSheet(book, sheet_names.actions(words), _WIDTHS)
    paper.title(_("%(word)sの%(progress)s") % {"word": word, "progress": words.progress})
    paper.paragraph(_counts(found, word))
    paper.head([word, _("今回"), _("前回"), _("報告の期間"), _("説明"), _("担当")], repeat=True, freeze=1)
    for row in found["rows"]:
        paper.line(
            [
                row["label"],
                _status(row["status"], row["status_label"]),
                _status(row["previous_status"], row["previous_status_label"]),
                Cell(row["label_of_period"], BOX | {"font_size": 9}),
                row["comment"],
                row["owner"],
            ]
        )
    paper.close()


def _counts(found: FrozenActions, word: str) -> str:
    if not found["total"]:
        return _("この計画に、%sはありません。") % word
    parts = [_("%(label)s %(count)d件") % row for row in found["counts"]]
    if found["unknown"]:
        parts.append(_("報告なし %d件") % found["unknown"])
    return _("全%d件: ") % found["total"] + "、".join(parts)


def _status(status: str, label: str) -> Cell:
    return Cell(label, badge(STATUS_COLOURS.get(status))) if label else Cell("", BOX)
