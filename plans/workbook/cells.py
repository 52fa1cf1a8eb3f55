"""The values of an uploaded workbook, read only after the guard has looked at it."""

import warnings
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import BinaryIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from plans.cell_formats import in_thousands_sentence, is_in_thousands, number_text

from .guard import Extent, Limits, UnreadableFile, check_workbook
from .scan import MAX_MESSAGES, broken
from .scanners import column_letters

Value = str | int | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True)
class SheetCells:
    """A sheet's values by row and column number, both from 1; empty cells and empty texts are left out."""

    title: str
    rows: dict[int, dict[int, Value]]
    formulas: tuple[str, ...] = ()  # addresses of cells whose value is a formula's stored result


def address(row: int, column: int) -> str:
    """Row 7 and column 4 are D7."""
    return f"{column_letters(column)}{row}"


def read_sheets(file: BinaryIO, limits: Limits = Limits()) -> list[SheetCells]:  # noqa: B008 frozen
    """The sheets in the book's order. Raises UnreadableFile with Japanese sentences.

    No further than the last value of each sheet: a sheet's own idea of its size may be a million rows.
    """
    extents = check_workbook(file, limits)
    _refuse_errors(extents)
    book, unclear = None, []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which are not read
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            sheets = {sheet.title: sheet for sheet in book.worksheets}
            found = [
                SheetCells(title, _rows(sheets[title], extent.rows, extent.columns, unclear), extent.formulas)
                for title, extent in extents.items()
            ]
    except Exception as error:  # openpyxl answers malformed parts with errors of every kind
        raise broken("xl/workbook.xml") from error
    finally:
        if book is not None:
            book.close()
        file.seek(0)
    if unclear:
        raise UnreadableFile(unclear[:MAX_MESSAGES])
    return found


def _refuse_errors(extents: dict[str, Extent]) -> None:
    """An error value would be stored as the text #N/A."""
    places = [(title, cell) for title, extent in extents.items() for cell in extent.errors]
    if places:
        form = _("「%(sheet)s」シートの %(cell)sがエラー値になっています。値を書いてください。")
        raise UnreadableFile([form % {"sheet": title, "cell": cell} for title, cell in places[:MAX_MESSAGES]])


def _rows(sheet, rows: int, columns: int, unclear: list[str]) -> dict[int, dict[int, Value]]:
    """`unclear` takes a sentence for each cell that shows another number than it holds."""
    if not rows:
        return {}
    found = {}
    lines = sheet.iter_rows(min_row=1, max_row=rows, min_col=1, max_col=columns)
    for number, line in enumerate(lines, start=1):
        filled = {column: cell for column, cell in enumerate(line, start=1) if cell.value not in (None, "")}
        if filled:
            found[number] = {column: _value(cell) for column, cell in filled.items()}
        unclear += [
            _("「%(sheet)s」シート %(cell)s: %(sentence)s")
            % {
                "sheet": sheet.title,
                "cell": cell.coordinate,
                "sentence": in_thousands_sentence(cell.value),
            }
            for cell in filled.values()
            if cell.data_type == "n" and cell.value and is_in_thousands(cell.number_format)
        ]
    return found


def _value(cell) -> Value:
    """What the cell shows: of 0.784 as 78.4% that text."""
    if cell.data_type != "n":
        return cell.value
    text = number_text(cell.value, cell.number_format)
    return text if text.startswith("¥") or text.endswith("%") else cell.value
