"""Many rows at once, in and out: import, Excel, CSV, and the PDF of a large report.

    python benchmarks/bulk.py [--rows 10000] [--rounds 5] [--postgres postgres://…] [--only import,xlsx,csv,pdf]

Works in temporary SQLite databases; `--postgres` names an empty database for the import, and it is emptied again. Prints a
table and writes build/bulk.json. Ends with 1 where a goal is missed. benchmarks/README.md says what the figures mean.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent
RESULT = ROOT / "build" / "bulk.json"
PARTS = ("import", "xlsx", "csv", "pdf")


@dataclass(frozen=True)
class Figure:
    """One line of the table. `goal`: the least, or with `is_most` the most; None: told only."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    is_most: bool = False

    @property
    def is_met(self) -> bool:
        if self.goal is None:
            return True
        return self.value <= self.goal if self.is_most else self.value >= self.goal


def main() -> None:
    wish = _wish()
    ways: dict[str, Callable[[argparse.Namespace], Iterator[Figure]]] = {
        "import": _imports, "xlsx": _workbooks, "csv": _csv, "pdf": _reports,
    }  # fmt: skip
    figures = []
    for part in wish.only:
        for figure in ways[part](wish):
            _print(figure)
            figures.append(figure)
    RESULT.parent.mkdir(exist_ok=True)
    found = [asdict(figure) | {"is_met": figure.is_met} for figure in figures]
    asked = {name: value for name, value in vars(wish).items() if name != "postgres"}
    RESULT.write_text(json.dumps({"asked": asked, "figures": found}, ensure_ascii=False, indent=1))
    sys.exit(0 if all(figure.is_met for figure in figures) else 1)


