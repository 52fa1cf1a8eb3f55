"""However many figures there are: the same few questions to the database, answered with an index."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpis.assessment.assessing import assess_plan
from kpis.models import Indicator, Measurement, Target
from plans.era import Quarter, quarter_span
from plans.models import Municipality, Plan
from tests.dxportal.test_query_counts import OF_A_PLAN
from tests.factories import being_entered, make_city, make_goal, make_plan

pytestmark = pytest.mark.django_db

QUARTERS = [str(quarter) for quarter in quarter_span(Quarter(2023, 1), Quarter(2025, 4))]


def make_figures(plan: Plan, indicators: int) -> None:
    """That many indicators with a target and twelve quarters of values each."""
    goal = make_goal(plan, "1")
    rows = Indicator.objects.bulk_create(
        Indicator(
            plan=plan,
            goal=goal,
            code=f"k{n}",
            name=f"指標{n}",
            order=n,
            baseline_value=0,
            baseline_period="2022",
        )
        for n in range(indicators)
    )
    Target.objects.bulk_create(
        Target(indicator=row, period="2026", value=160, effective_from=date(2023, 4, 1)) for row in rows
    )
    Measurement.objects.bulk_create(
        Measurement(indicator=row, period=period, value=Decimal(10 * n), state="approved")
        for row in rows
        for n, period in enumerate(QUARTERS, start=1)
    )


def make_other_plans(plans: int, indicators: int) -> None:
    """Other cities' plans, so that the measurements asked for are few among many."""
    being_entered()
    cities = Municipality.objects.bulk_create(
        Municipality(slug=f"other-{n}", name=f"他市{n}", is_fictional=True) for n in range(plans)
    )
    rows = Plan.objects.bulk_create(
        Plan(municipality=city, slug="plan", title="他の計画", is_public=False) for city in cities
    )
    made = Indicator.objects.bulk_create(
        Indicator(plan=plan, code=f"k{n}", name="指標") for plan in rows for n in range(indicators)
    )
    for period in QUARTERS:
        Measurement.objects.create(indicator=made[0], period=period, value=1, state="approved")
    _measured_alike(made[0], city_slug="other-")


def _measured_alike(first: Indicator, city_slug: str) -> None:
    """Gives the other indicators of such cities what the first has: by one statement, they are many."""
    columns = [field.column for field in Measurement._meta.concrete_fields if not field.primary_key]
    copied = ["k.id" if column == "indicator_id" else f'm."{column}"' for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO kpis_measurement ({', '.join(columns)}) SELECT {', '.join(copied)} "  # noqa: S608
            "FROM kpis_measurement m CROSS JOIN kpis_indicator k "
            "JOIN plans_plan p ON p.id = k.plan_id JOIN plans_municipality c ON c.id = p.municipality_id "
            "WHERE m.indicator_id = %s AND k.id <> m.indicator_id AND c.slug LIKE %s",
            [first.pk, f"{city_slug}%"],
        )


@pytest.fixture
def large() -> Plan:
    plan = make_plan(make_city(), "large", starts_on=date(2023, 4, 1))
    make_figures(plan, 120)
    return plan


def test_a_table_of_120_indicators_asks_as_little_as_one_of_three(client, large):
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/kitayama/large/kpis/")
    # The pinned number is of a plan with marks of its own: their scale and bands are the only difference.
    assert len(asked) == OF_A_PLAN["kpis/"] - 1
    assert page.content.decode().count("kpi-name") == 120


def test_120_indicators_are_judged_in_a_moment(large):
    rows = assess_plan(large, date(2025, 10, 1))
    # 160 in 16 quarters: 10 each, exactly what was reported.
    assert {row.evaluation.verdict.value for row in rows} == {"ON_TRACK"}
    assert {row.evaluation.value for row in rows} == {100}


def measurement_query(plan: Plan) -> tuple[str, tuple]:
    """What the table asks of the measurements."""
    return (
        Measurement.objects.approved()
        .filter(indicator__in=list(Indicator.objects.filter(plan=plan)))
        .query.sql_with_params()
    )


def explained(sql: str, params: tuple) -> str:
    word = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute(f"{word} {sql}", params)
        return "\n".join(" ".join(map(str, row)) for row in cursor.fetchall())


