"""A stored standing is believed only while data, program and day are those it was worked out of."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from kpis.models import (
    Indicator,
    Measurement,
    PlanRating,
    PlanStanding,
    RatingBand,
    RatingScale,
    Review,
    ReviewPolicy,
    Standing,
    Target,
)
from kpis.standings import truth, writing
from kpis.standings.reading import judged_rows, roll_ups_of, rows_of
from kpis.standings.rows import StoredRow
from kpis.standings.writing import refresh, sweep
from plans.models import Department, Goal, Municipality, Plan
from tests.factories import being_entered

from .looking import counts_are_believed, is_believed, judged, newest_value, raw, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(mihon) -> Plan:
    being_entered()
    assert refresh(mihon)
    assert is_believed(mihon)
    return mihon


def one_more_value(plan: Plan) -> Measurement:
    row = newest_value(plan)
    row.pk, row.period = None, "2019"
    row._state.adding = True
    return row


def save_value(plan: Plan) -> None:
    row = newest_value(plan)
    row.value += 1
    row.save()


def delete_value(plan: Plan) -> None:
    newest_value(plan).delete()


# Every kind of way by which what a standing rests on may change; each in a transaction of its own.
WRITES = {
    "a value saved": save_value,
    "a value deleted": delete_value,
    "values updated": lambda plan: Measurement.objects.filter(indicator__plan=plan).update(value=F("value") + 1),
    "a value added in bulk": lambda plan: Measurement.objects.bulk_create([one_more_value(plan)]),
    "an update of one row by SQL": lambda plan: raw(
        "UPDATE kpis_measurement SET value = value + 1 WHERE id = %s", newest_value(plan).pk
    ),
    "a deletion by SQL": lambda plan: raw("DELETE FROM kpis_measurement WHERE id = %s", newest_value(plan).pk),
    "a target": lambda plan: Target.objects.filter(indicator__plan=plan).update(value=F("value") + 1),
    "a name": lambda plan: Indicator.objects.filter(plan=plan).update(name="別の名前"),
    "a goal": lambda plan: Goal.objects.filter(plan=plan).update(title="別の目標"),
    "a review's day": lambda plan: Review.objects.filter(plan=plan).update(due_on=date(2020, 1, 1)),
    "the policy": lambda plan: ReviewPolicy.objects.filter(plan=plan).update(reporting_from="2019-Q1"),
    "the scale chosen": lambda plan: PlanRating.objects.filter(plan=plan).delete(),
    "the plan's last day": lambda plan: Plan.objects.filter(pk=plan.pk).update(ends_on=date(2099, 3, 31)),
    "the plan's address": lambda plan: Plan.objects.filter(pk=plan.pk).update(slug="other"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITES)
def test_a_change_of_the_data_is_seen_whichever_way_it_is_made(name, stored):
    WRITES[name](stored)
    assert not counts_are_believed(stored)
    assert told(stored) == judged(stored)


def test_the_address_of_the_city_stands_in_the_rows_and_not_in_the_counts(stored):
    Municipality.objects.filter(pk=stored.municipality_id).update(slug="elsewhere")
    assert counts_are_believed(stored)
    assert not is_believed(stored)


def test_the_bands_of_a_scale_stand_in_the_rows_and_not_in_the_counts(stored):
    assert PlanRating.objects.filter(plan=stored).exists()
    RatingBand.objects.update(label="別の印")
    assert counts_are_believed(stored)
    assert not is_believed(stored)


def test_what_happens_elsewhere_leaves_a_plan_without_marks_alone(amagasaki, mihon):
    assert refresh(amagasaki)
    being_entered()
    Plan.objects.filter(pk=mihon.pk).update(title="別の名前")
    Department.objects.filter(municipality=mihon.municipality).update(name="別の課")
    assert is_believed(amagasaki)


def test_a_scale_that_begins_to_say_more_is_seen(amagasaki):
    assert refresh(amagasaki)
    RatingScale.objects.filter(plans__plan=amagasaki).update(metric="pace")
    assert not is_believed(amagasaki)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no TRUNCATE")
def test_an_emptied_table_is_seen_by_every_plan(stored):
    raw("SET CONSTRAINTS ALL IMMEDIATE")
    raw("TRUNCATE kpis_excludedperiod")
    assert not counts_are_believed(stored)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces so")
def test_a_value_that_another_plan_s_takes_the_place_of_is_seen(stored, amagasaki):
    taken, other = newest_value(stored), Indicator.objects.filter(plan=amagasaki).first()
    columns = [field.column for field in Measurement._meta.concrete_fields]
    picked = ", ".join(
        {"indicator_id": str(other.pk), "period": "'2019'"}.get(name, name) for name in columns
    )
    raw(
        f"INSERT OR REPLACE INTO kpis_measurement ({', '.join(columns)}) "  # noqa: S608 names of columns
        f"SELECT {picked} FROM kpis_measurement WHERE id = %s",
        taken.pk,
    )
    assert not counts_are_believed(stored)


def test_another_program_believes_nothing(stored, monkeypatch):
    monkeypatch.setattr(truth, "rules", lambda: "3-another")
    assert not counts_are_believed(stored)


def test_below_another_address_rows_are_made_anew(stored, monkeypatch):
    monkeypatch.setattr("kpis.standings.reading.get_script_prefix", lambda: "/portal/")
    assert not any(isinstance(row, StoredRow) for row in rows_of(stored, timezone.localdate()).rows)


class TestPages:
    def test_every_page_reads_the_same_stored_or_not(self, client, stored, amagasaki, takarazuka):
        addresses = ["/", "/mihon/", "/mihon/dx-plan/", "/mihon/dx-plan/kpis/", "/amagasaki/kyoso-dx/kpis/"]
        addresses += [
            f"/mihon/dx-plan/kpis/?{query}" for query in ("group=late", "sort=attainment", "sort=name")
        ]
        for plan in (amagasaki, takarazuka):
            assert refresh(plan)
        kept = {address: client.get(address).content for address in addresses}
        PlanStanding.objects.all().delete()
        assert {address: client.get(address).content for address in addresses} == kept

    def test_a_visitor_s_page_writes_nothing(self, client, mihon):
        client.get("/mihon/dx-plan/kpis/")
        assert not PlanStanding.objects.exists()

    def test_an_earlier_quarter_is_judged_as_ever(self, stored):
        quarter_end = date(timezone.localdate().year - 1, 9, 30)
        assert not any(isinstance(row, StoredRow) for row in rows_of(stored, quarter_end).rows)

    def test_the_counts_of_many_plans_are_those_of_each(self, stored, amagasaki, takarazuka):
        today = timezone.localdate()
        found = roll_ups_of([stored, amagasaki, takarazuka], today)
        for plan in (stored, amagasaki, takarazuka):
            assert found[plan.pk] == judged_rows(plan, today).roll_up


class TestStoring:
    def test_what_changes_while_it_is_worked_out_is_worked_out_again(self, mihon, monkeypatch):
        being_entered()
        work_out, changes = writing.work_out, []

        def changing(plan, at):
            found = work_out(plan, at)
            if not changes:
                changes.append(
                    Measurement.objects.filter(pk=newest_value(mihon).pk).update(value=F("value") + 1)
                )
                if connection.vendor == "postgresql":  # counts once in the test's transaction
                    raw("UPDATE plans_contentversion SET version = version + 1 WHERE plan_id = %s", mihon.pk)
            return found

        monkeypatch.setattr(writing, "work_out", changing)
        assert refresh(mihon)
        assert is_believed(mihon)
        assert told(mihon) == judged(mihon)

    def test_what_never_rests_is_left_alone(self, mihon, monkeypatch):
        monkeypatch.setattr(writing, "own_version_of", lambda plan_id: -1)
        assert not refresh(mihon)
        assert not PlanStanding.objects.filter(plan_id=mihon.pk)

    def test_storing_changes_no_version(self, stored):
        assert refresh(stored)
        assert is_believed(stored)

    def test_rows_that_are_no_more_go(self, stored):
        Standing.objects.create(**{**_a_row(stored), "indicator_id": 987654, "code": "gone"})
        assert refresh(stored)
        assert not Standing.objects.filter(code="gone")

    def test_what_is_left_of_a_removed_plan_is_swept(self, stored):
        PlanStanding.objects.filter(plan_id=stored.pk).update(plan_id=987654)
        Standing.objects.filter(plan_id=stored.pk).update(plan_id=987654)
        assert sweep() == 1
        assert not Standing.objects.filter(plan_id=987654)
        assert sweep() == 0

    def test_the_rows_say_what_the_verdict_rests_on(self, stored):
        row = Standing.objects.filter(plan_id=stored.pk).exclude(attainment="").first()
        assert row.inputs["target"]["period"]
        assert row.inputs["attainment"] == row.attainment
        assert row.inputs["value"] == row.value


def _a_row(plan: Plan) -> dict:
    row = Standing.objects.filter(plan_id=plan.pk).values().first()
    row.pop("id")
    return row
