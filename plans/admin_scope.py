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
from .admin_lists import CityLists
from .admin_rights import ScopedRights
from .chosen_city import CITY
from .gone_row import KeptTexts
from .long_lists import shortened
from .models import Plan
from .models.versions import StaleRow
from .opened_form import AS_OPENED
from .opened_pages import check_seen
from .place_filters import OfPlace
from .typed_admin import ReadsBack


class ScopedRows(ScopedRights, admin.ModelAdmin):
    """Rows within the person's reach."""

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if city_path(rows.model) is None else in_reach(rows, request.user, self.rights["view"])


class ScopedAdmin(KeptTexts, ReadsBack, ScopedChoices, CityLists, ScopedRows):
    delete_confirmation_template = delete_selected_confirmation_template = "admin/plans/delete.html"

    def has_add_permission(self, request):
        return self._has(request, "add", None)

    def add_view(self, request, form_url="", extra_context=None):
        if self.asks_for_city(request):
            return self.city_page(request)
        return super().add_view(request, form_url, extra_context)

    def asks_for_city(self, request) -> bool:
        """Whether whose the new row is to be must be said first: what it offers to choose from is that city's."""
        return (
            request.method in ("GET", "HEAD")
            and self.has_add_permission(request)
            and city_path(self.model) not in (None, "pk")
            and self.form_city(request).city is None
        )

    def city_page(self, request):
        context = self.admin_site.each_context(request) | {
            "title": _("どの市区町村の%sを作りますか") % self.opts.verbose_name,
            "opts": self.opts,
            "chosen": self.form_city(request),
            "kept": [(name, value) for name, value in request.GET.items() if name != CITY],
            "is_popup": False,
            "popup": "_popup" in request.GET,
        }
        return TemplateResponse(request, "admin/plans/choose_city.html", context)

    def get_changeform_initial_data(self, request):
        """What there is only one of is chosen already."""
        found = super().get_changeform_initial_data(request)
        city = self.form_city(request).city
        fields = {field.name: field for field in self.model._meta.fields}
        if city is not None and "municipality" in fields:
            found.setdefault("municipality", city.pk)
        if city is not None and "plan" in fields and fields["plan"].related_model is Plan:
            plans = list(Plan.objects.filter(municipality=city).values_list("pk", flat=True)[:2])
            if len(plans) == 1:
                found.setdefault("plan", plans[0])
        return found

    def changelist_view(self, request, extra_context=None):
        title = _("%sの一覧") % self.opts.verbose_name_plural
        try:
            return super().changelist_view(request, {"title": title} | (extra_context or {}))
        except StaleRow as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.get_full_path())

    def get_list_filter(self, request):
        """A related row is chosen from those of the list's city; the city itself above the list."""
        return [
            (name, OfPlace) if isinstance(name, str) and _is_relation(self.model, name) else name
            for name in super().get_list_filter(request)
            if name != "municipality"
        ]

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except StaleRow as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.get_full_path())

    def get_deleted_objects(self, objs, request):
        """The page that asks names what would go, but not thousands of rows."""
        found, counts, needed, protected = super().get_deleted_objects(objs, request)
        return shortened(found), counts, needed, shortened(protected)

    def log_deletions(self, request, queryset):
        """The first step of deleting. Raises StaleRow for what somebody saved since the page asked."""
        check_seen(request, queryset)
        return super().log_deletions(request, queryset)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            keys = [row.pk for row in queryset]
            rows = self.model._base_manager.filter(pk__in=keys)
            check_seen(request, rows.order_by("pk").select_for_update())  # two at once lock in the same order
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
