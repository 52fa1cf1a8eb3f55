"""A report's rows for machines: header in row 1, one table, units in their own column, blank is not 0.

The same rows make the CSV files and the machine-readable sheets of the workbook.
"""

from collections.abc import Iterable
from decimal import Decimal

from kpis.documents.csv_files import SAMPLE
from kpis.documents.indicator_line import IndicatorLine

from .document import DRAFT, Document
from .own_marks import own_texts
from .snapshot.types import FrozenIndicator

PLACE = ("city_code", "city", "plan", "report_period", "report_revision", "report_at")
MARKS = ("draft", "sample", "snapshot_sha256")
INDICATOR_COLUMNS = (
    *PLACE, "code", "role", "goal_code", "goal", "number", "name", "target_wording", "unit", "decimals",
    "direction", "series", "frequency", "baseline_period", "baseline_value", "baseline_note", "target_period",
    "target_value", "lower", "upper", "previous_covers", "previous_value", "previous_verdict", "period", "covers",
    "period_start", "period_end", "as_of", "value", "own_value", "annualized", "latest_period", "latest_value", "observation_status",
    "revision", "expected", "attainment", "achievement", "pace", "gap", "verdict", "verdict_label", "group", "stale",
    "overdue", "mark", "citizen_sentence", "sentence", "comparability_note", "composition",
    "self_assessments", "self_assessment_reasons", "self_assessment_differs", "due_period", "due_state", "comment_period",
    "progress_comment", "issues_comment", "response_comment", "departments", "owner", *MARKS,
)  # fmt: skip
# What came with schema 2. A report of schema 1 keeps the columns with which it was published.
_SINCE_2 = frozenset(
    {
        "baseline_note", "covers", "period_start", "period_end", "own_value", "latest_period", "latest_value", "overdue",
        "citizen_sentence", "previous_covers", "comparability_note",
    }
)  # fmt: skip
# Of plans whose departments assess themselves, or whose indicators are worked out from others: by the snapshot's field.
OF_SOME_PLANS = {
    "self_assessments": {"self_assessments", "self_assessment_reasons", "self_assessment_differs"},
    "composition": {"composition"},
}
ACTION_COLUMNS = (
    *PLACE, "code", "number", "title", "status", "status_label", "previous_status", "period", "comment",
    "departments", "owner", *MARKS,
)  # fmt: skip


def indicator_columns(document: Document) -> tuple[str, ...]:
    """The columns of that report, in their order: those of its schema, and of what its plan has."""
    left_out = frozenset() if document.snapshot["schema_version"] > 1 else _SINCE_2
    for field, names in OF_SOME_PLANS.items():
        if not any(field in row for row in document.snapshot["indicators"]):
            left_out |= names
    return tuple(name for name in INDICATOR_COLUMNS if name not in left_out)


def indicator_rows(document: Document) -> Iterable[dict[str, object]]:
    """One row per indicator by the names in INDICATOR_COLUMNS; numbers are Decimals, None is blank."""
    place = _place(document)
    for row in document.snapshot["indicators"]:
        yield place | _line(row).cells() | _further_cells(row)


def _line(row: FrozenIndicator) -> IndicatorLine:
    facts, baseline, target, value = row["facts"], row["baseline"], row["target"], row["value"]
    own = own_texts(row)
    return IndicatorLine(
        code=row["code"],
        role=row["role"],
        goal_code=row["goal"],
        goal=row["goal_label"],
        number=row["number"],
        name=row["name"],
        target_wording=row["target_wording"],
        unit=row["unit"],
        direction=facts["direction"],
        series=facts["series"],
        frequency=facts["frequency"],
        baseline_period=baseline and baseline["period"],
        baseline_value=_number(baseline and baseline["value"]),
        target_period=target and target["period"],
        target_value=_number(target and target["value"]),
        lower=_number(facts["lower"]),
        upper=_number(facts["upper"]),
        baseline_note=baseline["note"] if baseline else "",
        period=value and value["period"],
        covers=value and value["label"],
        period_start=value and value["period_start"],
        period_end=value and value["period_end"],
        as_of=value and value["as_of"],
        value=_number(value and value["value"]),
        own_value=_number(value and value["own"]),
        latest_period=row["latest_period"] or None,
        latest_value=_number(row["latest"]),
        annualized=_number(value and value["annualized"]),
        expected=_number(row["expected"]),
        attainment=_number(row["attainment"]),
        achievement=_number(row["achievement"]),
        pace=_number(row["pace"]),
        gap=_number(row["gap"]),
        verdict=row["verdict"],
        verdict_label=row["verdict_label"],
        group=row["group"],
        mark=row["mark"],
        stale=row["stale"],
        overdue=row["overdue_text"],
        citizen_sentence=row["citizen_sentence"],
        sentence=row["sentence"],
        comparability_note=row["comparability_note"],
        composition=row.get("composition", ""),
        self_assessments=own.marks,
        self_assessment_reasons=own.reasons,
        self_assessment_differs=own.differences,
    )


def _further_cells(row: FrozenIndicator) -> dict[str, object]:
    """What a report knows beyond today's scorecard."""
    value, due = row["value"], row["due"]
    previous, comments = row["previous"], row["comments"]
    return {
        "decimals": row["decimals"],
        "previous_covers": previous and previous["label"],
        "previous_value": _number(previous and previous["value"]),
        "previous_verdict": previous and previous["verdict"],
        "observation_status": value and value["status"],
        "revision": value and value["revision"],
        "due_period": due and due["period"],
        "due_state": due and due["state"],
        "comment_period": comments and comments["period"],
        "progress_comment": comments and comments["progress"],
        "issues_comment": comments and comments["issues"],
        "response_comment": comments and comments["response"],
        "departments": "、".join(row["departments"]),
        "owner": row["owner"],
    }


def _number(text: str | None) -> Decimal | None:
    """The inverse of `decimal_text`."""
    return None if text is None else Decimal(text)


def action_rows(document: Document) -> Iterable[dict[str, object]]:
    """One row per action by the names in ACTION_COLUMNS."""
    place = _place(document)
    for row in document.snapshot["actions"]["rows"]:
        told = {name: part for name, part in row.items() if name in ACTION_COLUMNS}
        yield place | told | {"departments": "、".join(row["departments"])}


def _place(document: Document) -> dict[str, object]:
    city, report = document.snapshot["city"], document.report
    return {
        "city_code": city["code"],
        "city": city["name"],
        "plan": document.snapshot["plan"]["full_title"],
        "report_period": report["period"],
        "report_revision": report["revision"],
        "report_at": report["at"]["date"],
        "draft": DRAFT if document.is_draft else "",
        "sample": SAMPLE if document.is_sample else "",
        "snapshot_sha256": document.checksum,
    }
