"""Where on a form a database constraint's sentence stands: at the field that is to be mended."""

from collections.abc import Collection, Mapping, Sequence

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, router
from django.utils.translation import gettext as _


class PlacedConstraints(models.Model):
    """The sentence of a constraint is keyed by one of its fields: the first blank one of those named, else the first.

    Where none is named, that of two rows with one key stands at the last field of the key: before it comes what the
    rows belong to.
    """

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
                    errors.setdefault(self._place_of(constraint), []).extend(error.error_list)
        if errors:
            raise ValidationError(errors)

    def unique_error_message(
        self, model_class: type[models.Model], unique_check: Sequence[str]
    ) -> ValidationError:
        """Of two rows with one key, where the constraint itself says nothing: which field, and that it is to differ."""
        words = {
            "label": model_class._meta.get_field(unique_check[-1]).verbose_name,
            "row": model_class._meta.verbose_name,
        }
        return ValidationError(
            _("この%(label)sの%(row)sは、すでにあります。別の%(label)sにしてください。") % words,
            code="unique",
        )

    def _place_of(self, constraint: models.BaseConstraint) -> str:
        short = constraint.name.removeprefix(f"{self._meta.model_name}_")
        names = self.CONSTRAINTS_AT.get(constraint.name) or self.CONSTRAINTS_AT.get(short)
        if names:
            return next((name for name in names if getattr(self, name) in (None, "")), names[0])
        fields = getattr(constraint, "fields", ())
        return fields[-1] if fields else NON_FIELD_ERRORS
