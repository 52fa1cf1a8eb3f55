"""The snapshot of a plan's quarter: everything a report says, as plain data from which every format is rendered.

docs/report.md describes its fields. `rendered` is the text that is stored and handed out, byte for byte.
"""

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment import scorecard
from kpis.assessment.action_progress import count_actions, latest_by_action
from kpis.assessment.assessment import Assessment, approved, assess_all, scale_of
from kpis.judging.evaluation import RULE_VERSION
from kpis.judging.terms import Group
from kpis.models import Indicator, Measurement, Report, Review
from kpis.workflow.reviews import runs_in
from plans.era import Quarter
from plans.models import Plan
from plans.tree import plan_tree

from . import data_quality as quality
from .changes import changes, counts_alike, summary
from .corrections import corrections
from .indicator import action_entry, dated, indicator_entry, is_rated_kind
from .method import method
from .plan import city_entry, counts_entry, plan_entry, scale_entry

SCHEMA_VERSION = 1
# What would break a file or turn the reading direction: controls, lone surrogates, non-characters.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)

Holds = Callable[[Measurement], bool]


def build_snapshot(
    plan: Plan,
    quarter: Quarter,
    *,
    review: Review | None = None,
    is_draft: bool = False,
    revision: int = 1,
    reason: str = "",
    office: str = "",
    published_at: datetime | None = None,
    superseded: Report | None = None,
    holds: Holds | None = None,
) -> dict[str, Any]:
    """The snapshot of that quarter as known now.

    It stands on the quarter's last day, or today while the quarter runs. `office`: who publishes. `superseded`: the
    report that this revision corrects. `holds`: which approved reports count (all). Raises ValueError when the quarter
    has not begun.
    """
    today = timezone.localdate(published_at) if published_at else timezone.localdate()
    if quarter.first_day > today:
        raise ValueError(_("%sはまだ始まっていません。") % quarter.label)
    at = min(quarter.last_day, today)
    rows, found = _state(plan, quarter, at, review, holds)
    against, before = _before(plan, quarter, holds)
    _add_previous(found, before)
    parts = _parts(plan, rows)
    found["scale"] = scale_entry(plan)
    moved = changes(before, found) if before else []
    found = clean(
        {
            "schema_version": SCHEMA_VERSION,
            "rule_version": RULE_VERSION,
            "is_draft": is_draft,
            "is_sample": plan.municipality.is_fictional,
            "city": city_entry(plan),
            "plan": plan_entry(plan),
            "report": {
                "title": _("四半期報告"),
                "period": str(quarter),
                "label": quarter.label,
                "months_label": quarter.months_label,
                "revision": revision,
                "reason": reason,
                "supersedes": superseded.checksum if superseded else "",
                "at": dated(at),
                "is_running": at < quarter.last_day,
                "is_outside_term": not runs_in(plan, quarter),
                "due_on": dated(review.due_on) if review else None,
                "meeting_on": dated(review.meeting_on) if review else None,
                "published_on": dated(timezone.localdate(published_at)) if published_at else None,
                "published_by": office,
                "overall_comment": review.overall_comment if review else "",
            },
            "scale": found.pop("scale"),
            "counts": counts_entry(rows),
            "exceptions": _exceptions(rows),
            "parts": parts,
            **found,
            "changes": {"against": against, "summary": summary(moved), "rows": moved},
            "corrections": None,
            "quality": quality.notes(found["indicators"]),
            "method": method(scale_of(plan)),
        }
    )
    if superseded:  # compared as both are printed
        rows = corrections(json.loads(superseded.content), found)
        found["corrections"] = {"summary": summary(rows), "rows": rows}
    return found


def rendered(snapshot: dict) -> str:
    """The snapshot as text: the same snapshot gives the same bytes."""
    return json.dumps(snapshot, ensure_ascii=False, indent=1) + "\n"


def clean(value: Any) -> Any:
    """The value with all its texts free of what no page, sheet or print can show."""
    if isinstance(value, str):
        return _UNFIT.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if isinstance(value, dict):
        return {key: clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean(part) for part in value]
    return value


