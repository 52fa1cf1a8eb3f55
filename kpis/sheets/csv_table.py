"""The quarter's sheet as CSV: one table for indicators and actions, in UTF-8 with a byte order mark for Excel."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from kpis.documents.csv_files import SAMPLE
from kpis.models import Review
from plans.spreadsheets import FORMULA

from .columns import PROGRESS, VALUE, columns_of
from .row_keys import plain
from .sheet_rows import SheetRow


def write_csv(review: Review, rows: Sequence[SheetRow]) -> bytes:
    """The same rows and columns as the workbook; of a fictional city with one more column that says so."""
    columns = columns_of(
        [VALUE, PROGRESS],
        with_parts=any(row.is_ratio for row in rows),
        with_own=any(row.asks_own for row in rows),
    )
    mark = [SAMPLE] if review.plan.municipality.is_fictional else []
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*(str(column.header) for column in columns), *mark])
    writer.writerows([*(cell_text(row, column.name) for column in columns), *mark] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def cell_text(row: SheetRow, name: str) -> str:
    """What stands in that column of the row."""
    text = _text(row.cells.get(name))
    # As the workbook's number format says it.
    return _("年度で%s") % text if name == "expected" and text and row.is_yearly_sum else text


def _text(value: object) -> str:
    """Numbers plain; text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    text = plain(value)
    return f"'{text}" if looks_run(text) else text


def looks_run(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula, apostrophes before it apart."""
    return text.lstrip("'")[:1] in FORMULA


def unescaped(text: str) -> str:
    """The text as it was before it was written."""
    return text[1:] if text.startswith("'") and looks_run(text) else text
