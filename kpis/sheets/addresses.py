"""Where a refusal is shown: at the cell of what is wrong; of a whole row at the cell that was edited, else at its 状況."""

from collections.abc import Sequence

from kpis.models import Measurement

from .columns import INPUTS, STATE
from .raw_rows import RawRow


def address_of(raw: RawRow, name: str = "", kind: str = "") -> str:
    """The address of the cell of a column or of a model's field (by the row's kind); else that of the row."""
    cell = raw.cells.get(name) or next(
        (
            raw.cells[column.name]
            for column in INPUTS.get(kind, ())
            if column.fields[kind] == name and column.name in raw.cells
        ),
        None,
    )
    cell = cell or raw.cells.get(STATE.name) or next(iter(raw.cells.values()), None)
    return cell.address if cell else raw.place


def field_of_rule(sentence: str, raw: RawRow, edited: Sequence[str], *, is_ratio: bool) -> str:
    """The field that one of the database's rules about several fields is met in; blank for another sentence.

    Of two that cannot stand together it is the one that was edited.
    """
    rules = Measurement._meta.constraints
    rule = next((row.name for row in rules if str(row.violation_error_message) == sentence), "")
    inputs = ("numerator", "denominator") if is_ratio else ("value",)
    if rule == "measurement_missing_is_blank":
        return next((name for name in (*inputs, "observation_status") if name in edited), inputs[0])
    if rule == "measurement_value_or_parts":
        blank = (name for name in inputs if name in raw.cells and not raw.cells[name].text.strip())
        return next(blank, inputs[0])
    return ""