def _wish() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=10_000, metavar="N", help="brought in (10,000)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="of each comparison, in turns (5)")
    parser.add_argument(
        "--postgres", metavar="URL", help="an empty database for the import; it is emptied again"
    )
    parser.add_argument(
        "--cells", type=int, default=100_000, metavar="N", help="rows of the workbook (100,000)"
    )
    parser.add_argument(
        "--values", type=int, default=1_000_000, metavar="N", help="values in the CSV (1,000,000)"
    )
    parser.add_argument(
        "--indicators", type=int, nargs="+", default=[120, 1000], metavar="N", help="of the reports"
    )
    parser.add_argument(
        "--only", type=lambda text: text.split(","), default=PARTS, help=f"of {','.join(PARTS)}"
    )
    wish = parser.parse_args()
    if unknown := set(wish.only) - set(PARTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    return wish


def _print(figure: Figure) -> None:
    if figure.goal is None:
        goal = ""
    else:
        goal = f"{'≤' if figure.is_most else '≥'} {figure.goal:g}" + ("" if figure.is_met else "  missed")
    print(f"{figure.name:<58}{figure.value:>10.2f} {figure.unit:<8}{goal}", flush=True)


def _ask(*command: str, **environment: str) -> dict[str, Any]:
    """What a process of its own measures. Ends with its message where it fails."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "dxportal.settings",
        "SECRET_KEY": "for-this-benchmark-only-" + "x" * 40,
        "ALLOWED_HOSTS": "testserver",
        "DEBUG": "false",
        "HTTPS": "false",
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, *command], env=os.environ | settings | environment, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(done.stderr or done.stdout)
    return json.loads(done.stdout.splitlines()[-1])


def _imports(wish: argparse.Namespace) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        databases = [(f"sqlite:///{folder}/import.sqlite3", "SQLite", 10)]
        if wish.postgres:
            databases.append((wish.postgres, "PostgreSQL", 25))
        for address, name, goal in databases:
            found = _ask(str(HERE / "bulk_import.py"), str(wish.rows), str(wish.rounds), DATABASE_URL=address)
            clock = {way: [one[0] for one in times] for way, times in found["rounds"].items()}
            own = {way: [one[1] for one in times] for way, times in found["rounds"].items()}
            for way, label in (("portal", "the portal"), ("import_export", "django-import-export")):
                yield Figure(f"import, {name}: {label}", wish.rows / statistics.median(clock[way]), "rows/s")
            yield Figure(f"import, {name}: times as fast (clock)", _times(clock), "×", goal)
            yield Figure(f"import, {name}: times as fast (own processor time)", _times(own), "×")


def _times(rounds: dict[str, list[float]]) -> float:
    """The median of the rounds' ratios: both ways of a round ran one after the other."""
    return statistics.median(
        theirs / ours for ours, theirs in zip(rounds["portal"], rounds["import_export"], strict=True)
    )


def _workbooks(wish: argparse.Namespace) -> Iterator[Figure]:
    script = str(HERE / "bulk_files.py")
    pairs = [
        (_ask(script, "xlsx", str(wish.cells)), _ask(script, "tablib", str(wish.cells)))
        for _round in range(wish.rounds)
    ]
    yield Figure("xlsx: the portal", statistics.median(ours["cpu"] for ours, _ in pairs), "s CPU")
    yield Figure("xlsx: tablib", statistics.median(theirs["cpu"] for _, theirs in pairs), "s CPU")
    ratio = statistics.median(theirs["cpu"] / ours["cpu"] for ours, theirs in pairs)
    yield Figure("xlsx: times as fast", ratio, "×", 2.5)
    memory = statistics.median(ours["memory"] for ours, _ in pairs)
    yield Figure("xlsx: memory added", memory, "MB", 40, is_most=True)
    yield Figure("xlsx: memory added by tablib", statistics.median(t["memory"] for _, t in pairs), "MB")


def _csv(wish: argparse.Namespace) -> Iterator[Figure]:
    script = str(HERE / "bulk_files.py")
    with tempfile.TemporaryDirectory() as folder:
        place = {"DATABASE_URL": f"sqlite:///{folder}/values.sqlite3"}
        _ask(script, "csv-fill", str(wish.values), **place)
        answers = {
            "CSV of the admin's list": _ask(script, "csv", str(wish.values), **place),
            "public CSV": _ask(script, "values", str(wish.values), **place),
        }
    for name, found in answers.items():
        label = f"{name}, {wish.values:,} values"
        yield Figure(f"{label}: memory added", found["memory"], "MB", 30, is_most=True)
        yield Figure(label, found["cpu"], "s CPU")
        yield Figure(f"{label}: size", found["bytes"] / 1e6, "MB")


def _reports(wish: argparse.Namespace) -> Iterator[Figure]:
    """By the processes of reports.py."""
    limits = {120: (1.5, 250.0), 1000: (None, 300.0)}
    for indicators in wish.indicators:
        with tempfile.TemporaryDirectory() as folder:
            place = {"DATABASE_URL": f"sqlite:///{folder}/report.sqlite3"}

            def ask(what: str, place: dict[str, str] = place, indicators: int = indicators) -> dict[str, Any]:
                command = (str(HERE / "reports.py"), "--measure", what, "--indicators", str(indicators))
                return _ask(*command, **place)

            ask("build")
            rounds = {key: [ask(key) for _ in range(wish.rounds)] for key in ("pdf",)}
            rounds |= {key: [ask(key)] for key in ("(nothing)", "xlsx", "json", "zip")}
        seconds, most = limits.get(indicators, (None, None))
        cpu = statistics.median(one["cpu"] for one in rounds["pdf"])
        yield Figure(f"PDF of {indicators} indicators", cpu, "s CPU", seconds, is_most=True)
        for key, found in rounds.items():
            memory = statistics.median(one["memory"] for one in found)
            goal = most if key == "pdf" else None
            yield Figure(f"{key} of {indicators} indicators: memory", memory, "MB", goal, is_most=True)
        kept = statistics.median(one["kept"] for one in rounds["pdf"])
        yield Figure(f"pdf of {indicators} indicators: kept afterwards", kept, "MB")


if __name__ == "__main__":
    main()
