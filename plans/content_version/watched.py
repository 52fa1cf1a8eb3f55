"""Which tables a public page shows rows of, and to which plan such a row belongs."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from plans.models import (
    Acting,
    ChangeRecord,
    ContentVersion,
    Membership,
    Plan,
    RecordGate,
    ReplacedRow,
    RevisionMark,
    SiteAct,
)

APPS = ("plans", "kpis")
# Models that no public page shows a row of, each with the reason. Everything else is watched.
NOT_SHOWN: dict[str, str] = {
    ContentVersion._meta.label: "it is what is counted",
    RevisionMark._meta.label: "it is gone before its transaction ends",
    Membership._meta.label: "no public page says who works for a city, and it is kept for visitors without a session only",
    ChangeRecord._meta.label: "a record is for the staff",
    SiteAct._meta.label: "the same",
    Acting._meta.label: "it says who writes, while they do",
    RecordGate._meta.label: "it lets the record be written",
    ReplacedRow._meta.label: "it is gone before its statement ends",
    "kpis.Reminder": "mails to staff",
    "kpis.ReportFile": "a file made of a published report, the same each time: a visitor's download changes nothing",
    "kpis.PlanStanding": "it is worked out from what is watched, and carries the version of that",
    "kpis.Standing": "the same",
}
HISTORY = "a history is for the staff: what the public is told of a change stands in Revision"


@dataclass(frozen=True)
class Watch:
    """One table.

    `plans`: SQL for the id of each plan that a row belongs to, with {row} for the row; NULL where there is none.
    `columns`: those of the row that `plans` read. `silent`: columns that say nothing to another plan's pages; where it is
    not None, every other change is one of the site, too.
    """

    model: type[models.Model]
    columns: tuple[str, ...]
    plans: tuple[str, ...]
    all_columns: tuple[str, ...]
    silent: tuple[str, ...] | None = None

    @property
    def table(self) -> str:
        return self.model._meta.db_table


def watches() -> list[Watch]:
    """Every watched table, by name."""
    return sorted((_watch(model) for model in watched_models()), key=lambda watch: watch.table)


def watched_models() -> Iterator[type[models.Model]]:
    return (model for model in models_of_the_portal() if not why_not_shown(model))


def models_of_the_portal() -> Iterator[type[models.Model]]:
    """Those of its own apps, with the tables of links."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in APPS and model._meta.managed and not model._meta.proxy:
            yield model


def why_not_shown(model: type[models.Model]) -> str:
    """The reason why no public page shows a row of it; blank where one may."""
    return HISTORY if hasattr(model, "instance_type") else NOT_SHOWN.get(model._meta.label, "")


def _watch(model: type[models.Model]) -> Watch:
    meta = model._meta
    paths = list(_paths(model))
    return Watch(
        model,
        tuple(column for column, _sql in paths),
        tuple(sql for _column, sql in paths),
        tuple(field.column for field in meta.concrete_fields),
        # Other plans' pages, and addresses, speak of a plan; but not of the day it was touched last.
        ("updated_at",) if model is Plan else None,
    )


def _paths(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """The columns that lead to a plan, each with the SQL of that plan's id. A link belongs to the plans of both its ends."""
    meta = model._meta
    if model is Plan:
        yield meta.pk.column, f'{{row}}."{meta.pk.column}"'
        return
    relations = [field for field in meta.concrete_fields if field.many_to_one or field.one_to_one]
    own = [field for field in relations if field.related_model is Plan and not field.null]
    if own:
        yield own[0].column, f'{{row}}."{own[0].column}"'
        return
    for field in relations:
        if field.related_model._meta.app_label not in APPS or field.related_model is model or field.null:
            continue
        for column, sql in _paths(field.related_model):
            of = field.related_model._meta
            inner = sql.format(row="o" + of.db_table)
            path = (
                f'{{row}}."{field.column}"'
                if column == of.pk.column and of.model is Plan
                else f'(SELECT {inner} FROM "{of.db_table}" o{of.db_table} '  # noqa: S608
                f'WHERE o{of.db_table}."{of.pk.column}" = {{row}}."{field.column}")'
            )
            yield field.column, path
            if not meta.auto_created:
                return
