"""How long a quarterly report takes in every format, and how much memory.

    python benchmarks/reports.py [--indicators 120] [--repeat 3]

Works in a temporary SQLite database of its own; the configured one is not touched. Each figure is taken in a fresh
process. benchmarks/README.md says what the figures mean.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
QUARTERS = [f"{year}-Q{quarter}" for year in (2022, 2023, 2024) for quarter in (1, 2, 3, 4)]
PILLARS, GOALS = 6, 4  # and goals of each pillar
# A year's growth of 24 is promised; what the indicators do is anything between standing still and twice that.
PACES = (0, 2, 4, 5, 6, 7, 9, 12)
COMMENTS = {
    "progress_comment": "窓口と電子申請の両方で受け付け、対象の手続を四半期ごとに広げている。市民からの問い合わせは減っている。",
    "issues_comment": "高齢の市民の利用が少なく、地域による差がある。担当課の人員も限られている。",
    "response_comment": "公民館での相談会を月2回に増やし、手順書の見直しを次の四半期までに終える。",
}
LIMITS = {"pdf": "< 3 s, < 300 MB", "xlsx": "< 2 s"}  # with 120 indicators
MEGABYTE = 1024  # ru_maxrss counts kilobytes on Linux


def main() -> None:
    wish = _wish()
    if wish.measure:
        print(json.dumps(_measure(wish)))
        return
    # This process stays small: a new process begins with the memory of the one that started it.
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/benchmark.sqlite3",
            "DJANGO_SETTINGS_MODULE": "dxportal.settings",
            "SECRET_KEY": "for-this-benchmark-only-" + "x" * 40,
            "ALLOWED_HOSTS": "testserver",
            "DEBUG": "false",
            "HTTPS": "false",
        }
        ask = _asker(environment, wish)
        built = ask("build")
        print(f"{wish.indicators} indicators, {len(QUARTERS)} quarters of values and comments each")
        print(f"publishing: {built['seconds']:.2f} s; snapshot: {built['bytes'] / 1e6:.2f} MB of JSON")
        print(f"{'':<14}{'seconds':>9}{'memory MB':>11}{'file kB':>9}  goal")
        failed = [key for key in built["formats"] if not _line(key, [ask(key) for _ in range(wish.repeat)])]
    sys.exit(1 if failed else 0)


def _wish() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--indicators", type=int, default=120, metavar="N", help="of the invented plan (120)")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="processes for each figure (3)")
    parser.add_argument("--measure", help=argparse.SUPPRESS)  # a process that the benchmark starts itself
    wish = parser.parse_args()
    if wish.indicators < 0 or wish.repeat < 1:
        parser.error("give 0 indicators or more, and 1 repetition or more")
    return wish


def _asker(environment: dict[str, str], wish: argparse.Namespace) -> Callable[[str], dict[str, Any]]:
    def ask(what: str) -> dict[str, Any]:
        command = [sys.executable, __file__, "--measure", what, "--indicators", str(wish.indicators)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603
        if done.returncode:
            lines = done.stderr.strip().splitlines() or ["no message"]
            return {"error": lines[-1]} if what != "build" else sys.exit(done.stderr)
        return json.loads(done.stdout.splitlines()[-1])

    return ask


def _line(key: str, rows: list[dict[str, Any]]) -> bool:
    """Prints the medians; False when it could not be measured."""
    errors = [row["error"] for row in rows if "error" in row]
    if errors:
        print(f"{key:<14}  not made: {errors[0]}")
        return False
    seconds, memory = (statistics.median(row[name] for row in rows) for name in ("seconds", "memory"))
    size = f"{rows[0]['bytes'] / 1000:>9.0f}" if "bytes" in rows[0] else " " * 9
    print(f"{key:<14}{seconds:>9.2f}{memory:>11.0f}{size}  {LIMITS.get(key, '')}")
    return True


def _measure(wish: argparse.Namespace) -> dict[str, Any]:
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    if wish.measure == "build":
        return _build(wish.indicators)
    from kpis.models import Report
    from kpis.reports import formats, publishing
    from kpis.reports.document import Document

    report = Report.objects.select_related("review__plan__municipality").get()
    started, worked = time.perf_counter(), time.process_time()
    found: dict[str, Any] = {}
    match wish.measure:
        case "(nothing)":  # the portal itself, to compare the memory with
            pass
        case "(snapshot)":
            publishing.draft(report.review.plan, report.review)
        case key:
            found["bytes"] = len(formats.render(Document.of_report(report), key))
    seconds = time.perf_counter() - started
    children = resource.getrusage(resource.RUSAGE_CHILDREN)  # the PDF is set in a process of its own
    return found | {
        "seconds": seconds,
        "cpu": time.process_time() - worked + children.ru_utime + children.ru_stime,
        "memory": max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, children.ru_maxrss) / MEGABYTE,
        "child": children.ru_maxrss / MEGABYTE,
        "kept": _resident() / MEGABYTE,
    }


def _resident() -> float:
    """Kilobytes of this process now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1024


