"""A report's rows for machines: header in row 1, one table, units in their own column, blank is not 0.

The same rows make the CSV files and the machine-readable sheets of the workbook.
"""

from collections.abc import Iterable

from kpis.documents.csv_files import SAMPLE
from kpis.reports.snapshot.indicator import number_of

from .document import DRAFT, Document

PLACE = ("city_code", "city", "plan", "report_period", "report_revision", "report_at")
MARKS = ("draft", "sample", "snapshot_sha256")
INDICATOR_COLUMNS = (
    *PLACE, "code", "role", "goal_code", "goal", "number", "name", "target_wording", "unit", "decimals",
    "direction", "series", "frequency", "baseline_period", "baseline_value", "target_period", "target_value",
    "lower", "upper", "previous_value", "previous_verdict", "period", "as_of", "value", "annualized",
    "observation_status", "revision", "expected", "attainment", "achievement", "pace", "gap", "verdict",
    "verdict_label", "group", "stale", "mark", "sentence", "due_period", "due_state", "comment_period", "progress_comment",
    "issues_comment", "response_comment", "departments", "owner", *MARKS,
)  # fmt: skip
ACTION_COLUMNS = (
    *PLACE, "code", "number", "title", "status", "status_label", "previous_status", "period", "comment",
    "departments", "owner", *MARKS,
)  # fmt: skip


def indicator_rows(document: Document) -> Iterable[dict[str, object]]:
    """One row per indicator by the names in INDICATOR_COLUMNS; numbers are Decimals, None is blank."""
    for row in document.snapshot["indicators"]:
        facts, comments = row["facts"], row["comments"] or {}
        baseline, target, value = (row[name] or {} for name in ("baseline", "target", "value"))
        previous, due = row["previous"] or {}, row["due"] or {}
        yield {
            **_place(document),
            **{
                name: row[name]
                for name in ("code", "role", "number", "name", "target_wording", "unit", "decimals")
            },
            **{
                name: row[name] for name in ("verdict", "verdict_label", "group", "mark", "sentence", "owner")
            },
            **{name: facts[name] for name in ("direction", "series", "frequency")},
            **{
                name: number_of(row[name])
                for name in ("expected", "attainment", "achievement", "pace", "gap")
            },
            "goal_code": row["goal"],
            "goal": row["goal_label"],
            "baseline_period": baseline.get("period"),
            "baseline_value": number_of(baseline.get("value")),
            "target_period": target.get("period"),
            "target_value": number_of(target.get("value")),
            "lower": number_of(facts["lower"]),
            "upper": number_of(facts["upper"]),
            "previous_value": number_of(previous.get("value")),
            "previous_verdict": previous.get("verdict"),
            "period": value.get("period"),
            "as_of": value.get("as_of"),
            "value": number_of(value.get("value")),
            "annualized": number_of(value.get("annualized")),
            "observation_status": value.get("status"),
            "revision": value.get("revision"),
            "stale": "更新遅れ" if row["stale"] else "",
            "due_period": due.get("period"),
            "due_state": due.get("state"),
            "comment_period": comments.get("period"),
            "progress_comment": comments.get("progress"),
            "issues_comment": comments.get("issues"),
            "response_comment": comments.get("response"),
            "departments": "、".join(row["departments"]),
        }


def action_rows(document: Document) -> Iterable[dict[str, object]]:
    """One row per action by the names in ACTION_COLUMNS."""
    names = (
        "code",
        "number",
        "title",
        "status",
        "status_label",
        "previous_status",
        "period",
        "comment",
        "owner",
    )
    for row in document.snapshot["actions"]["rows"]:
        yield {
            **_place(document),
            **{name: row[name] for name in names},
            "departments": "、".join(row["departments"]),
        }


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
