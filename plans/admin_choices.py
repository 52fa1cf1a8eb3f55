"""What a form of the admin offers to choose from: rows of one's own municipality, and of a row's plan only its parts."""

from django import forms
from django.contrib.auth.models import AbstractUser
from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet, URLField
from django.http import HttpRequest

from plans.models.base import PlanPart

from .access import city_of, city_path, in_reach
from .department_choices import choose_by_path
from .models import Department
from .part_form import PartForm
from .placed_choices import PlacedCheckboxes, PlacedSelect
from .sent import sent_number
from .typed_admin import TYPED


class ScopedChoices:
    """Choices of related rows: own municipality only, and of an existing row's plan only its own parts."""

    form = PartForm
    formfield_overrides = {URLField: {"assume_scheme": "https"}} | TYPED

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs):
        if "queryset" not in kwargs:
            kwargs["queryset"] = self._choices(db_field, request)
            if self._edited(request) is None:
                kwargs.setdefault("widget", PlacedSelect)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        self._tell_plans_apart(field, db_field, request)
        return field

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs):
        kwargs.setdefault("queryset", self._choices(db_field, request))
        is_new = self._edited(request) is None
        kwargs.setdefault("widget", PlacedCheckboxes if is_new else forms.CheckboxSelectMultiple)
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        self._tell_plans_apart(field, db_field, request)
        return field

    def _choices(self, db_field: ForeignKey | ManyToManyField, request: HttpRequest) -> QuerySet:
        rows = db_field.related_model._default_manager.all()
        if city_path(rows.model) is not None:
            rows = in_reach(rows, request.user, self.rights["change"])
        row = self._edited(request)
        if issubclass(rows.model, PlanPart):
            rows = (
                rows.filter(plan=row.plan_id) if _has_plan(row) else rows.select_related("plan__municipality")
            )
        elif city_path(rows.model) == "municipality" and row is not None and city_of(row):
            rows = rows.filter(municipality=city_of(row))
        elif "municipality" in {field.name for field in rows.model._meta.fields}:
            rows = rows.select_related("municipality")
        elif issubclass(rows.model, AbstractUser):
            rows = rows.order_by("last_name", "first_name", "username")
        return rows

    def _tell_plans_apart(self, field, db_field, request: HttpRequest) -> None:
        """On a new row's form the choices come from several plans: each says which."""
        if field and issubclass(db_field.related_model, PlanPart) and not _has_plan(self._edited(request)):
            field.label_from_instance = lambda choice: f"{choice}（{choice.plan}）"
        elif field and db_field.related_model is Department:
            choose_by_path(field)

    def _edited(self, request: HttpRequest) -> Model | None:
        """The row whose page this is."""
        key = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
        model = getattr(self, "parent_model", self.model)
        if key is None:
            return None
        kept = request.__dict__.setdefault("_edited_rows", {})
        if (model, key) not in kept:
            kept[model, key] = model._default_manager.filter(pk=sent_number(key)).first()
        return kept[model, key]


def _has_plan(row: Model | None) -> bool:
    return getattr(row, "plan_id", None) is not None
