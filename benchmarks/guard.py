"""What the guard of public rows costs, and how the page of changes answers with many of them.

    python benchmarks/guard.py            # a temporary SQLite database
    DATABASE_URL=postgres://… python benchmarks/guard.py   # an empty database; it is emptied again

Each save is timed with the triggers and without them, in turns; the medians of all rounds are compared. The page is asked
for with 50 and with 5,000 changes.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date

from emptied import emptied_database

INDICATORS, SAVES, ROUNDS, CHANGES = 60, 60, 5, 5000


def main() -> None:
    with emptied_database(DEBUG="true"):
        plan = _make_plan()
        for name, save in _saves(plan).items():
            _compare(name, save)
        _page(plan)


def _make_plan():
    from kpis.models import Indicator, Target
    from plans.ledger.revising import begin_ledgers, marked
    from plans.models import Goal, Municipality, Plan

    city = Municipality.objects.create(slug="city", name="市", is_fictional=True)
    plan = Plan.objects.create(municipality=city, slug="plan", title="計画", starts_on=date(2023, 4, 1))
    with marked(0):
        goal = Goal.objects.create(plan=plan, code="1", kind="pillar", title="柱")
        for number in range(INDICATORS):
            row = Indicator.objects.create(
                plan=plan, goal=goal, code=f"k{number}", name=f"指標{number}", unit="件"
            )
            Target.objects.create(indicator=row, period="2026", value=100, effective_from=date(2023, 4, 1))
    begin_ledgers()
    return plan


def _saves(plan) -> dict[str, Callable[[int], None]]:
    """What is saved most often, each by the number of the row."""
    from django.contrib.auth import get_user_model

    from kpis.models import Measurement
    from kpis.workflow import entries

    rows = list(plan.indicators.all())
    writer = get_user_model().objects.create_superuser("writer")
    reports = [
        entries.save_entry(Measurement(indicator=row, period="2024-Q1", value=1), by=writer) for row in rows
    ]

    def value(number: int) -> None:
        report = reports[number]
        report.value = (report.value or 0) + 1
        reports[number] = entries.save_entry(report, by=writer, seen_version=report.version)

    return {"a value (verb)": value, "an indicator, unchanged": lambda number: rows[number].save()}


def _compare(name: str, save: Callable[[int], None]) -> None:
    from django.db import connection, reset_queries

    from plans.ledger import triggers

    found: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(ROUNDS):
        for is_guarded in (True, False):
            (triggers.install if is_guarded else triggers.drop)(connection)
            reset_queries()  # which DEBUG collects
            for number in range(SAVES):
                began = time.process_time()
                save(number)
                found[is_guarded].append(time.process_time() - began)
    with_it, without = (statistics.median(found[key]) * 1000 for key in (True, False))
    print(f"{name}: {with_it:.2f} ms with the guard, {without:.2f} ms without: {with_it / without - 1:+.1%}")


def _page(plan) -> None:
    from django.db import connection, reset_queries
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from plans.models import Revision

    goal = plan.goals.get()
    client, address = Client(), f"{plan.get_absolute_url()}changes/"
    for wanted in (50, CHANGES):
        Revision.objects.bulk_create(
            Revision(
                plan=plan, kind="change", subject_model="plans.goal", subject_id=goal.pk, subject_code=goal.code,
                subject_name=f"目標{number}", effective_on=date(2024, 4, 1), reason="見直し",
                changes=[{"field": "title", "before": "前", "after": "後", "before_text": "前", "after_text": "後"}],
            )
            for number in range(plan.revisions.count(), wanted)
        )  # fmt: skip
        times = []
        for _ in range(ROUNDS):
            reset_queries()
            began = time.process_time()
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
            times.append(time.process_time() - began)
            assert answer.status_code == 200, answer.status_code  # noqa: S101
        print(
            f"page of {wanted} changes: {statistics.median(times) * 1000:.0f} ms, {len(queries)} queries, "
            f"{len(answer.content):,} bytes"
        )


if __name__ == "__main__":
    main()
