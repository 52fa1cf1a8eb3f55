"""The snapshot of a plan's quarter: everything a report says, as plain data from which every format is rendered.

types.py says what its fields mean. `rendered` is the text that is stored and handed out, byte for byte.
"""

import json
from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.action_progress import latest_by_action
from kpis.assessment.assessing import assess_all, scale_of
from kpis.assessment.assessment import Assessment
from kpis.assessment.composed import remember_parts
from kpis.assessment.former_ranges import remember_ranges
from kpis.assessment.own_assessments import offer_own
from kpis.assessment.stored_facts import approved, keep_reports
from kpis.assessment.together import offer_together
from kpis.documents.clean_texts import clean
from kpis.judging.evaluation import RULE_VERSION
from kpis.judging.numbers import decimal_text
from kpis.judging.ratings import Scale
from kpis.judging.trend import compared
from kpis.judging.wording import value_text
from kpis.models import Indicator, Measurement, Report, Review
from kpis.workflow.reviews import runs_in
from plans.era import Quarter, date_label
from plans.ledger.as_of import as_of
from plans.models import Plan

from . import data_quality as quality
from .action import actions_entry
from .changes import changes, counts_alike, with_summary
from .corrected import corrected
from .explained import explained
from .former import as_current
from .indicator import indicator_entry, is_rated_kind
from .method import method
from .plan import city_entry, counts_entry, exceptions, plan_entry, scale_entry, tables
from .plan_changes import lines_since, plan_changes
from .types import ComparedReport, FrozenDay, FrozenIndicator, FrozenPrevious, Snapshot, Standing

SCHEMA_VERSION = 2

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
) -> Snapshot:
    """The snapshot of that quarter as known now.

    It stands on the quarter's last day, or today while the quarter runs. `office`: who publishes. `superseded`: the
    report that this revision corrects. `holds`: which approved reports count (all). Raises ValueError when the quarter
    has not begun.
    """
    today = timezone.localdate(published_at) if published_at else timezone.localdate()
    if quarter.first_day > today:
        raise ValueError(_("%sはまだ始まっていません。") % quarter.label)
    at = min(quarter.last_day, today)
    as_of([plan], plan, at)  # its title and edition of that day, for this report
    scale = scale_of(plan)
    rows = _assessed(plan, at, scale, holds)
    now = _standing(plan, quarter, review, scale, rows)
    last = _last_report(plan, quarter)
    against, before = _before(plan, quarter, last, scale, holds)
    lines = lines_since(plan, quarter, last)
    ids = {row.indicator.code: row.indicator.pk for row in rows}
    found = explained(changes(before, now), lines, ids) if before else []
    if before:
        _add_previous(now, before, rows)
    snapshot: Snapshot = {
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
            "at": _day(at),
            "is_running": at < quarter.last_day,
            "is_outside_term": not runs_in(plan, quarter),
            "due_on": _day(review.due_on) if review else None,
            "meeting_on": _day(review.meeting_on) if review and review.meeting_on else None,
            "published_on": _day(timezone.localdate(published_at)) if published_at else None,
            "published_by": office,
            "overall_comment": review.overall_comment if review else "",
        },
        "scale": now["scale"],
        "counts": counts_entry(rows),
        "exceptions": exceptions(rows),
        "parts": tables(plan, rows),
        "indicators": now["indicators"],
        "actions": now["actions"],
        "changes": {"against": against, **with_summary(found)},
        "plan_changes": plan_changes(lines),
        "corrections": None,
        "quality": quality.notes(now["indicators"]),
        "method": method(scale),
    }
    snapshot = clean(snapshot)
    if superseded:  # compared as both are printed
        former = as_current(json.loads(superseded.content))
        found = corrected(former, snapshot, plan, since=superseded.published_at)
        snapshot["corrections"] = with_summary(found)
    return snapshot


def rendered(snapshot: Snapshot) -> str:
    """The snapshot as text: the same snapshot gives the same bytes."""
    return json.dumps(snapshot, ensure_ascii=False, indent=1) + "\n"


def _day(day: date) -> FrozenDay:
    return {"date": day.isoformat(), "label": date_label(day)}


