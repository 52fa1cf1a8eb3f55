"""Saving what was written in the grid: each row by itself, and what is told of all of them."""

from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpis.workflow import entries
from kpis.workflow.answers import what_is_unanswered
from kpis.workflow.corrections import what_is_unchanged

from .edited_entry import EditedEntry
from .grid import Grid


@dataclass
class SaveOutcome:
    """What saving the grid brought; with handing in, how many could not be chosen for it, and why."""

    saved: int = 0
    incomplete: int = 0
    unanswered: int = 0
    refused: int = 0
    unseen: int = 0  # somebody else saved it meanwhile
    notices: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        parts = []
        if self.saved:
            parts.append(ngettext("%d件を保存しました。", "%d件を保存しました。", self.saved) % self.saved)
        if self.incomplete:
            parts.append(_("書き終えていない%d件は提出していません。") % self.incomplete)
        if self.unanswered:
            parts.append(_("直したところも返事もない%d件は提出していません。") % self.unanswered)
        if self.unseen:
            parts.append(
                _(
                    "ほかの人が先に保存した%d件は提出していません。内容を確かめてから、もう一度提出してください。"
                )
                % self.unseen
            )
        if self.refused:
            parts.append(_("%d件は保存していません。") % self.refused)
        return "".join(parts)


@transaction.atomic
def save(made: Grid, *, by: AbstractUser, submit: bool = False) -> SaveOutcome:
    """Stores every valid row; rows with a mistake keep what was typed. With `submit`, marks those that were touched or
    ticked and can be handed in. Where the database gives up on the way, nothing is stored."""
    outcome = SaveOutcome()
    for line in made.rows:
        row = line.row
        was_typed = row.form.is_bound
        echoes = row.form
        row.is_picked |= was_typed
        if not row.save(by=by):
            continue
        if was_typed and row.saved:
            outcome.saved += 1
            outcome.notices.extend(f"{row.due_item.name}: {text}" for text in echoes.notices())
        if submit and row.is_picked:
            _choose(row, outcome)
    outcome.refused = len(made.problems) - outcome.unanswered
    return outcome


def _choose(row: EditedEntry, outcome: SaveOutcome) -> None:
    if row.due_item.state not in entries.IN_HAND:
        return
    if row.is_news:
        outcome.unseen += 1
    elif entries.what_is_missing(row.entry):
        outcome.incomplete += 1
    elif lack := what_is_unanswered(row.entry) or what_is_unchanged(row.entry):
        row.error = lack
        outcome.unanswered += 1
    else:
        row.is_chosen = True
