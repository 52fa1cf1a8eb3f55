"""Which tables and columns a plan's workbook has: read off the models, so that a new model comes along by itself.

A table is a model whose rows belong to a plan (or are the plan, its city, its city's departments) and have a natural
key. What only the portal keeps (versions, who did what when) and what never leaves the house is left out. Relations
are written as natural keys without the city and the plan, which are the workbook's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext as _

from plans.models import Department, Municipality, Plan
from plans.models.base import NaturalKeyModel, PartOfPlan
from plans.models.contacts import Reachable

LAST = (*Reachable.CONTACTS, "valid_from", "valid_until", "order", "source_place", "is_summary")
FIRST_ROW = 3  # of a table in its sheet: below the Japanese names and the names that the import reads
TITLE_LENGTH = 31  # of a sheet: Excel's own limit


@dataclass(frozen=True)
class ModelColumn:
    """One field of a table. `key`: of a relation, the look-up paths from its target to what the cell names it by."""

    field: models.Field
    key: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def label(self) -> str:
        return str(self.field.verbose_name)

    @property
    def is_many(self) -> bool:
        return self.field.many_to_many

    @property
    def target(self) -> type[NaturalKeyModel]:
        return self.field.related_model

    @property
    def choices(self) -> dict[str, str]:
        """Of a field with a fixed set of values: each value and what it means."""
        return {str(value): str(label) for value, label in self.field.flatchoices if value != ""}

    @property
    def is_required(self) -> bool:
        """Whether an empty cell is a mistake: neither empty nor a value of its own is allowed for it."""
        return not (self.field.blank or self.field.null or self.field.has_default() or self.is_many)

    @property
    def key_form(self) -> str:
        """How a cell names one target: コード, or 体系/版/コード, or 会議・推進組織のコード/コード."""
        return "/".join(_key_label(self.target, path) for path in self.key)


@dataclass(frozen=True)
class ModelTable:
    """One sheet: a model, its columns, and whether its rows are values reported quarter by quarter."""

    model: type[NaturalKeyModel]
    title: str
    columns: tuple[ModelColumn, ...]

    @property
    def is_reported(self) -> bool:
        """Whether its rows go through states, quarter by quarter: values, reports and reviews, and what is part of a report."""
        return bool(getattr(self.model, "PART_OF_REPORT", "")) or {"state", "period"} <= {
            field.name for field in self.model._meta.fields
        }

    @property
    def is_ledger(self) -> bool:
        """Whether a later decision stands beside the earlier one as a row of its own: targets."""
        return "effective_from" in self.model.NATURAL_KEY

    @property
    def key_names(self) -> tuple[str, ...]:
        """The columns that tell one row from another."""
        names = dict.fromkeys(path.split("__")[0] for path in self.model.NATURAL_KEY)
        return tuple(name for name in names if name in {column.name for column in self.columns})

    def column(self, name: str) -> ModelColumn | None:
        return next((column for column in self.columns if column.name == name), None)

    def rows(self, plan: Plan) -> models.QuerySet:
        """The plan's rows in the order in which the portal shows them."""
        rows = self.model._default_manager.filter(**{self._plan_path(): plan.pk})
        return rows.order_by(*self.model._meta.ordering, *self.model.NATURAL_KEY)

    def _plan_path(self) -> str:
        paths = {Municipality: "plans", Department: "municipality__plans", Plan: "pk"}
        return paths.get(self.model) or self.model.PLAN_PATH


@cache
def tables() -> tuple[ModelTable, ...]:
    """Every table, each after those that its rows refer to."""
    found: dict[str, ModelTable] = {}
    for model in _in_order([Municipality, Department, Plan, *_parts()]):
        title = unique_title(str(model._meta.verbose_name), found)
        found[title] = ModelTable(model, title, tuple(_columns(model)))
    return tuple(found.values())


def unique_title(name: str, taken: Iterable[str]) -> str:
    """The name as a sheet's title: not too long, and not the title of another."""
    title, number = name[:TITLE_LENGTH], 2
    while title in taken:
        title = f"{name[: TITLE_LENGTH - 3]}（{number}）"[:TITLE_LENGTH]
        number += 1
    return title


def _parts() -> list[type[NaturalKeyModel]]:
    return [
        model
        for model in apps.get_models()
        if issubclass(model, NaturalKeyModel) and issubclass(model, PartOfPlan) and not model._meta.proxy
    ]


def _in_order(wanted: list[type[models.Model]]) -> list[type[models.Model]]:
    """The models, each after those it refers to; else as given."""
    done: dict[type[models.Model], None] = {}

    def add(model: type[models.Model], above: tuple) -> None:
        for field in (*model._meta.fields, *model._meta.many_to_many):
            target = field.related_model if field.is_relation else None
            if target in wanted and target not in (*done, *above, model):
                add(target, (*above, model))
        done.setdefault(model)

    for model in wanted:
        add(model, ())
    return list(done)


def _columns(model: type[NaturalKeyModel]) -> Iterable[ModelColumn]:
    fields = [*model._meta.fields, *model._meta.many_to_many]
    names = [field.name for field in fields]
    # What tells a row from another comes first, its place in the source last: so people read a table.
    key = list(dict.fromkeys(path.split("__")[0] for path in model.NATURAL_KEY))
    names = [*key, *(name for name in names if name not in (*key, *LAST)), *(n for n in LAST if n in names)]
    by_name = {field.name: field for field in fields}
    for name in names:
        field = by_name[name]
        if _is_written(model, field):
            yield ModelColumn(field, _relative_key(field.related_model) if field.is_relation else ())


def _is_written(model: type[NaturalKeyModel], field: models.Field) -> bool:
    private = getattr(model, "PRIVATE_FIELDS", ())
    if field.primary_key or field.auto_created or not field.editable or field.name in private:
        return False
    if not field.is_relation:
        return True
    if field.related_model is get_user_model() or not issubclass(field.related_model, NaturalKeyModel):
        return False
    return not is_implied(model, field)


def is_implied(model: type[NaturalKeyModel], field: models.Field) -> bool:
    """Whether the relation leads to the workbook's own city or plan, which no cell needs to say."""
    if field.related_model is Municipality:
        return True
    return field.related_model is Plan and issubclass(model, PartOfPlan) and field.name == model.PLAN_PATH


def is_own_address(model: type[NaturalKeyModel], path: str) -> bool:
    """Whether that part of the natural key is the address of the workbook's own city or plan."""
    if model in (Municipality, Plan):
        return False
    field = _last(model, path)
    return field.name == "slug" and field.model in (Municipality, Plan)


def _relative_key(model: type[NaturalKeyModel]) -> tuple[str, ...]:
    return tuple(path for path in model.NATURAL_KEY if not is_own_address(model, path))


def _last(model: type[models.Model], path: str) -> models.Field:
    """The field at the end of a look-up path."""
    *between, last = path.split("__")
    for name in between:
        model = model._meta.get_field(name).related_model
    return model._meta.get_field(last)


def _key_label(model: type[models.Model], path: str) -> str:
    field = _last(model, path)
    label = str(field.verbose_name)
    return label if "__" not in path else f"{field.model._meta.verbose_name}の{label}"


def opened_title() -> str:
    """Of the sheet that nobody sees: how the rows stood when the workbook was taken out."""
    return _("取り出したときの内容")


def reading_matter() -> str:
    """Of the sheet that explains how to fill in the others."""
    return _("はじめに")


def glossary_title() -> str:
    """Of the sheet that lists every column."""
    return _("項目の説明")
