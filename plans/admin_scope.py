"""The admin seen through a role: rows, choices and rights of one's own municipality only."""

from collections.abc import Container, Iterable, Mapping

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet, URLField
from django.http import HttpRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from plans.ledger.histories import saved_states
from plans.models.base import PartOfPlan, PlanPart
from plans.models.living import Living

from .access import Right, city_of, city_path, departments_of, in_reach, may, reach
from .department_choices import choose_by_path
from .formset_cap import CappedRows
from .gone_row import gone
from .models import Department, Municipality
from .models.versions import StaleRow
from .opened_form import AS_OPENED, OpenedForm
from .opened_pages import check_seen
from .opened_rows import OpenedRows
from .sent import sent_number
from .typed_admin import TYPED, ReadsBack


class PartForm(OpenedForm):
    """Passes many-to-many choices to the model's own check before they are saved, and keeps a stored row's code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Public addresses and files use the code: it is set once.
        if self.instance.pk and "code" in self.fields and not isinstance(self.instance, Municipality):
            self.fields["code"].disabled = True
        name_what_is_missing(self.fields.values())

    def _update_errors(self, errors: ValidationError) -> None:
        """What the model says of a field that the form has not stands above the form.

        Of a field that could not be read the model knows nothing: it saw what stood there before.
        """
        if hasattr(errors, "error_dict"):
            for name in [name for name in errors.error_dict if name in self._errors]:
                if name != NON_FIELD_ERRORS:
                    del errors.error_dict[name]
            errors = placed(errors, self.fields)
        super()._update_errors(errors)

    def _post_clean(self) -> None:
        super()._post_clean()
        if not isinstance(self.instance, PlanPart) or self.instance.plan_id is None:
            return
        links = {field.name for field in self.instance._meta.many_to_many}
        try:
            self.instance.check_links(
                {name: self.cleaned_data[name] for name in links & self.cleaned_data.keys()}
            )
            if isinstance(self.instance, Living) and not self.instance.pk:
                self.instance.check_typed()
        except ValidationError as error:
            self.add_error(None, placed(error, self.fields))


def name_what_is_missing(fields: Iterable[forms.Field]) -> None:
    """A blank field says what it wants: 「期間を書いてください。」"""
    for field in fields:
        if field.required and field.label:
            form = (
                _("%sを選んでください。")
                if isinstance(field, forms.ChoiceField)
                else _("%sを書いてください。")
            )
            field.error_messages["required"] = form % field.label


def placed(
    error: ValidationError, fields: Container[str], places: Mapping[str, str] | None = None
) -> ValidationError:
    """At the form's own fields; above the form where it has none for it. `places`: what a field is called there."""
    if not hasattr(error, "error_dict"):
        return error
    found: dict[str, list] = {}
    for name, errors in error.error_dict.items():
        place = (places or {}).get(name, name)
        found.setdefault(place if place in fields else NON_FIELD_ERRORS, []).extend(errors)
    return ValidationError(found)


class ScopedChoices:
    """Choices of related rows: own municipality only, and of an existing row's plan only its own parts."""

    # What Django calls view, add, change and delete, in the words of plans/access.py.
    rights = {
        "view": Right.VIEW_PLAN,
        "add": Right.CHANGE_PLAN,
        "change": Right.CHANGE_PLAN,
        "delete": Right.CHANGE_PLAN,
    }
    form = PartForm
    formfield_overrides = {URLField: {"assume_scheme": "https"}} | TYPED

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs):
        kwargs.setdefault("queryset", self._choices(db_field, request))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        self._tell_plans_apart(field, db_field, request)
        return field

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs):
        kwargs.setdefault("queryset", self._choices(db_field, request))
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
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


def _is_relation(model: type[Model], path: str) -> bool:
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model
    return field.is_relation


def _has_plan(row: Model | None) -> bool:
    return getattr(row, "plan_id", None) is not None


class ScopedRights:
    """Django's permission questions, answered by plans/access.py."""

    def _has(self, request: HttpRequest, right: str, obj: Model | None) -> bool:
        user = request.user
        if user.is_superuser:
            return True
        if city_path(self.model) is None:
            return False
        if obj is None or city_of(obj) is None:
            return bool(reach(user, self.rights[right]))
        departments = departments_of(obj) if isinstance(obj, PartOfPlan) else ()
        return may(user, self.rights[right], city_of(obj), departments)

    def has_view_permission(self, request, obj=None):
        return self._has(request, "view", obj)

    def has_change_permission(self, request, obj=None):
        return self._has(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return self._has(request, "delete", obj)

    def has_module_permission(self, request):
        return self._has(request, "view", None)


class ScopedAdmin(ReadsBack, ScopedChoices, ScopedRights, admin.ModelAdmin):
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
            (name, admin.RelatedOnlyFieldListFilter) if _is_relation(self.model, name) else name
            for name in super().get_list_filter(request)
        ]

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """What was typed into the form of a row that is gone is not lost."""
        is_form = request.resolver_match.url_name == f"{opts.app_label}_{opts.model_name}_change"
        if request.method == "POST" and is_form and (answer := gone(self, request, unquote(object_id))):
            return answer
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

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


class NamedRows:
    """A formset in a table: each input is named by its column and its row, for those who hear the page."""

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        super().add_fields(form, index)
        row = _("%d行目") % (index + 1) if index is not None else _("新しい行")
        for field in form.fields.values():
            # The admin wraps the widget of a relation; only the inner one is this form's own.
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = f"{field.label}（{row}）"

    def validate_unique(self) -> None:
        """Two rows with one key: the second says so, and the table not once more."""
        try:
            super().validate_unique()
        except ValidationError:
            if not any(form.non_field_errors() for form in self.forms):
                raise


class ScopedInline(ScopedChoices, ScopedRights, admin.TabularInline):
    """An inline's rows belong to the page's row: its municipality decides."""

    extra = 0

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


class SamePlanForm(PartForm):
    """A part edited on the page of another part: it belongs to that part's plan, and is checked as such."""

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"plan"}


class SamePlanFormSet(forms.BaseInlineFormSet):
    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.plan_id = self.instance.plan_id
        return form


class SamePlanInline(ScopedInline):
    form = SamePlanForm
    formset = SamePlanFormSet
