"""What several sheets write of an indicator, in the snapshot's own texts."""

from django.utils.translation import gettext as _

from kpis.documents.xlsx.number_formats import FormattedNumber, shown_number, shown_percent
from kpis.documents.xlsx.printed_sheet import Cell
from kpis.documents.xlsx.styles import CENTRE, GROUP_COLOURS, SMALL, badge
from kpis.reports.value_words import absent_text

NOTHING = "－"


def named(name: str, row: dict) -> str:
    """The name; with its direction where more is not better."""
    return name if row["facts"]["direction"] == "increase" else f"{name}\n［{row['direction_label']}］"


def verdict(row: dict) -> Cell:
    """順調, and 更新遅れ where it is."""
    text = row["verdict_label"] + ("\n" + _("更新遅れ") if row["stale"] else "")
    return Cell(text, badge(GROUP_COLOURS.get(row["group_key"])))


def value(row: dict, *, with_unit: bool = False) -> FormattedNumber | Cell:
    found = row["value"]
    if not found:
        return Cell(absent_text(row), CENTRE)
    return number(found["value"], found["text"], row, with_unit=with_unit)


def baseline(row: dict) -> FormattedNumber | Cell:
    found = row["baseline"]
    return number(found["value"], found["text"], row) if found else nothing()


def target(row: dict, *, with_unit: bool = False) -> FormattedNumber | Cell:
    found = row["target"]
    return number(found["value"], found["text"], row, with_unit=with_unit) if found else nothing()


def expected(row: dict, *, with_unit: bool = False) -> FormattedNumber | Cell:
    return number(row["expected"], row["expected_text"], row, with_unit=with_unit)


def previous(row: dict) -> FormattedNumber | Cell:
    found = row["previous"] or {}
    return number(found.get("value"), found.get("text", ""), row)


def attainment(row: dict) -> FormattedNumber | Cell:
    return shown_percent(row["attainment_text"]) if row["attainment_text"] else nothing()


def number(raw: str | None, text: str, row: dict, *, with_unit: bool = False) -> FormattedNumber | Cell:
    if not text:
        return nothing()
    found = shown_number(raw, text, row["unit"], with_unit=with_unit)
    return found if isinstance(found, FormattedNumber) else Cell(found, CENTRE)


def nothing() -> Cell:
    return Cell(NOTHING, CENTRE)


def when(label: str, *more: str) -> Cell:
    """A period's name over lines that end where a reader pauses."""
    lines = [
        label.replace("年度第", "年度\n第").replace("年度上", "年度\n上").replace("年度下", "年度\n下"),
        *more,
    ]
    return Cell("\n".join(line for line in lines if line), SMALL)


def value_when(row: dict) -> Cell:
    """The value's period, with what a reader must know of it: not final, or only part of a year."""
    found = row["value"]
    if not found:
        return Cell("", SMALL)
    status = "" if found["status"] == "A" else f"（{found['status_label']}）"
    annual = _("（年換算%s）") % found["annualized_text"] if found["annualized_text"] else ""
    return when(found["label"], status, annual)


def comments(row: dict) -> str:
    """取組状況, 課題 and 今後の対応, each with its name where it is there."""
    found = row["comments"] or {}
    parts = (
        (_("取組状況"), found.get("progress")),
        (_("課題"), found.get("issues")),
        (_("今後の対応"), found.get("response")),
    )
    told = [f"【{name}】{text}" for name, text in parts if text]
    return "\n".join([*told, f"（{found['note']}）"] if told and found["note"] else told)


def comment(row: dict, name: str) -> str:
    return (row["comments"] or {}).get(name) or ""
