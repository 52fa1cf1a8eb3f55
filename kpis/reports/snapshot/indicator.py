"""What a report says of one indicator: raw values beside the words that every format prints."""

from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.assessment.assessment import Assessment
from kpis.assessment.indicator_detail import ReportedPeriod, reported_periods
from kpis.assessment.stored_facts import approved, observation_of
from kpis.documents.csv_files import baseline_words
from kpis.judging.known import least_sure
from kpis.judging.numbers import decimal_text
from kpis.judging.periods import Period, quarter_of
from kpis.judging.self_assessment import OwnAssessment
from kpis.judging.terms import ObservationStatus, Series
from kpis.judging.trend import own_trend_text, trend_text
from kpis.judging.wording import value_text
from kpis.models import Indicator, Measurement, Review
from kpis.workflow.due_items import due_periods
from kpis.workflow.self_assessments import aspects_of
from plans.era import Quarter
from plans.models.places import department_names

from .facts import facts_entry
from .types import (
    FrozenBaseline,
    FrozenComments,
    FrozenDue,
    FrozenIndicator,
    FrozenSelfAssessment,
    FrozenTarget,
    FrozenTrend,
    FrozenValue,
)

REPORTED, MISSING, UNREPORTED = "reported", "missing", "unreported"  # how a due value was answered
DUE_LABELS = {REPORTED: "報告あり", MISSING: "値なし", UNREPORTED: "未報告"}


def indicator_entry(row: Assessment, quarter: Quarter, review: Review | None) -> FrozenIndicator:
    """One indicator on the report's day. Numbers are decimal strings, ratios 1 = 100 %, periods 2024 or 2024-Q3."""
    indicator, found, facts = row.indicator, row.evaluation, row.facts
    told = reported_periods(row)
    newest = told[0] if told else None
    due = _due(row, quarter, review)
    departments = list(indicator.departments.all())
    entry: FrozenIndicator = {
        "code": indicator.code,
        "role": indicator.role,
        "role_label": {"kpi": "KPI", "kgi": "KGI"}.get(indicator.role, _("参考")),
        "number": indicator.number,
        "name": indicator.name,
        "label": str(indicator),
        "definition": indicator.definition,
        "target_wording": indicator.target_wording,
        "data_source": indicator.data_source,
        "comparability_note": indicator.comparability_note,
        "goal": indicator.goal.code if indicator.goal else "",
        "goal_label": str(indicator.goal) if indicator.goal else "",
        "departments": [department.name for department in departments],
        "owner": (newest.measurement.owner_name if newest else "") or department_names(departments),
        "unit": facts.unit,
        "decimals": facts.decimals,
        "direction_label": str(facts.direction.label),
        "series_label": str(facts.series.label),
        "frequency_label": str(facts.frequency.label),
        "baseline": _baseline(row),
        "target": _target(row),
        "value": _value(row, told),
        "latest_period": str(found.newest.period) if found.newest else "",
        "latest": decimal_text(found.newest.value) if found.newest else None,
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
        "verdict_label": found.label,
        "group": found.group.value,
        "group_key": found.group.key,
        "stale": found.stale,
        "is_worse_than_baseline": found.is_worse_than_baseline,
        "mark": row.mark.mark if row.mark else "",
        "mark_label": row.mark.label if row.mark else "",
        "trend": _trend(row),
        "citizen_sentence": row.citizen_sentence,
        "sentence": row.sentence,
        "overdue_text": row.overdue_text,
        "due": due,
        "comments": _comments(newest, due) if newest else None,
        "facts": facts_entry(row, told),
        "previous": None,  # until the report before has been looked at
    }
    if aspects_of(indicator.plan):
        entry["self_assessments"] = [_own(one) for one in row.self_assessments]
    if row.composition:
        entry["composition"] = row.composition_text
    return entry


def _own(own: OwnAssessment) -> FrozenSelfAssessment:
    return {
        "aspect": own.aspect_code,
        "label": own.aspect,
        "mark": own.mark.mark,
        "mark_label": own.mark.label,
        "text": own.mark.text,
        "group": own.mark.group.value if own.mark.group else "",
        "reason": own.reason,
        "difference": own.difference,
    }


def _trend(row: Assessment) -> FrozenTrend | None:
    found = row.judged_trend
    if found is None:
        return None
    return {
        "course": found.course.value,
        "label": str(found.course.label),
        "arrow": found.arrow,
        "text": trend_text(row.facts, found),
        "own_text": own_trend_text(row.facts, found),
        "before": decimal_text(found.before),
        "before_text": value_text(row.facts, found.before),
        "before_label": found.before_covers,
    }


