"""What the admin of measurements and of actions' progress shares: a report for one period, and its revisions."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.admin_scope import ScopedAdmin
from plans.exports import ListExport

from .form_fields import NumberField, PeriodTextField
from .models import PeriodEntry, State
from .models.fields import PeriodField
from .numbers import format_exact


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
    return [name for name in names if name not in ("confirmed", "seen_version")]


def _shown(field: models.DecimalField) -> Callable[[models.Model], str]:
    @admin.display(description=field.verbose_name)
    def text(row: models.Model) -> str:
        value = getattr(row, field.name)
        return "-" if value is None else format_exact(value)

    return text


class FigureAdmin(FigureDisplay):
    """Echoes numbers after saving."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        saved = [part for formset in formsets for part in formset.forms if part.has_changed()]
        for part in (form, *saved):
            for notice in part.notices():
                messages.info(request, notice)


class _Conflict(Exception):  # noqa: N818 not an error but news of somebody else's work
    """The row has been saved by somebody else since it was read."""


class EntryAdmin(FigureAdmin, ListExport, ScopedAdmin):
    """An approved report is public: it stays as it is, and a correction is a new revision."""

    OWNER: str  # the name of the relation to what is reported on
    NOT_COPIED = ("revision", "revision_reason", "state", "owner_name")

    change_form_template = "admin/kpis/entry_form.html"
    ordering = ["-period", "pk"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not _is_public(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (
            request.user.is_superuser or not _is_public(obj)
        )

    def get_readonly_fields(self, request, obj=None):
        fixed = (self.OWNER, "period", "revision") if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        link = self._revision_link(request, row) if row else None
        return super().change_view(request, object_id, form_url, (extra_context or {}) | {"revision": link})

    def _revision_link(self, request: HttpRequest, row: PeriodEntry) -> dict | None:
        """Where a correction of this approved report is entered, or the one that is under way."""
        if not _is_public(row) or not self.has_add_permission(request):
            return None
        same = {self.OWNER: getattr(row, self.OWNER), "period": row.period}
        last = type(row).objects.filter(**same).order_by("revision").last()
        if last.state != State.APPROVED:
            address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[last.pk])
            return {"url": address, "label": _("登録中の改定（版%d）を開く") % last.revision}
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
        return {"url": f"{address}?{urlencode({'revision_of': last.pk})}", "label": _("改定を登録")}

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        key = initial.pop("revision_of", "")
        row = self.get_queryset(request).filter(pk=key).first() if key.isdecimal() else None
        if row is None:
            return initial
        names = [field.name for field in row._meta.fields if field.editable and not field.primary_key]
        kept = {name: field_value(row, name) for name in names if name not in self.NOT_COPIED}
        return initial | kept | {"revision": row.revision + 1}

    def save_model(self, request, obj, form, change):
        if change:
            stored = type(obj).objects.filter(pk=obj.pk, version=obj.version)
            if not stored.update(version=obj.version + 1):
                raise _Conflict
            obj.version += 1
        super().save_model(request, obj, form, change)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except _Conflict:
            messages.error(
                request,
                _("同じときに、ほかの人がこの行を保存しました。内容を確かめて、もう一度直してください。"),
            )
            return HttpResponseRedirect(request.get_full_path())


def _is_public(row: PeriodEntry | None) -> bool:
    """As stored: the page under edit may already hold another state."""
    if row is None or row.pk is None:
        return False
    return type(row).objects.filter(pk=row.pk, state=State.APPROVED).exists()


def field_value(row: models.Model, name: str) -> object:
    """As a form takes it as its first value: relations by id."""
    return getattr(row, row._meta.get_field(name).attname)


BOOKKEEPING = (
    gettext_lazy("記録"),
    {"fields": ["state", "owner_name", "revision_reason", "internal_note", "seen_version"]},
)
