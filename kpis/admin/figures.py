"""Numbers and periods in the admin: read as people write them, shown without needless zeros."""

from collections.abc import Callable
from contextlib import suppress

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext as _

from kpis.assessment.stored_facts import measured_value
from kpis.entry.number_fields import NumberField
from kpis.judging.numbers import format_exact
from plans.admin_scope import ScopedAdmin
from plans.opened_form import AS_OPENED
from plans.typed_periods import read_period


class FigureDisplay:
    """Numbers are understood as people write them, and shown without needless zeros."""

    formfield_overrides = ScopedAdmin.formfield_overrides | {
        models.DecimalField: {"form_class": NumberField},
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

    def get_search_results(self, request, queryset, search_term):
        """A period is also found by how people write it: 令和7年度第4四半期."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if "period" in self.search_fields and search_term and not found.exists():
            with suppress(ValueError):
                return super().get_search_results(request, queryset, read_period(search_term))
        return found, may_repeat

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