def _build(indicators: int) -> dict[str, Any]:
    """Fills the empty database with one plan and publishes its last quarter, as a manager would."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    from kpis.models import Review
    from kpis.reports import formats, publishing
    from plans.ledger.revising import marked

    call_command("migrate", verbosity=0)
    with transaction.atomic(), marked(0):
        plan = _make_plan(indicators)
    due = date(2025, 4, 30)
    review = Review.objects.create(
        plan=plan, period=QUARTERS[-1], due_on=due, meeting_on=due + timedelta(days=20),
        overall_comment="全体としておおむね順調です。" * 5, state="closed", closed_at=timezone.now(),
    )  # fmt: skip
    chief = get_user_model().objects.create_superuser("benchmark")
    started = time.perf_counter()
    report = publishing.publish(review, by=chief)
    return {
        "seconds": time.perf_counter() - started,
        "bytes": len(report.content.encode()),
        "formats": ["(nothing)", "(snapshot)", *formats.FORMATS, formats.ZIP],
    }


def _make_plan(indicators: int) -> Any:
    """A plan of an invented city: six pillars, two dozen goals, an action for every second indicator."""
    from kpis.models import ActionProgress, Indicator, Measurement, Target
    from plans.models import Action, Department, Goal, Municipality, Plan

    city = Municipality.objects.create(slug="kitayama", name="北山市", is_fictional=True)
    plan = Plan.objects.create(
        municipality=city, slug="smart-plan", title="スマート計画", starts_on=date(2022, 4, 1)
    )
    office = Department.objects.create(municipality=city, code="dx", name="デジタル推進課")
    goals = []
    for n in range(1, PILLARS + 1):
        pillar = Goal.objects.create(
            plan=plan, code=f"{n}", number=f"{n}", kind="pillar", title=f"柱の目標{n}"
        )
        for m in range(1, GOALS + 1):
            values = {"code": f"{n}-{m}", "number": f"{n}-{m}", "title": f"施策の目標{n}-{m}"}
            goals.append(Goal.objects.create(plan=plan, kind="sub-goal", parent=pillar, **values))
    actions = Action.objects.bulk_create(
        Action(plan=plan, code=f"a{n}", number=f"{n}", title=f"行政手続のオンライン化に関する取組{n}")
        for n in range(indicators // 2)
    )
    for n, action in enumerate(actions):
        action.goals.set([goals[n % len(goals)]])
        action.lead_departments.set([office])
    rows = Indicator.objects.bulk_create(
        Indicator(
            plan=plan, goal=goals[n % len(goals)], code=f"k{n}", number=f"{n}", unit="件", order=n,
            name=f"オンラインで受け付けた申請の件数（分野{n}）", baseline_value=100, baseline_period="2021",
            target_wording="令和8年度までに220件",
        )
        for n in range(indicators)
    )  # fmt: skip
    Target.objects.bulk_create(
        Target(indicator=row, period="2026", value=220, effective_from=date(2022, 4, 1)) for row in rows
    )
    Measurement.objects.bulk_create(
        (
            Measurement(
                indicator=row, period=quarter, state="approved",
                value=Decimal(100 + PACES[n % len(PACES)] * k), **COMMENTS,
            )
            for n, row in enumerate(rows)
            for k, quarter in enumerate(QUARTERS, start=1)
        ),
        batch_size=500,
    )  # fmt: skip
    ActionProgress.objects.bulk_create(
        ActionProgress(
            action=action, period=quarter, state="approved", status=("as-planned", "delayed")[n % 3 == 0],
            comment=COMMENTS["progress_comment"],
        )
        for n, action in enumerate(actions)
        for quarter in QUARTERS[-2:]
    )  # fmt: skip
    return plan


if __name__ == "__main__":
    main()
