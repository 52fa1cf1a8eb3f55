"""The scorecard and an indicator as CSV: header in row 1, one table, units in their own column, blank is not 0.

UTF-8 with a byte order mark, so that Excel in Japan reads it right.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kpis.assessment.assessment import Assessment
from kpis.assessment.own_assessments import assessed, told
from kpis.assessment.stored_facts import approved, facts_of, observation_in, target_row
from kpis.judging.facts import Facts
from kpis.judging.numbers import decimal_text
from kpis.judging.periods import Period
from kpis.judging.self_assessment import texts_of
from kpis.models import Indicator
from plans.models import Plan
from plans.spreadsheets import CSV_TYPE, FORMULA

from .indicator_line import IndicatorLine

SAMPLE = "サンプル"

SCORECARD_COLUMNS = (
    "city_code", "city", "plan", "code", "role", "goal_code", "goal", "number", "name", "target_wording", "unit",
    "direction", "series", "frequency", "baseline_period", "baseline_value", "target_period", "target_value",
    "lower", "upper", "baseline_note", "as_of", "period", "covers", "period_start", "period_end", "value", "own_value",
    "annualized", "latest_period", "latest_value", "latest_note", "expected", "attainment", "achievement", "pace", "gap", "verdict",
    "verdict_label", "group", "mark", "stale", "overdue", "citizen_sentence", "sentence", "comparability_note", "composition",
    "kind", "value_text", "target_text", "self_assessments", "self_assessment_reasons", "self_assessment_differs", "at",
    "sample",
)  # fmt: skip
RECORD_COLUMNS = (
    "city_code", "city", "plan", "code", "name", "unit", "record", "period", "period_label", "period_start",
    "period_end", "value", "numerator", "denominator", "observation_status", "as_of", "effective_from", "revision",
    "reason", "progress_comment", "issues_comment", "response_comment", "reported_value", "reported_unit",
    "aspect", "mark", "mark_label", "mark_group", "sample",
)  # fmt: skip


def scorecard_rows(plan: Plan, rows: Iterable[Assessment]) -> Iterable[dict[str, object]]:
    """One row per indicator, the same assessment as the page shows."""
    for row in rows:
        yield (
            place_cells(plan, row.indicator)
            | _line(row).cells()
            | {
                "latest_note": row.later_because,
                "kind": row.facts.kind.value,
                "value_text": row.value_text,
                "target_text": row.target_text,
                "at": row.at,
            }
        )


def _line(row: Assessment) -> IndicatorLine:
    indicator, found, facts = row.indicator, row.evaluation, row.facts
    goal, target, reading = indicator.goal, found.target, found.reading
    baseline = found.baseline
    first, last = row.covered_days
    own = texts_of(row.self_assessments)
    return IndicatorLine(
        code=indicator.code,
        role=indicator.role,
        goal_code=goal.code if goal else "",
        goal=str(goal) if goal else "",
        number=indicator.number,
        name=indicator.name,
        target_wording=indicator.target_wording,
        unit=facts.unit,
        direction=facts.direction.value,
        series=facts.series.value,
        frequency=facts.frequency.value,
        baseline_period=str(baseline.period) if baseline else None,
        baseline_value=baseline.value if baseline else None,
        target_period=str(target.period) if target else None,
        target_value=target.value if target else None,
        lower=facts.lower,
        upper=facts.upper,
        baseline_note=baseline_words(facts, indicator.baseline_note),
        period=str(reading.period) if reading else None,
        covers=row.covers_text,
        period_start=first.isoformat() if first else None,
        period_end=last.isoformat() if last else None,
        own_value=reading.own if reading and row.own_text else None,
        latest_period=str(found.newest.period) if found.newest else None,
        latest_value=found.newest.value if found.newest else None,
        overdue=row.overdue_text,
        citizen_sentence=row.citizen_sentence,
        as_of=found.as_of.isoformat() if found.as_of else None,
        value=found.value,
        annualized=found.annualized,
        expected=found.expected,
        attainment=found.attainment,
        achievement=found.achievement,
        pace=found.pace,
        gap=found.gap,
        verdict=found.verdict.value,
        verdict_label=found.label,
        group=found.group.value,
        mark=row.mark.mark if row.mark else "",
        stale=found.stale,
        sentence=row.sentence,
        comparability_note=indicator.comparability_note,
        composition=row.composition_text,
        self_assessments=own.marks,
        self_assessment_reasons=own.reasons,
        self_assessment_differs=own.differences,
    )


def baseline_words(facts: Facts, note: str) -> str:
    """The baseline's note; where the portal reads one that the plan does not state, that first."""
    mark = (
        _("基準の値は、計画に書かれていないため、このポータルが選びました。")
        if facts.baseline_is_reading
        else ""
    )
    return note if note.startswith(mark[:-1]) or not mark else mark + note


