"""The version of a plan's contents goes on with every change of a row, by whichever way, and with no other plan's."""

import sqlite3
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection, transaction

from kpis.models import Measurement, RatingScale
from plans.content_version.reading import version_of, version_of_all, versions_by_plan
from plans.content_version.watched import (
    APPS,
    NOT_SHOWN,
    watched_models,
    watches,
    why_not_shown,
)
from plans.models import (
    ContentVersion,
    Department,
    FormerAddress,
    Goal,
    Membership,
    Municipality,
    Plan,
    SitePage,
)
from plans.models.content_version import EVERY, SITE
from tests.factories import make_action, make_city, make_goal, make_indicator, make_measurement, make_plan

pytestmark = pytest.mark.django_db
OWNERS = (
    "plan",
    "indicator",
    "action",
    "committee",
    "review",
    "report",
    "sourcenote",
    "measurement",
    "scale",
)


def begin() -> None:
    """As in a new transaction: PostgreSQL counts once in each."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('dx_content.counted', '', true)")


@contextmanager
def counts(*plans: int):
    """What is done meanwhile is counted for these plans, and for no other."""
    begin()
    before = versions_by_plan()
    yield
    after = versions_by_plan()
    assert {key for key in after if after[key] != before.get(key, 0)} == set(plans)
    assert all(after[key] > before.get(key, 0) for key in plans)


def run(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def plan_of(row) -> int:
    if isinstance(row, Plan):
        return row.pk
    names = {field.name for field in row._meta.concrete_fields}
    owner = next((name for name in OWNERS if name in names), None)
    if owner is None:
        return SITE
    return row.plan_id if owner == "plan" else plan_of(getattr(row, owner))


class TestWhichTables:
    def test_every_table_is_watched_or_named_with_the_reason(self):
        of_portal = [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in APPS]
        watched = list(watched_models())
        assert [m for m in of_portal if m not in watched and not why_not_shown(m)] == []
        assert [m for m in watched if why_not_shown(m)] == []
        assert set(NOT_SHOWN) <= {m._meta.label for m in of_portal}
        assert {m._meta.db_table for m in watched} == {watch.table for watch in watches()}

    def test_what_is_not_watched_counts_nothing(self, manager):
        with counts():
            Membership.objects.filter(user=manager).update(role="editor")
            run("UPDATE plans_historicalgoal SET title = title")

    @pytest.mark.parametrize("model", list(watched_models()), ids=lambda model: model._meta.db_table)
    def test_a_row_that_changes_goes_or_comes_is_counted_for_its_plan(self, model, unguarded):
        row = model._base_manager.first() or self._made(model)
        table, key = model._meta.db_table, row.pk
        wanted = {plan_of(row)} | ({SITE} if model is Plan else set())
        with counts(plan_of(row)):
            run(f"UPDATE {table} SET id = id WHERE id = %s", key)  # noqa: S608
        run(f"CREATE TEMPORARY TABLE kept AS SELECT * FROM {table} WHERE id = %s", key)  # noqa: S608
        with counts(*wanted):
            run(f"DELETE FROM {table} WHERE id = %s", key)  # noqa: S608
        with counts(*wanted):
            run(f"INSERT INTO {table} SELECT * FROM kept")  # noqa: S608
        run("DROP TABLE kept")

    def _made(self, model):
        plan = make_plan()
        indicator = make_indicator(plan, "k")
        if model._meta.auto_created:
            owner, other = (f for f in model._meta.concrete_fields if f.is_relation)
            values = {
                owner.name: owner.related_model.objects.first(),
                other.name: other.related_model.objects.first(),
            }
            return model.objects.create(**values)
        if any(field.name == "indicator" for field in model._meta.fields):
            return model.objects.create(indicator=indicator, period="2025")
        if model.__name__ == "PlanRating":
            return model.objects.create(plan=plan, scale=RatingScale.objects.first())
        assert model is FormerAddress
        return FormerAddress.objects.create(plan=plan, path="once/here")


class TestWaysOfWriting:
    def test_by_the_orm(self, plan):
        with counts(plan.pk):
            goal = make_goal(plan, "1")
        with counts(plan.pk):
            Goal.objects.filter(pk=goal.pk).update(title="別の題名")
        with counts(plan.pk):
            Goal.objects.bulk_create(
                [Goal(plan=plan, code=f"b{n}", kind="pillar", title="x") for n in range(5)]
            )
        with counts(plan.pk):
            Goal.objects.bulk_update([Goal(pk=goal.pk, title="三つ目")], ["title"])
        with counts(plan.pk):
            goal.delete()

    def test_links_between_rows(self, plan):
        action, goal = make_action(plan, "1"), make_goal(plan, "1")
        with counts(plan.pk):
            action.goals.add(goal)
        with counts(plan.pk):
            action.goals.clear()

    def test_a_cascade(self, plan):
        indicator = make_indicator(plan, "1")
        make_measurement(indicator, "2025-Q1", 3)
        with counts(plan.pk):
            indicator.delete()

    def test_a_city_that_goes_with_its_plans(self, plan):
        make_goal(plan, "1")
        make_measurement(make_indicator(plan, "1"), "2025-Q1", 3)
        before = version_of(plan.pk)
        with counts(plan.pk, SITE):
            plan.municipality.delete()
        assert version_of(plan.pk) > before  # it stays: the sum of all never goes back

    def test_a_row_that_moves_to_another_plan(self, plan):
        goal, other = make_goal(plan, "1"), make_plan(make_city("minami"), "other")
        with counts(plan.pk, other.pk):
            run("UPDATE plans_goal SET plan_id = %s WHERE id = %s", other.pk, goal.pk)

    def test_a_row_whose_owner_is_gone_belongs_to_the_site(self, plan):
        row = make_measurement(make_indicator(plan, "1"), "2025-Q1", 3, state="draft")
        with transaction.atomic(), counts(plan.pk, SITE):
            run("DELETE FROM kpis_indicator WHERE id = %s", row.indicator_id)
            run("DELETE FROM kpis_measurement WHERE id = %s", row.pk)

    def test_a_plan_that_is_touched_is_its_own_affair_and_one_that_moves_is_everybodys(self, plan):
        with counts(plan.pk):
            run("UPDATE plans_plan SET updated_at = updated_at WHERE id = %s", plan.pk)
        with counts(plan.pk, SITE):
            run("UPDATE plans_plan SET title = 'new' WHERE id = %s", plan.pk)

    def test_what_belongs_to_no_plan(self, plan):
        with counts(SITE):
            Department.objects.create(municipality=plan.municipality, code="a", name="課")
        with counts(SITE):
            SitePage.objects.update(title="題名")
        with counts(SITE):
            Municipality.objects.filter(pk=plan.municipality_id).update(name="南山市")

    def test_a_savepoint_taken_back(self, plan):
        begin()
        before = versions_by_plan()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            make_goal(plan, "1")
            raise ZeroDivisionError
        assert versions_by_plan() == before
        goal = make_goal(plan, "2")
        assert version_of(plan.pk) > before[plan.pk]
        assert goal.pk

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces so")
    @pytest.mark.parametrize("statement", ["REPLACE INTO", "INSERT OR REPLACE INTO"])
    def test_a_row_that_is_replaced_is_counted(self, plan, statement):
        other = make_plan(make_city("minami"), "other")
        mine = make_measurement(make_indicator(plan, "1"), "2025-Q1", 3, state="draft")
        theirs = make_indicator(other, "1")
        columns = [field.column for field in Measurement._meta.concrete_fields]
        picked = ", ".join({"indicator_id": str(theirs.pk)}.get(name, name) for name in columns)
        with counts(other.pk, SITE, EVERY):  # of which plan the row was that is gone, nobody says
            run(
                f"{statement} kpis_measurement ({', '.join(columns)}) "  # noqa: S608
                f"SELECT {picked} FROM kpis_measurement WHERE id = %s",
                mine.pk,
            )
        make_goal(other, "1"), make_goal(other, "2")
        with counts(other.pk, SITE, EVERY):
            run("UPDATE OR REPLACE plans_goal SET code = '1' WHERE plan_id = %s AND code = '2'", other.pk)

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL can")
    def test_a_table_that_is_emptied(self, unguarded):
        run("SET CONSTRAINTS ALL IMMEDIATE")
        with counts(SITE, EVERY):
            run("TRUNCATE plans_formeraddress")

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="another tool for SQLite files")
    def test_another_program_at_the_file(self, plan, tmp_path):
        goal = make_goal(plan, "1")
        file = sqlite3.connect(tmp_path / "copy.sqlite3")
        file.executescript("\n".join(connection.connection.iterdump()))
        of_plan = "SELECT sum(version) FROM plans_contentversion WHERE plan_id = ?"
        before = file.execute(of_plan, [plan.pk]).fetchone()[0]
        file.execute("UPDATE plans_goal SET title = 'typed at a prompt' WHERE id = ?", [goal.pk])
        assert file.execute(of_plan, [plan.pk]).fetchone()[0] > before
        file.close()


class TestAsAWhole:
    def test_the_sum_of_all_goes_on_with_any(self, plan):
        begin()
        before = version_of_all()
        make_goal(plan, "1")
        assert version_of_all() > before

    def test_ten_thousand_rows_are_counted_once_a_statement(self, plan, django_assert_num_queries):
        rows = [Goal(plan=plan, code=f"b{n}", kind="pillar", title="x") for n in range(10_000)]
        with counts(plan.pk):
            Goal.objects.bulk_create(rows, batch_size=500)
        assert ContentVersion.objects.filter(plan_id=plan.pk).count() == 1

    def test_two_databases_that_count_on_from_one_copy_do_not_meet(self, plan):
        """A step is of a random size: a restored database does not count up to a number of the one it replaces."""
        found = set()
        for _time in range(8):
            with transaction.atomic():
                point = transaction.savepoint()
                begin()
                make_goal(plan, "1")
                found.add(version_of(plan.pk))
                transaction.savepoint_rollback(point)
        assert len(found) == 8
