"""On the desk: departments' own assessments that lie far from today's verdict on the same period."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractUser
from django.urls import reverse
from django.utils.translation import gettext as _

from kpis.judging.periods import Period
from kpis.judging.self_assessment import OwnAssessment
from kpis.judging.terms import Frequency
from kpis.models import SelfAssessment, Standing, State
from kpis.standings.asked import true_among
from kpis.standings.rows import GROUPS
from plans.access import Right, may
from plans.joining import sentences
from plans.models import Plan

from .desk_items import DeskItem, DeskSection


def differing(user: AbstractUser, plans: Iterable[Plan], shown: int) -> list[DeskSection]:
    """For who approves or runs the reviews: each with both, and the reason that the department gives.

    By what is stored of the verdicts; where that does not hold today, nothing is said. Three queries at most.
    """
    mine = {plan.pk: plan for plan in plans if _oversees(user, plan)}
    own = _own(set(mine)) if mine else []
    if not own:
        return []
    true = true_among({row.measurement.indicator.plan_id for row in own})
    found = [row for row in own if row.measurement.indicator.plan_id in true]
    verdicts = {
        row.indicator_id: row
        for row in Standing.objects.filter(
            indicator_id__in={row.measurement.indicator_id for row in found}
        ).only("indicator_id", "group", "label", "period")
    }
    items = [
        _item(row, told, mine[row.measurement.indicator.plan_id])
        for row in found
        if (told := _told(row, verdicts.get(row.measurement.indicator_id))) is not None and told.is_far
    ]
    if not items:
        return []
    title = _("自己評価と判定が大きく違う指標")
    return [DeskSection("differing", title, tuple(items[:shown]), len(items))]


def _oversees(user: AbstractUser, plan: Plan) -> bool:
    city = plan.municipality_id
    return may(user, Right.RUN_REVIEWS, city) or may(user, Right.DECIDE_ENTRIES, city)


def _own(plan_ids: set[int]) -> list[SelfAssessment]:
    """Of approved reports, each indicator's newest last."""
    rows = SelfAssessment.objects.filter(
        measurement__indicator__plan__in=plan_ids,
        measurement__indicator__state="public",
        measurement__state=State.APPROVED,
    ).select_related("mark", "aspect", "measurement__indicator")
    newest: dict[tuple[int, str, int], SelfAssessment] = {}
    for row in rows.order_by("measurement__revision"):
        newest[row.measurement.indicator_id, row.measurement.period, row.aspect_id] = row
    return list(newest.values())


def _told(row: SelfAssessment, verdict: Standing | None) -> OwnAssessment | None:
    """None where the verdict is not on that period's value."""
    if verdict is None or verdict.period != row.measurement.period or verdict.group not in GROUPS:
        return None
    return OwnAssessment(
        aspect_code=row.aspect.code,
        aspect=row.aspect.name,
        mark=row.mark.as_mark(),
        reason=row.reason,
        judged=GROUPS[verdict.group],
        verdict=verdict.label,
    )


def _item(row: SelfAssessment, told: OwnAssessment, plan: Plan) -> DeskItem:
    indicator = row.measurement.indicator
    period = Period.parse(row.measurement.period).short_label_at(Frequency(indicator.frequency))
    return DeskItem(
        text=f"{indicator}　{period}",
        url=reverse("indicator", args=[*plan.natural_key(), indicator.code]),
        note=sentences(told.difference, _("理由: %s") % told.reason),
    )
