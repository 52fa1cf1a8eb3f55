"""Whoever changes data through the portal leaves true standings behind, once the change is committed."""

import pytest
from django.db import OperationalError
from django.db.models import F
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from kpis.models import Measurement, PlanStanding
from kpis.standings import keeping
from kpis.standings.keeping import renewed, standings_kept
from kpis.standings.reading import rows_of
from kpis.standings.rows import StoredRow
from plans.models import Plan
from tests.factories import being_entered, make_city, make_full_plan

from .looking import counts_are_believed, is_believed, judged, newest_value, told

pytestmark = pytest.mark.django_db


class TestWithinATransaction:
    def test_nothing_is_renewed(self, mihon):
        """The test itself is in one: what it does next might count as no other version."""
        being_entered()
        with renewed():
            Measurement.objects.filter(pk=newest_value(mihon).pk).update(value=F("value") + 1)
        assert not PlanStanding.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestAfterACommit:
    @pytest.fixture
    def small(self):
        make_full_plan(make_city(), "big", 3)
        being_entered()
        return Plan.objects.get_by_natural_key("kitayama", "big")

    def test_a_request_that_writes_leaves_true_standings_behind(self, small):
        def view(request):
            Measurement.objects.filter(indicator__plan=small).update(value=F("value") + 1)
            return HttpResponse()

        standings_kept(view)(RequestFactory().post("/admin/"))
        assert is_believed(small)
        assert any(isinstance(row, StoredRow) for row in rows_of(small, timezone.localdate()).rows)
        assert told(small) == judged(small)

    def test_a_request_that_reads_renews_nothing(self, small):
        standings_kept(lambda request: HttpResponse())(RequestFactory().get("/"))
        assert not PlanStanding.objects.exists()

    def test_a_request_that_changes_nothing_renews_nothing(self, small):
        standings_kept(lambda request: HttpResponse())(RequestFactory().post("/admin/"))
        assert not PlanStanding.objects.exists()

    def test_every_change_of_many_is_seen(self, small):
        """Each in its own transaction, as they are on a site."""
        for _time in range(3):
            with renewed():
                Measurement.objects.filter(indicator__plan=small).update(value=F("value") + 1)
            assert is_believed(small)
            Measurement.objects.filter(indicator__plan=small).update(value=F("value") + 1)
            assert not counts_are_believed(small)
            assert told(small) == judged(small)

    def test_whatever_fails_here_the_request_is_answered(self, small, monkeypatch, caplog):
        def failing(plan):
            raise OperationalError("database is locked")

        monkeypatch.setattr(keeping, "refresh", failing)
        with renewed():
            Measurement.objects.filter(indicator__plan=small).update(value=F("value") + 1)
        assert "refresh_standings" in caplog.text
