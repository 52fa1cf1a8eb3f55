"""A sheet for machines: header in row 1, one table, numbers as numbers."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from .book import Book
from .number_formats import exact
from .styles import FONT, HEAD_FILL, Look

_LOOK: Look = {"font_name": FONT, "font_size": 10}
_HEAD = _LOOK | {"bold": True, "bg_color": HEAD_FILL, "bottom": 1}
_WIDTHS = {
    "name": 34,
    "goal": 30,
    "title": 34,
    "sentence": 50,
    "plan": 22,
    "target_wording": 30,
    "departments": 22,
}
_USUAL_WIDTH = 13
_ROWS_OF_PAGE = 70  # the tables are for the screen: printed they take few sheets of paper


def data_table(book: Book, name: str, columns: Sequence[str], rows: Iterable[dict[str, object]]) -> None:
    """A sheet with these columns of the rows, each as wide as its texts are long."""
    widths = [max(_WIDTHS.get(column, _USUAL_WIDTH), len(column) + 3) for column in columns]
    plain_table(book, name, columns, [[row.get(column) for column in columns] for row in rows], widths)


def plain_table(
    book: Book,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    widths: Sequence[float],
    frozen: int = 0,
) -> None:
    """Header in row 1, one table, nothing merged; numbers are numbers, what is not there stays blank."""
    sheet = book.add_sheet(name)
    sheet.fit_to_pages(1, -(-(len(rows) + 1) // _ROWS_OF_PAGE))
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    look, head = book.style(_LOOK), book.style(_HEAD)
    for number, column in enumerate(columns):
        sheet.write_string(0, number, column, head)
    for line, row in enumerate(rows, start=1):
        for number, value in enumerate(row):
            if isinstance(value, int | float | Decimal):
                sheet.write_number(line, number, exact(value), look)
            elif value:
                book.write_text(sheet, line, number, str(value), _LOOK)
    last = len(columns) - 1
    sheet.freeze_panes(1, frozen)
    sheet.autofilter(0, 0, len(rows), last)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, len(rows), last)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(rows) + 1}"})
