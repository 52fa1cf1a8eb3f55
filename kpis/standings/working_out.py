"""From judged indicators to the rows that are stored of them."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.template.loader import get_template

from kpis.assessment.assessing import assess_plan, has_marks, roll_up_of
from kpis.assessment.assessment import Assessment
from kpis.judging.next_change import latest_look, next_change
from kpis.judging.standing import counters_of, inputs_of
from kpis.models import PlanStanding, Standing
from plans.content_version.reading import own_version_of, version_of
from plans.models import Plan
from plans.models.content_version import SITE
from plans.translations.memory import in_language

from .rules import rules
from .telling import told
from .truth import marking

TODAY = {"query": ""}  # what stands behind the addresses of a page of today


def work_out(plan: Plan, at: date) -> tuple[PlanStanding, list[Standing]]:
    """What is to be stored of the plan for the day `at`, which is today.

    The versions are read before the data: what changes meanwhile makes them unequal, and nobody believes the rows.
    Whoever asks, the rows speak the original language.
    """
    with in_language(settings.LANGUAGE_CODE):
        return _work_out(plan, at)


def _work_out(plan: Plan, at: date) -> tuple[PlanStanding, list[Standing]]:
    plan_version, site_version = own_version_of(plan.pk), version_of(SITE)
    is_marked = marking(plan).exists()
    judged = assess_plan(plan, at)
    marks = has_marks(judged)
    rows = list(_rows(plan, judged, marks=marks))
    return PlanStanding(
        plan_id=plan.pk,
        plan_version=plan_version,
        site_version=site_version if is_marked else None,
        city=plan.municipality.slug,
        rules=rules(),
        day=at,
        next_change=min((row.next_change for row in rows), default=latest_look(at)),
        counters=counters_of(roll_up_of(row for row in judged if not row.indicator.is_reference)),
        has_marks=marks,
    ), rows


def _rows(plan: Plan, judged: Iterable[Assessment], *, marks: bool) -> Iterable[Standing]:
    template = get_template("kpis/_cells.html")
    frame = {"plan": plan, "city": plan.municipality, "now": TODAY, "has_marks": marks}
    for place, row in enumerate(judged):
        found, indicator = row.evaluation, row.indicator
        yield Standing(
            plan_id=plan.pk,
            indicator_id=indicator.pk,
            place=place,
            goal_id=indicator.goal_id,
            code=indicator.code,
            number=indicator.number,
            name=indicator.name,
            role=indicator.role,
            verdict=found.verdict.value,
            group=found.group.key,
            label=found.label,
            stale=found.stale,
            is_reported=found.is_reported,
            is_of_words=found.is_of_words,
            attainment="" if found.attainment is None else str(found.attainment),
            value="" if found.value is None else str(found.value),
            period=str(found.reading.period) if found.reading else "",
            sentence=row.citizen_sentence,
            inputs=inputs_of(found) | {"decimals": row.facts.decimals},
            report=told(row).kept(),
            cells=template.render(frame | {"row": row}),
            next_change=next_change(row.facts, row.at),
        )
