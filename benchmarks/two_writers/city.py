"""The city that is written in: one row of every kind and of every table on a page, known to the public."""

from dataclasses import dataclass

from django.core.management import call_command
from django.test import Client

from kpis.models import ExcludedPeriod, Indicator, RatingBand, RatingScale, SeriesBreak
from plans.models import FormerAddress, PlanLabel, RevisionMark
from tests.addresses.walked_city import WalkedCity, settle
from tests.factories import make_target

from .admin_forms import FIRST_SCALE


@dataclass
class WrittenCity(WalkedCity):
    def session(self) -> str:
        """The key of a new session of the superuser."""
        client = Client()
        client.force_login(self.small_city.user("superuser"))
        return client.cookies["sessionid"].value


def build() -> WrittenCity:
    call_command("load_plans", real_plans=True, verbosity=0)  # the scales and texts that all cities share
    walked = settle()
    plan, indicator = walked.rows["plans_plan"], walked.rows["kpis_indicator"]
    walked.rows["plans_goal"] = plan.goals.get(code="p0")  # has goals below it, in a table
    PlanLabel.objects.create(plan=plan, kind="pillar", label="柱")
    FormerAddress.objects.create(plan=plan, path="kitayama/former")
    make_target(indicator, "2027", 5, "2023-04-01")
    SeriesBreak.objects.create(
        indicator=indicator, period="2025-Q2", reason="数え方の見直し", keeps_figures=True
    )
    like = walked.rows["kpis_ratingscale"]
    bands = list(like.bands.values())
    for key in range(FIRST_SCALE, FIRST_SCALE + 80):
        scale = RatingScale.objects.create(pk=key, code=f"s{key}", name=str(key), metric=like.metric)
        RatingBand.objects.bulk_create(
            RatingBand(**band | {"id": None, "scale_id": scale.pk}) for band in bands
        )
    ExcludedPeriod.objects.create(indicator=indicator, period="2024-Q3", reason="集計なし")
    Indicator.objects.filter(pk=walked.small_city.indicator.pk).update(name="申請の件数")
    RevisionMark.objects.all().delete()
    return WrittenCity(walked.small_city, walked.rows, walked.submitted)
