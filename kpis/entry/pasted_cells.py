"""Where one cell of a paste goes: its field in the row, as it will be read there, or a sentence why it cannot go in."""

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, replace

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kpis.judging.numbers import format_exact, parse_number
from kpis.models import State
from plans.typed_choices import read_choice
from plans.typed_numbers import read_number

from .grid import GridRow
from .number_fields import NumberField
from .pasted_table import comparable

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


@dataclass(frozen=True)
class Cell:
    """A cell and the field for it; blank where the page has none. `is_following`: told by the cursor, not a heading.

    `unit`: in what the paste says that a value is counted; blank where it says nothing.
    """

    name: str
    text: str
    is_following: bool
    unit: str = ""


def target_of(number: int, row: GridRow, cell: Cell, names: set[str]) -> Target:
    """`names`: the fields that the line fills."""
    model, form = type(row.row.entry), row.row.form
    told = Target(
        number,
        row.due_item.name,
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
        text = _in_its_unit(cell, row.due_item.unit) if cell.name == "value" else cell.text
        value, echo = _read(form.fields[cell.name], text)
    except ValidationError as error:
        return replace(told, reason=" ".join(error.messages), stops=True)
    if value == "":
        return replace(told, reason=_("値がないので、そのままにします。"))
    if value == str(form[cell.name].value() or ""):
        return replace(told, value=value, reason=_("同じなので、そのままです。"))
    return replace(told, fill=f"{row.row.key}-{cell.name}", value=value, reason=echo)


def _in_its_unit(cell: Cell, own: str) -> str:
    """The value with the unit that the paste names beside it, where that makes another number of it: 3.2 and 千枚.

    Raises ValidationError where the indicator counts something else.
    """
    unit, text = cell.unit.strip(), cell.text
    is_bare = re.search("[0-9兆億万千百)]$", unicodedata.normalize("NFKC", text)) is not None
    if not own or not comparable(unit).strip("-") or comparable(unit) == comparable(own) or not is_bare:
        return text
    try:
        found = parse_number(text + unit, unit=own)
    except ValueError:
        words = {"unit": unit, "own": own}
        raise ValidationError(
            _(
                "貼り付けたものの単位「%(unit)s」が、この指標の単位「%(own)s」と違います。%(own)sで数えた値を写してください。"
            )
            % words
        ) from None
    with suppress(ValueError):
        if read_number(text, unit=own) == found.value:
            return text
    return text + unit


def as_a_whole(row: GridRow, targets: list[Target]) -> list[Target]:
    """With what the row would say of its numbers once all of them stand in it: refused ones stop the paste."""
    fills = {target.name: target.value for target in targets if target.fill}
    if not NUMBERS & fills.keys():
        return targets
    wrong, doubts = row.row.checked_with(fills)
    found, said = [], False
    for target in targets:
        if target.fill and target.name in NUMBERS:
            if target.name in wrong:
                target = replace(target, fill="", reason=wrong[target.name], stops=True)
            elif doubts and not said:
                target, said = replace(target, reason=f"{target.reason}{doubts}"), True
        found.append(target)
    return found


def layout(row: GridRow, name: str) -> list[str]:
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


def _shown(form: forms.Form, name: str) -> str:
    """What stands in the input; of a choice its name."""
    value = form[name].value()
    text = "" if value is None else str(value)
    choices = getattr(form.fields[name].widget, "choices", ())
    return str(dict(choices).get(text, text)) if text else ""


def _read(form_field: forms.Field, text: str) -> tuple[str, str]:
    """What to put into the input, and how it was understood. Raises ValidationError with a sentence."""
    if isinstance(form_field, NumberField):
        if form_field.clean(text) is None:
            return "", ""
        understood = form_field.understood
        if form_field.steps:  # a list, which takes only what stands in it
            text = format_exact(understood.value)
        return text, "" if understood.is_plain else _("%s と読み取ります。") % understood.echo
    if not isinstance(form_field, forms.ChoiceField):
        form_field.clean(text)
        return text, ""
    meant = read_choice(text, form_field.choices)
    if meant is None:
        labels = "、".join(str(label) for value, label in form_field.choices if value)
        words = {"text": text[:40], "words": labels}
        raise ValidationError(_("「%(text)s」という選択肢はありません。%(words)sのどれかです。") % words)
    return str(meant), ""
