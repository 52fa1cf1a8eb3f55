"""The triggers that count contents stand, are noticed where they do not, and let no two writers wait for each other."""

import threading
from collections.abc import Callable

import pytest
from django.core.checks import run_checks
from django.db import connection, connections, transaction

from plans.content_version import checks, triggers
from plans.content_version.reading import version_of, version_of_all, versions_by_plan
from plans.content_version.watched import watches
from plans.ledger import triggers as guard
from plans.models import ContentVersion, Goal, Plan
from tests.factories import make_city, make_goal, make_plan

pytestmark = pytest.mark.django_db


def run(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


class TestTheTriggersStand:
    def test_all_are_there_and_as_they_should_be(self):
        assert list(checks.faults(connection)) == []

    def test_they_are_laid_anew_and_the_site_is_counted(self):
        before = version_of_all()
        triggers.drop(connection)
        assert guard.installed(connection, triggers.PREFIX) == {}
        ids = [found.id for found in run_checks(databases=["default"]) if found.id.startswith("plans.")]
        assert "plans.W004" in ids
        triggers.install(connection)
        assert list(checks.faults(connection)) == []
        assert version_of_all() > before
        assert not [found for found in run_checks(databases=["default"]) if found.id.startswith("plans.")]

    def test_they_are_not_laid_where_a_column_is_missing(self, monkeypatch):
        known = watches()
        ahead = [*known[:-1], type(known[-1])(**vars(known[-1]) | {"all_columns": ("to_come",)})]
        monkeypatch.setattr(triggers, "watches", lambda: ahead)
        triggers.install(connection)
        assert guard.installed(connection, triggers.PREFIX) == {}

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has functions")
    @pytest.mark.parametrize("name", ["dx_content_plans_goal_delete", "dx_content_raise"])
    def test_one_that_was_altered_is_named(self, name):
        arguments, result = ("plans bigint[]", "void") if name.endswith("raise") else ("", "trigger")
        run(
            f"CREATE OR REPLACE FUNCTION {name}({arguments}) RETURNS {result} LANGUAGE plpgsql AS $$ BEGIN END $$"
        )
        assert list(checks.faults(connection)) == [("altered", [name])]


def in_another_transaction(work: Callable[[], None]) -> threading.Thread:
    def body() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=body)
    thread.start()
    return thread


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
class TestTwoWritersAtOnce:
    def test_they_count_apart_and_nobody_waits_for_the_other(self):
        """Each changes rows of both plans, in the other's order: neither has to wait, nothing is lost."""
        one, two = make_plan(make_city("kita"), "one"), make_plan(make_city("minami"), "two")
        goals = {plan.pk: [make_goal(plan, str(n)) for n in range(2)] for plan in (one, two)}
        before = versions_by_plan()
        both_have_one, done = threading.Barrier(2, timeout=20), []

        def writer(number: int, first: Plan, second: Plan) -> None:
            with transaction.atomic():
                Goal.objects.filter(pk=goals[first.pk][number].pk).update(title="a")
                both_have_one.wait()
                Goal.objects.filter(pk=goals[second.pk][number].pk).update(title="a")
                both_have_one.wait()
                done.append(number)

        threads = [
            in_another_transaction(lambda: writer(0, one, two)),
            in_another_transaction(lambda: writer(1, two, one)),
        ]
        for thread in threads:
            thread.join(30)
        assert sorted(done) == [0, 1]
        after = versions_by_plan()
        assert all(after[key] >= before[key] + 2 for key in (one.pk, two.pk))
        assert ContentVersion.objects.filter(plan_id__in=[one.pk, two.pk]).count() <= 4

    def test_who_sees_one_moment_only_counts_in_a_row_of_its_own(self):
        plan = make_plan(make_city("kita"), "one")
        goal, other = make_goal(plan, "1"), make_goal(plan, "2")
        with transaction.atomic():
            run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            before = version_of(plan.pk)
            in_another_transaction(lambda: Goal.objects.filter(pk=other.pk).update(title="b")).join(20)
            Goal.objects.filter(pk=goal.pk).update(title="a")
            assert version_of(plan.pk) > before
        assert version_of(plan.pk) >= before + 2
