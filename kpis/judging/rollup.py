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
    @property
    def is_of_words(self) -> bool: ...


@dataclass(frozen=True)
class RollUp:
    """How many indicators stand in each group; `rated` of them have a target to be judged by.

    Those with a target in words are counted apart, in `words`; only `reported` and `stale` are of all together.
    """

    counts: tuple[tuple[Group, int], ...]  # every group that occurs, best first
    total: int
    rated: int
    judged: int  # rated ones with a verdict
    reported: int  # those of which any value is known
    stale: int
    words: tuple[tuple[Group, int], ...] = ()  # every group of targets in words that occurs, best first
    with_target: int = 0  # the rated ones, and those with a target in words

    @property
    def words_total(self) -> int:
        return sum(count for _group, count in self.words)

    @property
    def all_counts(self) -> tuple[tuple[Group, int], ...]:
        """Numbers and words together, for lists in which each group has its own line."""
        found = Counter[Group](dict(self.counts))
        found.update(dict(self.words))
        return _counts(found)

    @property
    def coverage(self) -> str:
        """12/15: rated indicators with a verdict of all rated ones."""
        return f"{self.judged}/{self.rated}"

    @property
    def judged_counts(self) -> tuple[tuple[Group, int], ...]:
        """The groups that say how it is going."""
        return tuple((group, count) for group, count in self.counts if group is not Group.NONE)


def roll_up(evaluations: Iterable[Counted]) -> RollUp:
    found = list(evaluations)
    rows = [row for row in found if not row.is_of_words]
    return RollUp(
        counts=_counts(Counter(row.group for row in rows)),
        total=len(rows),
        rated=sum(row.verdict is not Verdict.NOT_RATED for row in rows),
        judged=sum(row.group is not Group.NONE for row in rows),
        reported=sum(row.is_reported for row in found),
        stale=sum(row.stale for row in found),
        words=_counts(Counter(row.group for row in found if row.is_of_words)),
        with_target=sum(row.verdict is not Verdict.NOT_RATED for row in found),
    )


def roll_up_together(found: Iterable[RollUp]) -> RollUp:
    """The counts of several plans as one: what `roll_up` gives of all their indicators."""
    parts = list(found)
    groups, words = Counter[Group](), Counter[Group]()
    for part in parts:
        groups.update(dict(part.counts))
        words.update(dict(part.words))
    return RollUp(
        counts=_counts(groups),
        total=sum(part.total for part in parts),
        rated=sum(part.rated for part in parts),
        judged=sum(part.judged for part in parts),
        reported=sum(part.reported for part in parts),
        stale=sum(part.stale for part in parts),
        words=_counts(words),
        with_target=sum(part.with_target for part in parts),
    )


def _counts(groups: Counter[Group]) -> tuple[tuple[Group, int], ...]:
    return tuple((group, groups[group]) for group in Group if groups[group])
