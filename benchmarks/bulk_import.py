"""Ten thousand values of a city's history brought in: by the portal's loader, and by django-import-export as it comes.

Run by bulk.py, over an empty database. Both get the same rows, already read from their file, check the same model and leave
the same rows and histories; each round is rolled back.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from emptied import emptied_database

FIRST_YEAR, YEARS, QUARTERS = 2004, 20, 4
REASON = "ファイルの読み込み"


def measure(rows: int, rounds: int) -> dict[str, Any]:
    """Seconds of each round by the clock and of this process's own time, of both ways in."""
    with emptied_database(DEBUG="false", HTTPS="false"):
        return _rounds(rows, rounds)


def _rounds(count: int, rounds: int) -> dict[str, Any]:
    from django.db import connection, transaction

    from kpis.models import Measurement

    lines = _lines(count)
    ways: dict[str, Callable[[], None]] = {"portal": _portal(lines), "import_export": _import_export(lines)}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    before = Measurement.objects.count(), Measurement.history.count()
    for _round in range(rounds):
        for name, bring in ways.items():
            with transaction.atomic():
                started, worked = time.perf_counter(), time.process_time()
                bring()
                found[name].append((time.perf_counter() - started, time.process_time() - worked))
                stored = Measurement.objects.count(), Measurement.history.count()
                if stored != (before[0] + count, before[1] + count):
                    sys.exit(f"{name}: {stored} rows and histories, {before} before {count} came in.")
                transaction.set_rollback(True)
    return {"vendor": connection.vendor, "rows": count, "rounds": found}


def _lines(count: int) -> list[dict[str, str]]:
    """As a file has them: texts by the names of fields."""
    from django.db import transaction

    from kpis.models import Indicator
    from plans.ledger.revising import marked
    from plans.models import Goal, Municipality, Plan

    periods = [f"{FIRST_YEAR + n // QUARTERS}-Q{n % QUARTERS + 1}" for n in range(YEARS * QUARTERS)]
    needed = -(-count // len(periods))
    with transaction.atomic(), marked(0):
        city = Municipality.objects.create(slug="minamiyama", name="南山市", is_fictional=True)
        plan = Plan.objects.create(
            municipality=city, slug="smart-plan", title="スマート計画", starts_on=date(2022, 4, 1)
        )
        goal = Goal.objects.create(plan=plan, code="1", number="1", kind="pillar", title="柱")
        Indicator.objects.bulk_create(
            Indicator(
                plan=plan,
                goal=goal,
                code=f"value-{n}",
                number=f"{n}",
                name=f"申請の件数（分野{n}）",
                unit="件",
            )
            for n in range(needed)
        )
    lines = [
        {
            "indicator": f"value-{n}", "period": period, "revision": "1", "value": f"{100 + (n * 7 + k) % 900}.5",
            "observation_status": "A", "state": "approved", "owner_name": "デジタル推進課",
            "progress_comment": "窓口と電子申請の両方で受け付け、対象の手続を四半期ごとに広げている。",
        }
        for n in range(needed)
        for k, period in enumerate(periods)
    ]  # fmt: skip
    return lines[:count]


def _portal(lines: list[dict[str, str]]) -> Callable[[], None]:
    from kpis.models import Measurement
    from plans.fixture_files import FixtureRow
    from plans.load_act import Act
    from plans.loading import load_rows

    def bring() -> None:
        rows = [
            FixtureRow(
                "values",
                n,
                n,
                Measurement,
                line | {"indicator": ["minamiyama", "smart-plan", line["indicator"]]},
            )
            for n, line in enumerate(lines, start=1)
        ]
        load_rows(rows, Act(why=REASON))

    return bring


def _import_export(lines: list[dict[str, str]]) -> Callable[[], None]:
    from import_export import fields, resources, widgets
    from tablib import Dataset

    from kpis.models import Indicator, Measurement
    from plans.ledger.revising import marked

    class Values(resources.ModelResource):
        """Its defaults; an indicator is named by its code, and every row is validated, as the portal does."""

        indicator = fields.Field(
            attribute="indicator",
            column_name="indicator",
            widget=widgets.ForeignKeyWidget(Indicator, field="code"),
        )

        class Meta:
            model = Measurement
            fields = tuple(lines[0])
            import_id_fields = ("indicator", "period", "revision")
            clean_model_instances = True

    def bring() -> None:
        data = Dataset(*(tuple(line.values()) for line in lines), headers=list(lines[0]))
        with marked(0):  # the loader opens the database's guard by itself
            result = Values().import_data(data, raise_errors=True)
        if result.has_validation_errors():
            sys.exit(str(result.invalid_rows[0].error))

    return bring


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:3]))))
