"""The form of a row of a plan: what the model says of it stands at the field concerned."""

from collections.abc import Container, Iterable, Mapping

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import UniqueConstraint
from django.forms.models import InlineForeignKeyField
from django.utils.translation import gettext as _

from plans.models.base import PlanPart
from plans.models.living import Living

from .models import Municipality
from .opened_form import OpenedForm


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
        self._check_whole_row()
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

    def _check_whole_row(self) -> None:
        """Constraints that also name a field which the form has not: Django leaves them to the database.

        What the form has not and is blank yet, saving may fill in. Two rows of one table are the table's matter
        (`NamedRows`): it knows which of them go.
        """
        row = self.instance
        unknown = {
            field.name
            for field in row._meta.fields
            if getattr(row, field.attname) is None and (not field.null or field.name not in self.fields)
        }
        owners = {name for name, field in self.fields.items() if isinstance(field, InlineForeignKeyField)}
        # A key that stays as it is needs no question: of a grid it would be one for each row.
        unasked = {
            constraint.fields[0]
            for constraint in row._meta.constraints
            if isinstance(constraint, UniqueConstraint)
            and constraint.fields
            and not set(constraint.fields) & set(self.changed_data)
        }
        try:
            row.validate_constraints(exclude=unknown | owners | unasked | self._errors.keys())
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


class SamePlanForm(PartForm):
    """A part edited on the page of another part: it belongs to that part's plan, and is checked as such."""

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - {"plan"}
