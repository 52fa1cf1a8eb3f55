"""What a report says of one indicator or action: raw values beside the words that every format prints."""

from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.assessment import Assessment, approved
from kpis.assessment.indicator_detail import ReportedPeriod, reported_periods
from kpis.judging.facts import Facts, Point
from kpis.judging.numbers import decimal_text
from kpis.judging.periods import Period, due_period
from kpis.judging.sentences import value_text
from kpis.judging.terms import ObservationStatus, Series
from kpis.models import ActionProgress, Indicator, Measurement, Review
from plans.era import Quarter, date_label
from plans.models import Action

from .facts import facts_entry

REPORTED, MISSING, UNREPORTED = "reported", "missing", "unreported"  # how a due value was answered
DUE_LABELS = {REPORTED: "報告あり", MISSING: "値なし", UNREPORTED: "未報告"}


def indicator_entry(row: Assessment, quarter: Quarter, review: Review | None) -> dict:
    """One indicator on the report's day. Numbers are decimal strings, ratios 1 = 100 %, periods 2024 or 2024-Q3."""
    indicator, found, facts = row.indicator, row.evaluation, row.facts
    told = reported_periods(row)
    newest = told[0] if told else None
    due = _due(row, quarter, review)
    departments = [department.name for department in indicator.departments.all()]
    return {
        "code": indicator.code,
        "role": indicator.role,
        "role_label": {"kpi": "KPI", "kgi": "KGI"}.get(indicator.role, _("参考")),
        "number": indicator.number,
        "name": indicator.name,
        "label": str(indicator),
        "definition": indicator.definition,
        "target_wording": indicator.target_wording,
        "data_source": indicator.data_source,
        "goal": indicator.goal.code if indicator.goal else "",
        "goal_label": str(indicator.goal) if indicator.goal else "",
        "departments": departments,
        "owner": (newest.measurement.owner_name if newest else "") or "、".join(departments),
        "unit": facts.unit,
        "decimals": facts.decimals,
        "direction_label": str(facts.direction.label),
        "series_label": str(facts.series.label),
        "frequency_label": str(facts.frequency.label),
        "baseline": _baseline(row),
        "target": _target(row),
        "value": _value(row, told),
        "value_notes": _value_notes(row, due),
        "expected": decimal_text(found.expected),
        "expected_text": row.expected_text,
        "attainment": decimal_text(found.attainment),
        "attainment_text": row.attainment_text,
        "achievement": decimal_text(found.achievement),
        "achievement_text": row.achievement_text,
        "pace": decimal_text(found.pace),
        "pace_text": row.pace_text,
        "gap": decimal_text(found.gap),
        "year_progress": decimal_text(found.year_progress),
        "year_progress_text": row.year_progress_text,
        "kept": list(found.kept) if found.kept else None,
        "verdict": found.verdict.value,
        "verdict_label": str(found.verdict.label),
        "group": found.group.value,
        "group_key": found.group.key,
        "stale": found.stale,
        "mark": row.mark.mark if row.mark else "",
        "mark_label": row.mark.label if row.mark else "",
        "trend": {
            "course": row.trend.course.value,
            "label": str(row.trend.course.label),
            "arrow": row.trend.arrow,
        }
        if row.trend
        else None,
        "sentence": row.sentence,
        "due": due,
        "comments": _comments(newest, due) if newest else None,
        "facts": facts_entry(row, told),
    }


def _point(facts: Facts, point: Point) -> dict:
    return {
        "period": str(point.period),
        "label": point.period.short_label_at(facts.frequency),
        "value": decimal_text(point.value),
        "text": value_text(facts, point.value),
    }


def _baseline(row: Assessment) -> dict | None:
    point = row.evaluation.baseline or row.facts.baseline
    if point is None:
        return None
    return _point(row.facts, point) | {
        "is_provisional": row.evaluation.baseline_is_provisional,
        "note": row.indicator.baseline_note,
    }


def _target(row: Assessment) -> dict | None:
    """The last target in force; of a range to keep, its words."""
    target = row.evaluation.target
    if not row.target_text:
        return None
    return {
        "period": str(target.period) if target else "",
        "label": row.target_period_label,
        "value": decimal_text(target.value) if target else None,
        "text": row.target_text,
    }


def _value(row: Assessment, told: list[ReportedPeriod]) -> dict | None:
    """The value as judged; None where there is none."""
    found = row.evaluation
    if found.reading is None or found.value is None:
        return None
    parts = _parts_of_value(row, told)
    return {
        "period": str(found.reading.period),
        "label": row.period_text,
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "value": decimal_text(found.value),
        "text": row.value_text,
        "in_progress": found.reading.in_progress,
        "annualized": decimal_text(found.annualized),
        "annualized_text": row.annualized_text,
        **_weakest_status(parts),
        "revision": max((part.revision for part in parts), default=1),
        "is_of_this_quarter": found.reading.period.index == Quarter.of(row.at).index,
        "later_text": row.later_text,
    }


