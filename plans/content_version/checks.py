"""Keeps the counting triggers standing: taken away before `migrate`, laid anew after it, looked for by `check`."""

from collections.abc import Iterator
from functools import cache

from django.db.backends.base.base import BaseDatabaseWrapper

from plans.ledger.around_migrate import around_migrate
from plans.ledger.guard_check import differing, plain
from plans.ledger.trigger_checks import Said, check_triggers

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


_LAY_ANEW = "Run manage.py migrate: it lays them anew. Until then a page may be shown that is out of date."
_SAID = {
    "missing": Said("Triggers that count the versions of contents are missing.", _LAY_ANEW, "plans.W004"),
    "altered": Said(
        "Triggers that count the versions of contents are altered or switched off.", _LAY_ANEW, "plans.W005"
    ),
}

counters_stand = check_triggers(triggers.VERSIONS, faults, _SAID)


def connect() -> None:
    """Called once, when the app is ready."""
    around_migrate("plans.content_version", drop=triggers.drop, install=triggers.install)
