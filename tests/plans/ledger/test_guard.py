"""The database itself refuses to rewrite what is public: form, shell, bulk, raw SQL all meet it, on both databases."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import RestrictedError

from kpis.models import Indicator, Measurement, Report, Target
from plans.ledger import triggers
from plans.ledger.grounds import Grounds
from plans.ledger.revising import marked, revising
from plans.models import Action, Goal, Plan, RevisionMark, ScheduleItem, Statement
from tests.factories import (
    guarded,
    make_city,
    make_goal,
    make_indicator,
    make_item,
    make_measurement,
    make_plan,
    make_small_plan,
    make_target,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(db) -> Plan:
    """A public plan in use with a row of every kind."""
    plan = make_small_plan()
    department = plan.municipality.departments.create(code="dx", name="DX課")
    plan.actions.get().lead_departments.add(department)
    indicator = plan.indicators.get()
    indicator.departments.add(department)
    indicator.excluded_periods.create(period="2024-Q1", reason="感染症")
    make_measurement(indicator, "2024-Q2", 40)
    plan.statements.create(code="m", kind="mission", title="使命")
    track = plan.schedule_tracks.create(code="t", title="列")
    make_item(track, "i", "2024-Q1")
    guarded(plan)
    return plan


def refuses(change) -> str:
    """The sentence with which the database refuses the change."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        change()
    return str(refused.value)


def run(sql: str):
    return lambda: connection.cursor().execute(sql)


REWRITTEN = {
    "target": lambda: Target.objects.filter(indicator__plan__slug="smart-plan").update(value=1),
    "target's period": lambda: Target.objects.filter(indicator__plan__slug="smart-plan").update(
        period="2027"
    ),
    "target's day": lambda: Target.objects.filter(indicator__plan__slug="smart-plan").update(
        effective_from="2023-01-01"
    ),
    "target's source": lambda: Target.objects.update(source_place="9ページ"),
    "target by raw SQL": run("UPDATE kpis_target SET value = 1"),
    "a second target": lambda: Target.objects.create(
        indicator=Indicator.objects.get(plan__slug="smart-plan"),
        period="2026",
        value=1,
        effective_from="2025-01-01",
    ),
    "unit": lambda: Indicator.objects.filter(plan__slug="smart-plan").update(unit="千件"),
    "definition by raw SQL": run("UPDATE kpis_indicator SET definition = '別'"),
    "series": lambda: Indicator.objects.filter(plan__slug="smart-plan").update(series="flow"),
    "baseline": lambda: Indicator.objects.filter(plan__slug="smart-plan").update(
        baseline_value=10, baseline_period="2023"
    ),
    "definition": lambda: Indicator.objects.filter(plan__slug="smart-plan").update(definition="別の数え方"),
    "name": lambda: Indicator.objects.filter(plan__slug="smart-plan").update(name="別の名前"),
    "owner": lambda: Indicator.objects.get(plan__slug="smart-plan").departments.clear(),
    "excluded period": lambda: Indicator.objects.get(plan__slug="smart-plan").excluded_periods.create(
        period="2024-Q3", reason="都合"
    ),
    "goal": lambda: Goal.objects.filter(plan__slug="smart-plan").update(title="別の目標"),
    "action": lambda: Action.objects.filter(plan__slug="smart-plan").update(title="別の取組"),
    "action's goals": lambda: Action.objects.get(plan__slug="smart-plan").goals.clear(),
    "statement": lambda: Statement.objects.filter(plan__slug="smart-plan").update(title="別の使命"),
    "schedule": lambda: ScheduleItem.objects.filter(plan__slug="smart-plan").update(to_quarter="2030-Q4"),
    "plan's end": lambda: Plan.objects.filter(slug="smart-plan").update(ends_on="2030-03-31"),
    "since when it is public": lambda: Plan.objects.filter(slug="smart-plan").update(
        public_since=None, is_public=False
    ),
    "a new indicator": lambda: make_indicator(Plan.objects.get(slug="smart-plan"), "2"),
    "by raw SQL": run("UPDATE plans_goal SET title = '別'"),
}
DELETED = {
    "target": Target.objects.filter(indicator__plan__slug="smart-plan"),
    "indicator": Indicator.objects.filter(plan__slug="smart-plan"),
    "goal": Goal.objects.filter(plan__slug="smart-plan"),
    "action": Action.objects.filter(plan__slug="smart-plan"),
    "statement": Statement.objects.filter(plan__slug="smart-plan"),
    "schedule": ScheduleItem.objects.filter(plan__slug="smart-plan"),
    "plan": Plan.objects.filter(slug="smart-plan"),
}


