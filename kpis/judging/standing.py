"""How an indicator stands, as it is kept beside the data: what a table asks of it, without judging anew. Pure: no ORM."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .known import Point
from .outcome import Evaluation
from .rollup import RollUp
from .terms import Group, Verdict

# What the verdict rests on, by the names of `Evaluation`: numbers are kept as text, so that no digit is lost.
NUMBERS = (
    "value", "annualized", "expected", "attainment", "achievement", "change", "pace", "gap", "year_progress", "bound",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The verdict of one day in a few plain values; read where an `Evaluation` is. `attainment`: 1 = 100 %."""

    verdict: Verdict
    group: Group
    label: str
    stale: bool
    is_reported: bool
    attainment: Decimal | None = None
    is_of_words: bool = False


def inputs_of(found: Evaluation) -> dict[str, Any]:
    """What the verdict rests on, as JSON takes it; what the rules do not give is left out."""
    given = {name: getattr(found, name) for name in NUMBERS}
    inputs: dict[str, Any] = {name: str(number) for name, number in given.items() if number is not None}
    if found.reading is not None:
        inputs["period"] = str(found.reading.period)
        inputs["as_of"] = found.reading.as_of.isoformat()
    for name, point in (("target", found.target), ("baseline", found.baseline)):
        if point is not None:
            inputs[name] = _point(point)
    if found.overdue is not None:
        inputs["overdue"] = {"period": str(found.overdue.period), "due_on": found.overdue.due_on.isoformat()}
    if found.reason is not None:
        inputs["reason"] = found.reason.value
    return inputs


def _point(point: Point) -> dict[str, str]:
    return {"period": str(point.period), "value": str(point.value)}


def counters_of(found: RollUp) -> dict[str, Any]:
    """The counts as JSON takes them."""
    return {
        "groups": {group.key: count for group, count in found.counts},
        "total": found.total,
        "rated": found.rated,
        "judged": found.judged,
        "reported": found.reported,
        "stale": found.stale,
        "words": {group.key: count for group, count in found.words},
        "with_target": found.with_target,
    }


def roll_up_from(counters: Mapping[str, Any]) -> RollUp:
    """Back from `counters_of`."""
    groups, words = counters["groups"], counters["words"]
    return RollUp(
        counts=tuple((group, groups[group.key]) for group in Group if group.key in groups),
        total=counters["total"],
        rated=counters["rated"],
        judged=counters["judged"],
        reported=counters["reported"],
        stale=counters["stale"],
        words=tuple((group, words[group.key]) for group in Group if group.key in words),
        with_target=counters["with_target"],
    )
