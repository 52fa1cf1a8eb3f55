"""A database filled by the former version is carried over: nothing is lost, and what was wrong is mended."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

FORMER = [("plans", "0001_the_plan_model"), ("kpis", "0003_quarterly_reports")]
NOTE = "計画に基準値がないため、最初の実績を仮の基準にしています。"
ALIAS = "former"


@pytest.fixture
def database(tmp_path, django_db_blocker) -> Iterator[None]:
    """An empty database beside the tests' own, under an alias of its own."""
    own = connections.databases["default"]
    name = str(tmp_path / "former.sqlite3") if connection.vendor == "sqlite" else f"{own['NAME']}_former"
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                cursor.execute(f'CREATE DATABASE "{name}"')
        connections.databases[ALIAS] = own | {"NAME": name}
        try:
            yield
        finally:
            connections[ALIAS].close()
            del connections[ALIAS]
            del connections.databases[ALIAS]
            if connection.vendor == "postgresql":
                with connection._nodb_cursor() as cursor:
                    cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def migrate(targets=None):
    """The models of that state, with the database brought to it; None: today's."""
    executor = MigrationExecutor(connections[ALIAS])
    wanted = targets or executor.loader.graph.leaf_nodes()
    executor.migrate(wanted)
    return MigrationExecutor(connections[ALIAS]).loader.project_state(wanted).apps


@pytest.fixture
def former(database):
    return migrate(FORMER)


def rows(apps, model: str, app: str = "kpis"):
    return apps.get_model(app, model).objects.using(ALIAS)


@pytest.fixture
def plan(former):
    city = rows(former, "Municipality", "plans").create(
        name="北山市", slug="kitayama", prefecture="北海道", code="011002"
    )
    return rows(former, "Plan", "plans").create(municipality=city, slug="plan", title="計画")


def test_provisional_baselines_follow_the_earliest_value_and_leave_bounds_alone(former, plan):

    def indicator(code, **fields):
        provisional = {
            "baseline_value": 90,
            "baseline_period": "2025",
            "baseline_is_provisional": True,
            "baseline_note": NOTE,
        }
        return rows(former, "Indicator").create(plan=plan, code=code, name=code, **provisional | fields)

    def report(row, period, **fields):
        rows(former, "Measurement").create(
            indicator=row, period=period, state="approved", updated_at=timezone.now(), **fields
        )

    level = indicator("level")
    report(level, "2025", value=90)
    report(level, "2023", value=55)
    report(level, "2023", value=50, revision=2)
    rate = indicator("rate", unit="%", numerator_label="分子", denominator_label="分母")
    report(rate, "2023", numerator=1, denominator=3)
    bound = indicator("bound", direction="keep_at_least")
    told = indicator("told", direction="keep_at_most", baseline_note="前の計画の値")
    stated = indicator("stated", baseline_is_provisional=False, baseline_note="")
    assert rows(former, "Measurement").count() == 4

    apps = migrate()
    found = {row.code: row for row in rows(apps, "Indicator")}
    shown = {
        code: (row.baseline_value, row.baseline_period, row.baseline_is_provisional)
        for code, row in found.items()
    }
    assert shown == {
        level.code: (50, "2023", True),
        rate.code: (Decimal("33.333333"), "2023", True),
        bound.code: (None, "", False),
        told.code: (90, "2025", False),  # somebody wrote that it is another plan's
        stated.code: (90, "2025", False),
    }
    assert (found["level"].margin, found["level"].first_period, found["level"].baseline_is_reading) == (
        None,
        "",
        False,
    )
    assert rows(apps, "Measurement").count() == 4


def test_a_database_in_use_comes_over_with_every_row(former, plan):
    row = rows(former, "Indicator").create(plan=plan, code="k", name="率", frequency="half-yearly")
    rows(former, "Target").create(indicator=row, period="2025-Q4", value=80, effective_from="2023-04-01")
    rows(former, "Measurement").create(
        indicator=row, period="2024-Q2", value=5, observation_status="E", updated_at=timezone.now()
    )
    review = rows(former, "Review").create(plan=plan, period="2024-Q2", due_on="2024-10-30")
    rows(former, "ReviewPolicy").create(plan=plan, due_days=10)
    rows(former, "Report").create(
        review=review, content="{}", counts={}, checksum="0" * 64, schema_version=1, rule_version=1
    )
    apps = migrate()
    for name in ("Indicator", "Target", "Measurement", "Review", "ReviewPolicy", "Report"):
        assert rows(apps, name).count() == 1, name
    assert rows(apps, "Target").get().period == "2025-Q4"
    assert rows(apps, "ReviewPolicy").get().reporting_from == ""
    report = rows(apps, "Report").get()
    assert (report.content, report.rule_version) == ("{}", 1)  # what was published stays as it is


class TestLedgers:
    def test_a_public_plans_ledger_begins_with_the_day_of_the_upgrade(self, former, plan):
        apps = migrate()
        today = timezone.localdate()
        assert rows(apps, "Plan", "plans").get().public_since == today
        [line] = rows(apps, "Revision", "plans")
        assert (line.kind, line.effective_on, line.reason) == (
            "publication",
            today,
            "この日より前の変更の記録はありません。",
        )

    def test_an_unpublished_plan_has_none(self, former, plan):
        rows(former, "Plan", "plans").update(is_public=False)
        apps = migrate()
        assert rows(apps, "Plan", "plans").get().public_since is None
        assert not rows(apps, "Revision", "plans").exists()

    def test_what_the_targets_tell_of_themselves_comes_along(self, former, plan):
        indicator = rows(former, "Indicator").create(
            plan=plan, code="1", number="1-1", name="指標", unit="件"
        )
        for day, value, reason in (
            ("2024-04-01", 45, ""),
            ("2025-04-01", 50, "見直し"),
            ("2025-10-01", None, "廃止"),
        ):
            rows(former, "Target").create(
                indicator=indicator, period="2026", value=value, effective_from=day, reason=reason
            )
        apps = migrate()
        found = rows(apps, "Revision", "plans").exclude(kind="publication").order_by("effective_on")
        assert [
            (
                row.kind,
                row.subject_name,
                row.changes[0]["before_text"],
                row.changes[0]["after_text"],
                row.reason,
            )
            for row in found
        ] == [
            ("target", "1-1 指標", "45件", "50件", "見直し"),
            ("withdrawal", "1-1 指標", "50件", "取り下げ", "廃止"),
        ]

    def test_every_row_begins_its_history(self, former, plan):
        rows(former, "Indicator").create(plan=plan, code="1", name="指標")
        apps = migrate()
        for model, app in (("Plan", "plans"), ("Municipality", "plans"), ("Indicator", "kpis")):
            [line] = rows(apps, f"Historical{model}", app)
            assert (line.history_type, line.history_change_reason) == (
                "+",
                "この日より前の変更の記録はありません。",
            )
