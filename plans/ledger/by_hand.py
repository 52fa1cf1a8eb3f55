"""What nobody writes at a database prompt: an approved value, a plan made public, a line of history.

A report becomes approved by a verb (`acting(decides=True)`) or while the guard stands open for its plan; the others by the
portal, whichever way.
"""

from collections.abc import Iterator

from django.apps import apps

from plans.journal.acting_sql import portal_writes, verb_decides
from plans.models import Plan

from .guard import INSERT, SENTENCES, UPDATE, Guard, held_for_entry


def guards(vendor: str) -> Iterator[Guard]:
    by_portal = portal_writes(vendor)
    table = Plan._meta.db_table
    public = f"NEW.public_since IS NOT NULL AND NOT {by_portal}"
    yield Guard(table, INSERT, public, SENTENCES["promise"], purpose="_by_hand")
    made = f"OLD.public_since IS NULL AND {public}"
    yield Guard(table, UPDATE, made, SENTENCES["promise"], ("public_since",), purpose="_by_hand")
    for model in apps.get_models():
        table = model._meta.db_table
        if hasattr(model, "instance_type"):
            yield Guard(table, INSERT, f"NOT {by_portal}", SENTENCES["record"], purpose="_by_hand")
        elif getattr(model, "STAYS_ONCE_APPROVED", False):
            refused = f"NEW.state = 'approved' AND NOT {verb_decides(vendor)} AND NOT {held_for_entry(model, 'NEW')}"
            yield Guard(table, INSERT, refused, SENTENCES["decided"], purpose="_by_hand")
            made = f"OLD.state <> 'approved' AND {refused}"
            yield Guard(table, UPDATE, made, SENTENCES["decided"], ("state",), purpose="_by_hand")
