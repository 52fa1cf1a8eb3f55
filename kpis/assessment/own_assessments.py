"""What departments say of their own work (自己評価), beside the verdict on the same period's value."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from kpis.judging.outcome import Evaluation
from kpis.judging.self_assessment import OwnAssessment
from kpis.judging.terms import Group
from kpis.models import AssessmentScale, Indicator, Measurement, SelfAssessment
from plans.models import Plan

from .stored_facts import approved, latest_revisions, observation_of


class Judged(Protocol):
    """What is asked of an `Assessment`."""

    @property
    def indicator(self) -> Indicator: ...
    @property
    def at(self) -> date: ...
    @property
    def evaluation(self) -> Evaluation: ...


def assessed(measurements: Iterable[Measurement]) -> dict[int, list[SelfAssessment]]:
    """The assessments of those reports by the reports' ids, each in the order of the plan's aspects. One query."""
    found: dict[int, list[SelfAssessment]] = {}
    rows = SelfAssessment.objects.filter(measurement__in=[row.pk for row in measurements if row.pk])
    for row in rows.select_related("aspect", "mark").order_by("aspect__order", "aspect__code"):
        found.setdefault(row.measurement_id, []).append(row)
    return found


def told(
    row: SelfAssessment, judged: Group | None = None, verdict: str = "", part: Indicator | None = None
) -> OwnAssessment:
    """`part`: of what is worked out, the indicator whose report says so."""
    words = {"aspect": row.aspect.name, "part": part}
    return OwnAssessment(
        aspect_code=row.aspect.code,
        aspect=_("%(aspect)s（%(part)s）") % words if part is not None else row.aspect.name,
        mark=row.mark.as_mark(),
        reason=row.reason,
        judged=judged,
        verdict=verdict,
    )


def report_judged(assessment: Judged) -> Measurement | None:
    """The report of the period on whose value the verdict rests; where there is no verdict, the newest one known."""
    known = [
        row for row in latest_revisions(assessment.indicator) if observation_of(row).known_on <= assessment.at
    ]
    reading = assessment.evaluation.reading
    if reading is not None:
        return next((row for row in known if row.period == str(reading.period)), None)
    return max(known, key=lambda row: observation_of(row).period.index, default=None)


def own_of(assessment: Judged) -> tuple[OwnAssessment, ...]:
    """What the department says of the period that is judged. Asks the database, once for all rows of `offer_own`."""
    report = report_judged(assessment)
    if report is None:
        return ()
    indicator = assessment.indicator
    if not hasattr(indicator, "own_assessed"):
        remember_own(getattr(indicator, "own_batch", [assessment]))
    evaluation = assessment.evaluation
    is_judged = evaluation.reading is not None
    return said_of(
        indicator, report, evaluation.group if is_judged else None, evaluation.label if is_judged else ""
    )


def reports_behind(report: Measurement) -> tuple[Measurement, ...]:
    """The report itself; of one that is worked out those of its parts, on which it rests."""
    found: tuple[Measurement, ...] = (report,) if report.pk else getattr(report, "part_reports", ())
    return found


def said_of(
    indicator: Indicator, report: Measurement, judged: Group | None = None, verdict: str = ""
) -> tuple[OwnAssessment, ...]:
    """What was read before of that report.

    Of what is worked out nobody reports: what the department says of its part stands here too, where it is the only one that
    is assessed. Of several each is told with its own part.
    """
    kept: dict[int, list[SelfAssessment]] = getattr(indicator, "own_assessed", {})
    said = [(row, kept[row.pk]) for row in reports_behind(report) if kept.get(row.pk)]
    if len(said) != 1:
        return ()
    ((behind, rows),) = said
    part = None if behind is report else behind.indicator
    return tuple(told(row, judged, verdict, part) for row in rows)


def scales_of(plan: Plan) -> list[AssessmentScale]:
    """The scales with which the plan's departments assess themselves, with their marks: two queries."""
    rows = AssessmentScale.objects.filter(plan=plan, aspects__isnull=False).distinct()
    return list(rows.prefetch_related("marks"))


def remember_all(indicator: Indicator) -> None:
    """Reads those of every report of the indicator: for its own page."""
    indicator.own_assessed = assessed(row for report in approved(indicator) for row in reports_behind(report))


def offer_own(rows: Iterable[Judged]) -> None:
    """Lets them be read for all of these at once, as soon as somebody asks for one: many pages never do."""
    rows = list(rows)
    for row in rows:
        row.indicator.own_batch = rows


def remember_own(rows: Iterable[Judged]) -> None:
    """Reads them for many indicators at once: one query."""
    rows = list(rows)
    behind = {
        row.indicator.pk: reports_behind(report) for row in rows if (report := report_judged(row)) is not None
    }
    reports = [report for found in behind.values() for report in found]
    found = assessed(reports) if reports else {}
    for row in rows:
        mine = behind.get(row.indicator.pk, ())
        row.indicator.own_assessed = {report.pk: found.get(report.pk, []) for report in mine}
