"""Rule 8: a goal or plan is summed up by counts, never by an average. Pure: no ORM."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from .terms import Group, Verdict


class Counted(Protocol):
    """What is asked of a judged indicator to count it: an `Evaluation`, or a `Standing` that was kept of one."""

    @property
    def verdict(self) -> Verdict: ...
    @property
    def group(self) -> Group: ...
    @property
    def stale(self) -> bool: ...
    @property
    def is_reported(self) -> bool: ...


@dataclass(frozen=True)
class RollUp:
    """How many indicators stand in each group; `rated` of them have a target to be judged by."""

    counts: tuple[tuple[Group, int], ...]  # every group that occurs, best first
    total: int
    rated: int
    judged: int  # rated ones with a verdict
    reported: int  # those of which any value is known
    stale: int

    @property
    def coverage(self) -> str:
        """12/15: rated indicators with a verdict of all rated ones."""
        return f"{self.judged}/{self.rated}"

    @property
    def judged_counts(self) -> tuple[tuple[Group, int], ...]:
        """The groups that say how it is going."""
        return tuple((group, count) for group, count in self.counts if group is not Group.NONE)


def roll_up(evaluations: Iterable[Counted]) -> RollUp:
    rows = list(evaluations)
    groups = Counter(row.group for row in rows)
    return RollUp(
        counts=tuple((group, groups[group]) for group in Group if groups[group]),
        total=len(rows),
        rated=sum(row.verdict is not Verdict.NOT_RATED for row in rows),
        judged=sum(row.group is not Group.NONE for row in rows),
        reported=sum(row.is_reported for row in rows),
        stale=sum(row.stale for row in rows),
    )


def roll_up_together(found: Iterable[RollUp]) -> RollUp:
    """The counts of several plans as one: what `roll_up` gives of all their indicators."""
    parts = list(found)
    groups = Counter[Group]()
    for part in parts:
        groups.update(dict(part.counts))
    return RollUp(
        counts=tuple((group, groups[group]) for group in Group if groups[group]),
        total=sum(part.total for part in parts),
        rated=sum(part.rated for part in parts),
        judged=sum(part.judged for part in parts),
        reported=sum(part.reported for part in parts),
        stale=sum(part.stale for part in parts),
    )
