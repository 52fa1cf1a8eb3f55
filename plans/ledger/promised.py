"""Which rows and columns are part of the promise: read off the models, so that a new one comes along by itself."""

from functools import cache

from django.apps import apps
from django.db import models

from plans.kinds import Publicity
from plans.models import Plan
from plans.models.base import Promised
from plans.models.versions import VersionField


@cache
def subjects() -> tuple[type[Promised], ...]:
    """The models whose rows have revisions of their own: plan, statement, goal, action, schedule, indicator."""
    return tuple(model for model in _promised() if not model.PROMISE_OF)


@cache
def parts() -> tuple[type[Promised], ...]:
    """The models whose rows belong to a subject: a target to its indicator."""
    return tuple(model for model in _promised() if model.PROMISE_OF)


@cache
def parts_of(subject: type[Promised]) -> tuple[type[Promised], ...]:
    return tuple(model for model in parts() if owner_of(model) is subject)


def owner_of(model: type[Promised]) -> type[Promised]:
    """The subject to which a part's rows belong."""
    return model._meta.get_field(model.PROMISE_OF).related_model


def _promised() -> list[type[Promised]]:
    return [model for model in apps.get_models() if issubclass(model, Promised)]


@cache
def fields_of(model: type[Promised]) -> tuple[models.Field, ...]:
    """The columns that change by a revision only."""
    free = {*model.NOT_PROMISED, "public_since"}
    return tuple(
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in free and not isinstance(field, VersionField)
    )


@cache
def links_of(model: type[Promised]) -> tuple[models.ManyToManyField, ...]:
    return tuple(model._meta.get_field(name) for name in model.PROMISED_LINKS)


def label_of(model: type[models.Model]) -> str:
    """kpis.indicator"""
    return model._meta.label_lower


def plan_path(model: type[Promised]) -> str:
    """The look-up path from a row to its plan's id."""
    return "pk" if model is Plan else model.PLAN_PATH


def is_public(row: models.Model) -> bool:
    """Whether the public knows the stored row, so that it changes by a revision only."""
    if not isinstance(row, Promised) or row._state.adding:
        return False
    subject = getattr(row, row.PROMISE_OF) if row.PROMISE_OF else row
    return knows_public(plan_of(row)) and not is_preparing(subject)


def is_preparing(subject: Promised) -> bool:
    return subject.MAY_PREPARE and subject.state == Publicity.PREPARING


def shown(rows: models.QuerySet) -> models.QuerySet:
    """The rows without those in preparation."""
    return rows.filter(state=Publicity.PUBLIC) if rows.model.MAY_PREPARE else rows


def knows_public(plan: Plan | None) -> bool:
    return plan is not None and plan.public_since is not None


def plan_of(row: Promised) -> Plan | None:
    """The row's plan; None while it has none."""
    if isinstance(row, Plan):
        return row
    for name in row.PLAN_PATH.split("__"):
        row = getattr(row, name, None)
        if row is None:
            return None
    return row