def _assessed(plan: Plan, at: date, scale: Scale | None, holds: Holds | None) -> list[Assessment]:
    """Every indicator on that day; a constant number of queries."""
    indicators = as_of(Indicator.objects.for_scorecard(plan), plan, at)
    for indicator in indicators:
        indicator.plan = plan
    remember_ranges(indicators)
    remember_parts(indicators)
    for indicator in indicators:
        if holds:
            keep_reports(indicator, [row for row in approved(indicator) if holds(row)])
    found = assess_all(indicators, at, scale)
    offer_own(found)
    offer_together(found)
    return found


def _standing(
    plan: Plan, quarter: Quarter, review: Review | None, scale: Scale | None, rows: list[Assessment]
) -> Standing:
    actions = as_of(plan.actions.shown().prefetch_related("lead_departments"), plan, quarter.last_day)
    return {
        "scale": scale_entry(scale),
        "indicators": [indicator_entry(row, quarter, review) for row in rows],
        "actions": actions_entry(actions, latest_by_action(plan, quarter.last_day), quarter),
    }


def _last_report(plan: Plan, quarter: Quarter) -> Report | None:
    """The newest revision of the last report before that quarter; one that was altered tells nothing to compare with."""
    rows = Report.objects.intact().filter(review__plan=plan, review__period__lt=str(quarter))
    rows = rows.select_related("review")
    return rows.order_by("-review__period", "-revision").first()


def _before(
    plan: Plan, quarter: Quarter, last: Report | None, scale: Scale | None, holds: Holds | None
) -> tuple[ComparedReport | None, Standing | None]:
    """What this quarter is compared with, and its snapshot: the last report before it, else the quarter before."""
    if last is not None:
        published: ComparedReport = {
            "is_published": True,
            "period": last.review.period,
            "label": last.review.label,
            "revision": last.revision,
            "revision_label": last.revision_label,
            "checksum": last.checksum,
            "rule_version": last.rule_version,
        }
        return published, as_current(json.loads(last.content))
    earlier = Quarter.from_index(quarter.index - 1)
    if plan.begins_on and earlier.last_day < plan.begins_on:
        return None, None
    rows = _assessed(plan, earlier.last_day, scale, holds)
    before = _standing(plan, earlier, None, scale, rows)
    if not any(row["value"] for row in before["indicators"] if is_rated_kind(row)):
        return None, None
    unpublished: ComparedReport = {
        "is_published": False,
        "period": str(earlier),
        "label": earlier.label,
        "revision": None,
        "revision_label": "",
        "checksum": "",
        "rule_version": RULE_VERSION,
    }
    return unpublished, before


def _add_previous(now: Standing, before: Standing, assessed: list[Assessment]) -> None:
    """Beside each value and status the one before."""
    indicators = {row["code"]: row for row in before["indicators"]}
    for row, found in zip(now["indicators"], assessed, strict=True):
        if row["code"] in indicators:
            row["previous"] = _previous(indicators[row["code"]], row, found)
    actions = {row["code"]: row for row in before["actions"]["rows"]}
    for action in now["actions"]["rows"]:
        if action["code"] in actions:
            action["previous_status"] = actions[action["code"]]["status"]
            action["previous_status_label"] = actions[action["code"]]["status_label"]


def _previous(was: FrozenIndicator, now: FrozenIndicator, found: Assessment) -> FrozenPrevious:
    """Of a year's sum the value stands beside the same part of the year before: a quarter is no whole year."""
    value = was["value"]
    label, number, text = ("", None, "")
    if now["value"] and now["value"]["is_sum"]:
        if earlier := compared(found.facts, found.evaluation.reading, found.at):
            label, number = earlier.before_covers, decimal_text(earlier.before)
            text = value_text(found.facts, earlier.before)
    elif value:
        # A number only where it counts the same thing; the text says its own unit.
        number = value["value"] if counts_alike(was, now) else None
        label, text = value["label"], value["text"]
    return {
        "label": label,
        "value": number,
        "text": text,
        "verdict": was["verdict"],
        "verdict_label": was["verdict_label"],
        "group": was["group"],
        "group_key": was["group_key"],
    }
