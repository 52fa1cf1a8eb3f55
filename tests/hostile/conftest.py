"""The hostile city, built once for all tests of a file: each undoes what it has done to it."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.db import transaction

from kpis.models import Measurement, Report, Review
from kpis.reports.publishing import publish
from plans.models import Plan
from tests.addresses.walked_city import WalkedCity, settle
from tests.cities import SMALL_CITY_DAY
from tests.factories import freeze_today

from .texts import fill


@dataclass
class HostileCity:
    walked: WalkedCity
    filled: set[str]
    refused: set[str]
    report: Report

    @property
    def plans(self) -> list[Plan]:
        return [self.walked.small_city.plan, self.walked.rows["plans_plan"]]


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[HostileCity]:
    with django_db_blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            freeze_today(patch, SMALL_CITY_DAY)
            walked = settle()
            filled, refused = fill()
            # What the public sees of the section: everything is approved, and the quarter reported.
            Measurement.objects.filter(indicator__plan=walked.small_city.plan).update(state="approved")
            walked.small_city.action.progress.update(state="approved")
            walked.small_city.close()
            review = Review.objects.get(pk=walked.small_city.review.pk)
            report = publish(review, by=walked.small_city.user("superuser"))
        yield HostileCity(walked, filled, refused, report)
        transaction.set_rollback(True)


@pytest.fixture
def city(built, db, monkeypatch) -> HostileCity:
    freeze_today(monkeypatch, SMALL_CITY_DAY)
    return deepcopy(built)


@pytest.fixture
def superuser(city):
    return city.walked.client("superuser")
