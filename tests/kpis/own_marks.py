"""A plan whose departments assess themselves: ◎○△× for one aspect or more."""

from kpis.models import AssessmentAspect, AssessmentScale, Measurement, SelfAssessment
from plans.models import Plan

MARKS = (
    ("◎", "上回った", "達成"),
    ("○", "できた", "順調"),
    ("△", "一部", "注意"),
    ("×", "できなかった", "遅れ"),
)


def make_scale(plan: Plan, code: str = "four", marks=MARKS) -> AssessmentScale:
    scale = AssessmentScale.objects.create(plan=plan, code=code, name="4段階")
    for order, (mark, label, group) in enumerate(marks, start=1):
        scale.marks.create(order=order, mark=mark, label=label, group=group)
    return scale


def make_aspect(plan: Plan, code: str = "overall", name: str = "総合評価", scale=None) -> AssessmentAspect:
    scale = scale or AssessmentScale.objects.filter(plan=plan).first() or make_scale(plan)
    order = 10 * plan.assessment_aspects.count()
    return AssessmentAspect.objects.create(plan=plan, code=code, name=name, scale=scale, order=order)


def assess_oneself(
    row: Measurement, mark: str, reason: str = "予定の作業を終えたため。", aspect=None
) -> SelfAssessment:
    """Stored beside a report, past the workflow: of an approved one only while its plan is being entered."""
    aspect = aspect or row.indicator.plan.assessment_aspects.first()
    return SelfAssessment.objects.create(
        measurement=row, aspect=aspect, mark=aspect.scale.marks.get(mark=mark), reason=reason
    )
