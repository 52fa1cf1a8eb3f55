"""One file made from many rows, in a process of its own: seconds of processor time, and memory beyond what was there before.

Run by bulk.py. `xlsx` and `tablib` write the same rows as a workbook; `csv` reads every value of a database as the list of the
admin does and sends it piece by piece, `values` the public file of all values of a plan; `csv-fill` brings those values in.
"""

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1024  # ru_maxrss counts kilobytes on Linux
HEADERS = (
    "indicator", "period", "revision", "revision_reason", "owner_name", "state", "value", "numerator", "denominator",
    "as_of", "observation_status", "progress_comment", "issues_comment", "response_comment", "unit",
)  # fmt: skip
PERIODS = [f"{year}-{month:02d}" for year in range(1985, 2025) for month in range(1, 13)]
BATCH = 2000


def main() -> None:
    what, count = sys.argv[1], int(sys.argv[2])
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    make = {"xlsx": _xlsx, "tablib": _tablib, "csv": _csv, "values": _values, "csv-fill": _fill}[what]
    print(json.dumps(make(count)))


def _rows(count: int) -> Iterator[list[object]]:
    for n in range(count):
        yield [
            f'["kitayama", "smart-plan", "k{n % 120}"]', PERIODS[n % len(PERIODS)], 1, "", "デジタル推進課", "approved",
            Decimal(n) / 4, None, None, date(2024, 12, 31), "A",
            "窓口と電子申請の両方で受け付け、対象の手続を四半期ごとに広げている。", "高齢の市民の利用が少ない。", "", "件",
        ]  # fmt: skip


class _Measure:
    """Processor seconds and added memory between its beginning and `told`."""

    def __init__(self) -> None:
        self.memory, self.worked = _memory(), time.process_time()

    def told(self, size: int) -> dict[str, Any]:
        return {"cpu": time.process_time() - self.worked, "memory": _memory() - self.memory, "bytes": size}


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def _xlsx(count: int) -> dict[str, Any]:
    from plans.export_files import write_workbook

    with tempfile.TemporaryFile() as file:
        measure = _Measure()
        write_workbook(file, "実績値", HEADERS, _rows(count))
        return measure.told(file.tell())


def _tablib(count: int) -> dict[str, Any]:
    import openpyxl  # noqa: F401 loaded before it is measured, as the portal's own writer is
    from tablib import Dataset

    measure = _Measure()
    return measure.told(len(Dataset(*_rows(count), headers=HEADERS).export("xlsx")))


def _csv(count: int) -> dict[str, Any]:
    """The answer of the admin's list of values to a superuser, read to its end. Fails where a row is missing."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client()
    client.force_login(get_user_model().objects.get(username="benchmark"))
    client.get("/admin/kpis/measurement/export/?q=none")  # what is loaded once is loaded
    return _read(client, "/admin/kpis/measurement/export/", count)


def _values(count: int) -> dict[str, Any]:
    """The public file of all values of the plan, to a visitor, read to its end. Fails where a row is missing."""
    from django.test import Client

    client = Client()
    client.get("/kitayama/smart-plan/kpis/k0/data.csv")  # what is loaded once is loaded
    return _read(client, "/kitayama/smart-plan/kpis/values.csv", count)


def _read(client: Any, address: str, count: int) -> dict[str, Any]:
    measure = _Measure()
    answer = client.get(address)
    size = lines = 0
    for piece in answer:
        size += len(piece)
        lines += piece.count(b"\r\n")
    if lines != count + 1:
        sys.exit(f"{lines} lines of {count + 1}.")
    return measure.told(size)


def _fill(count: int) -> dict[str, Any]:
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import transaction

    from kpis.models import Indicator, Measurement
    from plans.ledger.revising import marked
    from plans.models import Goal, Municipality, Plan

    measure = _Measure()
    call_command("migrate", verbosity=0)
    get_user_model().objects.create_superuser("benchmark")
    with transaction.atomic(), marked(0):
        city = Municipality.objects.create(slug="kitayama", name="北山市", is_fictional=True)
        plan = Plan.objects.create(
            municipality=city, slug="smart-plan", title="スマート計画", starts_on=date(2022, 4, 1)
        )
        goal = Goal.objects.create(plan=plan, code="1", number="1", kind="pillar", title="柱")
        indicators = Indicator.objects.bulk_create(
            Indicator(
                plan=plan,
                goal=goal,
                code=f"k{n}",
                name=f"申請の件数（分野{n}）",
                unit="件",
                frequency="monthly",
            )
            for n in range(-(-count // len(PERIODS)))
        )
        for first in range(0, count, BATCH):
            Measurement.objects.bulk_create(
                Measurement(
                    indicator=indicators[n // len(PERIODS)], period=PERIODS[n % len(PERIODS)], value=n,
                    state="approved", progress_comment="対象の手続を四半期ごとに広げている。",
                )
                for n in range(first, min(first + BATCH, count))
            )  # fmt: skip
    return measure.told(0)


if __name__ == "__main__":
    main()
