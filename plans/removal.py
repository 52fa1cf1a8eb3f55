"""Takes a city, or one plan of it, out of the portal with all that belongs to it, its history included."""

from collections.abc import Iterable

from django.apps import apps
from django.db import models, transaction

from plans.access import city_path
from plans.journal.forgetting import forget
from plans.ledger.revising import marked
from plans.models import Municipality, Plan, SiteAct
from plans.models.base import PartOfPlan

HISTORY = "history"
BATCH = 500  # rows in one statement


def with_history() -> list[tuple[type[models.Model], str]]:
    """The models of a city's rows that keep a history, each with the look-up path to its city."""
    return [
        (model, path)
        for model in apps.get_models()
        if hasattr(model, HISTORY) and (path := city_path(model)) is not None
    ]


@transaction.atomic
def remove_cities(cities: models.QuerySet[Municipality]) -> None:
    """The guard stands open for it: whoever calls this has asked."""
    with marked(0):
        keys = list(cities.values_list("pk", flat=True))
        paths = [(model, f"{path}__in") for model, path in with_history()]
        names = "、".join(f"{name}（/{slug}/）" for name, slug in cities.values_list("name", "slug"))
        lines = _remove(Municipality.objects.filter(pk__in=keys), paths, keys)
        forget(keys, SiteAct.Kind.CITY_REMOVED, names, histories=lines)


@transaction.atomic
def remove_plan(plan: Plan) -> None:
    """The city stays, with its departments and its other plans."""
    with marked(0):
        paths = [(Plan, "pk__in")]
        paths += [
            (model, f"{model.PLAN_PATH}__in")
            for model in apps.get_models()
            if hasattr(model, HISTORY) and issubclass(model, PartOfPlan)
        ]
        _remove(Plan.objects.filter(pk=plan.pk), paths, [plan.pk])


def _remove(
    rows: models.QuerySet, paths: Iterable[tuple[type[models.Model], str]], owners: list[int]
) -> dict[str, list[int]]:
    """Returns which lines of which table of history went with the rows."""
    kept = [
        (
            getattr(model, HISTORY),
            list(model._default_manager.filter(**{path: owners}).values_list("pk", flat=True)),
        )
        for model, path in paths
    ]
    rows.delete()
    # Every deleted row has left a line that says so, and nothing may lead to the city any more.
    gone: dict[str, list[int]] = {}
    for history, keys in kept:
        key = history.model.instance_type._meta.pk.attname
        for start in range(0, len(keys), BATCH):
            lines = history.filter(**{f"{key}__in": keys[start : start + BATCH]})
            gone.setdefault(history.model._meta.db_table, []).extend(lines.values_list("pk", flat=True))
            lines.delete()
    return gone


def counts_of(city: Municipality) -> list[tuple[str, int]]:
    """What goes with the city: how many rows of each kind, by its name."""
    found = []
    for model in apps.get_models():
        path = city_path(model)
        if path is None or model is Municipality or hasattr(model, "instance_type"):
            continue
        count = model._default_manager.filter(**{path: city.pk}).count()
        if count:
            found.append((str(model._meta.verbose_name), count))
    return found
