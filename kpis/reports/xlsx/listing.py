"""指標一覧: the printable form, all indicators in the plan's own order."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kpis.documents.xlsx.number_formats import FormattedNumber
from kpis.documents.xlsx.printed_sheet import Cell, Content, PrintedSheet
from kpis.documents.xlsx.styles import BOX, CENTRE, HEAD, NUMBER, Look
from kpis.reports.document import Document, GoalSection
from kpis.reports.indicator_words import in_lines
from kpis.reports.snapshot.types import FrozenIndicator

from . import indicator_cells, sheet_names
from .report_book import ReportBook
from .usual_periods import UsualPeriods

_LEAST_NUMBER, _MOST_NUMBER = 7.5, 13
_SIZE: Look = {"font_size": 9}
_NOTE = BOX | {"font_size": 8}
_HEAD = HEAD | {"font_size": 8.5}
_SHRUNK = NUMBER | _SIZE | {"shrink": True}  # a number that does not fit would show as ####


@dataclass(frozen=True)
class _Column:
    label: str
    width: float


def write_listing(book: ReportBook) -> None:
    document = book.document
    usual = UsualPeriods.of(document)
    columns = _columns(document, usual)
    paper = PrintedSheet(book, sheet_names.LISTING, [column.width for column in columns])
    paper.title(_("指標一覧"))
    paper.head([column.label for column in columns], repeat=True, freeze=2, look=_HEAD)
    for table in document.tables:
        paper.band(table.title + (f"　{table.subtitle}" if table.subtitle else ""))
        for block in table.blocks:
            _goal(paper, block, table.goal_word, is_only=len(table.blocks) == 1)
            for row in block.rows:
                paper.line(_contents(document, row, usual))
    for title, rows in ((_("KGI（最終目標）"), document.kgis), (_("参考指標"), document.references)):
        if rows:
            paper.band(title)
            for row in rows:
                paper.line(_contents(document, row, usual))
    if not document.snapshot["indicators"]:
        paper.paragraph(_("この計画に、指標はありません。"))
    paper.close()


def _columns(document: Document, usual: UsualPeriods) -> list[_Column]:
    """The period that most values share stands in the heading; another one in the row's note."""
    rows = document.snapshot["indicators"]
    found = [
        _Column("No.", 6.5),
        _Column(_("指標"), 20.5),
        _Column(_("単位"), 6),
        _Column(_over(_("基準値"), usual.baseline), _number_width(rows, indicator_cells.baseline)),
        _Column(_over(_("目標値"), usual.target), _number_width(rows, indicator_cells.target)),
        _Column(_over(_("前回"), usual.before), _number_width(rows, indicator_cells.previous)),
        _Column(_over(_("今回"), usual.now), _number_width(rows, indicator_cells.value)),
        _Column(document.words.expected_head, _number_width(rows, indicator_cells.expected)),
        _Column(document.words.attainment_head, 7.5),
        _Column(_("判定"), 9),
    ]
    if document.snapshot["scale"]:
        found.append(_Column(_("市の印"), 4))
    return [
        *found,
        _Column(_("時点など"), 17.5),
        _Column(_("コメント\n（取組状況・課題・今後の対応）"), 32.5),
        _Column(_("担当"), 9),
    ]


def _over(name: str, period: str) -> str:
    """今回 over 令和8年度 and 第1四半期."""
    return f"{name}\n{in_lines(period)}" if period else name


def _number_width(
    rows: list[FrozenIndicator], of: Callable[[FrozenIndicator], FormattedNumber | Cell]
) -> float:
    """Wide enough for the longest number, as far as there is room: a longer one is set smaller."""
    longest = max((len(each.text) for each in map(of, rows) if isinstance(each, FormattedNumber)), default=0)
    return min(_MOST_NUMBER, max(_LEAST_NUMBER, 0.85 * longest + 1.2))


def _goal(paper: PrintedSheet, block: GoalSection, goal_word: str, *, is_only: bool) -> None:
    """The goal with its actions over its indicators; nothing where the plan names none."""
    label = block.named(goal_word) or ("" if is_only else _("（目標なし）"))
    if label or block.action_names:
        paper.goal(label, block.action_names)


def _contents(document: Document, row: FrozenIndicator, usual: UsualPeriods) -> list[Content]:
    found: list[Content] = [
        Cell(row["number"] or row["code"], CENTRE | _SIZE),
        Cell(indicator_cells.named(row["name"], row), BOX | _SIZE),
        Cell(row["unit"], CENTRE | _SIZE),
        *map(
            _small,
            (
                indicator_cells.baseline(row),
                indicator_cells.target(row),
                indicator_cells.previous(row),
                indicator_cells.value(row),
                indicator_cells.expected(row),
                indicator_cells.attainment(row),
                indicator_cells.verdict(row),
            ),
        ),
    ]
    if document.snapshot["scale"]:
        found.append(Cell(row["mark"], CENTRE | _SIZE | {"bold": True}))
    return [
        *found,
        Cell("\n".join(usual.notes(row)), _NOTE),
        Cell(indicator_cells.comments(row), BOX | _SIZE),
        Cell(row["owner"], BOX | _SIZE),
    ]


def _small(content: FormattedNumber | Cell) -> Cell:
    """In the form's own size."""
    if isinstance(content, FormattedNumber):
        return Cell(content, _SHRUNK if len(content.text) > _MOST_NUMBER else NUMBER | _SIZE)
    return Cell(content.value, content.look | _SIZE)
