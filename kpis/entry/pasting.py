"""Where the cells of a paste go: matched by number or name, else by position over all rows, and what stops it.

Nothing is stored here. The page shows the table, and its script puts the accepted cells into the inputs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kpis.judging.numbers import parse_number
from kpis.models import PeriodEntry, State

from .grid import Grid, GridRow
from .number_fields import NumberField
from .pasted_rows import Line, by_key, by_position, names_of, numbers_of
from .pasted_table import FIELDS, NAME, NUMBER, SHOWN, cells_of, comparable, headings, is_blank

NUMBERS = {"value", "numerator", "denominator"}


@dataclass(frozen=True)
class Target:
    """A cell and where it goes. `fill`: the input's name on the page, where it goes in; else `reason` says why not."""

    line: int
    owner: str
    name: str = ""
    label: str = ""
    now: str = ""
    text: str = ""
    fill: str = ""
    value: str = ""
    reason: str = ""
    stops: bool = False

    @property
    def place(self) -> str:
        """貼り付けたものの3行目（KPI 1-4 … 実績値）"""
        names = "　".join(name for name in (self.owner, self.label) if name)
        return _("貼り付けたものの%(line)d行目（%(names)s）") % {"line": self.line, "names": names}


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

    def run(self) -> Paste:
        roles = headings(self._model)
        has_heading = any(comparable(cell) in roles for cell in self.table[0])
        body = self.table[has_heading:]
        columns = self._columns(self.table[0], body, roles) if has_heading else self._guessed(body)
        if self.found.stops:
            return self.found
        first = 1 + has_heading
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

    @property
    def _model(self) -> type[PeriodEntry]:
        return type(self.rows[0].row.entry)

    def _columns(self, head: list[str], body: list[list[str]], roles: dict[str, str]) -> list[str]:
        """The role of each column: what names the row, a field, or blank for what follows the cursor."""
        columns = [roles.get(comparable(cell), "") for cell in head]
        filled = [
            place for place, role in enumerate(columns) if not role and any(cells[place] for cells in body)
        ]
        if any(role not in ("", NUMBER, NAME, SHOWN) for role in columns):
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
                hits = sum(comparable(cell) in known[role] for cell in cells)
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
        following = iter(_layout(line.row, self.name))
        cells = [
            Cell(role or next(following, ""), cell, is_following=not role)
            for role, cell in zip(columns, line.cells, strict=True)
        ]
        cells = [cell for cell in cells if cell.text and cell.name not in (NUMBER, NAME, SHOWN)]
        if not cells:
            words = _("空欄なので、そのままにします。")
            yield Target(line.number, str(line.row.due_item.owner), reason=words)
        names = {cell.name for cell in cells}
        found = [_target(line.number, line.row, cell, names) for cell in cells]
        has_value = any(target.value for target in found if target.name in NUMBERS)
        for target in found:
            if target.name == "observation_status" and names & NUMBERS and not has_value and target.fill:
                target = replace(target, fill="", reason=_("値を入れられないので、そのままにします。"))
            yield target


@dataclass(frozen=True)
class Cell:
    """A cell and the field for it; blank where the page has none. `is_following`: told by the cursor, not a heading."""

    name: str
    text: str
    is_following: bool


def _target(number: int, row: GridRow, cell: Cell, names: set[str]) -> Target:
    """`names`: the fields that the line fills."""
    model, form = type(row.row.entry), row.row.form
    told = Target(
        number,
        str(row.due_item.owner),
        cell.name,
        str(model._meta.get_field(cell.name).verbose_name) if cell.name else "",
        text=cell.text,
    )
    if row.row.is_locked:
        return replace(told, now=row.reported, reason=_why_locked(row))
    if not cell.name:
        sentence = _("入れる欄がありません。見出しの行も一緒に写すと、列ごとに入れられます。")
        return replace(told, reason=sentence, stops=True)
    parts = {"numerator", "denominator"}
    is_half = cell.is_following and cell.name == "numerator" and "denominator" not in names
    if cell.name not in form.fields or is_half:
        if "numerator" not in form.fields:
            return replace(told, reason=_("分子と分母のない指標です。"))
        if parts <= names:
            return replace(told, reason=_("割合は、分子と分母から計算します。"))
        return replace(
            told, label="", reason=_("分子と分母で書く指標なので、入れられません。2列を写してください。")
        )
    told = replace(told, now=_shown(form, cell.name))
    try:
        value, echo = _read(form.fields[cell.name], cell.text)
    except ValidationError as error:
        return replace(told, reason=" ".join(error.messages), stops=True)
    if value == "":
        return replace(told, reason=_("値がないので、そのままにします。"))
    if value == str(form[cell.name].value() or ""):
        return replace(told, value=value, reason=_("同じなので、そのままです。"))
    return replace(told, fill=f"{row.row.key}-{cell.name}", value=value, reason=echo)


def _layout(row: GridRow, name: str) -> list[str]:
    """The fields in sight from the cursor's on, in the order of the page: nothing goes into a folded one unseen."""
    if not row.due_item.is_value:
        found = ["status", "comment", "internal_note"]
        return found[found.index(name) :] if name in found else []
    if name in ("value", "numerator"):
        return [*row.row.form.number_names, "observation_status"]
    return [name, "observation_status"] if name == "denominator" else [name]


def _why_locked(row: GridRow) -> str:
    state = row.due_item.state
    if state == State.SUBMITTED:
        return _("提出済みなので入れません。直すときは、取り戻してください。")
    if state == State.APPROVED:
        return _("承認済みなので入れません。直すときは、改定案を書いてください。")
    return _("締め切られたので入れません。")


def _is_figure(text: str) -> bool:
    try:
        parse_number(text)
    except ValueError:
        return False
    return True


def _shown(form: forms.Form, name: str) -> str:
    """What stands in the input; of a choice its name."""
    value = form[name].value()
    text = "" if value is None else str(value)
    return str(dict(getattr(form.fields[name], "choices", ())).get(text, text)) if text else ""


def _read(form_field: forms.Field, text: str) -> tuple[str, str]:
    """What to put into the input, and how it was understood. Raises ValidationError with a sentence."""
    if isinstance(form_field, NumberField):
        if form_field.clean(text) is None:
            return "", ""
        understood = form_field.understood
        return text, "" if understood.is_plain else _("%s と読み取ります。") % understood.echo
    if not isinstance(form_field, forms.ChoiceField):
        form_field.clean(text)
        return text, ""
    labels = {comparable(label): (value, str(label)) for value, label in form_field.choices if value}
    if comparable(text) not in labels:
        words = {"text": text[:40], "words": "、".join(label for _value, label in labels.values())}
        raise ValidationError(_("「%(text)s」という選択肢はありません。%(words)sのどれかです。") % words)
    return str(labels[comparable(text)][0]), ""
