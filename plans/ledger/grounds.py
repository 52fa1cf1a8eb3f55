"""Why something public changes."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from plans.models import RevisionKind

from .endings import day_of_ending, ends_alone
from .states import Difference


@dataclass(frozen=True)
class Grounds:
    """Why something public changes: what kind of change, the day from which it holds, the reason, the decision.

    `kind`: EDITION, CHANGE or MISPRINT; what a row is in itself (a new target, a withdrawal, an addition) is found out.
    `by` None: the portal itself.
    """

    reason: str
    effective_on: date | None = None  # today
    kind: RevisionKind = RevisionKind.CHANGE
    decision: str = ""
    by: AbstractUser | None = None
    factor: Fraction | None = None  # of a conversion: by what earlier figures are multiplied
    is_step: bool = (
        False  # one step of several in a day: a provisional baseline that follows, a reorganisation
    )

    @property
    def day(self) -> date:
        return self.effective_on or timezone.localdate()

    @property
    def is_misprint(self) -> bool:
        return self.kind == RevisionKind.MISPRINT


def settled(row: Difference, grounds: Grounds) -> Difference:
    """What the row does not say itself, the grounds say. A correction of a slip is one, whatever the row.

    Where a row ends and nothing else of it changes, its own reason and the day after its last one hold (`endings`):
    in forms, workbooks, files and verbs alike.
    """
    # A conversion writes targets anew in another unit, which is no correction of theirs.
    is_one = grounds.kind in (RevisionKind.MISPRINT, RevisionKind.CONVERSION)
    kind = row.kind if row.kind and not (is_one and row.kind != RevisionKind.ADDITION) else None
    reason, day = grounds.reason.strip(), grounds.effective_on
    is_end = kind == RevisionKind.ENDING and grounds.kind == RevisionKind.CHANGE
    if is_end and ends_alone(row.subject, {change.field for change in row.changes}):
        reason, day = reason or row.subject.ending_reason.strip(), day_of_ending(row.subject, day)
    today = timezone.localdate()
    return replace(
        row,
        kind=kind or grounds.kind,
        effective_on=row.effective_on or (today if grounds.is_misprint else day or today),
        reason=row.reason.strip() or reason,
        decision=row.decision.strip() or grounds.decision.strip(),
    )
