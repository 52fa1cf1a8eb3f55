"""指標一覧: the printable form, all indicators in the plan's own order."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..document import Block, Document
from . import names, words
from .book import Book
from .looks import BOX, CENTRE, HEAD, LINE, SMALL, TEXT
from .paper import Cell, Content, Paper
from .shown import Shown

_LEAST_NUMBER = 7.5
_GOAL_COLUMN = 1
_GOAL = TEXT | {"font_size": 9}


@dataclass(frozen=True)
class _Column:
    """`group`: the heading above it and its neighbours."""

    label: str
    width: float
    group: str = ""


def write_listing(book: Book) -> None:
    document = book.document
    columns = _columns(document)
    paper = Paper(book, names.LISTING, [column.width for column in columns])
    paper.title(_("指標一覧"))
    _head(paper, columns)
    for table in document.tables:
        paper.band(table.title + (f"　{table.subtitle}" if table.subtitle else ""))
        for block in table.blocks:
            _block(paper, document, block)
    for title, rows in ((_("KGI（最終目標）"), document.kgis), (_("参考指標"), document.references)):
        if rows:
            paper.band(title)
            for row in rows:
                _line(paper, document, row, Cell(row["goal_label"], SMALL))
    if not document.snapshot["indicators"]:
        paper.paragraph(_("この計画に、指標はありません。"))
    paper.close()


def _columns(document: Document) -> list[_Column]:
    rows = document.snapshot["indicators"]
    goal_words = [table.goal_word for table in document.tables if table.goal_word]
    found = [
        _Column("No.", 6),
        _Column(goal_words[0] if goal_words else _("取組項目"), 15),
        _Column(_("指標"), 18),
        _Column(_("単位"), 5.5),
        _Column(_("値"), _number_width(rows, words.baseline), _("基準")),
        _Column(_("時点"), 8, _("基準")),
        _Column(_("値"), _number_width(rows, words.target), _("目標")),
        _Column(_("期限"), 8, _("目標")),
        _Column(_("前回の値"), _number_width(rows, words.previous)),
        _Column(_("値"), _number_width(rows, words.value), _("今回")),
        _Column(_("時点"), 9.5, _("今回")),
        _Column(_("期待値"), _number_width(rows, words.expected)),
        _Column(_("進捗率"), 7),
        _Column(_("判定"), 9),
    ]
    if document.snapshot["scale"]:
        found.append(_Column(_("市の印"), 5))
    return [*found, _Column(_("コメント"), 33), _Column(_("担当"), 9)]


def _number_width(rows: list[dict], of: Callable[[dict], Shown | Cell]) -> float:
    """Wide enough for the longest number: Excel shows one that does not fit as ####."""
    found = (of(row) for row in rows)
    return max([_LEAST_NUMBER, *(len(each.text) + 1.2 for each in found if isinstance(each, Shown))])


def _head(paper: Paper, columns: list[_Column]) -> None:
    """Two rows: the groups, and what stands in them."""
    top = paper.row
    paper.head([column.group or column.label for column in columns], height=20)
    paper.head([column.label for column in columns], height=20, repeat=True, freeze=3)
    for number, column in enumerate(columns):
        if not column.group:
            paper.merge(top, number, top + 1, number, column.label, HEAD)
        elif number == 0 or columns[number - 1].group != column.group:
            paper.merge(top, number, top, number + 1, column.group, HEAD)


def _block(paper: Paper, document: Document, block: Block) -> None:
    """A goal with its actions stands once, beside all its indicators; no cell is merged, as a page may end in it."""
    texts = [block.label or _("（目標なし）"), *(f"・{action['label']}" for action in block.actions)]
    rows = [
        [paper.cell(content) for content in _contents(document, row, Cell("", _GOAL))] for row in block.rows
    ]
    for number, cells in enumerate(rows):
        is_last = number == len(rows) - 1
        mine = [texts.pop(0)] if texts and not number else []
        room = paper.height(cells)
        while texts and (is_last or _fits(paper, [*mine, texts[0]], room)):
            mine.append(texts.pop(0))
        edges = {"left": 1, "right": 1, "top": int(not number), "bottom": int(is_last), "border_color": LINE}
        cells[_GOAL_COLUMN] = Cell("\n".join(mine), _GOAL | edges)
        paper.line(cells)


def _fits(paper: Paper, texts: list[str], room: float) -> bool:
    return paper.height([Cell("\n".join(texts), _GOAL)], skip=_GOAL_COLUMN) <= room


def _line(paper: Paper, document: Document, row: dict, goal: Cell) -> None:
    paper.line(_contents(document, row, goal))


def _contents(document: Document, row: dict, goal: Cell) -> list[Content]:
    baseline, target = row["baseline"], row["target"]
    provisional = _("（仮）") if baseline and baseline["is_provisional"] else ""
    found = [
        Cell(row["number"] or row["code"], CENTRE),
        goal,
        Cell(words.named(row["name"], row), BOX),
        Cell(row["unit"], CENTRE),
        words.baseline(row),
        words.when(baseline["label"], provisional) if baseline else Cell("", SMALL),
        words.target(row),
        words.when(target["label"]) if target else Cell("", SMALL),
        words.previous(row),
        words.value(row),
        words.value_when(row),
        words.expected(row),
        words.attainment(row),
        words.verdict(row),
    ]
    if document.snapshot["scale"]:
        found.append(Cell(row["mark"], CENTRE | {"bold": True}))
    return [
        *found,
        Cell(words.comments(row), BOX | {"font_size": 9}),
        Cell(row["owner"], BOX | {"font_size": 9}),
    ]
