"""Numbers and periods in the admin: read as people write them, shown without needless zeros."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.db import models
from django.utils.translation import gettext as _

from kpis.assessment.stored_facts import measured_value
from kpis.entry.forms import FigureForm
from kpis.entry.number_fields import NumberField, PeriodTextField
from kpis.judging.numbers import format_exact, format_value
from kpis.models import Measurement
from kpis.models.fields import PeriodField
from plans.admin_scope import ScopedAdmin
from plans.opened_form import AS_OPENED


class FigureDisplay:
    """Numbers and periods are understood as people write them, and shown without needless zeros."""

    formfield_overrides = ScopedAdmin.formfield_overrides | {
        models.DecimalField: {"form_class": NumberField},
        PeriodField: {"form_class": PeriodTextField},
    }

    def __init__(self, *args):
        super().__init__(*args)
        self.numbers = {
            field.name: f"{field.name}_shown"
            for field in self.model._meta.fields
            if isinstance(field, models.DecimalField)
        }
        for name, shown in self.numbers.items():
            setattr(self, shown, _shown(self.model._meta.get_field(name)))

    def get_fieldsets(self, request, obj=None):
        """A page that only shows has its numbers as text, and none of the form's own bookkeeping."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (title, options | {"fields": [self.numbers.get(name, name) for name in _kept(options["fields"])]})
            for title, options in fieldsets
        ]

    def get_readonly_fields(self, request, obj=None):
        fixed = super().get_readonly_fields(request, obj)
        shows_only = obj is not None and not self.has_change_permission(request, obj)
        return (*fixed, *self.numbers.values()) if shows_only else fixed


def _kept(names: list[str]) -> list[str]:
    return [name for name in names if name not in ("confirmed", AS_OPENED)]


def _shown(field: models.DecimalField) -> Callable[[models.Model], str]:
    @admin.display(description=field.verbose_name)
    def text(row: models.Model) -> str:
        value = getattr(row, field.name)
        if value is None:
            return "-"
        if field.name == "value" and getattr(row, "conversion", ""):
            return _("%(value)s（報告したとき %(reported)s）") % {
                "value": format_exact(measured_value(row), row.unit),
                "reported": format_exact(value, row.reported_unit),
            }
        return format_exact(value)

    return text


class FigureAdmin(FigureDisplay):
    """Echoes numbers after saving."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        saved = [part for formset in formsets for part in formset.forms if part.has_changed()]
        for part in (form, *(part for part in saved if isinstance(part, FigureForm))):
            for notice in part.notices():
                messages.info(request, notice)


def value_text(row: Measurement) -> str:
    value = measured_value(row)
    return "" if value is None else format_value(value, row.unit, row.indicator.decimals)
