"""The fictional city's reports: its past quarters published, each as it was known then, one of them corrected."""

from collections.abc import Iterable
from datetime import timedelta

from kpis.judging.periods import Period, quarter_of
from kpis.models import Measurement, Report, Review
from kpis.reports.snapshot.build import Holds
from plans.era import Quarter
from plans.models import Plan

from .publishing import store

AFTER_CLOSING = timedelta(days=1)  # the fictional city publishes that soon
AFTER_PUBLISHING = timedelta(days=30)  # and corrects that soon


def publish_past_quarters(plans: Iterable[Plan]) -> None:
    """A report for every published review of these plans that has none.

    A value revised later stands in its quarter's report as it was first reported, and in the next one as revised. The
    first such quarter is corrected (訂正版).
    """
    for plan in plans:
        reviews = plan.reviews.filter(state=Review.State.PUBLISHED, reports=None, closed_at__isnull=False)
        revised = list(Measurement.objects.filter(indicator__plan=plan).approved().filter(revision__gt=1))
        for review in reviews.select_related("plan__municipality").order_by("period"):
            mine = [row for row in revised if _quarter(row) == review.quarter]
            report = _publish(review, holds=_first_known(review.quarter))
            if mine and not Report.objects.filter(review__plan=plan, revision=2).exists():
                _correct(review, report, reason="".join(row.revision_reason for row in mine))


def _quarter(row: Measurement) -> Quarter:
    return quarter_of(Period.parse(row.period))


def _first_known(quarter: Quarter) -> Holds:
    """What stood in the report of that quarter: the quarter's values before anybody revised them."""
    return lambda row: row.revision == 1 or _quarter(row).index < quarter.index


def _publish(review: Review, *, holds: Holds) -> Report:
    return store(
        review, by=None, published_at=review.closed_at + AFTER_CLOSING, office=_office(review), holds=holds
    )


def _correct(review: Review, report: Report, *, reason: str) -> None:
    moment = report.published_at + AFTER_PUBLISHING
    store(review, by=None, reason=reason, superseded=report, published_at=moment, office=_office(review))


def _office(review: Review) -> str:
    """The city with the department that runs the plan."""
    plan = review.plan
    lead = plan.plan_departments.select_related("department").order_by("order", "pk").first()
    return f"{plan.municipality.name} {lead.department.name}" if lead else plan.municipality.name
