"""How fast kept pages are, beside a bare view of Django's on the same kind of server, and whether one is ever out of date.

    python benchmarks/page_cache.py                                  # a temporary SQLite database
    python benchmarks/page_cache.py --database postgres://…/postgres   # a database of its own on that server
    python benchmarks/page_cache.py --redis redis://127.0.0.1:6379/3

benchmarks/README.md says what the figures mean. Ends with 1 where a page was out of date.
"""

import argparse
import gzip
import http.client
import json
import os
import re
import shlex
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from load import load
from serving import ROOT, environment, manage, wait_for

SERVERS = {
    "waitress": "--config python:dxportal.gunicorn_conf",
    "gthread 2x4": "--worker-class gthread --workers 2 --threads 4 --log-level warning",
}
PLAN = "/mihon/dx-plan/"
GLOSSARY = f"{PLAN}glossary/"  # shows the text that is edited
BROWSER = {"Accept-Encoding": "gzip"}
EDITS = 10  # a second
GOALS = {
    "sqlite": {"page": 1.3, "304": 1.5, "edits": 0.8},
    "postgres": {"page": 0.75, "304": 1.5, "edits": 0.8},
}
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    port: int
    process: subprocess.Popen

    def get(self, path: str, headers: dict[str, str] = BROWSER) -> tuple[int, http.client.HTTPMessage, str]:
        """On a connection of its own: any of the processes answers."""
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        talk.request("GET", path, headers=headers)
        answer = talk.getresponse()
        body = answer.read()
        talk.close()
        packed = answer.headers.get("Content-Encoding") == "gzip"
        return answer.status, answer.headers, (gzip.decompress(body) if packed else body).decode()

    def cpu(self) -> float:
        """Seconds of its processes so far."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return sum(_cpu_of(int(pid)) for pid in children)


def _cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


@contextmanager
def server(application: str, how: str, env: dict[str, str]) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    words = shlex.split(f"{application} {how} --bind 127.0.0.1:{port}")
    process = subprocess.Popen([sys.executable, "-m", "gunicorn", *words], cwd=ROOT, env=env)  # noqa: S603
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(timeout=60)


@contextmanager
def database(url: str | None, site: str | None, folder: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """The address of a database of its own, and how one connects to it without Django."""
    if url is None:
        file = f"{folder}/benchmark.sqlite3"
        if site:
            shutil.copy(site, file)
        yield f"sqlite:///{file}", lambda: sqlite3.connect(file, isolation_level=None, timeout=20)
        return
    import psycopg

    name = f"dxportal_page_cache_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE {site or 'template0'}")
        try:
            own = f"{url.rpartition('/')[0]}/{name}"
            yield own, lambda: psycopg.connect(own, autocommit=True)
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Writer:
    """Changes a word's text at the database itself, as from a prompt: the portal's processes are not told."""

    def __init__(self, connect: Callable[[], object], city: str) -> None:
        self._connection = connect()
        self._mark = "?" if isinstance(self._connection, sqlite3.Connection) else "%s"
        (self._term,) = self._connection.execute(
            "SELECT min(t.id) FROM plans_term t JOIN plans_plan p ON p.id = t.plan_id "  # noqa: S608
            f"JOIN plans_municipality m ON m.id = p.municipality_id WHERE m.slug = {self._mark}",
            [city],
        ).fetchone()
        self.count = 0

    def edit(self) -> int:
        """Committed when it is back; what the text says now."""
        self.count += 1
        statement = f"UPDATE plans_term SET body = {self._mark} WHERE id = {self._mark}"  # noqa: S608
        self._connection.execute(statement, [f"Nummer-{self.count}-.", self._term])
        return self.count


@contextmanager
def edited(connect: Callable[[], object], city: str) -> Iterator[None]:
    """Ten edits a second meanwhile."""
    is_over = threading.Event()

    def write() -> None:
        writer = Writer(connect, city)
        while not is_over.wait(1 / EDITS):
            writer.edit()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", help="of a PostgreSQL server; else SQLite")
    parser.add_argument("--site", help="a loaded site to copy: a SQLite file, or a database of that server")
    parser.add_argument("--redis", default="")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--reads", type=int, default=1000)
    parser.add_argument("--servers", nargs="*", choices=SERVERS, default=list(SERVERS))
    wish = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        database(wish.database, wish.site, folder) as (address, connect),
    ):
        env = environment(folder) | {"DATABASE_URL": address, "CACHE_URL": wish.redis}
        loading = () if wish.site else ("migrate", "load_plans --real-plans", "load_samples")
        for words in (*loading, "collectstatic --no-input"):
            manage(env, *words.split(), "-v", "0")
        results = {name: measured(SERVERS[name], env, connect, wish) for name in wish.servers}
    kind = "postgres" if wish.database else "sqlite"
    for name, result in results.items():
        told(f"{kind}, {name}", result, GOALS[kind], wish)
    out = ROOT / "build" / f"page_cache_{kind}.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(results, indent=1, ensure_ascii=False))
    sys.exit(any(result["stale"] for result in results.values()))


def measured(how: str, env: dict[str, str], connect: Callable[[], object], wish: argparse.Namespace) -> dict:
    bare_env = {name: value for name, value in env.items() if name != "DJANGO_SETTINGS_MODULE"}
    with ExitStack() as stack:
        portal = stack.enter_context(server("dxportal.wsgi", how, env))
        bare = stack.enter_context(server("--pythonpath benchmarks bare:application", how, bare_env))
        code = re.search(rf'{PLAN}kpis/([\w-]+)/"', portal.get(f"{PLAN}kpis/")[2])[1]
        tag = portal.get(PLAN)[1]["ETag"]
        runs = {
            "bare": (bare, "/", BROWSER, None),
            "overview": (portal, PLAN, BROWSER, None),
            "scorecard": (portal, f"{PLAN}kpis/", BROWSER, None),
            "indicator": (portal, f"{PLAN}kpis/{code}/", BROWSER, None),
            "home": (portal, "/", BROWSER, None),
            "304": (portal, PLAN, BROWSER | {"If-None-Match": tag}, None),
            "edits elsewhere": (portal, PLAN, BROWSER, "takarazuka"),
            "edits of this plan": (portal, GLOSSARY, BROWSER, "mihon"),
        }
        found: dict[str, list[tuple[float, float, int]]] = {name: [] for name in runs}
        for _round in range(wish.rounds):
            for name, (asked, path, headers, city) in runs.items():
                asked.get(path)
                with edited(connect, city) if city else ExitStack():
                    cpu = asked.cpu()
                    load_ = load(
                        asked.port, path, headers, connections=wish.connections, seconds=wish.seconds
                    )
                    spent = (asked.cpu() - cpu) / max(1, load_.answers)
                found[name].append((load_.rate, spent, load_.failed))
        reads, stale = stale_reads(portal, connect, wish.reads)
    return {
        "rates": {name: [rate for rate, _cpu, _failed in rows] for name, rows in found.items()},
        "cpu": {name: [cpu for _rate, cpu, _failed in rows] for name, rows in found.items()},
        "failed": {name: sum(failed for _rate, _cpu, failed in rows) for name, rows in found.items()},
        "reads": reads,
        "stale": stale,
    }


def stale_reads(portal: Server, connect: Callable[[], object], wanted: int) -> tuple[int, int]:
    """Reads after a commit, ten after each, and how many of them showed less than was committed."""
    writer, stale = Writer(connect, "mihon"), 0
    for number in range(wanted):
        if number % 10 == 0:
            committed = writer.edit()
        shown = re.search(r"Nummer-(\d+)-", portal.get(GLOSSARY)[2])
        stale += shown is None or int(shown[1]) != committed
    return wanted, stale


def told(title: str, result: dict, goals: dict[str, float], wish: argparse.Namespace) -> None:
    rates, cpu = result["rates"], result["cpu"]
    sys.stdout.write(f"\n{title}: {wish.rounds} rounds, {wish.connections} connections\n")
    for name in rates:
        ratio = statistics.median(own / bare for own, bare in zip(rates[name], rates["bare"], strict=True))
        spent = statistics.median(
            bare / own if own else 0 for own, bare in zip(cpu[name], cpu["bare"], strict=True)
        )
        goal = (
            ""
            if name in ("bare", "home")
            else f"goal {goals.get(name, goals['edits' if 'edits' in name else 'page'])}"
        )
        failed = f", {result['failed'][name]} failed" if result["failed"][name] else ""
        sys.stdout.write(
            f"  {name:20} {statistics.median(rates[name]):8.0f}/s  {ratio:5.2f} x bare  "
            f"({spent:5.2f} x by the server's own time)  {goal}{failed}\n"
        )
    sys.stdout.write(f"  out of date: {result['stale']} of {result['reads']} reads after a commit\n")


if __name__ == "__main__":
    main()
