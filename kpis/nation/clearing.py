"""Takes an invented nation away again, a few cities in each transaction, without reading its rows."""

from collections.abc import Callable, Iterator
from graphlib import TopologicalSorter

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models, transaction

from plans.access import city_path
from plans.ledger.revising import marked
from plans.models import Membership
from plans.removal import HISTORY

from .shape import stored

CITIES_AT_ONCE = 10


def clear_nation(tell: Callable[[int], None]) -> int:
    """Removes every city of a nation with all that belongs to it; returns how many."""
    keys = list(stored().values_list("pk", flat=True))
    for start in range(0, len(keys), CITIES_AT_ONCE):
        some = keys[start : start + CITIES_AT_ONCE]
        with transaction.atomic(), marked(0):
            _clear(some)
        tell(start + len(some))
    return len(keys)


def _clear(cities: list[int]) -> None:
    invented = get_user_model().objects.filter(
        email__endswith=".example", memberships__municipality__in=cities
    )
    people = [
        user.pk
        for user in invented.distinct()
        if not user.has_usable_password()
        and not Membership.objects.filter(user=user).exclude(municipality__in=cities).exists()
    ]
    owned = list(_owned())
    for model, path in owned:
        _forget_references(model, path, cities)
    for model, path in owned:
        rows = model._base_manager.filter(**{f"{path}__in": cities})
        if hasattr(model, HISTORY):
            history = getattr(model, HISTORY).all()
            key = history.model.instance_type._meta.pk.attname
            _delete(history.filter(**{f"{key}__in": rows.values("pk")}))
        _delete(rows)
    get_user_model().objects.filter(pk__in=people).delete()


def _forget_references(model: type[models.Model], path: str, cities: list[int]) -> None:
    """What may refer to nothing does so now, also in real cities: the database would not let go of the row otherwise."""
    for relation in model._meta.related_objects:
        field = relation.field
        if relation.on_delete is models.SET_NULL and not hasattr(field.model, "instance_type"):
            found = field.model._base_manager.filter(**{f"{field.name}__{path}__in": cities})
            found.order_by().update(**{field.name: None})


def _delete(rows: models.QuerySet) -> None:
    """In one statement: nothing is read, no signal is sent, no line of history is written for what was never real."""
    rows.order_by()._raw_delete(rows.db)


def _owned() -> Iterator[tuple[type[models.Model], str]]:
    """Every model of a city's rows with the path to its city, what refers to others first."""
    paths: dict[type[models.Model], str] = {}
    for model in apps.get_models():
        if hasattr(model, "instance_type"):
            continue
        path = city_path(model)
        if path is not None:
            paths[model] = path
    for model in apps.get_models(include_auto_created=True):
        if model in paths or hasattr(model, "instance_type"):
            continue
        for field in model._meta.concrete_fields:
            above = paths.get(field.related_model) if field.is_relation else None
            if above is not None and field.remote_field.on_delete is not models.SET_NULL:
                paths[model] = field.name if above == "pk" else f"{field.name}__{above}"
                break
    order: TopologicalSorter = TopologicalSorter()
    for model in paths:
        order.add(model)
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model in paths and field.related_model is not model:
                order.add(field.related_model, model)
    for model in order.static_order():
        yield model, paths[model]
