"""What a verdict of a report rests on, in the form that the `evaluate` command reads: anybody can judge it again."""

from datetime import date

from kpis.assessment.assessment import Assessment
from kpis.assessment.indicator_detail import ReportedPeriod, ledger
from kpis.assessment.stored_facts import observation_in
from kpis.judging.numbers import decimal_text
from kpis.judging.periods import Period
from kpis.models import Measurement

from .types import FactsMeasurement, FrozenFacts


def facts_entry(row: Assessment, told: list[ReportedPeriod]) -> FrozenFacts:
    """All that the verdict rests on; measurements and targets carry their words and reasons too."""
    facts = row.facts
    return {
        "id": row.indicator.code,
        "direction": facts.direction.value,
        "series": facts.series.value,
        "frequency": facts.frequency.value,
        "unit": facts.unit,
        "decimals": facts.decimals,
        "baseline": {
            "period": str(facts.baseline.period),
            "value": decimal_text(facts.baseline.value),
            "is_provisional": facts.baseline_is_provisional,
            "is_reading": facts.baseline_is_reading,
        }
        if facts.baseline
        else None,
        "targets": [
            {
                "period": line.target.period,
                "value": decimal_text(line.number),
                "effective_from": _day(line.target.effective_from),
                "text": line.value,
                "reason": line.target.reason,
                "unit": line.target.former_unit,
                "is_of_former_count": line.target.is_of_former_count,
            }
            for line in reversed(ledger(row))
            if not line.is_future
        ],
        "lower": decimal_text(facts.lower),
        "upper": decimal_text(facts.upper),
        "former_ranges": [
            {
                "lower": decimal_text(one.lower) or "0",
                "upper": decimal_text(one.upper) or "0",
                "until": one.until.isoformat(),
            }
            for one in facts.ranges_before(row.at)
        ],
        "measurements": [_measurement(row, report) for report in reversed(told)],
        "margin": decimal_text(facts.margin) or "0",
        "plan_start": _day(facts.plan_start),
        "plan_end": _day(facts.plan_end),
        "first_period": _period(facts.first_period),
        "last_period": _period(facts.last_period),
        "ended": {"how": facts.ended.how, "reason": facts.ended.reason} if facts.ended else None,
        "excluded": [{"period": str(row.period), "reason": row.reason} for row in facts.excluded],
        "breaks": [
            {"period": str(one.period), "reason": one.reason, "unit_before": one.unit_before}
            for one in facts.breaks_known(row.at)
        ],
        "reporting_from": _period(facts.reporting_from),
        "reporting_lag_days": facts.reporting_lag_days,
        "due_month": facts.due_month,
        "due_on": {
            str(period): day.isoformat()
            for period, day in sorted(facts.due_on.items(), key=str)
            if period.last_day <= row.at
        },
        "is_reference": facts.is_reference,
        "is_part_of_whole": facts.is_part_of_whole,
        "kind": facts.kind.value,
        "strict": facts.strict,
        # That of a milestone follows from its steps.
        "path": row.indicator.path,
        "steps": [{"title": step.title, "planned": str(step.planned)} for step in facts.steps],
        "at": row.at.isoformat(),
    }


def _measurement(of: Assessment, report: ReportedPeriod) -> FactsMeasurement:
    row: Measurement = report.measurement
    return {
        "period": row.period,
        "value": decimal_text(observation_in(of.indicator, row).value),
        "numerator": decimal_text(row.numerator),
        "denominator": decimal_text(row.denominator),
        "status": row.observation_status,
        "as_of": _day(row.as_of),
        "label": report.label,
        "text": report.value,
        "parts": report.parts,
        "status_label": report.status,
        "revision": row.revision,
        "reason": row.revision_reason,
    }


def _period(period: Period | None) -> str | None:
    return str(period) if period else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
