"""Pages of the record of sign-ins: each begins behind a line of the one before, and nothing is counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F, Q, QuerySet

from plans.sent import sent_number


@dataclass(frozen=True, order=True)
class Place:
    """Of a line: lines are sorted by it, newest first."""

    at: datetime
    result: str
    key: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.result}_{self.key}"


@dataclass(frozen=True)
class JournalPage:
    rows: list[dict]
    older: str = ""  # the address's word for the next page; blank on the last


def read_place(text: str) -> Place | None:
    """As an address names it; None for anything else."""
    at, _line, rest = text.partition("_")
    result, _line, key = rest.partition("_")
    number = sent_number(key)
    try:
        moment = datetime.fromisoformat(at)
        is_moment = moment.tzinfo is not None and bool(moment.astimezone(UTC))
    except (ValueError, OverflowError):  # no moment, or one that is in no year of ours
        return None
    if number is None or not is_moment or not result.isalpha():
        return None
    return Place(moment, result, number)


def page(sources: Iterable[QuerySet], size: int, behind: Place | None = None) -> JournalPage:
    """The `size` newest lines of all sources, or those behind that place: of each source no more is read than a page holds."""
    found = [row for rows in sources for row in _newest(rows.annotate(key=F("pk")), size + 1, behind)]
    found.sort(key=_place, reverse=True)
    shown = found[:size]
    return JournalPage(shown, str(_place(shown[-1])) if len(found) > size else "")


def _place(row: dict) -> Place:
    return Place(row["at"], row["result"], row["key"])


def _newest(rows: QuerySet, size: int, behind: Place | None) -> Iterable[dict]:
    if behind is not None:
        same = Q(at=behind.at)
        rows = rows.filter(at__lte=behind.at).filter(
            Q(at__lt=behind.at)
            | same & Q(result__lt=behind.result)
            | same & Q(result=behind.result, key__lt=behind.key)
        )
    return rows.order_by("-at", "-result", "-key")[:size]
