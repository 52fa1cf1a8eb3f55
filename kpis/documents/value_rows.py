"""All approved values of a plan as rows: one for each indicator and period, read from the database as they are written.

Only the indicators stay in memory, with what was decided of them: there may be millions of values.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from django.db.models import Prefetch, QuerySet

from kpis.assessment.chart_rows import FORMER, no_ratio, value_notes
from kpis.assessment.composed import parts_of, remember_parts
from kpis.assessment.former_ranges import remember_ranges
from kpis.assessment.own_assessments import assessed, said_of, told
from kpis.assessment.stored_facts import approved, facts_of, observation_in
from kpis.judging.known import Observation
from kpis.judging.periods import MONTHS_A_YEAR
from kpis.judging.self_assessment import texts_of
from kpis.models import Indicator, Measurement, SelfAssessment
from plans.joining import listed
from plans.ledger.as_of import as_of
from plans.models import Plan

from .csv_files import csv_cell, place_cells

_NONE: tuple[None, tuple[Measurement, ...]] = (None, ())
READ_AT_ONCE = 2000  # values
VALUE_COLUMNS = (
    "city_code", "city", "plan", "code", "number", "name", "unit", "period", "period_label", "period_start", "period_end",
    "value", "numerator", "denominator", "target_value", "observation_status", "as_of", "revision", "revision_reason",
    "note", "reported_value", "reported_unit", "progress_comment", "issues_comment", "response_comment",
    "self_assessments", "self_assessment_reasons", "at", "sample",
)  # fmt: skip
_READ = (
    "indicator_id", "period", "revision", "revision_reason", "value", "numerator", "denominator", "as_of",
    "observation_status", "reported_unit", "conversion", "progress_comment", "issues_comment", "response_comment",
)  # fmt: skip


def value_rows(plan: Plan, at: date) -> Iterator[Sequence[str]]:
    """The cells of every row, in the plan's order and by time: the values that the indicators' pages show of that day.

    Of several revisions the last one. The indicators are read at once, in a constant number of queries, the values by one.
    """
    indicators = _indicators(plan, at)
    rows = (
        Measurement.objects.approved()
        .filter(indicator__plan=plan, indicator__state="public")
        .order_by("indicator__order", "indicator__code", "indicator_id", "period", "revision")
        .only(*_READ)
        .prefetch_related(Prefetch("self_assessments", queryset=_own()))
    )
    return _cells(indicators, rows.iterator(chunk_size=READ_AT_ONCE), at)


def _own() -> QuerySet[SelfAssessment]:
    return SelfAssessment.objects.select_related("aspect", "mark").order_by("aspect__order", "aspect__code")


def _indicators(plan: Plan, at: date) -> dict[int, Indicator]:
    """Those of that day, by id, without their values."""
    found = as_of(Indicator.objects.filter(plan=plan).shown().with_decisions(), plan, at)
    remember_parts(found)  # of those that are worked out the parts' values, and no others
    for row in found:
        row.plan = plan
        row.approved_measurements = []
    remember_ranges(found)
    _remember_own([row for row in found if row.formula])
    return {row.pk: row for row in found}


def _remember_own(composites: Iterable[Indicator]) -> None:
    """What the departments say of the parts, where something is worked out at all: one query."""
    parts = {row: [part for part in parts_of(row) if part is not None] for row in composites}
    reports = [report for found in parts.values() for part in found for report in part.approved_measurements]
    found = assessed(reports) if reports else {}
    for row in parts:
        row.own_assessed = found


def _cells(
    indicators: dict[int, Indicator], rows: Iterable[Measurement], at: date
) -> Iterator[Sequence[str]]:
    stored = groupby(rows, key=lambda row: row.indicator_id)
    key, own = next(stored, _NONE)
    for indicator in indicators.values():
        while key is not None and key not in indicators:
            key, own = next(stored, _NONE)
        if indicator.formula:
            yield from _of_one(indicator, approved(indicator), at)
        elif key == indicator.pk:
            yield from _of_one(indicator, own, at)
            key, own = next(stored, _NONE)


def _of_one(indicator: Indicator, rows: Iterable[Measurement], at: date) -> Iterator[Sequence[str]]:
    rest = _Rest(indicator, at)
    for _period, revisions in groupby(rows, key=lambda row: row.period):
        *_earlier, latest = revisions
        seen = observation_in(rest.indicator, latest)
        if seen.known_on <= at:
            yield rest.cells(latest, seen)


class _Rest:
    """What the rows of one indicator have in common."""

    def __init__(self, indicator: Indicator, at: date) -> None:
        self.indicator = indicator
        self.facts = facts_of(indicator)
        self._targets = {point.period.index: point.value for point in self.facts.targets_in_force(at)}
        place = place_cells(indicator.plan, indicator)
        self._place = place | {"number": indicator.number, "at": at.isoformat()}

    def cells(self, row: Measurement, seen: Observation) -> list[str]:
        facts, period = self.facts, seen.period
        former = facts.former_unit(period)
        unit = self.indicator.unit if former is None else former
        is_converted = bool(row.conversion) and row.reported_unit != unit
        # Of a yearly sum a part of the year is not held against the year's target.
        is_whole = not facts.series.is_yearly_sum or period.months == MONTHS_A_YEAR
        said = [told(one) for one in row.self_assessments.all()] if row.pk else said_of(self.indicator, row)
        own = texts_of(said)
        found = self._place | {
            "unit": unit,
            "period": row.period,
            "period_label": period.label_at(facts.frequency),
            "period_start": facts.first_day_of(period),
            "period_end": period.last_day,
            "value": facts.in_unit_of(period).value_of((seen,)) if seen.has_value else None,
            "numerator": row.numerator,
            "denominator": row.denominator,
            "target_value": self._targets.get(period.index) if is_whole else None,
            "observation_status": row.observation_status,
            "as_of": row.as_of,
            "revision": row.revision,
            "revision_reason": row.revision_reason,
            "note": listed(self._notes(seen, former)),
            "reported_value": row.value if is_converted else None,
            "reported_unit": row.reported_unit if is_converted else "",
            "progress_comment": row.progress_comment,
            "issues_comment": row.issues_comment,
            "response_comment": row.response_comment,
            "self_assessments": own.marks,
            "self_assessment_reasons": own.reasons,
        }
        return [csv_cell(found[column]) for column in VALUE_COLUMNS]

    def _notes(self, seen: Observation, former: str | None) -> list[str]:
        notes = [] if former is None else [str(FORMER)]
        if seen.has_parts and not seen.denominator:
            notes.append(no_ratio(seen))
        return notes + value_notes(self.facts, seen)
