"""A plan as an Excel workbook: one sheet per table, ready to be changed and read back, or empty to be filled in."""

from collections.abc import Iterable
from typing import BinaryIO

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from plans.access import Right, in_reach
from plans.models import Plan

from . import sheet
from .guide import write_glossary, write_guide
from .tables import ModelColumn, ModelTable, tables
from .values import SEPARATOR, key_cell, to_cell

FIRST_ROW = 3  # below the Japanese names and the names that the import reads


class TooLongError(Exception):
    """A text does not fit into a cell; the message says which and what to do."""


def write_workbook(file: BinaryIO, plan: Plan | None, *, user: AbstractUser | None = None) -> None:
    """Write the plan, or without one an empty template, as .xlsx into the file.

    `user`: for whom; reports that are not public yet are left out unless the user may read them. None: everything,
    as an administrator at the command line sees it. Raises TooLongError.
    """
    book = Workbook()
    write_guide(book.active, plan)
    for table in tables():
        rows = (cells for _pk, cells in cell_rows(table, plan, user)) if plan else ()
        _write_table(book.create_sheet(table.title), table, rows, plan)
    write_glossary(book.create_sheet(), tables())
    book.save(file)


def cell_rows(
    table: ModelTable, plan: Plan, user: AbstractUser | None = None
) -> Iterable[tuple[int, dict[str, object]]]:
    """The table's rows: the id of each, and what stands in its cells by field, None in an empty one.

    `user`: see write_workbook.
    """
    rows = table.rows(plan)
    if table.is_reported and user is not None:
        rows = rows.filter(pk__in=_readable(rows, user))
    singles = [column for column in table.columns if not column.is_many]
    links = {column.name: _links(table, column, rows) for column in table.columns if column.is_many}
    paths = [path for column in singles for path in _paths(column)]
    for pk, *found in rows.values_list("pk", *paths):
        values = iter(found)
        cells = {column.name: _single(column, [next(values) for _ in _paths(column)]) for column in singles}
        cells |= {name: SEPARATOR.join(keys.get(pk, ())) or None for name, keys in links.items()}
        yield pk, cells


def _readable(rows: models.QuerySet, user: AbstractUser) -> set[int]:
    """Ids of the reports that the user may read: public ones, and those of own departments."""
    mine = in_reach(rows, user, Right.VIEW_ENTRIES).values_list("pk", flat=True)
    return {row.pk for row in rows if row.shows_in_public} | set(mine)


def _paths(column: ModelColumn) -> list[str]:
    return [f"{column.name}__{path}" for path in column.key] or [column.name]


def _single(column: ModelColumn, parts: list[object]) -> object:
    if not column.key:
        return to_cell(column, parts[0])
    return None if parts[0] is None else key_cell(tuple(parts))


def _links(table: ModelTable, column: ModelColumn, rows: models.QuerySet) -> dict[int, list[str]]:
    """Of a many-to-many column the targets' keys by the row's id, in the targets' own order."""
    order = [f"{column.name}__{name}" for name in _names(column.target._meta.ordering)]
    found: dict[int, list[str]] = {}
    linked = rows.filter(**{f"{column.name}__isnull": False}).order_by(*order, *_paths(column))
    for pk, *parts in linked.values_list("pk", *_paths(column)):
        found.setdefault(pk, []).append(key_cell(tuple(parts)))
    return found


def _names(ordering: Iterable[str]) -> list[str]:
    return [name.lstrip("-") for name in ordering]


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
