"""The guard of the record itself: its lines are written by its triggers only, and nobody changes or deletes them.

A line goes with its city only, while the ledger's guard stands open for all (plans/removal.py). Who owns the database can
take triggers away: then `manage.py doctor` and /readyz name those that are missing.
"""

from plans.ledger.guard import DELETE, INSERT, IS_OPEN, UPDATE, Guard
from plans.models import SiteAct

from .on_sqlite import GATE, RECORD

_SENTENCE = "変更記録です。書き加えることも、変えることも、消すこともできません。"
_ACTS = SiteAct._meta.db_table


def guards(vendor: str, acting: str) -> list[Guard]:
    """Every trigger that keeps the record. `acting`: SQL that is true where the portal writes."""
    if vendor == "postgresql":  # the guard itself is the first level
        by_hand = "pg_trigger_depth() < 2"
    else:
        by_hand = f"NOT EXISTS (SELECT 1 FROM {GATE} WHERE table_name = NEW.table_name)"  # noqa: S608
        by_hand += f" OR EXISTS (SELECT 1 FROM {RECORD} WHERE id = NEW.id)"  # noqa: S608 REPLACE
    found = [
        Guard(RECORD, INSERT, by_hand, _SENTENCE),
        Guard(RECORD, UPDATE, "1 = 1", _SENTENCE),
        Guard(RECORD, DELETE, f"NOT ({IS_OPEN} AND {acting})", _SENTENCE),
        Guard(_ACTS, INSERT, f"NOT {acting} OR EXISTS (SELECT 1 FROM {_ACTS} WHERE id = NEW.id)", _SENTENCE),  # noqa: S608
        Guard(_ACTS, UPDATE, "1 = 1", _SENTENCE),
        Guard(_ACTS, DELETE, "1 = 1", _SENTENCE),
    ]
    if vendor == "postgresql":
        found += [Guard(table, "TRUNCATE", "1 = 1", _SENTENCE) for table in (RECORD, _ACTS)]
    return found
