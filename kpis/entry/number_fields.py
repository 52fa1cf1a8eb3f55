"""Form fields of figures: numbers and periods as people write them, and a checkbox for what is doubtful."""

import unicodedata
from dataclasses import replace
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _

from kpis.judging.known import Step
from kpis.judging.numbers import Understood, format_exact, parse_number
from kpis.judging.steps_words import read_steps_done, steps_text


class NumberField(forms.Field):
    """A number as people write it (１．２万, △5, 62%). What was understood is kept for the echo."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 16})
    understood: Understood | None = None
    dash = ""  # what was typed for an empty field

    def __init__(self, *, max_digits: int | None = None, decimal_places: int | None = None, **options):
        # The size is checked by parse_number and by the model.
        self.unit = ""
        self.steps: tuple[Step, ...] = ()  # of a milestone, whose value is how many of them are done
        super().__init__(**options)

    def to_python(self, value: object) -> Decimal | None:
        text = "" if value is None else str(value)
        try:
            self.understood = self._read(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        self.dash = text.strip() if self.understood is None else ""
        return self.understood.value if self.understood else None

    def _read(self, text: str) -> Understood | None:
        if self.steps:
            return read_steps_done(text, self.steps)
        return parse_number(text, unit=self.unit)

    def prepare_value(self, value: object) -> object:
        return format_exact(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Decimal | None, data: object) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True

    def set_steps(self, steps: tuple[Step, ...]) -> None:
        """Chosen from a list instead of counted."""
        self.steps = steps
        attrs = {
            name: value for name, value in self.widget.attrs.items() if name not in ("inputmode", "size")
        }
        choices = [(str(number), steps_text(steps, Decimal(number))) for number in range(len(steps) + 1)]
        self.widget = forms.Select(attrs=attrs, choices=[("", _("選んでください")), *choices])
        self.widget.is_required = self.required

    @property
    def echo(self) -> str:
        """How the number was understood; blank when there was nothing to interpret."""
        if self.understood is None:
            words = {"label": self.label, "text": self.dash}
            return _("%(label)s: 「%(text)s」を空欄と読み取りました。") % words if self.dash else ""
        if self.understood.is_plain:
            return ""
        words = {"label": self.label, "text": self.understood.text, "echo": self.understood.echo}
        return _("%(label)s: 「%(text)s」を %(echo)s と読み取りました。") % words


class ShareField(NumberField):
    """A share of a whole, 1 = 100 %: 「60%」 is 0.6."""

    def _read(self, text: str) -> Understood | None:
        understood = parse_number(text, unit="%")
        if understood is None:
            return None
        if unicodedata.normalize("NFKC", text).strip().endswith("%"):
            value = understood.value / 100
            return Understood(value, understood.text, format_exact(value))
        return replace(understood, echo=format_exact(understood.value))


class ConfirmWidget(forms.Widget):
    """A checkbox with its sentence, only while there is something to confirm."""

    sentence = digest = ""
    in_table = False  # a table keeps its columns

    @property
    def is_hidden(self) -> bool:
        return not self.digest and not self.in_table

    def value_from_datadict(self, data, files, name: str) -> str:
        return data.get(name, "")

    def render(self, name, value, attrs=None, renderer=None) -> str:
        if not self.digest:
            return ""
        return format_html(
            '<label class="vCheckboxLabel"><input type="checkbox" name="{}" value="{}" id="{}"> {}</label>',
            name,
            self.digest,
            (attrs or {}).get("id", ""),
            self.sentence,
        )
