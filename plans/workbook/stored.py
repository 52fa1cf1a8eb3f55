"""A plan's stored rows in the form in which a workbook's rows are read, so that the two can be compared cell by cell.

A few queries per table instead of several per row: most rows of a workbook say what is stored already.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from plans.load_act import Act, LoadOutcome, LoadReport
from plans.loading import load_rows
from plans.models import Plan

from .cell_rows import cell_rows
from .reading import Page, WorkbookRow, rows_of
from .tables import ModelTable

CellRows = Sequence[tuple[int, dict[str, object]]]


class StoredRows:
    """What is stored of the plan (None: nothing), read table by table when a row of it is first asked for.

    `shown`: of tables that were read already, what was read, as from `cell_rows`.
    """

    def __init__(self, plan: Plan | None, shown: Mapping[ModelTable, CellRows] = MappingProxyType({})):
        self.plan = plan
        self._shown = shown
        self._found: dict[ModelTable, dict[tuple[str, ...], dict[str, object]]] = {}

    def values(self, row: WorkbookRow) -> dict[str, object] | None:
        """The raw values of the stored row with the same natural key, by field; None when there is none."""
        if self.plan is None:
            return None
        return self.all_of(row.table).get(row.key)

    def all_of(self, table: ModelTable) -> dict[tuple[str, ...], dict[str, object]]:
        """The raw values of the table's stored rows, by natural key."""
        if table not in self._found:
            self._found[table] = self._read(table)
        return self._found[table]

    def say_the_same(self, row: WorkbookRow) -> bool:
        """False when in doubt, as for links in another order: the loader then looks more closely."""
        stored = self.values(row)
        return stored is not None and all(
            name in stored and stored[name] == value for name, value in row.values.items()
        )

    def _read(self, table: ModelTable) -> dict[tuple[str, ...], dict[str, object]]:
        columns = dict(enumerate(table.columns, start=1))
        lines = {
            pk: {number: cells[column.name] for number, column in columns.items()}
            for pk, cells in (self._shown[table] if table in self._shown else cell_rows(table, self.plan))
        }
        city, plan = self.plan.natural_key()
        return {row.key: row.values for row in rows_of(Page(table, columns, lines), city, plan)}


def load_changes(rows: Iterable[WorkbookRow], stored: StoredRows, act: Act) -> LoadReport:
    """Save the rows that say something else than what is stored. Raises LoadError with every mistake."""
    rows = list(rows)
    count = Counter((row.model, row.key) for row in rows)
    # A row that stands twice goes to the loader both times: it names the other one.
    same = {id(row) for row in rows if count[row.model, row.key] == 1 and stored.say_the_same(row)}
    loaded = load_rows([row for row in rows if id(row) not in same], act)
    outcomes = {id(outcome.row): outcome for outcome in loaded.outcomes}
    report = LoadReport()
    for row in rows:
        report.add(outcomes.get(id(row)) or LoadOutcome(row, is_new=False, fields=()))
    return report
