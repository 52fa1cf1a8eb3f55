"""The schedule as a list that begins with today: what is under way, what is overdue, what comes, what is behind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from .era import Quarter
from .models import ScheduleItem


@dataclass(frozen=True)
class QuarterItems:
    quarter: Quarter
    items: tuple[ScheduleItem, ...]


@dataclass(frozen=True)
class Agenda:
    """Every item once. `overdue` and `behind` by the quarter in which they were to end, `coming` by that of their beginning."""

    current: tuple[ScheduleItem, ...]
    overdue: tuple[QuarterItems, ...]
    coming: tuple[QuarterItems, ...]
    behind: tuple[QuarterItems, ...]

    @property
    def total(self) -> int:
        return len(self.current) + self.overdue_count + _count(self.coming) + self.behind_count

    @property
    def is_unreported(self) -> bool:
        """Whether nobody has said of anything that it is done: then one sentence says what every item else would."""
        groups = (*self.overdue, *self.coming, *self.behind)
        rows = (*self.current, *(row for part in groups for row in part.items))
        return bool(self.overdue) and not any(row.done_on for row in rows)

    @property
    def overdue_count(self) -> int:
        return _count(self.overdue)

    @property
    def behind_count(self) -> int:
        return _count(self.behind)


def build_agenda(items: Iterable[ScheduleItem], at: date) -> Agenda:
    """`items`: as they stood on that day (`items_as_of`)."""
    now = Quarter.of(at)
    rows = list(items)
    overdue = [row for row in rows if row.is_overdue]
    rest = [row for row in rows if not row.is_overdue]
    return Agenda(
        current=tuple(row for row in rest if row.first <= now <= row.last),
        overdue=_by_quarter(overdue, lambda row: row.last),
        coming=_by_quarter([row for row in rest if row.first > now], lambda row: row.first),
        behind=_by_quarter([row for row in rest if row.last < now], lambda row: row.last),
    )


def _by_quarter(
    rows: list[ScheduleItem], quarter_of: Callable[[ScheduleItem], Quarter]
) -> tuple[QuarterItems, ...]:
    found = groupby(sorted(rows, key=quarter_of), key=quarter_of)
    return tuple(QuarterItems(quarter, tuple(members)) for quarter, members in found)


def _count(parts: Iterable[QuarterItems]) -> int:
    return sum(len(part.items) for part in parts)
