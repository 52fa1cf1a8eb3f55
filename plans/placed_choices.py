"""Choices that say whose they are: on the form of a new row a script leaves those of the chosen city or plan.

Without the script all stand there, each with its city or plan in its name, and the row's own check refuses a wrong one.
"""

from typing import Any

from django import forms
from django.db.models import Model

from .models import Department, Plan
from .models.base import PlanPart


def place_of(row: Model | None) -> dict[str, int]:
    """The attributes that static/js/choices.js reads."""
    match row:
        case Plan():
            return {"data-city": row.municipality_id}
        case Department():
            return {"data-city": row.municipality_id}
        case PlanPart():
            return {"data-plan": row.plan_id}
    return {}


class _Placed:
    class Media:
        js = ("js/choices.js",)

    def create_option(self, name: str, value: Any, *args, **kwargs) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"] |= place_of(getattr(value, "instance", None))
        return option


class PlacedSelect(_Placed, forms.Select):
    pass


class PlacedCheckboxes(_Placed, forms.CheckboxSelectMultiple):
    pass
