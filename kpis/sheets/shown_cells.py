"""The cells of a sheet that are only shown: which row they speak of, and whether somebody has written into them.

The hidden key and what stands beside it go together, unless a part of the columns was sorted or pasted: then a value would
be taken for another row's, or for another month's.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kpis.workflow.due_items import DueItem

from .columns import COLUMNS, NAME, PERIOD, ROW_NUMBER, STATE, UNIT, heading
from .csv_table import cell_text, unescaped
from .raw_rows import RawCell, RawRow
from .row_keys import plain
from .sheet_rows import SheetRow, name_of, period_label

# What changes by itself: the state of the report. Name, number, period and unit are refused where they do not fit.
SILENT = (STATE.name, NAME.name, UNIT.name)
SHOWN = [column for column in COLUMNS if not (column.is_input or column.is_hidden or column.name in SILENT)]


def check_place(raw: RawRow, due_item: DueItem, others: Iterable[DueItem]) -> None:
    """Raises ValidationError at the cell that speaks of another row than the hidden key. `others`: the review's rows."""
    name = raw.cells.get(NAME.name)
    if name is not None and heading(name.text) != heading(plain(name_of(due_item))):
        sentence = _(
            "この行の本来の名称「%s」と違います。行がずれていないか確かめ、シートをダウンロードし直してください。"
        )
        raise ValidationError({NAME.name: sentence % name_of(due_item)})
    _check_number(raw.cells.get(ROW_NUMBER.name), due_item, others)
    _check_period(raw.cells.get(PERIOD.name), due_item, others)
    _check_unit(raw.cells.get(UNIT.name), due_item)


def _check_number(cell: RawCell | None, due_item: DueItem, others: Iterable[DueItem]) -> None:
    """A spreadsheet that opens a CSV may make a day of 1-1: only the number of another row is refused."""
    if cell is None or heading(cell.text) == heading(due_item.owner.number):
        return
    if any(other.owner.number and heading(cell.text) == heading(other.owner.number) for other in others):
        sentence = _(
            "この行の本来の番号「%s」と違います。行がずれていないか確かめ、シートをダウンロードし直してください。"
        )
        raise ValidationError({ROW_NUMBER.name: sentence % due_item.owner.number})


def _check_period(cell: RawCell | None, due_item: DueItem, others: Iterable[DueItem]) -> None:
    if cell is None or heading(cell.text) == heading(period_label(due_item)):
        return
    fits = due_item.is_of(cell.text)
    # Of an indicator reported by month the review has several rows of one name.
    is_one_of_many = any(
        other.owner == due_item.owner and other.period != due_item.period for other in others
    )
    if fits or (fits is None and not is_one_of_many):
        return
    sentence = _(
        "この行は%sの行です。期間を書き替えたり、一部の列だけを並べ替えたりしていないか確かめ、シートをダウンロードし直してください。"
    )
    raise ValidationError({PERIOD.name: sentence % period_label(due_item)})


def _check_unit(cell: RawCell | None, due_item: DueItem) -> None:
    """A sheet from before the unit changed asks for numbers of another size."""
    if cell is None or not due_item.is_value or heading(cell.text) == heading(plain(due_item.unit)):
        return
    words = {"old": cell.text.strip() or _("空欄"), "new": due_item.unit}
    raise ValidationError(
        {
            UNIT.name: _(
                "シートの単位は「%(old)s」ですが、今の単位は「%(new)s」です。シートをダウンロードし直し、新しい単位の値を書いてください。"
            )
            % words
        }
    )


def written_into(raw: RawRow, row: SheetRow) -> Iterator[RawCell]:
    """The cells that are only shown and say something else than the portal does now: nothing of it is brought in."""
    for column in SHOWN:
        cell = raw.cells.get(column.name)
        if cell is not None and not _is_same(cell.text, cell_text(row, column.name)):
            yield cell


def _is_same(text: str, own: str) -> bool:
    if heading(unescaped(text)) == heading(unescaped(own)):
        return True
    number = _number(own)
    return number is not None and _number(text) == number


def _number(text: str) -> Decimal | None:
    """年度で1,200 too: the workbook says it by its number format."""
    try:
        return Decimal(heading(text).removeprefix(_("年度で")).replace(",", ""))
    except InvalidOperation:
        return None
