"""What `manage.py check --database default`, and so `migrate`, say of triggers that do not stand as they should."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.core.checks import Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

NAMED = 3  # triggers that a warning names


@dataclass(frozen=True)
class Said:
    """Of one kind of fault. Warnings, no errors: `migrate` asks them too, and is what mends them."""

    text: str
    hint: str
    id: str


def check_triggers(
    table: str,
    faults: Callable[[BaseDatabaseWrapper], Iterator[tuple[str, list[str]]]],
    said: Mapping[str, Said],
) -> Callable[..., list[Warning]]:
    """Registers the check of one kind of triggers and returns it.

    `table`: without it the database is of a former version, or empty. `faults`: each kind with the names of the triggers.
    """

    def stand(app_configs, databases=None, **kwargs) -> list[Warning]:
        found = []
        for alias in databases or []:
            connection = connections[alias]
            if alias != DEFAULT_DB_ALIAS or table not in connection.introspection.table_names():
                continue
            for fault, names in faults(connection):
                one = said[fault]
                found.append(Warning(one.text, hint=" ".join([one.hint, *names[:NAMED]]), id=one.id))
        return found

    return register(stand, Tags.database)
