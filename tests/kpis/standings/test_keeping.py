"""Whoever changes data through the portal leaves true standings behind, once the change is committed."""

import pytest
from django.db import OperationalError
from django.db.models import F
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import set_script_prefix
from django.utils import timezone

from kpis.models import Measurement, PlanStanding
from kpis.standings import keeping, writing
from kpis.standings.keeping import renewed, standings_kept
from kpis.standings.reading import rows_of
from kpis.standings.rows import StoredRow
from kpis.standings.writing import refresh, refresh_all
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

    def test_who_waits_for_many_plans_is_told(self, small, monkeypatch):
        told = []
        for many in (1, 0):
            monkeypatch.setattr(keeping, "MANY", many)
            with renewed(at_once=None, tell=told.append):
                Measurement.objects.filter(indicator__plan=small).update(value=F("value") + 1)
        assert told == [1]

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

    @pytest.mark.parametrize("error", [OperationalError("database is locked"), ValueError("a bad figure")])
    def test_whatever_fails_here_the_request_is_answered(self, small, monkeypatch, caplog, error):
        def failing(plan):
            raise error

        monkeypatch.setattr(writing, "refresh", failing)
        with renewed():
            Measurement.objects.filter(indicator__plan=small).update(value=F("value") + 1)
        assert "could not be renewed" in caplog.text

    def test_one_plan_that_fails_does_not_keep_the_next_from_it(self, small, monkeypatch):
        other = make_full_plan(make_city("minami"), "other", 1)
        being_entered()
        work_out = writing.work_out

        def failing(plan, at):
            if plan.pk == small.pk:
                raise ValueError("a bad figure")
            return work_out(plan, at)

        monkeypatch.setattr(writing, "work_out", failing)
        renewed_ones, failed = refresh_all([small, other])
        assert (renewed_ones, failed) == ([other], [small])
        assert is_believed(other)

    def test_a_plan_that_is_gone_meanwhile_needs_nothing(self, small):
        assert refresh(Plan(pk=small.pk + 1000))

    def test_below_another_address_nothing_is_stored(self, small):
        set_script_prefix("/portal/")
        try:
            assert refresh(small)
        finally:
            set_script_prefix("/")
        assert not PlanStanding.objects.exists()
