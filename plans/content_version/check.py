"""Whether the triggers that count versions are the ones that the portal lays."""

from collections.abc import Iterator
from functools import cache

from django.db.backends.base.base import BaseDatabaseWrapper

from plans.ledger.guard_check import differing, plain

from . import triggers


def faults(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, list[str]]]:
    """What is wrong, each with the names of the triggers: "missing", "altered" (also: switched off)."""
    missing = triggers.missing(connection)
    changed = differing(connection, _wanted(connection.vendor), triggers.PREFIX)
    if not triggers.raises(connection):
        changed.append(triggers.RAISE)
    if missing:
        yield "missing", missing
    if changed:
        yield "altered", changed


@cache
def _wanted(vendor: str) -> dict[str, tuple[str, ...]]:
    return {counter.name: plain(counter.statements, vendor) for counter in triggers.counters(vendor)}
