"""Makes workbooks for the tests: well-formed ones, and ones that no program would write."""

import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from plans.models import Plan
from plans.workbook.cells import SheetCells, read_sheets
from plans.workbook.guard import Limits, UnreadableFile, check_workbook
from plans.workbook.sheet import LIMITS
from plans.workbook.tables import opened_title
from plans.workbook.writing import write_workbook

SHEET = "xl/worksheets/sheet1.xml"
OPENING = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
CLOSING = b"</sheetData></worksheet>"


def book(fill: Callable[[Worksheet], object] = lambda sheet: sheet.append(["値"])) -> bytes:
    """A workbook whose only sheet is 表."""
    made = Workbook()
    made.active.title = "表"
    fill(made.active)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def with_files(content: bytes, files: dict[str, bytes]) -> bytes:
    """The workbook with these files of the zip put in or replaced."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in files:
                new.writestr(name, old.read(name))
        for name, data in files.items():
            new.writestr(name, data)
    return file.getvalue()


def with_rows(rows: bytes, after: bytes = b"") -> bytes:
    """A workbook whose sheet 表 holds that XML."""
    sheet = OPENING + rows + CLOSING.replace(b"</worksheet>", after + b"</worksheet>")
    return with_files(book(), {SHEET: sheet})


def exported(plan: Plan | None, **options) -> bytes:
    """The plan's workbook."""
    file = BytesIO()
    write_workbook(file, plan, **options)
    return file.getvalue()


@cache
def template() -> bytes:
    """The empty workbook."""
    return exported(None)


def cells_of(content: bytes) -> list[SheetCells]:
    return read_sheets(BytesIO(content), LIMITS)


def forgetful(content: bytes) -> bytes:
    """The workbook without its memory of how the rows stood: every cell that differs is its owner's word."""
    made = load_workbook(BytesIO(content))
    del made[opened_title()]
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def edited(content: bytes, changes: dict[str, dict[str, object]]) -> bytes:
    """The workbook as somebody saved it after writing values into cells: sheet → cell address → value."""
    made = load_workbook(BytesIO(content))
    for title, cells in changes.items():
        for address, value in cells.items():
            made[title][address] = value
    file = BytesIO()
    made.save(file)
    return file.getvalue()


@cache
def columns_of(content: bytes, title: str) -> dict[str, str]:
    """Column letters of a sheet by the names in its second row."""
    sheet = load_workbook(BytesIO(content))[title]
    return {cell.value: cell.column_letter for cell in sheet[2] if cell.value}


def filled(content: bytes, rows: dict[str, list[dict[str, object]]]) -> bytes:
    """The template with rows written below the headers, by field names."""
    changes = {}
    for title, values in rows.items():
        letters = columns_of(content, title)
        changes[title] = {
            f"{letters[name]}{number}": value
            for number, row in enumerate(values, start=3)
            for name, value in row.items()
        }
    return edited(content, changes)


def refused(content: bytes, limits: Limits = Limits()) -> str:  # noqa: B008 frozen
    """What the guard says of the file, which it must not let pass."""
    with pytest.raises(UnreadableFile) as error:
        check_workbook(BytesIO(content), limits)
    assert error.value.messages
    return "\n".join(error.value.messages)
