"""A printable sheet, written from top to bottom: titles, paragraphs, tables with heights that fit their text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .book import Book
from .number_formats import FormattedNumber
from .page_breaks import PrintedRow, breaks_of, scale_on_one_page
from .styles import (
    BAND,
    GOAL,
    GOAL_NOTE,
    HEAD,
    HEADING,
    MARK,
    NUMBER,
    ROOMY,
    SIZE,
    SUBTITLE,
    TERM,
    TEXT,
    TITLE,
    Look,
)
from .text_measure import INDENT, height_of, line_height, pieces, pixels_of, width_of, wrapped


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; a number keeps its own format."""

    value: str | int | FormattedNumber | None
    look: Look = field(default_factory=lambda: ROOMY)

    @property
    def text(self) -> str:
        if isinstance(self.value, FormattedNumber):
            return self.value.text
        return "" if self.value is None else str(self.value)


Content = str | int | FormattedNumber | Cell | None


class PrintedSheet:
    """`widths`: of the columns, in characters. `row` is the next free one."""

    def __init__(self, book: Book, name: str, widths: Sequence[float]):
        self.book, self.name, self.widths = book, name, tuple(widths)
        self.sheet = book.add_sheet(name)
        self.row = 0
        self._rows_set: list[PrintedRow] = []
        self._repeated = 0
        self._is_break_next = False
        for number, width in enumerate(self.widths):
            self.sheet.set_column_pixels(number, number, pixels_of(width))

    @property
    def last_column(self) -> int:
        return len(self.widths) - 1

    def title(self, text: str) -> None:
        """The sheet's own title, and below it the report's."""
        self._line(text, TITLE, 28)
        self._line(self.book.properties.title, SUBTITLE, 18)

    def heading(self, text: str, *, is_on_new_page: bool = False) -> None:
        """`is_on_new_page`: where the sheet has more than one."""
        self._is_break_next = is_on_new_page
        for column in range(1, len(self.widths)):
            self.sheet.write_blank(self.row, column, None, self.book.style(HEADING))
        self._line(text, HEADING, 26)

    def mark(self, text: str) -> None:
        """What must not be overlooked."""
        self._across(text, MARK, 26)

    def band(self, text: str) -> None:
        """The head of a part of a table."""
        self._across(
            text, BAND, max(22, self._height([(text, 0, self.last_column, BAND)])), is_with_next=True
        )

    def goal(self, text: str, note: str) -> None:
        """A band in a table: a goal, and smaller what serves it; on one line where both fit."""
        room = self._room(0, self.last_column, GOAL)
        parts = pieces(note, room, GOAL_NOTE["font_size"])
        is_one_line = width_of(text, GOAL["font_size"]) + width_of(f"　{note}", GOAL_NOTE["font_size"]) < room
        height = height_of(len(wrapped(text, room, GOAL["font_size"])), GOAL["font_size"])
        if note and not (is_one_line and text):
            height += len(wrapped(parts[0], room, GOAL_NOTE["font_size"])) * line_height(
                GOAL_NOTE["font_size"]
            )
        self._set(height + 2, is_with_next=True)
        self._merge(self.row, 0, self.row, self.last_column, text or note, GOAL)
        if text and note:
            between = "　" if is_one_line else "\n"
            self.book.write_two(self.sheet, self.row, 0, (text, GOAL), (between + parts[0], GOAL_NOTE))
        self.row += 1
        for part in parts[1:]:
            self._across(part, GOAL_NOTE, self._height([(part, 0, self.last_column, GOAL_NOTE)]))

    def paragraph(self, text: str, look: Look = TEXT, *, is_with_next: bool = False) -> None:
        """Text as wide as the page, in as many rows as it needs."""
        for part in self._pieces(text, 0, self.last_column, look):
            height = self._height([(part, 0, self.last_column, look)])
            self._across(part, look, height, is_with_next=is_with_next)

    def pair(self, term: str, text: str) -> None:
        """A term with its text beside it."""
        for part in self._pieces(text, 1, self.last_column, ROOMY):
            self._set(self._height([(term, 0, 0, TERM), (part, 1, self.last_column, ROOMY)]))
            self._write(self.row, 0, Cell(term, TERM))
            self._merge(self.row, 1, self.row, self.last_column, part, ROOMY)
            self.row += 1
            term = ""

    def head(
        self,
        labels: Sequence[str],
        *,
        height: float = 0,
        repeat: bool = False,
        freeze: int | None = None,
        look: Look = HEAD,
    ) -> None:
        """A table's heading. `repeat`: on every page, with all above; `freeze`: it and so many columns stay in view."""
        for column, label in enumerate(labels):
            self._write(self.row, column, Cell(label, look))
        height = height or self._height([(label, n, n, look) for n, label in enumerate(labels)]) + 4
        self._set(height, is_with_next=True)
        self.row += 1
        if repeat:
            self.repeat()
        if freeze is not None:
            self.sheet.freeze_panes(self.row, freeze)

    def repeat(self) -> None:
        """All rows so far stand on every page."""
        self._repeated = self.row
        self.sheet.repeat_rows(0, self.row - 1)

    def line(self, contents: Sequence[Content], *, least: float = 0, is_with_next: bool = False) -> None:
        """A row of a table. Text too long for one row goes on in the next ones."""
        cells = [self.cell(content) for content in contents]
        for part in self._rows(cells):
            self._set(max(least, self.height(part)), is_with_next=is_with_next)
            for column, cell in enumerate(part):
                self._write(self.row, column, cell)
            self.row += 1

    def height(self, cells: Sequence[Cell]) -> float:
        """Points that a row needs for these cells."""
        return self._height([(cell.text, n, n, cell.look) for n, cell in enumerate(cells) if cell.text])

    def space(self, points: float = 10) -> None:
        self.empty_row(points)

    def empty_row(self, points: float) -> None:
        """A row in which something else will stand."""
        self._set(points)
        self.row += 1

    def close(self, *, least_scale: float | None = None) -> None:
        """To be called when all is written: the print area ends here, and the pages are cut.

        With `least_scale` (1 = 100 %) the sheet is one page, as long as it need not be smaller than that.
        """
        self.sheet.print_area(0, 0, max(self.row - 1, 0), self.last_column)
        width = sum(map(pixels_of, self.widths)) * 0.75
        if least_scale is not None and scale_on_one_page(self._rows_set, width) >= least_scale:
            self.sheet.fit_to_pages(1, 1)
        else:
            self.sheet.set_h_pagebreaks(breaks_of(self._rows_set, width, self._repeated))

    @staticmethod
    def cell(content: Content) -> Cell:
        if isinstance(content, Cell):
            return content
        return Cell(content, NUMBER if isinstance(content, int | FormattedNumber) else ROOMY)

    # -- inside

    def _set(self, height: float, *, is_with_next: bool = False) -> None:
        """The height of the row that is being written."""
        self.sheet.set_row(self.row, height)
        self._rows_set.append(PrintedRow(height, is_with_next, self._is_break_next))
        self._is_break_next = False

    def _rows(self, cells: list[Cell]) -> list[list[Cell]]:
        parts = [
            self._pieces(cell.text, n, n, cell.look) if isinstance(cell.value, str) else []
            for n, cell in enumerate(cells)
        ]
        count = max([1, *map(len, parts)])
        return [
            [
                cell
                if len(texts) < 2 and not number
                else Cell(_at(texts, number) if len(texts) > 1 else "", cell.look)
                for cell, texts in zip(cells, parts, strict=True)
            ]
            for number in range(count)
        ]

    def _line(self, text: str, look: Look, height: float) -> None:
        self._set(height, is_with_next=True)
        self._write(self.row, 0, Cell(text, look))
        self.row += 1

    def _across(self, text: str, look: Look, height: float, *, is_with_next: bool = False) -> None:
        self._set(height, is_with_next=is_with_next)
        self._merge(self.row, 0, self.row, self.last_column, text, look)
        self.row += 1

    def _merge(self, top: int, left: int, bottom: int, right: int, text: str, look: Look) -> None:
        style = self.book.style(look)
        if (top, left) != (bottom, right):
            self.sheet.merge_range(top, left, bottom, right, "", style)
        self._write(top, left, Cell(text, look))

    def _write(self, row: int, column: int, cell: Cell) -> None:
        value = cell.value
        if isinstance(value, FormattedNumber):
            self.sheet.write_number(row, column, value.value, self.book.style(cell.look, value.format))
        elif isinstance(value, int):
            self.sheet.write_number(row, column, value, self.book.style(cell.look, "#,##0"))
        elif value:
            self.book.write_text(self.sheet, row, column, value, cell.look)
        else:
            self.sheet.write_blank(row, column, None, self.book.style(cell.look))

    def _room(self, first: int, last: int, look: Look) -> int:
        """Pixels for a text in the columns from … to."""
        return sum(map(pixels_of, self.widths[first : last + 1])) - INDENT * look.get("indent", 0)

    def _pieces(self, text: str, first: int, last: int, look: Look) -> list[str]:
        return pieces(text, self._room(first, last, look), look["font_size"])

    def _height(self, texts: Sequence[tuple[str, int, int, Look]]) -> float:
        """For texts that each stand in the columns from … to, in a look."""
        needed = (
            height_of(len(wrapped(text, self._room(first, last, look), look["font_size"])), look["font_size"])
            for text, first, last, look in texts
        )
        return max([height_of(1, SIZE), *needed])


def _at(texts: list[str], number: int) -> str:
    return texts[number] if number < len(texts) else ""
