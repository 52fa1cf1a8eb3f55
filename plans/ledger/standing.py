"""Keeps the guard standing: taken away before `migrate`, laid anew after it, and looked for by `check --database`."""

from django.core.checks import Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate, pre_migrate

from . import triggers
from .guard_check import faults


def connect() -> None:
    """Called once, when the app is ready."""
    pre_migrate.connect(_take_away, dispatch_uid="plans.ledger.take_away")
    post_migrate.connect(_lay, dispatch_uid="plans.ledger.lay")
    register(guard_stands, Tags.database)


def _take_away(*, app_config, using: str, **kwargs) -> None:
    """Once a run, before the first app."""
    if app_config.name == "plans":
        triggers.drop(connections[using])


def _lay(*, app_config, using: str, **kwargs) -> None:
    """Once a run, after the last app that has guarded tables."""
    if app_config.name == "kpis":
        triggers.install(connections[using])


_LAY_ANEW = "Run manage.py migrate: it lays the guard anew."
_WARNINGS = {
    "missing": ("Triggers of the guard of public rows are missing.", _LAY_ANEW, "plans.W001"),
    "altered": ("Triggers of the guard of public rows are altered or switched off.", _LAY_ANEW, "plans.W003"),
    "open": (
        "The guard of public rows was left open: a mark remains in plans_revisionmark.",
        "Delete the rows of plans_revisionmark; no change may be under way.",
        "plans.W002",
    ),
}


# Warnings: `migrate` asks them too, and is what mends the first.
def guard_stands(app_configs, databases=None, **kwargs) -> list[Warning]:
    """What is wrong with the guard in these databases, for `manage.py check --database default`."""
    found = []
    for alias in databases or []:
        if alias != DEFAULT_DB_ALIAS:
            continue
        connection = connections[alias]
        if triggers.MARKS not in connection.introspection.table_names():
            continue  # of a former version, or empty: `migrate` is to come
        for fault, names in faults(connection):
            text, hint, id = _WARNINGS[fault]
            found.append(Warning(text, hint=" ".join([hint, *names[:3]]), id=id))
    return found
