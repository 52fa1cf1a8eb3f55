"""A plan as an Excel workbook: one sheet per table, ready to be changed and read back, or empty to be filled in."""

from collections.abc import Iterable
from typing import BinaryIO

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from plans.models import Plan

from . import sheet
from .cell_rows import cell_rows
from .guide import write_glossary, write_guide
from .opened import write_opened
from .stored import StoredRows
from .tables import FIRST_ROW, ModelTable, tables


class TooLongError(Exception):
    """A text does not fit into a cell; the message says which and what to do."""


def write_workbook(file: BinaryIO, plan: Plan | None, *, user: AbstractUser | None = None) -> None:
    """Write the plan, or without one an empty template, as .xlsx into the file.

    `user`: for whom; reports that are not public yet are left out unless the user may read them. None: everything,
    as an administrator at the command line sees it. Raises TooLongError.
    """
    book = Workbook()
    write_guide(book.active, plan)
    shown = {table: list(cell_rows(table, plan, user)) for table in tables()} if plan else {}
    for table in tables():
        rows = (cells for _pk, cells in shown.get(table, ()))
        _write_table(book.create_sheet(table.title), table, rows, plan)
    write_glossary(book.create_sheet(), tables())
    if plan:
        write_opened(book, StoredRows(plan, shown))
    book.save(file)


def _write_table(
    page: Worksheet, table: ModelTable, rows: Iterable[dict[str, object]], plan: Plan | None
) -> None:
    sheet.set_up(page, table, is_sample=bool(plan and plan.municipality.is_fictional))
    for number, cells in enumerate(rows, start=FIRST_ROW):
        for column, definition in enumerate(table.columns, start=1):
            value = cells[definition.name]
            if value is None:
                continue
            if isinstance(value, str) and len(value) > sheet.MAX_TEXT:
                raise TooLongError(
                    _(
                        "「%(sheet)s」の「%(column)s」に、Excelのセルに入らない長さの文章があります"
                        "（%(max)s文字まで）: %(start)s…"
                    )
                    % {
                        "sheet": table.title,
                        "column": definition.label,
                        "max": sheet.MAX_TEXT,
                        "start": value[:30],
                    }
                )
            sheet.write(page.cell(number, column), value)
        sheet.fit_height(page, number)
