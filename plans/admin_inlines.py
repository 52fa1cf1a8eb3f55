"""Rows on the page of the row that they belong to."""

from collections.abc import Sequence
from typing import ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from .admin_choices import ScopedChoices
from .admin_rights import ScopedRights
from .formset_cap import CappedRows
from .opened_form import AS_OPENED, OpenedForm
from .opened_rows import OpenedRows
from .part_form import SamePlanForm


class NamedRows:
    """A formset in a table: each input is named by its column and its row, for those who hear the page.

    The formset may have DUPLICATE: what to say of two rows with one key.
    """

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        super().add_fields(form, index)
        row = _("%d行目") % (index + 1) if index is not None else _("新しい行")
        for field in form.fields.values():
            # The admin wraps the widget of a relation; only the inner one is this form's own.
            widget = getattr(field.widget, "widget", field.widget)
            if not widget.is_hidden:
                widget.attrs["aria-label"] = f"{field.label}（{row}）"

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        self._key = unique_check
        return self.get_form_error()

    def get_form_error(self) -> str:
        return str(
            getattr(self, "DUPLICATE", _("同じ行が上にもあります。どちらかを直すか、消してください。"))
        )

    def validate_unique(self) -> None:
        """Two rows with one key: the second says so at the key's last field, and the table not once more."""
        try:
            super().validate_unique()
        except ValidationError:
            said = str(self.get_form_error())
            again = [form for form in self.forms if said in form.non_field_errors()]
            if not again:
                raise
            for form in again:
                del form.errors[NON_FIELD_ERRORS]
                place = next((name for name in reversed(self._key) if name in form.fields), None)
                form.add_error(place, said)


class ScopedInline(ScopedChoices, ScopedRights, admin.TabularInline):
    """An inline's rows belong to the page's row: its municipality decides."""

    extra = 0

    class Media:
        css: ClassVar = {"all": ["css/inlines.css"]}

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        return type(formset.__name__, (NamedRows, CappedRows, OpenedRows, formset), {})

    def get_fields(self, request, obj=None):
        """With what the form carries unseen, where anything of it can be edited."""
        names = [name for name in super().get_fields(request, obj) if name != AS_OPENED]
        fixed = self.get_readonly_fields(request, obj)
        is_open = self.has_change_permission(request, obj) and any(name not in fixed for name in names)
        return [*names, AS_OPENED] if is_open and issubclass(self.form, OpenedForm) else names

    def has_add_permission(self, request, obj=None):
        return self._has(request, "add", obj)


class SamePlanFormSet(forms.BaseInlineFormSet):
    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.plan_id = self.instance.plan_id
        return form


class SamePlanInline(ScopedInline):
    form = SamePlanForm
    formset = SamePlanFormSet