def _parts_of_value(row: Assessment, told: list[ReportedPeriod]) -> list[Measurement]:
    """The reports of which the value is made: one, or of a yearly sum those of its year so far."""
    period = row.evaluation.reading.period
    is_sum = row.facts.series is Series.FLOW
    found = []
    for report in told:
        own = Period.parse(report.measurement.period)
        if own == period or (is_sum and own.year == period.year and own.index <= period.index):
            found.append(report.measurement)
    return found


def _weakest_status(parts: list[Measurement]) -> dict[str, str]:
    """A sum is no surer than its least sure part."""
    given = {part.observation_status for part in parts}
    order = (ObservationStatus.ESTIMATED, ObservationStatus.PROVISIONAL)
    status = next((each for each in order if each.value in given), ObservationStatus.NORMAL)
    return {"status": status.value, "status_label": str(status.label)}


def _value_notes(row: Assessment, due: dict | None) -> list[str]:
    """What must stand beside the value: a newer one that is not judged, and that the quarter brought none."""
    notes = []
    if row.evaluation.value is not None and row.later_text:
        notes.append(_("最新 %s（目標の期限の後）") % row.later_text)
    if due and due["state"] != REPORTED:
        notes.append(_("この四半期は%s") % due["state_label"])
    return notes


def _due(row: Assessment, quarter: Quarter, review: Review | None) -> dict | None:
    """How the quarter's own value was reported; None where the quarter asks for none."""
    period = None if row.indicator.is_reference else due_period(row.facts.frequency, quarter)
    if period is None:
        return None
    mine = [report for report in approved(row.indicator) if report.period == str(period)]
    answer = mine[-1] if mine else None
    state = UNREPORTED
    if answer is not None:
        state = MISSING if answer.observation_status == ObservationStatus.MISSING else REPORTED
    handed_in = mine[0].submitted_at if mine else None
    days = (timezone.localdate(handed_in) - review.due_on).days if handed_in and review else 0
    day = (answer.as_of or period.last_day) if answer else None
    return {
        "period": str(period),
        "label": period.short_label_at(row.facts.frequency),
        "state": state,
        "state_label": DUE_LABELS[state],
        "days_late": max(0, days),
        "as_of_after": day.isoformat() if day and day > row.at else None,
        "reason": (answer.issues_comment or answer.progress_comment) if state == MISSING else "",
    }


def _comments(newest: ReportedPeriod, due: dict | None) -> dict:
    """Of the newest report; `note` says of which one where it is not this quarter's."""
    row = newest.measurement
    is_of_this_quarter = due is not None and due["period"] == row.period
    return {
        "period": row.period,
        "label": newest.label,
        "note": "" if is_of_this_quarter else _("%sの報告") % newest.label,
        "progress": row.progress_comment,
        "issues": row.issues_comment,
        "response": row.response_comment,
        "evidence_url": row.evidence_url,
        "revision": row.revision,
        "revision_reason": row.revision_reason,
    }


def action_entry(action: Action, latest: ActionProgress | None, quarter: Quarter) -> dict:
    """One action on the report's day, by its newest approved report."""
    departments = [department.name for department in action.lead_departments.all()]
    return {
        "code": action.code,
        "number": action.number,
        "title": action.title,
        "label": str(action),
        "departments": departments,
        "owner": (latest.owner_name if latest else "") or "、".join(departments),
        "status": latest.status if latest else "",
        "status_label": str(latest.get_status_display()) if latest else _("報告なし"),
        "period": latest.period if latest else "",
        "label_of_period": Period.parse(latest.period).label if latest else "",
        "is_of_this_quarter": latest is not None and latest.period == str(quarter),
        "comment": latest.comment if latest else "",
        "revision": latest.revision if latest else 1,
        "revision_reason": latest.revision_reason if latest else "",
    }


def dated(day: date | None) -> dict | None:
    """A day for machines and for people."""
    return {"date": day.isoformat(), "label": date_label(day)} if day else None


def number_of(text: str | None) -> Decimal | None:
    """The inverse of `decimal_text`."""
    return None if text is None else Decimal(text)


def is_rated_kind(entry: dict) -> bool:
    """Whether the plan measures itself by it: references are shown apart and counted nowhere."""
    return entry["role"] != Indicator.Role.REFERENCE
