"""Fields that several models share."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis.judging.numbers import MAX_DECIMALS, MAX_INTEGER_DIGITS
from kpis.judging.periods import Period
from plans.models.fields import CodeField
from plans.models.glob import QUARTER, YEAR, has_form
from plans.typed_periods import read_period

# Twelve digits before the point hold every amount a municipality reports in yen; six behind it, every rate.
MAX_DIGITS, DECIMAL_PLACES = MAX_INTEGER_DIGITS + MAX_DECIMALS, MAX_DECIMALS
# SQLite keeps numbers as floating point, which is exact to fifteen digits.
EXACT_DIGITS = 15


def validate_period(text: str) -> None:
    try:
        Period.parse(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def validate_exact(value: Decimal) -> None:
    """Refuses a number with more digits than every database keeps exactly."""
    if len(value.normalize().as_tuple().digits) > EXACT_DIGITS:
        raise ValidationError(
            _(
                "桁が多すぎます。小数点以下と合わせて%d桁までにしてください。単位を変えることも考えてください。"
            )
            % EXACT_DIGITS
        )


def parsed(text: str) -> Period | None:
    """The period, or None for what the field's own validator refuses: Django asks `clean()` all the same."""
    try:
        return Period.parse(text)
    except ValueError:
        return None


PERIOD_FORMS = (YEAR, QUARTER, f"{YEAR}-0[1-9]", f"{YEAR}-1[0-2]", f"C{YEAR}")


class PeriodField(CodeField):
    """A year, quarter or month as text: 2024, 2024-Q3, 2024-06, C2024. Sorts in time within one frequency."""

    read = staticmethod(read_period)
    EXAMPLES = gettext_lazy("令和6年度、令和6年度第3四半期、R6-Q3、令和6年6月 とも書けます。")

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 7
        kwargs.setdefault("validators", [validate_period])
        super().__init__(*args, **kwargs)

    @staticmethod
    def label_of(code: str) -> str:
        """令和7年度（2025年度）第3四半期"""
        return Period.parse(code).label

    shown = label_of

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs


def period_help() -> str:
    return gettext_lazy(
        "2024（年度）、2024-Q3（年度と四半期）、2024-06（月）、C2024（暦年）のように書きます。半年ごとの値は Q2 と Q4 です。"
    )


def period_check(field: str, name: str, *, blank: bool = False) -> models.CheckConstraint:
    return models.CheckConstraint(condition=has_form(field, PERIOD_FORMS, blank=blank), name=name)


def number_field(label: str, **options) -> models.DecimalField:
    options.setdefault("validators", [validate_exact])
    return models.DecimalField(
        label, max_digits=MAX_DIGITS, decimal_places=DECIMAL_PLACES, null=True, blank=True, **options
    )


def known(field: str, terms: type, name: str) -> models.CheckConstraint:
    """The field holds one of the known terms."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": [term.value for term in terms]}), name=name)
