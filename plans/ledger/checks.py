"""Keeps the guard standing: taken away before `migrate`, laid anew after it, and looked for by `check --database`."""

from django.core.checks import Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections

from . import triggers
from .around_migrate import around_migrate
from .guard_check import faults


def connect() -> None:
    """Called once, when the app is ready."""
    around_migrate("plans.ledger", drop=triggers.drop, install=triggers.install)
    register(guard_stands, Tags.database)


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
