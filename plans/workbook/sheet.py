"""How a sheet of the workbook looks: A4 landscape, frozen headers, widths, drop-down lists."""

from datetime import date
from math import ceil
from unicodedata import east_asian_width

from django.db import models
from django.utils.translation import gettext as _
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from plans.colours import argb
from plans.spreadsheets import fit_text

from .limits import Limits
from .tables import ModelColumn, ModelTable
from .values import NO, YES

# A larger workbook than the quarter's sheet: whole plans with all their values.
LIMITS = Limits(max_rows=20_000, max_cells=150_000, max_elements=600_000)
MAX_TEXT = LIMITS.max_text
LINE_HEIGHT, MAX_HEIGHT = 15, 405  # points
LAST_LISTED = 2_000  # the last row that offers a drop-down list
LIST_LENGTH = 255  # of a drop-down list's values together: Excel's own limit

HEAD_FONT = Font(bold=True)
NAME_FONT = Font(color=argb("grey-700"), size=9)
HEAD_FILL = PatternFill("solid", fgColor=argb("blue-50"))
REQUIRED_FILL = PatternFill("solid", fgColor=argb("yellow-50"))
LINE = Border(bottom=Side("thin", color=argb("grey-536")))
WRAP = Alignment(wrap_text=True, vertical="top")
TEXT_FORMAT, DATE_FORMAT = "@", "yyyy-mm-dd"


def write(cell: Cell, value: str | int | float | date) -> None:
    """Text stays text, whatever it begins with: no cell of ours is ever a formula. What no cell can hold falls away."""
    if isinstance(value, str) and ILLEGAL_CHARACTERS_RE.search(value):
        value = fit_text(value)
    cell.value = value
    cell.alignment = WRAP
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = TEXT_FORMAT
    elif isinstance(value, date):
        cell.number_format = DATE_FORMAT


def fit_height(page: Worksheet, row: int) -> None:
    """Make the row high enough for its wrapped text: not every program does so by itself."""
    lines = max(
        (
            _lines(cell.value, page.column_dimensions[cell.column_letter].width)
            for cell in page[row]
            if isinstance(cell.value, str)
        ),
        default=1,
    )
    if lines > 1:
        page.row_dimensions[row].height = min(LINE_HEIGHT * lines, MAX_HEIGHT)


def _lines(text: str, width: float) -> int:
    """How many lines the text takes in a column of that width; a full-width character takes two places."""
    places = (sum(2 if east_asian_width(char) in "FWA" else 1 for char in line) for line in text.splitlines())
    return sum(max(1, ceil(count / (width - 1))) for count in places)


def set_up(page: Worksheet, table: ModelTable, *, is_sample: bool) -> None:
    """Headers, widths, formats and drop-down lists of a table's sheet."""
    for number, column in enumerate(table.columns, start=1):
        letter = get_column_letter(number)
        shape = page.column_dimensions[letter]
        shape.width = _width(column)
        shape.number_format = _format(column)
        label, name = page.cell(1, number), page.cell(2, number)
        write(label, f"{column.label} ※" if column.is_required else column.label)
        write(name, column.name)
        label.font, name.font = HEAD_FONT, NAME_FONT
        label.fill = REQUIRED_FILL if column.is_required else HEAD_FILL
        name.border = LINE
        offered = _offered(column)
        if offered:
            _add_list(page, letter, offered)
    page.freeze_panes = "B3"
    print_on_a4(page, title=table.title, rows="1:2", is_sample=is_sample)


def print_on_a4(page: Worksheet, *, title: str, rows: str = "", is_sample: bool = False) -> None:
    """Landscape, as wide as the paper; the title above, the page number below."""
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = rows or None
    page.oddHeader.center.text = _("%s（サンプル）") % title if is_sample else title
    page.oddFooter.center.text = "&P / &N"


def _offered(column: ModelColumn) -> list[str]:
    if column.choices:
        values = list(column.choices)
        return values if len(",".join(values)) <= LIST_LENGTH else []
    return [YES, NO] if isinstance(column.field, models.BooleanField) else []


def _add_list(page: Worksheet, letter: str, values: list[str]) -> None:
    offered = DataValidation(type="list", formula1=f'"{",".join(values)}"', allow_blank=True)
    offered.showErrorMessage = True
    offered.errorTitle = str(_("選べない値です"))
    offered.error = str(_("リストから選んでください。値の意味は「項目の説明」シートにあります。"))
    page.add_data_validation(offered)
    offered.add(f"{letter}3:{letter}{LAST_LISTED}")


def _width(column: ModelColumn) -> int:
    """In characters."""
    field = column.field
    if isinstance(field, models.TextField):
        return 50
    if column.is_many:
        return 24
    if isinstance(field, models.CharField) and not column.choices and (field.max_length or 0) >= 200:
        return 36
    return 16


def _format(column: ModelColumn) -> str:
    """So that Excel does not make a date of the code 1-1."""
    field = column.field
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return DATE_FORMAT
    if isinstance(field, models.DecimalField | models.IntegerField):
        return "General"
    return TEXT_FORMAT
