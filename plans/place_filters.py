"""Filters of a list by related rows: of the city that the list is about, and of the chosen plan only that plan's."""

from collections.abc import Iterator

from django.contrib import admin
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest

from .access import city_path, in_reach
from .models import Plan
from .models.base import PlanPart
from .sent import sent_number

MOST = 1000  # rows that a filter offers at once: more than a city has departments; of more it says so
LINKS = 12  # more than so many are no links but one choice in a form


class LongFilter:
    """Of a list filter: few choices as links, many in a select with a button. Works without a script."""

    template = "admin/plans/filter.html"
    has_more = False  # than are offered

    def choices(self, changelist) -> Iterator[dict]:
        self.sent_as = self.expected_parameters()[0]
        self.is_long = len(self.lookup_choices) > LINKS
        self.selected = str(changelist.params.get(self.sent_as) or "")
        self.kept = [
            (name, value)
            for name, value in changelist.params.items()
            if name not in self.expected_parameters()
        ]
        return super().choices(changelist)


class OfPlace(LongFilter, admin.RelatedFieldListFilter):
    """Offers nothing where there is nothing to choose between."""

    def field_choices(self, field: Field, request: HttpRequest, model_admin) -> list[tuple[int, str]]:
        rows = _rows(field.related_model, request, model_admin, self.field_path)
        ordering = self.field_admin_ordering(field, request, model_admin)
        if ordering:
            rows = rows.order_by(*ordering)
        found = [(row.pk, str(row)) for row in rows[: MOST + 1]]
        self.has_more = len(found) > MOST
        return found[:MOST]


def _rows(model: type[Model], request: HttpRequest, page, path: str) -> QuerySet:
    rows = model._default_manager.all()
    place = city_path(model)
    if place is None:
        return rows
    rows = in_reach(rows, request.user, page.rights["view"])
    if issubclass(model, Plan | PlanPart):
        rows = rows.select_related("municipality" if model is Plan else "plan__municipality")
    chosen = page.chosen(request)
    if chosen is not None and chosen.city and not chosen.is_only:
        rows = rows.filter(**{place: chosen.city.pk})
    plan = _chosen_plan(request, page.model) if issubclass(model, PlanPart) else None
    return rows if plan is None else rows.filter(plan=plan)


def _chosen_plan(request: HttpRequest, model: type[Model]) -> int | None:
    path = getattr(model, "PLAN_PATH", "plan")
    return sent_number(request.GET.get(f"{path}__id__exact", ""))
