"""What several sheets write of an indicator, in the snapshot's own texts."""

from django.utils.translation import gettext as _

from kpis.documents.xlsx.number_formats import FormattedNumber, shown_number, shown_percent
from kpis.documents.xlsx.printed_sheet import Cell
from kpis.documents.xlsx.styles import CENTRE, GROUP_COLOURS, SMALL, badge
from kpis.reports.indicator_words import (
    absent_text,
    comments_by_name,
    comments_note,
    in_lines,
    own_by_name,
    own_figure,
)
from kpis.reports.snapshot.types import FrozenIndicator

NOTHING = "－"


def named(name: str, row: FrozenIndicator) -> str:
    """The name; with its direction where more is not better."""
    return name if row["facts"]["direction"] == "increase" else f"{name}\n［{row['direction_label']}］"


def verdict(row: FrozenIndicator) -> Cell:
    """順調, and 更新遅れ where it is."""
    text = row["verdict_label"] + ("\n" + _("更新遅れ") if row["stale"] else "")
    return Cell(text, badge(GROUP_COLOURS.get(row["group_key"])))


def value(row: FrozenIndicator, *, with_unit: bool = False) -> FormattedNumber | Cell:
    found = row["value"]
    if not found:
        return Cell(absent_text(row), CENTRE)
    return number(found["value"], found["text"], row, with_unit=with_unit)


def baseline(row: FrozenIndicator) -> FormattedNumber | Cell:
    found = row["baseline"]
    return number(found["value"], found["text"], row) if found else nothing()


def target(row: FrozenIndicator, *, with_unit: bool = False) -> FormattedNumber | Cell:
    found = row["target"]
    return number(found["value"], found["text"], row, with_unit=with_unit) if found else nothing()


def expected(row: FrozenIndicator, *, with_unit: bool = False) -> FormattedNumber | Cell:
    return number(row["expected"], row["expected_text"], row, with_unit=with_unit)


def previous(row: FrozenIndicator) -> FormattedNumber | Cell:
    found = row["previous"]
    return number(found["value"], found["text"], row) if found else nothing()


def attainment(row: FrozenIndicator) -> FormattedNumber | Cell:
    return in_cell(shown_percent(row["attainment_text"]))


def number(
    raw: str | None, text: str, row: FrozenIndicator, *, with_unit: bool = False
) -> FormattedNumber | Cell:
    return in_cell(shown_number(raw, text, row["unit"], with_unit=with_unit) if text else "")


def in_cell(found: FormattedNumber | str) -> FormattedNumber | Cell:
    """A number as it is, words in the middle, and － where there is nothing."""
    return found if isinstance(found, FormattedNumber) else Cell(found or NOTHING, CENTRE)


def nothing() -> Cell:
    return Cell(NOTHING, CENTRE)


def when(label: str, *more: str) -> Cell:
    """A period's name with more below it."""
    return Cell("\n".join(line for line in (in_lines(label), *more) if line), SMALL)


def value_when(row: FrozenIndicator) -> Cell:
    """The value's period, with what a reader must know of it: not final, or only part of a year."""
    found = row["value"]
    if not found:
        return Cell("", SMALL)
    status = "" if found["status"] == "A" else f"（{found['status_label']}）"
    own = own_figure(found)
    annual = _("（年換算%s）") % found["annualized_text"] if found["annualized_text"] else ""
    later = _("最新 %s") % found["later_text"] if found["later_text"] else ""
    return when(found["label"], status, own, annual, later)


def comments(row: FrozenIndicator) -> str:
    """取組状況, 課題 and 今後の対応, each with its name where it is there; then what the department says of itself."""
    lines = [f"【{name}】{text}" for name, text in (*comments_by_name(row), *own_by_name(row)) if text]
    return "\n".join([*lines, *filter(None, [comments_note(row)])])
