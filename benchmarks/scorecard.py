"""How long the scorecard takes without a cache: of processor time, and beside another checkout of the portal.

    python benchmarks/scorecard.py                        # this checkout, each in a temporary SQLite database
    python benchmarks/scorecard.py --against ../main      # the same of another one, in interleaved rounds, as ratios
    DATABASE_URL=postgres://… python benchmarks/scorecard.py   # an empty database; it is emptied again

A plan with 28 indicators, one with 120 of twelve quarters each, and the first among 2,000 other plans. Each checkout has a
process of its own; a round is one request in each, one after the other, so that a busy machine slows both alike. Printed are
medians of the processor time of a request, the number of queries, and the ratio of the medians.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

ROUNDS, BATCH = 15, 2000
SINCE = date(2023, 4, 1)
CASES = {"28 indicators": (28, 1), "120 indicators": (120, 1), "28 among 2,000 plans": (28, 2000)}
OTHER_INDICATORS = 10  # of each other plan
ADDRESS = "/city-0/plan/kpis/"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="another checkout of the portal")
    parser.add_argument("--case", action="append", choices=CASES, help="only these; may be repeated")
    parser.add_argument("--worker", nargs=2, metavar=("FOLDER", "CASE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        work(Path(given.worker[0]), given.worker[1])
        return
    places = {"here": Path(__file__).resolve().parents[1]}
    if given.against:
        places["there"] = given.against.resolve()
    for case in given.case or CASES:
        _compare(case, places)


def _compare(case: str, places: dict[str, Path]) -> None:
    command = [sys.executable, __file__, "--worker"]
    workers = {
        name: subprocess.Popen(  # noqa: S603 this file
            [*command, str(place), case], cwd=place, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for name, place in places.items()
    }
    try:
        told = {name: json.loads(worker.stdout.readline()) for name, worker in workers.items()}
        times = {name: [] for name in workers}
        for _round in range(ROUNDS):
            for name, worker in workers.items():
                times[name].append(_ask(worker))
    finally:
        for worker in workers.values():
            worker.stdin.close()
            worker.wait()
    median = {name: statistics.median(values) for name, values in times.items()}
    for name in workers:
        ratio = (
            f", {median[name] / median['there']:.2f} × there" if name == "here" and "there" in median else ""
        )
        print(
            f"{case}, {name}, {told[name]['vendor']}: {median[name]:.0f} ms (least {min(times[name]):.0f}), "
            f"{told[name]['queries']} queries{ratio}"
        )


def _ask(worker: subprocess.Popen) -> float:
    worker.stdin.write("go\n")
    worker.stdin.flush()
    return float(worker.stdout.readline())


def work(place: Path, case: str) -> None:
    """In a process of its own: answers each line of input with the milliseconds of processor time of one request."""
    sys.path.insert(0, str(place / "benchmarks"))
    from emptied import emptied_database

    with emptied_database(DEBUG="true"):
        told = _prepare(*CASES[case])
        from django.test import Client

        client = Client()
        client.get(ADDRESS)  # templates are compiled once
        print(json.dumps(told | {"queries": _queries(client)}), flush=True)
        for _line in sys.stdin:
            worked = time.process_time()
            assert client.get(ADDRESS).status_code == 200  # noqa: S101
            print((time.process_time() - worked) * 1000, flush=True)


def _prepare(indicators: int, plans: int) -> dict[str, str]:
    from django.core.management import call_command, get_commands
    from django.db import connection, transaction

    from plans.ledger.revising import marked

    with transaction.atomic(), marked(0):
        _make_plans(0, 1, indicators)
        _make_plans(1, plans, OTHER_INDICATORS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if "refresh_standings" in get_commands():
        call_command("refresh_standings", "city-0/plan", verbosity=0)
    return {"vendor": connection.vendor}


def _queries(client) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(ADDRESS)
    return len(asked)


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


if __name__ == "__main__":
    main()
