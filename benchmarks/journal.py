"""What the record of changes costs: CPU of a save with its triggers and without, and bytes of a line.

    python benchmarks/journal.py            # a temporary SQLite database
    DATABASE_URL=postgres://… python benchmarks/journal.py   # an empty database; it is emptied again

Rounds alternate; medians of all saves are compared. On PostgreSQL the server's own work is not in the process's CPU time:
the wall's is printed beside it.
"""

import statistics
import time
from collections.abc import Callable

from emptied import emptied_database
from guard import _make_plan

ROUNDS, SAVES = 7, 60


def main() -> None:
    with emptied_database(DEBUG="true"):
        plan = _make_plan()
        for name, save in _saves(plan).items():
            _compare(name, save)
        _sizes()


def _saves(plan) -> dict[str, Callable[[int], None]]:
    from django.contrib.auth import get_user_model

    from kpis.models import Measurement
    from kpis.workflow import entries
    from plans.models import Term

    writer = get_user_model().objects.create_superuser("writer")
    reports = [
        entries.save_entry(Measurement(indicator=row, period="2024-Q1", value=1), by=writer)
        for row in plan.indicators.all()
    ]
    made = iter(range(10**6))

    def verb(number: int) -> None:
        report = reports[number]
        report.value = (report.value or 0) + 1
        reports[number] = entries.save_entry(report, by=writer, seen_version=report.version)

    def one_statement(number: int) -> None:
        Measurement.objects.filter(pk=reports[number].pk).update(issues_comment=f"課題{next(made)}")

    def insert(number: int) -> None:
        Term.objects.create(plan=plan, code=f"t{next(made)}", name="用語", reading_group="ア行", body="本文")

    def bulk(number: int) -> None:
        if number % 10 == 0:
            Term.objects.bulk_create(
                Term(plan=plan, code=f"b{next(made)}", name="用語", reading_group="ア行", body="本文")
                for _ in range(100)
            )

    return {
        "a value (verb)": verb,
        "update() of one row": one_statement,
        "a new row": insert,
        "100 rows at once": bulk,
    }


def _compare(name: str, save: Callable[[int], None]) -> None:
    from django.db import connection, reset_queries

    from plans.journal import laying

    cpu: dict[bool, list[float]] = {True: [], False: []}
    wall: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(ROUNDS):
        for is_recorded in (True, False):
            (laying.install if is_recorded else laying.drop)(connection)
            save(0)  # statements are compiled anew after the schema has changed
            reset_queries()
            for number in range(SAVES):
                began, at = time.process_time(), time.perf_counter()
                save(number)
                cpu[is_recorded].append(time.process_time() - began)
                wall[is_recorded].append(time.perf_counter() - at)
    laying.install(connection)
    choose = max if name.startswith("100") else statistics.median
    for what, found in (("CPU", cpu), ("wall", wall)):
        with_it, without = (statistics.median(sorted(found[key])[-6 * ROUNDS :]) if choose is max else choose(found[key])
                            for key in (True, False))  # fmt: skip
        print(
            f"{name}, {what}: {with_it * 1000:.2f} ms recorded, {without * 1000:.2f} ms not: {with_it / without - 1:+.1%}"
        )


def _sizes() -> None:
    from django.db import connection

    from plans.models import ChangeRecord

    count = ChangeRecord.objects.count()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('plans_changerecord')")
        else:
            cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%change%record%'")
        size = cursor.fetchone()[0]
    print(f"{count} lines, {size / count:.0f} bytes each with their indexes")


if __name__ == "__main__":
    main()
