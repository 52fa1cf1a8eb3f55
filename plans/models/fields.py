"""Columns of dates, quarters and partial dates: whoever fills them in, form, file or command, the one reader reads them.

In migrations they are plain columns.
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from plans import typed_fields
from plans.era import Quarter, partial_date_label
from plans.typed_dates import read_date, read_partial_date
from plans.typed_periods import quarter_code
from plans.validators import validate_partial_date, validate_quarter


class DayField(models.DateField):
    """A date."""

    if TYPE_CHECKING:  # what stands in a row is a date

        def __get__(self, row: Any, owner: Any = None) -> Any: ...
        def __set__(self, row: Any, value: Any) -> None: ...

    def to_python(self, value: object) -> date | None:
        if isinstance(value, str):
            if not value.strip():
                return None
            try:
                return read_date(value)
            except ValueError as error:
                raise ValidationError(str(error)) from None
        return super().to_python(value)

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": typed_fields.DayField} | kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs


class CodeField(models.CharField):
    """A text kept as a code. The subclass says how what was typed becomes one, and what it is called."""

    read: Callable[[str], str]
    label_of: Callable[[str], str]
    EXAMPLES: str | Promise = ""

    def to_python(self, value: object) -> object:
        """The code. What cannot be read stays as it is: `clean` says why, a look-up finds nothing."""
        text = super().to_python(value)
        if not text:
            return text
        try:
            return self.read(text)
        except ValueError:
            return text

    def clean(self, value: object, model_instance: models.Model | None) -> str:
        if value:
            try:
                value = self.read(str(value))
            except ValueError as error:
                raise ValidationError(str(error)) from None
        return super().clean(value, model_instance)

    def formfield(self, **kwargs):
        if self.choices is not None:
            return super().formfield(**kwargs)
        own = {"form_class": typed_fields.CodeField, "read": self.read, "label_of": self.label_of}
        return super().formfield(**own | {"examples": self.EXAMPLES} | kwargs)


class QuarterField(CodeField):
    """A fiscal year's quarter: 2023-Q3. In a migration a plain text column."""

    read = staticmethod(quarter_code)
    EXAMPLES = gettext_lazy("令和5年度第3四半期、R5-Q3 とも書けます。")

    @staticmethod
    def label_of(code: str) -> str:
        return Quarter.parse(code).label

    shown = label_of

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class PartialDateField(CodeField):
    """A year, a month or a day: 2023, 2023-03, 2023-03-31. In a migration a plain text column."""

    read = staticmethod(read_partial_date)
    label_of = staticmethod(partial_date_label)
    EXAMPLES = gettext_lazy("令和5年3月、R5.3.31 とも書けます。")

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


def quarter_field(label: str, help_text: str = "", **options) -> QuarterField:
    return QuarterField(
        label,
        max_length=7,
        validators=[validate_quarter],
        help_text=help_text or gettext_lazy("年度と四半期。例: 2023-Q3（令和5年度の10〜12月）"),
        **options,
    )


def partial_date_field(label: str) -> PartialDateField:
    return PartialDateField(
        label,
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text=gettext_lazy("2023、2023-03、2023-03-31 のいずれかの形で書きます。"),
    )