@pytest.mark.parametrize("what", REWRITTEN)
def test_what_is_public_is_not_rewritten(promise, what):
    assert "公開済みの内容です" in refuses(REWRITTEN[what])


@pytest.mark.parametrize("what", DELETED)
def test_what_is_public_is_not_deleted(promise, what):
    rows = DELETED[what].all()
    with pytest.raises((IntegrityError, RestrictedError)), transaction.atomic():
        rows.delete()
    assert "公開済み" in refuses(run(f"DELETE FROM {rows.model._meta.db_table}"))  # noqa: S608
    assert DELETED[what].all().exists()


@pytest.mark.parametrize("what", REWRITTEN)
def test_a_plan_that_nobody_knows_is_free(promise, what):
    """What has never been public may still be written as one likes."""
    with marked(0):
        Plan.objects.update(is_public=False)
        Plan.objects.update(public_since=None)
    REWRITTEN[what]()


def test_what_says_nothing_may_change(promise):
    Goal.objects.filter(plan=promise).update(order=7)
    promise.goals.get().save()
    promise.indicators.get().save()
    assert promise.goals.get().order == 7


def test_an_approved_value_stays(promise):
    value = Measurement.objects.filter(indicator__plan=promise)
    for change in (
        lambda: value.update(value=41),
        lambda: value.update(state="draft"),
        value.all().delete,
        run("UPDATE kpis_measurement SET value = 1 WHERE state = 'approved'"),
    ):
        assert "承認済みの値です" in refuses(change)


def test_a_published_report_stays(db):
    assert Report.objects.exists()
    for change in (
        lambda: Report.objects.update(content="{}"),
        run("UPDATE kpis_report SET checksum = 'x'"),
        run("DELETE FROM kpis_report"),
    ):
        assert "公表済みの報告です" in refuses(change)


def test_a_published_quarter_keeps_its_name(db):
    review = Report.objects.first().review
    for change in (
        lambda: type(review).objects.filter(pk=review.pk).update(period="2020-Q1"),
        run("UPDATE kpis_review SET period = '2020-Q1' WHERE id IN (SELECT review_id FROM kpis_report)"),
    ):
        assert "公表した四半期です" in refuses(change)


@pytest.mark.parametrize(
    "table",
    [
        "plans_revision",
        "plans_historicalgoal",
        "kpis_historicalindicator",
        "kpis_historicaltarget",
        "kpis_historicalmeasurement",
    ],
)
def test_the_record_stays(promise, table):
    with revising(promise, Grounds("直すため。")):
        promise.goals.update(title="新しい題名")
        goal = promise.goals.get()
        goal.subtitle = "副題"
        goal.save()
    assert "記録です" in refuses(run(f"DELETE FROM {table}"))  # noqa: S608
    column = "reason" if table == "plans_revision" else "history_change_reason"
    assert "記録です" in refuses(run(f"UPDATE {table} SET {column} = 'ほかの理由'"))  # noqa: S608


def test_a_row_in_preparation_is_free_until_it_is_public(promise):
    row = make_indicator(promise, "2", state="preparing")
    row.departments.set(promise.municipality.departments.all())
    make_target(row, "2026", 10)
    Target.objects.filter(indicator=row).update(value=20)
    row.targets.all().delete()
    assert "公開済み" in refuses(lambda: Indicator.objects.filter(pk=row.pk).update(state="public"))
    row.delete()


def test_nothing_is_moved_to_a_public_row(promise):
    """What nobody knows is free, but for becoming part of what everybody knows."""
    public, hidden = promise.indicators.get(), make_indicator(promise, "2", state="preparing")
    make_target(hidden, "2026", 1, "2025-01-01")
    hidden.excluded_periods.create(period="2024-Q3", reason="都合")
    hidden.departments.add(promise.municipality.departments.create(code="x", name="別の課"))
    links = Indicator.departments.through.objects.filter(indicator=hidden)
    for rows in (hidden.targets.all(), hidden.excluded_periods.all(), links):
        assert "公開済み" in refuses(lambda rows=rows: rows.update(indicator=public))
    unknown = make_plan(make_city("minami"), "unknown", is_public=False)
    other = make_indicator(unknown, "3")
    assert "公開済み" in refuses(lambda: Indicator.objects.filter(pk=other.pk).update(plan=promise))


