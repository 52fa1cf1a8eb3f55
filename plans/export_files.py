"""Rows written as CSV and as a workbook while they are read: as much memory for a million rows as for a thousand."""

import csv
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from typing import IO

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet

from .colours import COLOURS
from .spreadsheets import cut_text, fit_text, is_exact

PIECE = 64 * 1024  # bytes of a CSV that are sent at once, about
# Of a file: what is no longer than this is sent whole, with its length; what is longer, as it is written.
WHOLE = 1024 * 1024
_A4 = 9
_WIDEST, _NARROWEST = 60, 8  # of a column, in half-width signs
_PAGE = 220  # half-width signs side by side that can still be read on a sheet of A4
_LOOKED_AT = 1000  # rows whose texts decide how wide the columns are


class _Lines:
    """What a CSV writer writes, until it is taken away."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self.size = 0

    def write(self, text: str) -> None:
        self._texts.append(text)
        self.size += len(text)

    def take(self) -> bytes:
        found = "".join(self._texts).encode()
        self._texts, self.size = [], 0
        return found


def csv_pieces(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Generator[bytes, None, None]:
    """The file piece by piece: UTF-8 with a byte order mark, so that Excel in Japan reads it right."""
    lines = _Lines()
    lines.write("\ufeff")
    writer = csv.writer(lines)
    writer.writerow(headers)
    for row in rows:
        writer.writerow(row)
        if lines.size >= PIECE:
            yield lines.take()
    yield lines.take()


def is_long(length: int) -> bool:
    """Whether a file of so many bytes is sent as it is written, or from the disk."""
    return length > WHOLE


def sent(pieces: Generator[bytes, None, None]) -> HttpResponseBase:
    """What is short, whole, so that what goes wrong is answered as an error; else what follows as it is written."""
    first = b""
    for piece in pieces:
        first += piece
        if is_long(len(first)):
            return StreamingHttpResponse(_begun(first, pieces))
    return HttpResponse(first)


def _begun(first: bytes, pieces: Generator[bytes, None, None]) -> Iterator[bytes]:
    """The piece that is read already, and the rest. Who hangs up closes it, and with it the database's cursor."""
    with closing(pieces):
        yield first
        yield from pieces


class _Sheet(Worksheet):
    """Writes a plain cell by one formatted text; every other kind as the library does, in a quarter of its speed.

    Also its own guess is not asked for: that a text in <r> … </r> is a piece of its XML, with letters in several looks.
    """

    def _write_cell(self, row: int, col: int, cell) -> None:
        kind = type(cell).__name__
        if kind == "String" and cell.format is None and _is_plain(cell.string):
            reference, text = xl_rowcol_to_cell_fast(row, col), self._escape_data(cell.string)
            self.fh.write(f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>')
        elif kind == "Number" and cell.format is None:
            self.fh.write(f'<c r="{xl_rowcol_to_cell_fast(row, col)}"><v>{cell.number:.16G}</v></c>')
        elif kind == "String" and cell.string.startswith("<r>"):
            reference = xl_rowcol_to_cell_fast(row, col)
            self._xml_inline_string(self._escape_control_characters(cell.string), True, [("r", reference)])
        else:
            super()._write_cell(row, col, cell)


def _is_plain(text: str) -> bool:
    """Whether nothing in it is to be written as _x0041_."""
    return text.isprintable() and "_x" not in text


def write_workbook(
    file: IO[bytes], title: str, headers: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """A workbook with one sheet: the heading stays in view, numbers and dates are cells of their kind, text is text."""
    with Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(title, worksheet_class=_Sheet)
        heading = book.add_format({"bold": True, "bg_color": COLOURS["blue-50"]})
        for column, header in enumerate(headers):
            sheet.write_string(0, column, header, heading)
        widths = [_width(header) for header in headers]
        last = _write_rows(sheet, rows, _writers(book, sheet), widths)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(headers) - 1)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(-(-sum(widths) // _PAGE), 0)
        sheet.repeat_rows(0)


_Writer = Callable[[int, int, object], object]


def _writers(book: Workbook, sheet: Worksheet) -> dict[type, _Writer]:
    """For each kind of value the verb that writes it: a text is never read as a formula, a link or a number."""
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})

    def text(row: int, column: int, value: object) -> None:
        shown = str(value)
        sheet.write_string(row, column, cut_text(shown if shown.isprintable() else fit_text(shown)))

    def number(row: int, column: int, value: Decimal) -> None:
        if is_exact(value):
            sheet.write_number(row, column, float(value))
        else:
            sheet.write_string(row, column, f"{value.normalize():f}")

    def dated(look) -> _Writer:
        def write(row: int, column: int, value: date) -> None:
            if value.year >= 1900:
                sheet.write_datetime(row, column, value, look)
            else:  # Excel knows none before
                text(row, column, value)

        return write

    return {
        bool: sheet.write_boolean,
        int: sheet.write_number,
        float: sheet.write_number,
        Decimal: number,
        date: dated(day),
        datetime: dated(moment),
        str: text,
    }


def _write_rows(
    sheet: Worksheet, rows: Iterable[Sequence[object]], writers: dict[type, _Writer], widths: list[int]
) -> int:
    """The number of the last row. `widths` grow with what stands in the first rows."""
    text, line = writers[str], 0
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            writers.get(type(value), text)(line, column, value)
            if line <= _LOOKED_AT:
                widths[column] = max(widths[column], _width(value))
    return line


def _width(value: object) -> int:
    """Of a column that shows the value, in half-width signs: its longest line, within reason."""
    lines = str(value).split("\n")
    longest = max(sum(2 if ord(sign) > 0xFF else 1 for sign in line[:_WIDEST]) for line in lines)
    return min(max(longest + 3, _NARROWEST), _WIDEST)
