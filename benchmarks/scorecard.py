"""How long the scorecard takes, alone and among thousands of plans.

    python benchmarks/scorecard.py            # a temporary SQLite database
    DATABASE_URL=postgres://… python benchmarks/scorecard.py   # an empty database; it is emptied again

Prints the median of five requests, by the clock and of this process's own time, and the number of queries.
"""

import statistics
import time
from datetime import date
from decimal import Decimal

from emptied import emptied_database

INDICATORS, ROUNDS, BATCH = 120, 5, 2000
SIZES = (1, 2000)  # plans
SINCE = date(2023, 4, 1)
OTHER_INDICATORS = 10  # of each other plan


def main() -> None:
    with emptied_database(DEBUG="true"):
        _measure_all()


def _measure_all() -> None:
    from django.db import connection, transaction

    from plans.ledger.revising import marked
    from plans.models import Plan

    with transaction.atomic(), marked(0):
        _make_plans(0, 1, INDICATORS)
    for size in SIZES:
        with transaction.atomic(), marked(0):
            _make_plans(Plan.objects.count(), size, OTHER_INDICATORS)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        _report()


def _make_plans(first: int, last: int, indicators: int) -> None:
    """Plans number `first` to `last` − 1, each with indicators, a target and twelve quarters of values."""
    from kpis.models import Indicator, Measurement, Target
    from plans.models import Goal, Municipality, Plan

    quarters = [f"{year}-Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)]
    cities = Municipality.objects.bulk_create(
        Municipality(slug=f"city-{n}", name=f"第{n}市", is_fictional=True) for n in range(first, last)
    )
    plans = Plan.objects.bulk_create(
        Plan(municipality=city, slug="plan", title="計画", starts_on=SINCE, public_since=SINCE)
        for city in cities
    )
    goals = Goal.objects.bulk_create(Goal(plan=plan, code="1", kind="pillar", title="柱") for plan in plans)
    rows = Indicator.objects.bulk_create(
        (
            Indicator(
                plan=goal.plan, goal=goal, code=f"k{n}", name=f"指標{n}", unit="件",
                baseline_value=0, baseline_period="2022",
            )
            for goal in goals
            for n in range(indicators)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    Target.objects.bulk_create(
        (Target(indicator=row, period="2026", value=160, effective_from=date(2023, 4, 1)) for row in rows),
        batch_size=BATCH,
    )
    Measurement.objects.bulk_create(
        (
            Measurement(indicator=row, period=quarter, value=Decimal(10 * n), state="approved")
            for row in rows
            for n, quarter in enumerate(quarters, start=1)
        ),
        batch_size=BATCH,
    )


def _report() -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from kpis.models import Measurement
    from plans.models import Plan

    client, address = Client(), "/city-0/plan/kpis/"
    client.get(address)  # templates are compiled once
    seconds, own = [], []
    for _ in range(ROUNDS):
        started, worked = time.perf_counter(), time.process_time()
        assert client.get(address).status_code == 200  # noqa: S101
        seconds.append(time.perf_counter() - started)
        own.append(time.process_time() - worked)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    asking = sum(float(query["time"]) for query in asked.captured_queries)
    print(
        f"{connection.vendor}: {Plan.objects.count():,} plans, {Measurement.objects.count():,} measurements: "
        f"{statistics.median(seconds) * 1000:.0f} ms ({statistics.median(own) * 1000:.0f} ms of this process), "
        f"{len(asked)} queries ({asking * 1000:.0f} ms in the database)"
    )


if __name__ == "__main__":
    main()