def test_no_draft_takes_an_approved_values_place(promise):
    draft = make_measurement(promise.indicators.get(), "2024-Q3", 1, state="draft")
    own = "OR REPLACE " if connection.vendor == "sqlite" else ""
    sql = f"UPDATE {own}kpis_measurement SET period = '2024-Q2' WHERE id = {draft.pk}"  # noqa: S608
    assert refuses(run(sql))
    assert Measurement.objects.get(indicator__plan=promise, period="2024-Q2").value == 40


def test_a_city_with_a_public_plan_stays(promise):
    assert refuses(run(f"DELETE FROM plans_municipality WHERE id = {promise.municipality_id}"))  # noqa: S608


def test_a_row_keeps_its_number(promise):
    target = Target.objects.get(indicator__plan=promise)
    assert "公開済み" in refuses(lambda: Target.objects.filter(pk=target.pk).update(id=target.pk + 1000))


def test_a_revision_opens_the_guard_for_its_own_rows_only(promise):
    indicator, goal = promise.indicators.get(), promise.goals.get()
    with revising(promise, Grounds("直すため。"), rows=[indicator]):
        Indicator.objects.filter(pk=indicator.pk).update(name="新しい名前")
        assert "公開済み" in refuses(lambda: Goal.objects.filter(pk=goal.pk).update(title="ついでに"))
    assert promise.indicators.get().name == "新しい名前"
    assert not RevisionMark.objects.exists()


def test_another_plan_stays_closed(promise):
    other = make_plan(make_city("minami"), "other")
    make_goal(other, "1")
    guarded(other)
    with revising(promise, Grounds("直すため。")):
        assert "公開済み" in refuses(lambda: other.goals.update(title="ついでに"))


@pytest.mark.parametrize(
    "table",
    [
        "kpis_target",
        "plans_goal",
        "plans_plan",
        "kpis_indicator",
        "kpis_measurement",
        "kpis_report",
        "plans_revision",
        "plans_historicalgoal",
    ],
)
def test_no_row_is_swept_aside(promise, table):
    """Both databases have a statement that takes rows away without asking the guard of deletion."""
    with revising(promise, Grounds("直すため。")):
        goal = promise.goals.get()
        goal.title = "新しい題名"
        goal.save()
    if connection.vendor == "sqlite":
        sql = f"REPLACE INTO {table} SELECT * FROM {table}"  # noqa: S608
    else:
        run("SET CONSTRAINTS ALL IMMEDIATE")()
        sql = f"TRUNCATE {table} CASCADE"
    assert refuses(run(sql)).startswith(tuple(triggers.SENTENCES.values()))


@pytest.mark.parametrize("name", ["goal", "target", "link"])
def test_no_row_of_a_hidden_plan_takes_a_public_rows_place(promise, name):
    """SQLite's REPLACE under the number of a public row; PostgreSQL refuses the second row of a number by itself."""
    hidden = make_plan(make_city("minami"), "unknown", is_public=False)
    if name == "goal":
        old, new = promise.goals.get(), make_goal(hidden, "9")
    elif name == "target":
        old, new = (
            Target.objects.get(indicator__plan=promise),
            make_target(make_indicator(hidden, "9"), "2026", 1, "2025-01-01"),
        )
    else:
        links = Indicator.departments.through.objects
        make_indicator(hidden, "9").departments.add(
            hidden.municipality.departments.create(code="x", name="別の課")
        )
        old, new = links.get(indicator__plan=promise), links.get(indicator__plan=hidden)
    table = new._meta.db_table
    columns = [field.column for field in new._meta.concrete_fields if not field.primary_key]
    listed = ", ".join(f'"{column}"' for column in columns)
    verb = "REPLACE" if connection.vendor == "sqlite" else "INSERT"
    sql = f"{verb} INTO {table} (id, {listed}) SELECT {old.pk}, {listed} FROM {table} WHERE id = {new.pk}"  # noqa: S608
    assert refuses(run(sql))
    assert type(old).objects.filter(pk=old.pk).count() == 1