def _baseline(row: Assessment) -> FrozenBaseline | None:
    point = row.evaluation.baseline
    if point is None:
        return None
    return {
        "period": str(point.period),
        "label": row.baseline_period_label,
        "value": decimal_text(point.value),
        "text": row.baseline_text,
        "is_provisional": row.evaluation.baseline_is_provisional,
        "is_reading": row.facts.baseline_is_reading,
        "note": baseline_words(row.facts, row.indicator.baseline_note),
    }


def _target(row: Assessment) -> FrozenTarget | None:
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


def _value(row: Assessment, told: list[ReportedPeriod]) -> FrozenValue | None:
    """The value as judged; None where there is none."""
    found = row.evaluation
    if found.reading is None or found.value is None:
        return None
    parts = _parts_of_value(row, found.reading.period, told)
    status = least_sure(ObservationStatus(part.observation_status) for part in parts)
    first, last = row.covered_days
    return {
        "period": str(found.reading.period),
        "label": row.covers_text,
        "period_start": first.isoformat() if first else None,
        "period_end": last.isoformat() if last else None,
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "value": decimal_text(found.value),
        "text": row.value_text,
        "is_sum": found.reading.is_yearly_sum and found.reading.periods_a_year > 1,
        "own": decimal_text(found.reading.own) if row.own_text else None,
        "own_text": row.own_text,
        "own_label": row.own_period_text if row.own_text else "",
        "in_progress": found.reading.in_progress,
        "annualized": decimal_text(found.annualized),
        "annualized_text": row.annualized_text,
        "status": status.value,
        "status_label": str(status.label),
        "revision": max((part.revision for part in parts), default=1),
        "is_of_this_quarter": quarter_of(found.reading.period) == Quarter.of(row.at),
        "later_text": row.later_text,
        "later_because": row.later_because,
    }


def _parts_of_value(row: Assessment, period: Period, told: list[ReportedPeriod]) -> list[Measurement]:
    """The reports of which the period's value is made: one, or of a yearly sum those of its year so far."""
    is_sum = row.facts.series is Series.FLOW
    found = []
    for report in told:
        own = Period.parse(report.measurement.period)
        if own == period or (is_sum and own.year == period.year and own.index <= period.index):
            found.append(report.measurement)
    return found


def _value_notes(row: Assessment, due: FrozenDue | None) -> list[str]:
    """What must stand beside the value: what it compares, a newer one that is not judged, that the quarter brought none."""
    compared = row.composition.few if row.composition else ()
    notes = [f"{part.indicator.name} {part.value}" for part in compared]
    notes += [row.together_text] if row.together_text else []
    if row.later_text:
        notes.append(
            _("最新 %(value)s（%(because)s）") % {"value": row.later_text, "because": row.later_because}
        )
    if due and due["state"] != REPORTED:
        notes.append(_("この四半期は%s") % due["state_label"])
    return notes


def _due(row: Assessment, quarter: Quarter, review: Review | None) -> FrozenDue | None:
    """How the quarter's own value was reported; None where the quarter asks for none."""
    periods = () if row.indicator.is_reference else due_periods(row.indicator, quarter)
    if not periods:
        return None
    told = {report.period for report in approved(row.indicator)}
    # Of several months the first that was not reported, else the last.
    period = next((period for period in periods if str(period) not in told), periods[-1])
    mine = [report for report in approved(row.indicator) if report.period == str(period)]
    answer = mine[-1] if mine else None
    state, reason = UNREPORTED, ""
    if answer is not None:
        state = REPORTED
        if answer.observation_status == ObservationStatus.MISSING:
            state, reason = MISSING, answer.issues_comment or answer.progress_comment
    handed_in = mine[0].submitted_at if mine else None
    days = (timezone.localdate(handed_in) - review.due_on).days if handed_in and review else 0
    day = observation_of(answer).known_on if answer else None
    return {
        "period": str(period),
        "label": period.short_label_at(row.facts.frequency),
        "state": state,
        "state_label": DUE_LABELS[state],
        "days_late": max(0, days),
        "as_of_after": day.isoformat() if day and day > row.at else None,
        "reason": reason,
    }


def _comments(newest: ReportedPeriod, due: FrozenDue | None) -> FrozenComments:
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


def is_rated_kind(entry: FrozenIndicator) -> bool:
    """Whether the plan measures itself by it: references are shown apart and counted nowhere."""
    return entry["role"] != Indicator.Role.REFERENCE
