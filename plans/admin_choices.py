"""What a form of the admin offers to choose from: rows of one's own municipality, and of a row's plan only its parts."""

from django import forms
from django.contrib.auth.models import AbstractUser
from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet, URLField
from django.http import HttpRequest
from django.utils.translation import gettext as _

from plans.models.base import PartOfPlan, PlanPart

from .access import city_of, city_path, in_reach
from .admin_typing import SelectByTyping
from .chosen_city import ChosenCity, city_of_new_row
from .department_choices import choose_by_path
from .models import Department, Municipality, Plan
from .part_form import PartForm
from .placed_choices import PlacedCheckboxes, PlacedSelect
from .sent import sent_number
from .typed_admin import TYPED


class ScopedChoices:
    """Choices of related rows: own municipality only, and of an existing row's plan only its own parts."""

    form = PartForm
    formfield_overrides = {URLField: {"assume_scheme": "https"}} | TYPED

    # Names of relations that may lead beyond the row's own city: chosen by typing, not from a list of everything.
    across_cities: tuple[str, ...] = ()

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """People, of whom a portal may have thousands, and what may be another city's."""
        found = [
            field.name
            for field in self.model._meta.fields
            if field.many_to_one
            and (field.name in self.across_cities or issubclass(field.related_model, AbstractUser))
        ]
        return [*super().get_autocomplete_fields(request), *found]

    def choices_by_typing(self, db_field: ForeignKey, request: HttpRequest) -> QuerySet:
        """What can be chosen there."""
        rows = db_field.related_model._default_manager.all()
        is_people = issubclass(rows.model, AbstractUser)
        return rows.order_by("last_name", "first_name", "username") if is_people else rows

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("queryset", self.choices_by_typing(db_field, request))
            kwargs.setdefault("widget", SelectByTyping(db_field, self.admin_site, using=kwargs.get("using")))
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        if "queryset" not in kwargs:
            kwargs["queryset"] = self._choices(db_field, request)
            if self._edited(request) is None:
                kwargs.setdefault("widget", PlacedSelect)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        self._tell_plans_apart(field, db_field, request)
        return _of_this_city(field, db_field)

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs):
        kwargs.setdefault("queryset", self._choices(db_field, request))
        is_new = self._edited(request) is None
        kwargs.setdefault("widget", PlacedCheckboxes if is_new else forms.CheckboxSelectMultiple)
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        self._tell_plans_apart(field, db_field, request)
        return _of_this_city(field, db_field)

    def form_city(self, request: HttpRequest) -> ChosenCity:
        """Whose row the form is of. Without a city: of nobody's yet."""
        row = self._edited(request)
        if row is None:
            return city_of_new_row(request, getattr(self, "parent_model", self.model), self.rights["add"])
        kept = request.__dict__.setdefault("_edited_cities", {})
        key = (type(row), row.pk)
        if key not in kept:
            kept[key] = ChosenCity(Municipality.objects.filter(pk=city_of(row)).first())
        return kept[key]

    def _choices(self, db_field: ForeignKey | ManyToManyField, request: HttpRequest) -> QuerySet:
        rows = db_field.related_model._default_manager.all()
        path = city_path(rows.model)
        if path is not None:
            city = self.form_city(request).city
            rows = in_reach(rows, request.user, self.rights["change"])
            if city is not None:
                rows = rows.filter(**{path: city.pk})
            elif not self._is_gone(request):
                rows = rows.none()
        if issubclass(rows.model, PlanPart):
            plan = _plan_of(self._edited(request))
            return rows.select_related("plan__municipality") if plan is None else rows.filter(plan=plan)
        if "municipality" in {field.name for field in rows.model._meta.fields}:
            return rows.select_related("municipality")
        return rows

    def _tell_plans_apart(self, field, db_field, request: HttpRequest) -> None:
        """On a new row's form the choices come from several plans: each says which."""
        if field and issubclass(db_field.related_model, PlanPart) and _plan_of(self._edited(request)) is None:
            field.label_from_instance = lambda choice: f"{choice}（{choice.plan}）"
        elif field and db_field.related_model is Department:
            choose_by_path(field)

    def _is_gone(self, request: HttpRequest) -> bool:
        """Whether the page's row was deleted meanwhile: what was sent is then told by name, and nothing is offered."""
        match = request.resolver_match
        return bool(match and match.kwargs.get("object_id")) and self._edited(request) is None

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


def _of_this_city(field: forms.Field | None, db_field: ForeignKey | ManyToManyField) -> forms.Field | None:
    """With its own words for what is not offered: it can only be another city's, or gone."""
    if field and city_path(db_field.related_model) is not None:
        field.error_messages["invalid_choice"] = _("この市区町村のものから選んでください。")
    return field


def _plan_of(row: Model | None) -> int | None:
    """The plan to which a stored row belongs; None where it belongs to none."""
    if isinstance(row, Plan):
        return row.pk
    if not isinstance(row, PartOfPlan):
        return None
    *between, last = row.PLAN_PATH.split("__")
    for name in between:
        row = getattr(row, name)
    return getattr(row, f"{last}_id")
