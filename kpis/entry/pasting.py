"""Where the cells of a paste go: matched by number or name, else by position over all rows, and what stops it.

Nothing is stored here. The page shows the table, and its script puts the accepted cells into the inputs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from kpis.judging.numbers import parse_number
from kpis.models import PeriodEntry
from plans.typed_numbers import base_unit

from .grid import Grid, GridRow
from .pasted_cells import NUMBERS, Cell, Target, as_a_whole, layout, target_of
from .pasted_rows import Line, by_key, by_position, names_of, numbers_of
from .pasted_table import (
    FIELDS,
    NAME,
    NO_FIELD,
    NUMBER,
    SHOWN,
    UNIT,
    cells_of,
    comparable,
    heading_of,
    headings,
    is_blank,
    slipped_date,
)


@dataclass
class Paste:
    """What the dialog shows. `is_short`: there are fewer lines than rows, and somebody must say that this is meant."""

    targets: list[Target] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    how: str = ""
    is_short: bool = False

    @property
    def fills(self) -> list[Target]:
        return [target for target in self.targets if target.fill]

    @property
    def wrong(self) -> list[Target]:
        return [target for target in self.targets if target.stops]

    @property
    def is_stopped(self) -> bool:
        return bool(self.stops or self.wrong)

    @property
    def can_be_accepted(self) -> bool:
        return not self.is_stopped and bool(self.fills)


def paste(made: Grid, text: str, at: str) -> Paste:
    """`text` as it was copied, `at` the name of the input in which the cursor stood."""
    key, _dash, name = at.rpartition("-")
    parts = (made.values, made.actions)
    rows = next((part for part in parts if any(row.row.key == key for row in part)), None)
    if rows is None or name not in FIELDS[type(rows[0].row.entry)]:
        return Paste(stops=[_("貼り付ける欄が見つかりません。画面を開き直してください。")])
    try:
        table = cells_of(text)
    except ValueError as error:
        return Paste(stops=[str(error)])
    if not table or all(map(is_blank, table)):
        return Paste(stops=[_("貼り付けるものがありません。")])
    return _Matching(rows, table, key, name).run()


@dataclass
class _Matching:
    rows: list[GridRow]
    table: list[list[str]]
    key: str
    name: str
    found: Paste = field(default_factory=Paste)
    units: list[str] = field(default_factory=list)  # by column, as its heading says

    def run(self) -> Paste:
        roles, own = headings(self._model), {base_unit(row.due_item.unit) for row in self.rows}
        head = [heading_of(cell, roles, own) for cell in self.table[0]]
        has_heading = any(role for role, _unit in head)
        body = self.table[has_heading:]
        if has_heading:
            self.units = [unit for _role, unit in head]
            columns = self._columns(self.table[0], body, [role for role, _unit in head])
        else:
            self.units = [""] * len(head)
            columns = self._guessed(body)
        if self.found.stops:
            return self.found
        first = 1 + has_heading
        if not {NUMBER, NAME} & set(columns) and self._names_no_row(body, columns):
            return self.found
        if {NUMBER, NAME} & set(columns):
            lines = by_key(self.rows, body, columns, first)
        else:
            start = next(place for place, row in enumerate(self.rows) if row.row.key == self.key)
            lines = by_position(self.rows, body, start, first)
        self.found.how, self.found.is_short = lines.how, lines.is_short
        self.found.stops += lines.stops
        self.found.notices += lines.notices
        for line in lines.lines:
            self.found.targets.extend(self._targets(line, columns))
        return self.found

    def _names_no_row(self, body: list[list[str]], columns: list[str]) -> bool:
        """Whether words stand before the figures that are no row's number or name: nothing is guessed by position."""
        words = [row[0] for row in body if row[0] and not _is_figure(row[0])]
        if self.name not in NUMBERS or len(columns) < 2 or not words or len(words) < len(body):
            return False
        sentence = _(
            "1列目（「%s」など）は、この表の番号とも名称とも合いません。この表のとおりに直すか、値の列だけを写してください。"
        )
        self.found.stops.append(sentence % words[0][:40])
        return True

    @property
    def _model(self) -> type[PeriodEntry]:
        return type(self.rows[0].row.entry)

    def _columns(self, head: list[str], body: list[list[str]], columns: list[str]) -> list[str]:
        """The role of each column: what names the row, a field, or blank for what follows the cursor."""
        twice = next(
            (role for role in columns if role not in ("", *NO_FIELD) and columns.count(role) > 1), ""
        )
        if twice:
            words = self._model._meta.get_field(twice).verbose_name
            self.found.stops.append(_("「%s」の列が2つ以上あります。1つだけ写してください。") % words)
        filled = [
            place for place, role in enumerate(columns) if not role and any(cells[place] for cells in body)
        ]
        if any(role not in ("", *NO_FIELD) for role in columns):
            if filled:
                unused = "、".join(head[place] or _("見出しのない列") for place in filled)
                self.found.notices.append(_("使わない列: %s") % unused)
            return [role or SHOWN for role in columns]
        if len(filled) != 1:
            words = str(self._model._meta.get_field(self.name).verbose_name)
            self.found.stops.append(
                _("どの列の値を入れるか分かりません。値の列の見出しを「%s」にして、写し直してください。")
                % words
            )
        return [role or ("" if place in filled else SHOWN) for place, role in enumerate(columns)]

    def _guessed(self, body: list[list[str]]) -> list[str]:
        """Without headings: the columns whose cells are known names or numbers. The last one is always a value.

        A column of plain figures is taken for numbers of rows only beside their names: 3 may be a value.
        """
        known = {NAME: set[str](), NUMBER: set[str]()}
        for row in self.rows:
            known[NAME] |= names_of(row)
            known[NUMBER] |= numbers_of(row)
        width = len(body[0])
        found: dict[int, str] = {}
        for place in range(width - 1):
            cells = [cells[place] for cells in body if cells[place]]
            for role in (NUMBER, NAME):
                hits = sum(
                    comparable(cell) in known[role] or (role == NUMBER and slipped_date(cell))
                    for cell in cells
                )
                if hits and 2 * hits >= len(cells):
                    found[place] = role
        if NAME not in found.values():
            found = {
                place: role
                for place, role in found.items()
                if not all(_is_figure(row[place]) for row in body)
            }
        last = max(found, default=-1)
        return [found.get(place, SHOWN if place < last else "") for place in range(width)]

    def _targets(self, line: Line, columns: list[str]) -> Iterator[Target]:
        if line.row is None:
            yield Target(line.number, line.text, reason=line.reason, stops=True)
            return
        following = iter(layout(line.row, self.name))
        beside = next((cell for role, cell in zip(columns, line.cells, strict=True) if role == UNIT), "")
        cells = [
            Cell(role or next(following, ""), cell, is_following=not role, unit=unit or beside)
            for role, cell, unit in zip(columns, line.cells, self.units, strict=True)
        ]
        cells = [cell for cell in cells if cell.text and cell.name not in NO_FIELD]
        if not cells:
            words = _("空欄なので、そのままにします。")
            yield Target(line.number, line.row.due_item.name, reason=words)
        names = {cell.name for cell in cells}
        found = as_a_whole(line.row, [target_of(line.number, line.row, cell, names) for cell in cells])
        has_value = any(target.value for target in found if target.name in NUMBERS)
        for target in found:
            if target.name == "observation_status" and names & NUMBERS and not has_value and target.fill:
                target = replace(target, fill="", reason=_("値を入れられないので、そのままにします。"))
            yield target


def _is_figure(text: str) -> bool:
    try:
        parse_number(text)
    except ValueError:
        return False
    return True
