"""Facts of an indicator in one line, for tests of the pure rules. No ORM.

Periods are text ("2024", "2024-Q3"). A value is a number or text: "94.9", "3/4" (numerator/denominator), "M" (missing).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kpis.judging.citizen_sentences import citizen_sentence
from kpis.judging.evaluation import evaluate
from kpis.judging.facts import Facts
from kpis.judging.known import Observation, Point, TargetRow
from kpis.judging.outcome import Evaluation
from kpis.judging.periods import Period
from kpis.judging.sentences import sentence
from kpis.judging.terms import Direction, Frequency, ObservationStatus, Series

Number = int | str | Decimal


def number(value: Number) -> Decimal:
    return Decimal(value)


def period(text: str) -> Period:
    return Period.parse(text)


def point(text: str, value: Number) -> Point:
    return Point(period(text), number(value))


def row(text: str, value: Number | None, since: str | None = None) -> TargetRow:
    """A line of the ledger: target period, value (None: withdrawn), ISO date from which it is in force."""
    return TargetRow(
        period(text), None if value is None else number(value), date.fromisoformat(since) if since else None
    )


def observation(text: str, value: Number, as_of: str | None = None) -> Observation:
    on = date.fromisoformat(as_of) if as_of else None
    if value == "M":
        return Observation(period(text), status=ObservationStatus.MISSING, as_of=on)
    if isinstance(value, str) and "/" in value:
        top, bottom = value.split("/")
        return Observation(period(text), numerator=number(top), denominator=number(bottom), as_of=on)
    return Observation(period(text), number(value), as_of=on)


def facts(
    direction: str = "increase",
    series: str = "level",
    frequency: str = "yearly",
    *,
    base: tuple[str, Number] | None = None,
    targets: Mapping[str, Number | None] | Sequence[TargetRow] = (),
    values: Mapping[str, Number] | Sequence[Observation] = (),
    start: str | None = None,
    end: str | None = None,
    **more: Any,
) -> Facts:
    """`start` and `end`: the plan's first and last day."""
    ledger = [row(*item) for item in targets.items()] if isinstance(targets, Mapping) else targets
    reports = [observation(*item) for item in values.items()] if isinstance(values, Mapping) else values
    for bound in ("lower", "upper"):
        if more.get(bound) is not None:
            more[bound] = number(more[bound])
    return Facts(
        direction=Direction(direction),
        series=Series(series),
        frequency=Frequency(frequency),
        baseline=point(*base) if base else None,
        targets=tuple(ledger),
        observations=tuple(reports),
        plan_start=date.fromisoformat(start) if start else None,
        plan_end=date.fromisoformat(end) if end else None,
        **more,
    )


def day(text: str) -> date:
    """An ISO date, or the last day of a period."""
    return period(text).last_day if len(text) < 10 else date.fromisoformat(text)


def judge(direction: str = "increase", *args: Any, at: str | None = None, **given: Any) -> Evaluation:
    """The verdict on `facts(…)`: at that date or period's end, else at the end of the latest value's period."""
    known = facts(direction, *args, **given)
    if at is not None:
        return evaluate(known, day(at))
    return evaluate(known, max(row.known_on for row in known.observations))


def told(at: str = "2025-04-01", **given: Any) -> tuple[Evaluation, str, str]:
    """The verdict on `facts(…)` on that day, the sentence for citizens and the one with the calculation."""
    known = facts(**given)
    found = evaluate(known, day(at))
    return found, citizen_sentence(known, found), sentence(known, found)


LEVELS = ["level", "cumulative"]
FLOWS = ["flow", "year_to_date"]


def report(series: str, frequency: str, year: int, amount: str) -> dict[str, Decimal]:
    """The whole of one fiscal year's `amount`, reported the way that series and frequency does: a tenth of it in the
    first quarter, then two, three and four tenths; a level only reaches it at the end."""
    whole = Decimal(amount)
    if frequency == "yearly":
        return {str(year): whole}
    shares = ["0.1", "0.2", "0.3", "0.4"] if frequency == "quarterly" else ["0.3", "0.7"]
    quarters = [1, 2, 3, 4] if frequency == "quarterly" else [2, 4]
    amounts = [whole * Decimal(share) for share in shares]
    if series != "flow":
        amounts = [sum(amounts[: k + 1]) for k in range(len(amounts))]
    return {f"{year}-Q{quarter}": value for quarter, value in zip(quarters, amounts, strict=True)}


FORMS = [
    (series, frequency)
    for series in ("level", "cumulative", "flow", "year_to_date")
    for frequency in ("yearly", "half-yearly", "quarterly")
]

OVERTIME = {"base": ("2022", 145), "targets": {"2025": 120}}
