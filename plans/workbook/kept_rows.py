"""What an import leaves alone in a plan that is stored already: what only a quarter's entry and approval may set."""

from django.utils.translation import gettext as _

from .reading import WorkbookRow
from .stored import StoredRows
from .tables import tables

# Set by an approval where the plan gives no baseline (kpis/workflow/baselines.py).
PROVISIONAL = "baseline_is_provisional"
BASELINE = ("baseline_value", "baseline_period", "baseline_note", PROVISIONAL)


def without_reports(rows: list[WorkbookRow]) -> tuple[list[WorkbookRow], list[str]]:
    """The rows without values and reports, and the sentence that says so when there were any.

    A workbook is as old as its download: it would roll back what has been entered and approved since.
    """
    kept = [row for row in rows if not row.table.is_reported]
    if len(kept) == len(rows):
        return rows, []
    names = "・".join(table.title for table in tables() if table.is_reported)
    return kept, [_("%sのシートは読み込みません（四半期の入力で登録します）。") % names]


def keep_provisional_baselines(rows: list[WorkbookRow], stored: StoredRows) -> list[str]:
    """Takes an empty baseline off the rows whose stored one is provisional; the sentence that says so, if any."""
    kept = [row for row in rows if _would_lose_baseline(row, stored)]
    for row in kept:
        for name in BASELINE:
            row.values.pop(name, None)
    return [_("承認した実績から登録した仮の基準は、空欄でも消しません（%s件）。") % len(kept)] if kept else []


def _would_lose_baseline(row: WorkbookRow, stored: StoredRows) -> bool:
    if row.table.column(PROVISIONAL) is None or any(row.values.get(name) for name in BASELINE[:2]):
        return False
    before = stored.values(row)
    return before is not None and before[PROVISIONAL] is True