def record_rows(plan: Plan, indicator: Indicator, at: date | None = None) -> Iterable[dict[str, object]]:
    """Everything public that is stored of one indicator: baseline, targets or range, what is excluded, measurements with
    all revisions. Each period stands with its name and days: a half-year's 2024-Q2 begins in April.

    `at`: what was decided by that day, and values that speak of it or of earlier ones; the indicator is that of the day.
    """
    facts = facts_of(indicator)
    for record in _records(indicator, facts, at or date.max):
        period = record.get("period")
        days = _period_cells(facts, Period.parse(str(period))) if period else {}
        yield place_cells(plan, indicator) | days | record


def _records(indicator: Indicator, facts: Facts, at: date) -> Iterable[dict[str, object]]:
    if indicator.baseline_value is not None:
        yield {
            "record": "baseline",
            "period": indicator.baseline_period,
            "value": indicator.baseline_value,
            "reason": baseline_words(facts, indicator.baseline_note),
        }
    yield from _range_records(facts)
    for number, step in enumerate(facts.steps, start=1):
        yield {"record": "step", "period": str(step.planned), "value": number, "reason": step.title}
    for target in indicator.targets.all():
        if target.effective_from > at:
            continue
        yield {
            "record": "target",
            "period": target.period,
            "value": target_row(indicator, target).value,
            "unit": target.unit,
            "effective_from": target.effective_from,
            "reason": target.reason,
        }
    for change in indicator.series_breaks.all():
        if change.decided_on > at:
            continue
        yield {
            "record": "break",
            "period": change.period,
            "effective_from": change.decided_on,
            "reason": change.reason,
        }
    for excluded in indicator.excluded_periods.all():
        yield {"record": "excluded", "period": excluded.period, "reason": excluded.reason}
    reports = approved(indicator)
    own_assessed = assessed(reports)
    for report in reports:
        seen = observation_in(indicator, report)
        if seen.known_on > at:
            continue
        unit = _unit(indicator, facts.former_unit(seen.period))
        is_converted = bool(report.conversion) and report.reported_unit != unit
        yield {
            "record": "measurement",
            "period": report.period,
            "value": seen.value,
            "unit": unit,
            "reported_value": report.value if is_converted else None,
            "reported_unit": report.reported_unit if is_converted else "",
            "numerator": report.numerator,
            "denominator": report.denominator,
            "observation_status": report.observation_status,
            "as_of": report.as_of,
            "revision": report.revision,
            "reason": report.revision_reason,
            "progress_comment": report.progress_comment,
            "issues_comment": report.issues_comment,
            "response_comment": report.response_comment,
        }
        for own in map(told, own_assessed.get(report.pk, ())):
            yield {
                "record": "self_assessment",
                "period": report.period,
                "revision": report.revision,
                "reason": own.reason,
                "aspect": own.aspect,
                "mark": own.mark.mark,
                "mark_label": own.mark.label,
                "mark_group": own.mark.group,
            }


def _range_records(facts: Facts) -> Iterable[dict[str, object]]:
    """Both ends of every range that was to be kept, the oldest first, each from its day on."""
    since = None
    for row in facts.former_ranges:
        for name, value in (("lower", row.lower), ("upper", row.upper)):
            yield {"record": name, "value": value, "effective_from": since}
        since = row.until
    for name, now in (("lower", facts.lower), ("upper", facts.upper)):
        if now is not None:
            yield {"record": name, "value": now, "effective_from": since}


def _unit(indicator: Indicator, former: str | None) -> str:
    return indicator.unit if former is None else former


def _period_cells(facts: Facts, period: Period) -> dict[str, object]:
    return {
        "period_label": period.short_label_at(facts.frequency),
        "period_start": facts.first_day_of(period),
        "period_end": period.last_day,
    }


def place_cells(plan: Plan, indicator: Indicator) -> dict[str, object]:
    """Whose row it is: the city, the plan, the indicator, and whether all of it is invented."""
    city = plan.municipality
    return {
        "city_code": city.code,
        "city": city.name,
        "plan": plan.full_title,
        "code": indicator.code,
        "name": indicator.name,
        "unit": indicator.unit,
        "sample": SAMPLE if city.is_fictional else "",
    }


def csv_bytes(columns: Sequence[str], rows: Iterable[dict[str, object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([csv_cell(row.get(column)) for column in columns] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def csv_response(name: str, columns: Sequence[str], rows: Iterable[dict[str, object]]) -> HttpResponse:
    """A download named `name`.csv."""
    response = HttpResponse(csv_bytes(columns, rows), content_type=CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def csv_cell(value: object) -> str:
    """Numbers plain; text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return decimal_text(value) or ""
    text = str(value)
    return f"'{text}" if text[:1] in FORMULA and text != "－" else text  # － alone is a mark
