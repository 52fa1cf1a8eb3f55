"""Dates, periods and whole numbers in the admin: with its calendar, echoed beside the input and once more after saving."""

from django.contrib import messages
from django.contrib.admin.widgets import AdminDateWidget, AdminTextInputWidget
from django.db.models import IntegerField

from .models.fields import CodeField, DayField
from .typed_fields import Echo, WholeField, WholeInput, echoes


class AdminDayInput(Echo, AdminDateWidget):
    """A date as text, with the admin's calendar beside it."""

    def __init__(self, attrs=None):
        super().__init__({"size": 20, "autocomplete": "off"} | (attrs or {}), format="%Y-%m-%d")


class AdminCodeInput(Echo, AdminTextInputWidget):
    """A period or a partial date as text."""

    def __init__(self, attrs=None):
        super().__init__({"class": "typed-code", "size": 20, "autocomplete": "off"} | (attrs or {}))


# For `formfield_overrides`.
TYPED = {
    DayField: {"widget": AdminDayInput},
    CodeField: {"widget": AdminCodeInput},
    IntegerField: {"widget": WholeInput, "form_class": WholeField},
}


class ReadsBack:
    """An admin page that says after saving how it read what was typed."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        rows = [part for formset in formsets for part in formset.forms if part.has_changed()]
        for part in (form, *rows):
            for notice in part.notices() if hasattr(part, "notices") else echoes(part):
                messages.info(request, notice)
