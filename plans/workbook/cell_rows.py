"""The rows of a table as they stand in a sheet's cells. A few queries per table."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.db import models

from plans.access import Right, in_reach
from plans.models import Plan

from .tables import ModelColumn, ModelTable
from .values import SEPARATOR, key_cell, to_cell


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
