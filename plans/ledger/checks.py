"""Keeps the guard standing: taken away before `migrate`, laid anew after it, and looked for by `check --database`."""

from . import triggers
from .around_migrate import around_migrate
from .guard_check import faults
from .trigger_checks import Said, check_triggers

_LAY_ANEW = "Run manage.py migrate: it lays the guard anew."
_SAID = {
    "missing": Said("Triggers of the guard of public rows are missing.", _LAY_ANEW, "plans.W001"),
    "altered": Said(
        "Triggers of the guard of public rows are altered or switched off.", _LAY_ANEW, "plans.W003"
    ),
    "open": Said(
        "The guard of public rows was left open: a mark remains in plans_revisionmark.",
        "Delete the rows of plans_revisionmark; no change may be under way.",
        "plans.W002",
    ),
}

guard_stands = check_triggers(triggers.MARKS, faults, _SAID)


def connect() -> None:
    """Called once, when the app is ready."""
    around_migrate("plans.ledger", drop=triggers.drop, install=triggers.install)
