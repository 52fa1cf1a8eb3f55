"""Reports of a former schema, read as the formats expect them today. What was published is not touched. Pure: no ORM."""

from typing import Any

from .types import Snapshot

# What schema 1, and of `plan_changes`, `breaks`, `former_ranges` and `ended` early reports of schema 2, did not know, as it
# stands where there is nothing to say.
_INDICATOR = {
    "citizen_sentence": "",
    "overdue_text": "",
    "is_worse_than_baseline": False,
    "latest_period": "",
    "comparability_note": "",
    "latest": None,
}
_VALUE = {
    "period_start": None,
    "period_end": None,
    "is_sum": False,
    "own": None,
    "own_text": "",
    "own_label": "",
    "later_because": "",
}
_TREND = {"text": "", "own_text": "", "before": None, "before_text": "", "before_label": ""}
_BASELINE = {"is_reading": False}
_FACTS: dict[str, Any] = {
    "margin": "0",
    "first_period": None,
    "last_period": None,
    "excluded": [],
    "reporting_from": None,
    "due_month": None,
}


_FACTS_SINCE: dict[str, Any] = {
    "breaks": [], "former_ranges": [], "ended": None, "kind": "number", "strict": False, "path": "linear", "steps": [],
}  # fmt: skip


def as_current(snapshot: Snapshot) -> Snapshot:
    """The snapshot with the fields that were added since; one of today's schema as it is."""
    _fill(snapshot, {"plan_changes": None})
    _fill(snapshot["counts"], {"words": []})
    for row in snapshot["indicators"]:
        _fill(row["facts"], _FACTS_SINCE)
        for target in row["facts"]["targets"]:
            _fill(target, {"unit": None, "is_of_former_count": False})
    if snapshot["schema_version"] > 1:
        return snapshot
    for row in snapshot["indicators"]:
        _fill(row, _INDICATOR)
        _fill(row["value"], _VALUE)
        _fill(row["trend"], _TREND)
        _fill(row["baseline"], _BASELINE)
        _fill(row["facts"], _FACTS)
        _fill(row["facts"]["baseline"], _BASELINE)
    _fill(snapshot["changes"]["against"], {"rule_version": snapshot["rule_version"]})
    return snapshot


def _fill(part: Any, known: dict[str, Any]) -> None:
    for name, value in known.items() if part else ():
        part.setdefault(name, value)
