"""manage.py make_nation: what it lays, that it lays the same again, and that it leaves nothing half-made."""

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models

from kpis.models import Indicator, Measurement, Review, Target
from kpis.nation import laying
from plans.models import Acting, ChangeRecord, ContentVersion, Municipality, Plan, PlanRelation, Revision
from tests.cities import SMALL_CITY_DAY
from tests.factories import being_entered, freeze_today, make_city, make_plan

SMALL = {"municipalities": 3, "indicators": 12, "quarters": 4}
MOMENTS = (models.DateTimeField,)


@pytest.fixture(autouse=True)
def day(monkeypatch):
    freeze_today(monkeypatch, SMALL_CITY_DAY)


def make(**options) -> str:
    said = StringIO()
    call_command("make_nation", **{**SMALL, "yes": True, "stdout": said, **options})
    return said.getvalue()


def nation():
    return Municipality.objects.filter(slug__startswith="mihon-")


def content() -> dict[str, list]:
    """What the nation says, without ids."""
    names = (
        "indicator__plan__municipality__slug",
        "indicator__code",
        "period",
        "value",
        "numerator",
        "state",
    )
    values = Measurement.objects.filter(indicator__plan__municipality__in=nation())
    targets = Target.objects.filter(indicator__plan__municipality__in=nation())
    return {
        "cities": list(nation().order_by("slug").values_list("slug", "name", "prefecture")),
        "values": sorted(values.values_list(*names, "updated_at"), key=str),
        "targets": sorted(targets.values_list(*names[:4], "effective_from"), key=str),
    }


def counts() -> dict[str, int]:
    """Rows of every table, the record of changes aside."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model not in (Acting, ChangeRecord, ContentVersion)
    }


@pytest.mark.django_db
class TestLaying:
    def test_every_city_has_a_public_plan_with_approved_values(self):
        make()
        assert nation().count() == 3
        assert all(city.is_fictional for city in nation())
        plans = Plan.objects.public().filter(municipality__in=nation())
        assert plans.count() == 3
        for plan in plans:
            assert plan.indicators.count() == 12
            approved = Measurement.objects.filter(indicator__plan=plan, state="approved")
            assert approved.count() == 12 * 4
            assert Review.objects.get(plan=plan).period == "2025-Q1"
            assert Revision.objects.filter(plan=plan).count() == 1

    def test_every_row_passes_the_checks_of_its_model(self):
        make(municipalities=1)
        (plan,) = Plan.objects.filter(municipality__in=nation())
        indicators = Indicator.objects.filter(plan=plan)
        rows = [*indicators, *plan.goals.all(), *plan.actions.all(), *plan.schedule_items.all()]
        rows += Measurement.objects.filter(indicator__in=indicators)
        rows += Target.objects.filter(indicator__in=indicators)
        for row in rows:
            row.full_clean()

    def test_every_row_has_a_line_of_history(self):
        make(municipalities=1)
        for model in (Measurement, Indicator, Target):
            path = "plan" if model is Indicator else "indicator__plan"
            rows = model.objects.filter(**{f"{path}__municipality__in": nation()})
            assert model.history.filter(id__in=rows.values("pk")).count() == rows.count() > 0

    def test_the_same_call_lays_the_same_rows(self):
        make()
        first = content()
        make(clear=True)
        make()
        assert content() == first
        make(clear=True)
        make(seed=2)
        assert content()["cities"] == first["cities"]
        assert content()["values"] != first["values"]

    def test_it_says_how_many_rows_and_how_long(self):
        assert re.search(r"実績値 144件.*約[0-9,]+行.*1分", make())

    def test_run_again_it_adds_nothing(self):
        make()
        before = counts()
        assert "0件を作ります" in make()
        assert counts() == before


@pytest.mark.django_db
def test_a_real_citys_plan_that_refers_to_one_of_the_nations_outlives_it():
    make()
    plan = make_plan(make_city("jitsuzai", name="実在市"))
    being_entered()
    relation = PlanRelation.objects.create(
        plan=plan,
        code="r",
        kind="related",
        title="隣の計画",
        related_plan=Plan.objects.get(municipality__slug="mihon-0001"),
    )
    make(clear=True)
    relation.refresh_from_db()
    assert relation.related_plan is None


@pytest.mark.django_db
class TestRefusals:
    def test_beside_real_cities_it_asks(self):
        before = counts()
        with pytest.raises(CommandError, match="--yes"):
            make(yes=False)
        assert counts() == before

    def test_another_shape_is_not_mixed_in(self):
        make()
        with pytest.raises(CommandError, match="--clear"):
            make(quarters=5, municipalities=4)
        assert nation().count() == 3

    def test_a_real_city_of_that_name_is_left_alone(self):
        Municipality.objects.create(slug="mihon-0002", name="実在市", code="282065")
        with pytest.raises(CommandError, match="実在市"):
            make()
        assert nation().count() == 1


@pytest.mark.django_db(transaction=True)
class TestInterruption:
    def test_a_city_is_there_whole_or_not_at_all(self, monkeypatch):
        monkeypatch.setattr(laying, "CITIES_AT_ONCE", 1)
        before = counts()
        kept = laying.lay_figures

        def stopped(shape, cities):
            kept(shape, cities)
            if cities[0].number == 3:
                raise KeyboardInterrupt

        monkeypatch.setattr(laying, "lay_figures", stopped)
        with pytest.raises(CommandError, match="2件"):
            make()
        assert nation().count() == 2
        assert Indicator.objects.filter(plan__municipality__in=nation()).count() == 24
        monkeypatch.setattr(laying, "lay_figures", kept)
        make()
        whole = content()
        assert len(whole["cities"]) == 3
        make(clear=True)
        assert counts() == before


@pytest.mark.django_db
class TestClearing:
    def test_nothing_is_left_and_nothing_else_is_gone(self):
        before = counts()
        make()
        assert counts() != before
        make(clear=True)
        assert counts() == before

    def test_it_asks(self):
        make()
        with pytest.raises(CommandError, match="--yes"):
            make(clear=True, yes=False)
        assert nation().count() == 3
