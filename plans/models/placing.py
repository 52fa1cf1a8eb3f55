"""Where on a form a database constraint's sentence stands: at the field that is to be mended."""

from collections.abc import Collection, Mapping

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, router


class PlacedConstraints(models.Model):
    """The sentence of a constraint about several fields is keyed by one of them: the first blank one, else the first."""

    # By the constraint's name without the model's (valid_range), or with it: the fields it may stand at.
    CONSTRAINTS_AT: Mapping[str, tuple[str, ...]] = {}

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """As Django does it, with each complaint at its place."""
        using = router.db_for_write(type(self), instance=self)
        errors: dict[str, list[ValidationError]] = {}
        for model, constraints in self.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(model, self, exclude=exclude, using=using)
                except ValidationError as error:
                    errors.setdefault(self._place_of(constraint, error), []).extend(error.error_list)
        if errors:
            raise ValidationError(errors)

    def _place_of(self, constraint: models.BaseConstraint, error: ValidationError) -> str:
        short = constraint.name.removeprefix(f"{self._meta.model_name}_")
        names = self.CONSTRAINTS_AT.get(constraint.name) or self.CONSTRAINTS_AT.get(short)
        if names:
            return next((name for name in names if getattr(self, name) in (None, "")), names[0])
        fields = getattr(constraint, "fields", ())
        is_of_one = getattr(error, "code", None) == "unique" and len(fields) == 1
        return fields[0] if is_of_one else NON_FIELD_ERRORS
