"""The history of a report as people read it: who did what when, from which state to which, and why.

Rows are written by the verbs only, and no screen changes or deletes them.
"""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext as _

from plans.ledger import histories
from plans.ledger.histories import PORTAL, SavedState, field_changes, why_of
from plans.people_names import person_label

from .names import acting_name
from .self_assessments import assessment_changes

# Fields that say what happened, and are shown as such; the others are content.
BOOKKEEPING = histories.BOOKKEEPING | {
    "indicator",
    "action",
    "plan",
    "version",
    "state",
    "entered_by",
    "submitted_by",
    "submitted_at",
    "decided_by",
    "decided_for",
    "decided_at",
    "closed_by",
    "closed_at",
    "return_reason",
}


@dataclass(frozen=True)
class LoggedChange(SavedState):
    """One row of the history, with the state it brought."""

    state: str = ""
    state_label: str = ""
    state_before: str = ""  # blank for the first row, and where the state stayed


def changes_of(row: models.Model) -> list[LoggedChange]:
    """The history of a report or a review, newest first."""
    records = list(row.history.select_related("history_user").order_by("history_id"))
    people = _deputies(records)
    assessed = assessment_changes(row, records)
    found = []
    for before, record in zip([None, *records], records, strict=False):
        found.append(
            LoggedChange(
                at=record.history_date,
                who=_who(before, record, people),
                why=why_of(record),
                state=record.state,
                state_label=str(record.get_state_display()),
                state_before=str(before.get_state_display())
                if before and before.state != record.state
                else "",
                fields=(*field_changes(before, record, BOOKKEEPING), *assessed.get(record.history_id, ())),
            )
        )
    return found[::-1]


def _deputies(records: list[models.Model]) -> dict[int, models.Model]:
    keys = {key for record in records if (key := getattr(record, "decided_for_id", None))}
    return get_user_model().objects.in_bulk(keys)


def _who(before: models.Model | None, record: models.Model, people: dict[int, models.Model]) -> str:
    decided = getattr(record, "decided_for_id", None)
    if decided and (before is None or before.decided_at != record.decided_at):  # later steps keep the note
        return acting_name(record.history_user, people.get(decided))
    return person_label(record.history_user) or _(PORTAL)
