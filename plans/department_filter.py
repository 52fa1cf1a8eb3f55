"""A list filtered by the department in charge, with all departments below it."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters, ModelAdmin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .access import with_those_below
from .department_choices import in_order
from .models import Department
from .models.base import ancestors
from .place_filters import LongFilter
from .sent import sent_number

NOBODY = "none"


class DepartmentFilter(LongFilter, admin.SimpleListFilter):
    """Offers the departments in charge of rows that the list holds, and those above them."""

    title = gettext_lazy("担当部署（下位の部署を含む）")
    parameter_name = "department"
    paths: tuple[str, ...]  # from a row to its departments

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        rows = model_admin.get_queryset(request)
        used = Department.objects.none()
        for path in self.paths:
            used |= Department.objects.filter(pk__in=rows.order_by().values(path))
        # Each comes below what it belongs to: so do those above it, which are put in before it.
        shown = {one.pk: one for row in in_order(used) for one in (*reversed([*ancestors(row)]), row)}
        choices = [(str(row.pk), row.full_path) for row in shown.values()]
        return [*choices, (NOBODY, _("（決まっていない）"))] if choices else []

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        if self.value() == NOBODY:
            return queryset.filter(**{f"{path}__isnull": True for path in self.paths})
        key = sent_number(self.value())
        if key is None:
            raise IncorrectLookupParameters
        below, condition = with_those_below([key]), Q()
        for path in self.paths:
            condition |= Q(**{f"{path}__in": below})
        return queryset.filter(pk__in=queryset.model._base_manager.filter(condition).values("pk"))


def in_charge(*paths: str) -> type[DepartmentFilter]:
    """The filter of a list whose rows reach their departments by these look-up paths."""
    return type("InCharge", (DepartmentFilter,), {"paths": paths})
