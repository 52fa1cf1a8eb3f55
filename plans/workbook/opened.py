"""How a plan's rows stood when its workbook was taken out, and what others changed until it comes back.

A workbook lies on somebody's desk for days. It carries a digest of every cell as it was written: a cell that its owner left
alone takes nothing back of what others saved meanwhile; where both changed the same cell, the preview says so.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook

from .cells import SheetCells
from .limits import some_of
from .reading import WorkbookRow
from .stored import StoredRows
from .tables import opened_title, tables

KEY_SEPARATOR = "/"

Digests = Mapping[tuple[str, str], Mapping[str, str]]


@dataclass
class Meanwhile:
    """What others changed since the workbook was taken out: cells that stay as they are, and cells that both changed."""

    kept: list[str] = field(default_factory=list)
    contested: set[tuple[int, str]] = field(default_factory=set)  # id of the workbook's row, field

    @property
    def notes(self) -> list[str]:
        if not self.kept:
            return []
        form = _(
            "ブックを取り出した後に、このポータルで直した欄は、そのまま残します（%(count)s件: %(names)s）。"
        )
        return [form % {"count": len(self.kept), "names": some_of(self.kept)}]


def write_opened(book: Workbook, shown: StoredRows) -> None:
    """Adds the sheet that nobody sees: of what the workbook shows, not of what somebody has saved since it was read."""
    page = book.create_sheet(opened_title())
    page.sheet_state = "veryHidden"
    for table in tables():
        if table.is_reported:
            continue  # values and reports go their own way: entry and approval
        for key, values in shown.all_of(table).items():
            digests = " ".join(f"{name}:{digest(value)}" for name, value in values.items())
            page.append([table.title, KEY_SEPARATOR.join(key), digests])


def read_opened(sheets: Iterable[SheetCells]) -> Digests:
    """By sheet and natural key the digests of the cells. Empty where the workbook has none: of an earlier version."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for sheet in sheets:
        if sheet.title != opened_title():
            continue
        for cells in sheet.rows.values():
            pairs = (part.partition(":") for part in str(cells.get(3, "")).split())
            found[str(cells.get(1, "")), str(cells.get(2, ""))] = {name: digest for name, _c, digest in pairs}
    return found


def meet_others(rows: Iterable[WorkbookRow], stored: StoredRows, opened: Digests) -> Meanwhile:
    """Takes off the rows what the workbook's owner left alone and others have changed."""
    found = Meanwhile()
    for row in rows:
        was = opened.get((row.file, KEY_SEPARATOR.join(row.key)))
        now = stored.values(row) if was else None
        if was is None or now is None:
            continue
        for name in [name for name in row.values if name in was and name in now]:
            if digest(now[name]) == was[name]:
                continue
            mine = digest(row.values[name])
            if mine == was[name]:
                del row.values[name]
                found.kept.append(row.place(name))
            elif mine != digest(now[name]):
                found.contested.add((id(row), name))
    return found


def digest(value: object) -> str:
    """Of a cell's raw value, the same before and after Excel has had it."""
    return hashlib.sha256(_canonical(value).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _canonical(value: object) -> str:
    """One text for one content, before and after Excel has had it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, list | tuple):
        return "\x1f".join(sorted(_canonical(one) for one in value))
    try:
        return f"{Decimal(str(value)).normalize():f}"
    except ArithmeticError:
        return str(value).replace("\r\n", "\n").strip()
