"""Form fields of dates, periods and whole numbers: read as people write them, shown as the portal keeps them, said back."""

from collections.abc import Callable
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .era import date_label
from .typed_dates import read_date
from .typed_numbers import read_whole

DATE_EXAMPLE = gettext_lazy("例: 2026-04-01、2026年4月1日、令和8年4月1日、R8.4.1")
_PLAIN_DATE = "%Y-%m-%d"


class Echo:
    """A text input that says below itself how what stands in it is read. The field gives it `reading`."""

    reading: Callable[[object], str] = staticmethod(lambda value: "")

    class Media:
        js = ("js/typed.js",)

    def render(self, name, value, attrs=None, renderer=None):
        reading = self.reading(value)
        if not reading:
            return super().render(name, value, attrs, renderer)
        place = f"{(attrs or {}).get('id') or name}_read"
        described = (attrs or {}).get("aria-describedby", "")
        attrs = (attrs or {}) | {"aria-describedby": f"{described} {place}".strip()}
        return format_html(
            '{} <span class="typed-echo" id="{}">{}</span>',
            super().render(name, value, attrs, renderer),
            place,
            reading,
        )


class DayInput(Echo, forms.DateInput):
    """A date as text: every notation can be typed, and the keyboard is enough."""

    def __init__(self, attrs=None):
        super().__init__({"size": 20, "autocomplete": "off"} | (attrs or {}), format=_PLAIN_DATE)


class CodeInput(Echo, forms.TextInput):
    """A period or a partial date as text."""

    def __init__(self, attrs=None):
        super().__init__({"size": 20, "autocomplete": "off"} | (attrs or {}))


class _Echoing:
    """What the field understood, to be said after saving where it is not what was typed."""

    typed: str = ""
    meant: str = ""

    def _attach(self) -> None:
        if isinstance(self.widget, Echo):
            self.widget.reading = self.reading

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied._attach()
        return copied

    @property
    def echo(self) -> str:
        if not self.meant:
            return ""
        words = {"label": self.label, "text": self.typed.strip(), "echo": self.meant}
        return _("%(label)s: 「%(text)s」を %(echo)s と読み取りました。") % words


class DayField(_Echoing, forms.DateField):
    """A date as people write it; ambiguous ones are refused with an example."""

    widget = DayInput

    def __init__(self, **options):
        options["help_text"] = format_lazy("{}{}", options.get("help_text", ""), DATE_EXAMPLE)
        super().__init__(**options)
        self._attach()

    def to_python(self, value: object) -> date | None:
        self.meant = ""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(None if isinstance(value, str) else value)
        try:
            found = read_date(value)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if value.strip() != found.isoformat():
            self.typed, self.meant = value, date_label(found)
        return found

    def reading(self, value: object) -> str:
        if isinstance(value, date):
            return date_label(value)
        try:
            return date_label(read_date(str(value))) if value else ""
        except ValueError:
            return ""


class CodeField(_Echoing, forms.CharField):
    """A text that is kept as a code (2025-Q4): `read` makes the code of what was typed, `label_of` says it."""

    widget = CodeInput

    def __init__(
        self,
        *,
        read: Callable[[str], str],
        label_of: Callable[[str], str],
        examples: str | Promise = "",
        **options,
    ):
        options.pop("max_length", None)  # what is too long is refused by `read`, with a sentence
        self.read, self.label_of = read, label_of
        options["help_text"] = format_lazy("{}{}", options.get("help_text", ""), examples)
        super().__init__(**options)
        self._attach()

    def to_python(self, value: object) -> str:
        self.meant = ""
        text = super().to_python(value)
        if text in self.empty_values:
            return text
        try:
            code = self.read(text)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if code != text:
            self.typed, self.meant = text, self.label_of(code)
        return code

    def reading(self, value: object) -> str:
        try:
            return self.label_of(self.read(str(value))) if value else ""
        except ValueError:
            return ""


class WholeInput(forms.TextInput):
    """No number input: that drops signs while they are typed (3/4 becomes 34), and the mouse's wheel changes it."""

    def __init__(self, attrs=None):
        super().__init__({"size": 8, "inputmode": "numeric", "autocomplete": "off"} | (attrs or {}))


class WholeField(_Echoing, forms.IntegerField):
    """A whole number as people write it: １０, 1,200, 10日."""

    widget = WholeInput

    def to_python(self, value: object) -> int | None:
        self.meant = ""
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            found = read_whole(value)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if found is not None and value.strip() != str(found):
            self.typed, self.meant = value, f"{found:,}"
        return found


def echoes(form: forms.BaseForm) -> list[str]:
    """How the form's dates, periods and numbers were read, where that is not what was typed."""
    return [field.echo for field in form.fields.values() if getattr(field, "echo", "")]
