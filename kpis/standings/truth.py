"""Whether a stored standing still holds: of the data, the program and the day on which somebody asks."""

from datetime import date

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from kpis.judging.ratings import Metric
from kpis.models import PlanRating, PlanStanding
from plans.models import ContentVersion, Plan
from plans.models.content_version import EVERY, SITE

from .rules import rules


def true_on(at: date) -> QuerySet[PlanStanding]:
    """The plans whose counters hold on that day; none of a day that is not today, whose plan may have been another.

    They rest on the plan's own rows only: what happens elsewhere on the site leaves them as they are. Versions and
    standings are compared in one statement, and so as of one moment.
    """
    if at != timezone.localdate():
        return PlanStanding.objects.none()
    return PlanStanding.objects.filter(
        rules=rules(),
        day__lte=at,
        next_change__gt=at,
        plan_version=_version_of(Q(plan_id=OuterRef("plan_id"))),
    )


def true_rows_on(at: date) -> QuerySet[PlanStanding]:
    """The plans whose rows hold too: with marks of a scale, which belongs to the site, and with addresses below the city."""
    city = Plan.objects.filter(pk=OuterRef("plan_id")).values("municipality__slug")
    unmarked = Q(site_version=None) & ~Exists(marking(plan=OuterRef("plan_id")))
    as_marked = Q(site_version=_version_of(Q(plan_id=SITE), every=False))
    return true_on(at).filter(unmarked | as_marked, city=Subquery(city))


def marking(plan: Plan | OuterRef) -> QuerySet[PlanRating]:
    """The plan's scale, where its marks say more than the groups: then they stand in the rows."""
    return PlanRating.objects.filter(plan=plan).exclude(scale__metric=Metric.GROUP.value)


def _version_of(which: Q, *, every: bool = True) -> Coalesce:
    """As `own_version_of` and `version_of` of the package read them, inside of a statement."""
    counted = ContentVersion.objects.filter(which | Q(plan_id=EVERY) if every else which)
    total = counted.order_by().annotate(one=Value(1)).values("one").annotate(total=Sum("version"))
    return Coalesce(Subquery(total.values("total")), 0, output_field=BigIntegerField())
