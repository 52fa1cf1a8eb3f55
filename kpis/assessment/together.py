"""A line of the plan that is measured by two values or more: rows of it, each judged, and one line that says all."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext as _

from plans.joining import listed


class Judged(Protocol):
    """What is asked of an `Assessment`."""

    @property
    def indicator(self) -> Any: ...
    @property
    def evaluation(self) -> Any: ...


def offer_together(rows: Iterable[Judged]) -> None:
    """Lets each row of a plan know the others that measure the same line."""
    found: dict[tuple[str, str, int | None], list[Judged]] = {}
    for row in rows:
        place = place_of(row.indicator)
        if place is not None:
            found.setdefault(place, []).append(row)
    for measures in found.values():
        if len(measures) > 1:
            for row in measures:
                row.indicator.measured_together = measures


def place_of(indicator: Any) -> tuple[str, str, int | None] | None:
    """By what rows measure the same line of the plan: its number, or where it has none its words; its role and its goal.

    None where it has neither.
    """
    line = indicator.number.strip() or " ".join(indicator.target_wording.split())
    return (line, indicator.role, indicator.goal_id) if line else None


def together_text(rows: Sequence[Judged]) -> str:
    """2つの値で測る指標です（申請数は達成、満足度は遅れ）。 Blank for one."""
    if len(rows) < 2:
        return ""
    each = listed(
        _("%(name)sは%(verdict)s") % {"name": row.indicator.name, "verdict": row.evaluation.label}
        for row in rows
    )
    return _("%(count)dつの値で測る指標です（%(each)s）。") % {"count": len(rows), "each": each}
