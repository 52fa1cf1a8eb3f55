"""The admin seen through a role: rows and rights of one's own municipality only."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from plans.ledger.histories import saved_states

from .access import city_path, in_reach
from .admin_choices import ScopedChoices
from .admin_rights import ScopedRights
from .gone_row import KeptTexts
from .models.versions import StaleRow
from .opened_form import AS_OPENED
from .opened_pages import check_seen
from .typed_admin import ReadsBack


class ScopedAdmin(KeptTexts, ReadsBack, ScopedChoices, ScopedRights, admin.ModelAdmin):
    list_per_page = 50
    delete_confirmation_template = delete_selected_confirmation_template = "admin/plans/delete.html"
    show_full_result_count = False

    def has_add_permission(self, request):
        return self._has(request, "add", None)

    def changelist_view(self, request, extra_context=None):
        title = _("%sの一覧") % self.opts.verbose_name_plural
        try:
            return super().changelist_view(request, {"title": title} | (extra_context or {}))
        except StaleRow as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.get_full_path())

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if city_path(rows.model) is None else in_reach(rows, request.user, self.rights["view"])

    def get_list_filter(self, request):
        """Filters by a related row offer only rows that the list itself holds."""
        return [
            (name, admin.RelatedOnlyFieldListFilter)
            if isinstance(name, str) and _is_relation(self.model, name)
            else name
            for name in super().get_list_filter(request)
        ]

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except StaleRow as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.get_full_path())

    def log_deletions(self, request, queryset):
        """The first step of deleting. Raises StaleRow for what somebody saved since the page asked."""
        check_seen(request, queryset)
        return super().log_deletions(request, queryset)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            keys = [row.pk for row in queryset]
            check_seen(request, self.model._base_manager.filter(pk__in=keys).select_for_update())
            super().delete_queryset(request, queryset)

    def history_view(self, request, object_id, extra_context=None):
        """Every save, with the old and the new value of what it changed."""
        row = self.get_object(request, object_id)
        if row is None or not hasattr(row, "history"):
            return super().history_view(request, object_id, extra_context)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        context = self.admin_site.each_context(request) | {
            "title": _("変更の履歴"),
            "opts": self.opts,
            "row": row,
            "row_url": reverse(name, args=[row.pk]),
            "changes": saved_states(row),
        }
        return TemplateResponse(request, "admin/plans/history.html", context | (extra_context or {}))

    def get_fields(self, request, obj=None):
        """Whose row it is and its name in addresses first, bookkeeping last."""
        head, tail = ("plan", "municipality", "code"), ("order", "source_place", "is_summary")
        names = [name for name in super().get_fields(request, obj) if name != AS_OPENED]
        middle = [name for name in names if name not in head + tail]
        return [*(n for n in head if n in names), *middle, *(n for n in tail if n in names)]

    def get_readonly_fields(self, request, obj=None):
        """Whose a row is stands fixed."""
        fixed = [name for name in ("plan", "municipality") if obj is not None and hasattr(obj, f"{name}_id")]
        return (*super().get_readonly_fields(request, obj), *fixed)


def _is_relation(model: type[Model], path: str) -> bool:
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model
    return field.is_relation