def _state(
    plan: Plan, quarter: Quarter, at: date, review: Review | None, holds: Holds | None
) -> tuple[list[Assessment], dict]:
    """How everything stands on that day; a constant number of queries."""
    indicators = list(Indicator.objects.for_scorecard(plan))
    for indicator in indicators:
        indicator.plan = plan
        if holds:
            indicator.approved_measurements = [row for row in approved(indicator) if holds(row)]
    rows = assess_all(indicators, at, scale_of(plan))
    actions = list(plan.actions.prefetch_related("lead_departments"))
    latest = latest_by_action(plan, quarter.last_day)
    counts = count_actions(actions, latest)
    return rows, {
        "indicators": [indicator_entry(row, quarter, review) for row in rows],
        "actions": {
            "counts": [
                {"status": status, "label": label, "count": count} for status, label, count in counts.counts
            ],
            "unknown": counts.unknown,
            "total": counts.total,
            "rows": [action_entry(action, latest.get(action.pk), quarter) for action in actions],
        },
    }


def _before(plan: Plan, quarter: Quarter, holds: Holds | None) -> tuple[dict | None, dict | None]:
    """What this quarter is compared with, and its snapshot: the last report before it, else the quarter before."""
    last = (
        Report.objects.filter(review__plan=plan, review__period__lt=str(quarter))
        .select_related("review")
        .order_by("-review__period", "-revision")
        .first()
    )
    if last is not None:
        named = {
            "is_published": True,
            "period": last.review.period,
            "label": last.review.label,
            "revision": last.revision,
            "revision_label": last.revision_label,
            "checksum": last.checksum,
        }
        return named, json.loads(last.content)
    earlier = Quarter.from_index(quarter.index - 1)
    if plan.begins_on and earlier.last_day < plan.begins_on:
        return None, None
    _rows, found = _state(plan, earlier, earlier.last_day, None, holds)
    if not any(row["value"] for row in found["indicators"] if is_rated_kind(row)):
        return None, None
    named = {
        "is_published": False,
        "period": str(earlier),
        "label": earlier.label,
        "revision": None,
        "revision_label": "",
        "checksum": "",
    }
    return named, found


def _add_previous(found: dict, before: dict | None) -> None:
    """Beside each value and status the one before."""
    old = {row["code"]: row for row in before["indicators"]} if before else {}
    for row in found["indicators"]:
        was = old.get(row["code"])
        row["previous"] = was and {
            "label": was["value"]["label"] if was["value"] else "",
            # A number only where it counts the same thing; the text says its own unit.
            "value": was["value"]["value"] if was["value"] and counts_alike(was, row) else None,
            "text": was["value"]["text"] if was["value"] else "",
            "verdict": was["verdict"],
            "verdict_label": was["verdict_label"],
            "group": was["group"],
            "group_key": was["group_key"],
        }
    statuses = {row["code"]: row for row in before["actions"]["rows"]} if before else {}
    for row in found["actions"]["rows"]:
        was = statuses.get(row["code"])
        row["previous_status"] = was["status"] if was else ""
        row["previous_status_label"] = was["status_label"] if was else ""


def _exceptions(rows: list[Assessment]) -> list[str]:
    """Codes of what a committee must look at, the worst first: late, missed, attention, and what is overdue."""
    wanted = [
        row
        for row in rows
        if not row.indicator.is_reference
        and (row.evaluation.group in (Group.LATE, Group.MISSED, Group.ATTENTION) or row.evaluation.stale)
    ]
    return [row.indicator.code for row in scorecard.sort(wanted, "verdict")]


def _parts(plan: Plan, rows: list[Assessment]) -> list[dict]:
    """The plan's tables in the plan's own shape, indicators by code."""
    return [
        {
            "id": part.id,
            "title": part.title,
            "subtitle": part.goal.subtitle if part.goal else "",
            "goal_word": part.goal_word,
            "blocks": [
                {
                    "goal": block.goal.code if block.goal else "",
                    "label": str(block.goal) if block.goal else "",
                    "subtitle": block.goal.subtitle if block.goal else "",
                    "is_whole_part": block.goal is not None and block.goal == part.goal,
                    "actions": [{"code": action.code, "label": str(action)} for action in block.actions],
                    "indicators": [row.indicator.code for row in block.rows],
                }
                for block in part.blocks
            ],
        }
        for part in scorecard.scorecard_tables(plan_tree(plan), rows, plan.words)
    ]
