"""Keeps the counting triggers standing: taken away before `migrate`, laid anew after it, looked for by `check`."""

from django.core.checks import Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections

from plans.ledger.around_migrate import around_migrate

from . import triggers
from .check import faults


def connect() -> None:
    """Called once, when the app is ready."""
    around_migrate("plans.content_version", drop=triggers.drop, install=triggers.install)
    register(counters_stand, Tags.database)


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
