"""What an import changes, in words: which cell of which row, what stands there today and what will."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from plans.excerpts import excerpts
from plans.load_act import LoadOutcome
from plans.models import Plan

from .reading import WorkbookRow
from .stored import StoredRows
from .tables import ModelColumn, ModelTable, tables
from .values import NO, YES


@dataclass(frozen=True)
class Difference:
    """A cell that says something else than what is stored; both as people read them, empty for an empty cell."""

    place: str
    label: str
    before: str
    after: str
    is_contested: bool = False  # somebody else changed it too since the workbook was taken out


@dataclass(frozen=True)
class WorkbookChange:
    """A row that is new or differs: where it stands, its name, what differs, and a hint at a better way, if any."""

    place: str
    name: str
    is_new: bool
    differences: list[Difference]
    hint: str = ""


class _Names:
    """What people call the plan's rows, and the rows of others that it refers to; by natural key."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.tables = {table.model: table for table in tables()}
        self.found: dict[type[models.Model], dict[tuple[str, ...], str]] = {}

    def name(self, model: type[models.Model], key: tuple[str, ...]) -> str:
        if model not in self.found:
            self.found[model] = self._all(self.tables[model]) if model in self.tables else {}
        names = self.found[model]
        if key not in names:
            names[key] = self._other(model, key)
        return names[key]

    def _all(self, table: ModelTable) -> dict[tuple[str, ...], str]:
        paths = [path.rpartition("__")[0] for path in table.model.NATURAL_KEY]
        singles = [column.name for column in table.columns if column.key and not column.is_many]
        rows = table.rows(self.plan).select_related(*{path for path in (*paths, *singles) if path})
        return {tuple(map(str, row.natural_key())): str(row) for row in rows}

    @staticmethod
    def _other(model: type[models.Model], key: tuple[str, ...]) -> str:
        try:
            return str(model._default_manager.get_by_natural_key(*key))
        except ObjectDoesNotExist:
            return key[-1]


def changes_of(
    outcomes: Iterable[LoadOutcome],
    stored: StoredRows,
    plan: Plan,
    contested: Container[tuple[int, str]] = frozenset(),
) -> list[WorkbookChange]:
    """In the workbook's order. `plan`: as saved; ask in the transaction that saves the rows.

    `contested`: by the row's id and the field, cells that somebody else changed too.
    """
    names = _Names(plan)
    return [
        _change(outcome, stored, names, contested) for outcome in outcomes if outcome.is_new or outcome.fields
    ]


def told_changes(changes: Iterable[WorkbookChange]) -> list[str]:
    """The preview in lines, for the command: each cell that differs, and each new row."""
    lines = []
    for change in changes:
        if change.is_new:
            lines.append(_("%(place)s %(name)s: 新しい行") % {"place": change.place, "name": change.name})
        for difference in change.differences:
            lines.append(_told(change, difference))
        lines += [change.hint] if change.hint else []
    return lines


def _told(change: WorkbookChange, difference: Difference) -> str:
    blank = _("（空欄）")
    form = _("%(place)s %(name)s: %(label)s「%(before)s」→「%(after)s」")
    line = form % {
        "place": difference.place,
        "name": change.name,
        "label": difference.label,
        "before": difference.before or blank,
        "after": difference.after or blank,
    }
    return line + (_("（取り出した後に、このポータルでも直しました）") if difference.is_contested else "")


def _change(
    outcome: LoadOutcome, stored: StoredRows, names: _Names, contested: Container[tuple[int, str]]
) -> WorkbookChange:
    row: WorkbookRow = outcome.row
    name = names.name(row.model, row.key)
    if outcome.is_new:
        return WorkbookChange(str(row), name, True, [])
    before = stored.values(row) or {}
    differences = [
        replace(_difference(row, field, before.get(field), names), is_contested=(id(row), field) in contested)
        for field in outcome.fields
    ]
    return WorkbookChange(str(row), name, False, differences, _hint(row.table))


def _difference(row: WorkbookRow, field: str, before: object, names: _Names) -> Difference:
    column = row.table.column(field)
    texts = [_shown(column, raw, names) for raw in (before, row.values[field])]
    place = _("「%(sheet)s」シート %(cell)s") % {"sheet": row.file, "cell": row.cells[field]}
    return Difference(place, column.label, *excerpts(*texts))


def _shown(column: ModelColumn, raw: object, names: _Names) -> str:
    """A cell's raw value as people read it."""
    if raw is None:
        return ""
    if column.is_many:
        return "、".join(names.name(column.target, tuple(map(str, key))) for key in raw)
    if column.key:
        return names.name(column.target, tuple(map(str, raw)))
    if isinstance(raw, bool):
        return YES if raw else NO
    return column.choices.get(str(raw), str(raw))


def _hint(table: ModelTable) -> str:
    if not table.is_ledger:
        return ""
    return _("目標を変えたときは、行を直さず、決めた日を新しくした行を足してください。")
