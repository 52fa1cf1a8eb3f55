"""What the names in a database's `django_migrations` say. Asks the files only; read from the disk once.

A first migration that replaces others (docs/adr/0031) counts as Django counts it: where some of those have been applied, and
not all, the database goes on through them.
"""

from collections.abc import Set as AbstractSet
from functools import cache

from django.db.migrations.loader import MigrationLoader

Name = tuple[str, str]  # app, migration


@cache
def _on_disk() -> dict[Name, frozenset[Name]]:
    """The migrations of this version of the portal, each with those that it replaces."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {key: frozenset(migration.replaces) for key, migration in loader.disk_migrations.items()}


def known() -> set[Name]:
    """Every name that this version of the portal has a file for, or a file that replaces it."""
    return set(_on_disk()).union(*_on_disk().values())


def whole(applied: AbstractSet[Name]) -> set[Name]:
    """The same migrations by every name they have: two databases with the same tables have the same."""
    found = set(applied)
    for name, former in _on_disk().items():
        if not former:
            continue
        there = former & applied
        if there == former:
            found.add(name)
        elif there:
            found.discard(name)
        elif name in applied:
            found |= former
    return found


def to_come(applied: AbstractSet[Name]) -> list[Name]:
    """What `migrate` would run in that database."""
    done = whole(applied)
    not_its_way: set[Name] = set()
    for name, former in _on_disk().items():
        not_its_way |= {name} if former & done else former
    return [name for name in _on_disk() if name not in done | not_its_way]
