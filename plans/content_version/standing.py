"""Keeps the counting triggers standing: taken away before `migrate`, laid anew after it, looked for by `check`."""

from django.core.checks import Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate, pre_migrate

from . import triggers
from .check import faults


def connect() -> None:
    """Called once, when the app is ready."""
    pre_migrate.connect(_take_away, dispatch_uid="plans.content_version.take_away")
    post_migrate.connect(_lay, dispatch_uid="plans.content_version.lay")
    register(counters_stand, Tags.database)


def _take_away(*, app_config, using: str, **kwargs) -> None:
    """Once a run, before the first app."""
    if app_config.name == "plans":
        triggers.drop(connections[using])


def _lay(*, app_config, using: str, **kwargs) -> None:
    """Once a run, after the last app that has watched tables."""
    if app_config.name == "kpis":
        triggers.install(connections[using])


_HINT = "Run manage.py migrate: it lays them anew. Until then a page may be shown that is out of date."
_WARNINGS = {
    "missing": ("Triggers that count the versions of contents are missing.", "plans.W004"),
    "altered": ("Triggers that count the versions of contents are altered or switched off.", "plans.W005"),
}


# Warnings: `migrate` asks them too, and is what mends them.
def counters_stand(app_configs, databases=None, **kwargs) -> list[Warning]:
    """What is wrong with the triggers in these databases, for `manage.py check --database default`."""
    found = []
    for alias in databases or []:
        if alias != DEFAULT_DB_ALIAS:
            continue
        connection = connections[alias]
        if triggers.VERSIONS not in connection.introspection.table_names():
            continue  # of a former version, or empty: `migrate` is to come
        for fault, names in faults(connection):
            text, id = _WARNINGS[fault]
            found.append(Warning(text, hint=" ".join([_HINT, *names[:3]]), id=id))
    return found