def test_the_measurements_of_a_plan_are_found_with_an_index(large):
    """With 1,440 of the plan's own rows among 50,000 the database, left to choose, does not read the whole table."""
    make_other_plans(plans=203, indicators=20)
    assert Measurement.objects.count() > 50_000
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan_text = explained(*measurement_query(large))
    assert "kpis_measurement" in plan_text or "measurement_once_a_period" in plan_text, plan_text
    assert "SCAN kpis_measurement" not in plan_text, plan_text
    assert "Seq Scan on kpis_measurement" not in plan_text, plan_text
    # The proof would be worth nothing if the way of asking could not show a scan.
    scan = explained('SELECT * FROM "kpis_measurement" WHERE "owner_name" = %s', ("x",))
    assert "SCAN kpis_measurement" in scan or "Seq Scan on kpis_measurement" in scan


def test_the_query_that_is_explained_is_the_one_that_is_asked(large):
    sql, _ = measurement_query(large)
    with CaptureQueriesContext(connection) as asked:
        assess_plan(large, date(2025, 10, 1))
    [real] = [query["sql"] for query in asked if 'FROM "kpis_measurement"' in query["sql"]]
    assert real.partition(" IN (")[0].partition("WHERE")[0] == sql.partition("WHERE")[0]
    assert real.partition("ORDER BY")[2] == sql.partition("ORDER BY")[2]


FILE = """
- model: kpis.indicator
  fields: {plan: [kitayama, smart-plan], code: k, name: 申請の割合, unit: "%", decimals: 1, goal: [kitayama, smart-plan, "1"]}
- model: kpis.target
  fields: {indicator: [kitayama, smart-plan, k], period: "2026", value: 80, effective_from: 2024-04-01}
- model: kpis.measurement
  fields: {indicator: [kitayama, smart-plan, k], period: 2024-Q1, revision: 1, value: 62.5, state: approved}
"""


@pytest.fixture
def load(tmp_path, plan):
    make_goal(plan, "1")

    def load(text: str) -> None:
        path = tmp_path / "figures.yaml"
        path.write_text(text, encoding="utf-8")
        call_command("load_plans", str(path), verbosity=0)

    return load


def test_figures_come_from_a_file_and_stand_on_the_page(load, plan, client):
    load(FILE)
    row = plan.indicators.get()
    assert (row.goal.code, row.targets.get().value, row.measurements.get().value) == (
        "1",
        80,
        Decimal("62.5"),
    )
    page = client.get(row.get_absolute_url()).content.decode()
    assert "62.5%" in page
    assert "80.0%" in page


def test_a_file_loaded_twice_changes_nothing(load, plan):
    load(FILE)
    before = list(Measurement.objects.filter(indicator__plan=plan).values("pk", "value", "version"))
    load(FILE)
    assert list(Measurement.objects.filter(indicator__plan=plan).values("pk", "value", "version")) == before
    assert plan.indicators.count() == 1


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ("period: 2024-Q1", "period: 2024", "period"),  # a quarterly indicator
        ("value: 62.5", "value: 多数", "value"),
        ("unit: ", "direction: sideways, unit: ", "direction"),
        ("effective_from: 2024-04-01", "effective_from: 春", "effective_from"),
        ("kpis.target\n  fields: {indicator: [kitayama, smart-plan, k]", "kpis.target\n  fields: {indicator: [kitayama, smart-plan, x]", "indicator"),
        ("value: 62.5, state: approved", "state: approved", "measurement_value_or_parts|実績値"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_row_and_field_and_nothing_is_saved(load, plan, right, wrong, named):
    assert right in FILE
    with pytest.raises(CommandError) as error:
        load(FILE.replace(right, wrong))
    assert any(name in str(error.value) for name in named.split("|")), error.value
    assert "figures.yaml" in str(error.value)
    assert not plan.indicators.exists()


def test_a_measurement_of_a_quarter_that_has_not_begun_is_refused(load):
    later = Quarter.of(date.today() + timedelta(days=200))  # noqa: DTZ011 any day far enough ahead
    with pytest.raises(CommandError, match="まだ始まっていません"):
        load(FILE.replace("2024-Q1", str(later)))
