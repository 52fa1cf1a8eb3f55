"""Handing in what was written in the grid: first a list of what is chosen and whose it is, then the verb."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from kpis.models import PeriodEntry, State
from kpis.workflow import entries
from kpis.workflow.answers import what_is_unanswered
from kpis.workflow.corrections import what_is_unchanged
from kpis.workflow.due_items import DueItem
from plans.sent import sent_number

from .grid import Grid, GridRow


@dataclass(frozen=True)
class HandIn:
    """What the page of confirmation lists: the rows that somebody touched or ticked, and others that could go too."""

    grid: Grid

    @cached_property
    def chosen(self) -> list[GridRow]:
        return [line for line in self.grid.rows if line.row.is_chosen]

    @cached_property
    def others(self) -> list[GridRow]:
        """Complete reports in hand that nobody touched here: theirs to tick."""
        return [line for line in self.grid.rows if not line.row.is_chosen and _is_ready(line.due_item)]

    @property
    def whose(self) -> str:
        """市民課2件、税務課1件"""
        found = Counter(line.due_item.department_names for line in self.chosen)
        return "、".join(_("%(name)s%(count)d件") % {"name": name, "count": n} for name, n in found.items())


def _is_ready(due_item: DueItem) -> bool:
    entry = due_item.entry
    if entry is None or due_item.is_locked:
        return False
    return not (entries.what_is_missing(entry) or what_is_unanswered(entry) or what_is_unchanged(entry))


@dataclass
class HandedIn:
    """How many went to the approver, and why others did not."""

    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def hand_in(found: Iterable[DueItem], data: QueryDict, *, by: AbstractUser) -> HandedIn:
    """Submits the ticked rows as the page of confirmation showed them; one that is refused does not keep the others."""
    picked, outcome = set(data.getlist("row")), HandedIn()
    found = list(found)
    for due_item in found:
        if due_item.key not in picked:
            continue
        seen = sent_number(data.get(f"version-{due_item.key}", ""))
        try:
            _submit(due_item.entry, -1 if seen is None else seen, by)
        except entries.Refused as refusal:
            outcome.refused.append(f"{due_item.name}: {refusal}")
        else:
            outcome.done.append(due_item.name)
    left = len(picked - {due_item.key for due_item in found})
    if left:
        outcome.refused.append(
            _("%d件は、この画面を開いた後に、担当の行ではなくなったので、提出していません。") % left
        )
    return outcome


def _submit(entry: PeriodEntry | None, seen: int, by: AbstractUser) -> None:
    if entry is None:
        raise entries.Refused(_("この行は、ほかの人が消しました。もう一度開いてください。"))
    is_sent_twice = entry.state == State.SUBMITTED and entry.submitted_by_id == by.pk
    if not (is_sent_twice and entry.version == seen + 1):
        entries.submit(entry, by=by, seen_version=seen)
