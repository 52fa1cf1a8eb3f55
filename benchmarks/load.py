"""Many visitors at once for a minute: 95 % read pages, 4 % take files, 1 % write. No answer of 5xx, no growing memory.

    .venv/bin/python -m benchmarks.load [--connections 128] [--seconds 60] [--command 'gunicorn … {port}']
    .venv/bin/python -m benchmarks.load --database postgres://…    # an empty database; it is emptied again

The portal with the two real plans and the fictional city, served as `make run` serves it. Prints a table, writes
build/load.json, and ends with 1 where an answer was 5xx, a connection broke, or memory grew by more than a tenth.
"""

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.serving import OUR_SERVER, ROOT, Served, manage, served
from tests.sent_forms import form_with

from .http_connection import Answered, Connection, ConnectionLostError

READS, EXPORTS = 0.95, 0.99  # of all requests: up to here read, up to there export, the rest write
MOST_GROWTH = 1.10
WARM = 10.0  # seconds after which memory is measured first
PLANS = ("/mihon/dx-plan/", "/amagasaki/kyoso-dx/", "/takarazuka/dx-vision/")
PAGES = (
    "",
    "map/",
    "kpis/",
    "schedule/",
    "organization/",
    "values/",
    "glossary/",
    "sources/",
    "reports/",
    "changes/",
)
SITE = ("/", "/method/", "/accessibility/", "/search/?q=オンライン", "/search/?q=手続", "/mihon/")
WRITERS = ("mihon-manager", "admin")
# Their sessions, and the grid that they write in.
SIGNED_IN = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from kpis.models import Review

for name in %r:
    user = get_user_model().objects.get(username=name)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    print(session.session_key)
review = Review.objects.filter(plan__municipality__slug="mihon", state="open").order_by("period").last()
print(reverse("admin:kpis_review_entry", args=[review.pk]))
"""


@dataclass
class Kind:
    """One kind of request, and how it went. `asked`: what was asked for when it went wrong."""

    name: str
    seconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    broken: int = 0
    asked: list[str] = field(default_factory=list)

    def note(self, answer: Answered, path: str, seconds: float) -> None:
        self.seconds.append(seconds)
        self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
        if answer.status >= 500:
            self.asked.append(f"{answer.status} {path}")

    @property
    def bad(self) -> int:
        return self.broken + sum(times for status, times in self.statuses.items() if status >= 500)

    def as_row(self, lasted: float) -> dict[str, object]:
        waits = sorted(self.seconds) or [0.0]
        return {
            "requests": len(self.seconds),
            "per_second": round(len(self.seconds) / lasted, 1),
            "median_ms": round(statistics.median(waits) * 1000, 1),
            "p99_ms": round(waits[min(len(waits) - 1, int(len(waits) * 0.99))] * 1000, 1),
            "longest_ms": round(waits[-1] * 1000, 1),
            "statuses": {str(status): times for status, times in sorted(self.statuses.items())},
            "broken": self.broken,
            "went_wrong": sorted(set(self.asked))[:10],
        }


@dataclass
class Load:
    """What is asked for, by whom, and how it went."""

    port: int
    pages: list[str]
    files: list[str]
    sessions: list[str]
    grid: str
    until: float
    kinds: dict[str, Kind] = field(
        default_factory=lambda: {name: Kind(name) for name in ("read", "export", "write")}
    )

    async def visit(self, number: int) -> None:
        """One connection, until the time is over."""
        chance = random.Random(number)  # noqa: S311 the same choices every time
        connection = Connection(self.port)
        while time.monotonic() < self.until:
            draw = chance.random()
            try:
                if draw < READS:
                    await self._get(connection, "read", chance.choice(self.pages))
                elif draw < EXPORTS:
                    await self._get(connection, "export", chance.choice(self.files))
                else:
                    await self._write(connection, chance)
            except ConnectionLostError:
                kind = "read" if draw < READS else "export" if draw < EXPORTS else "write"
                self.kinds[kind].broken += 1
                connection = Connection(self.port)
        await connection.close()

    async def _get(self, connection: Connection, kind: str, path: str) -> None:
        began = time.monotonic()
        answer = await connection.ask("GET", path, {"Accept-Encoding": "gzip"})
        self.kinds[kind].note(answer, path, time.monotonic() - began)

    async def _write(self, connection: Connection, chance: random.Random) -> None:
        """A remark in a row of the grid: opened, written, saved; who comes second is answered 422, which is right."""
        cookies = {"Cookie": f"sessionid={chance.choice(self.sessions)}; csrftoken={'a' * 32}"}
        began = time.monotonic()
        page = await connection.ask("GET", self.grid, cookies)
        fields = re.findall(
            r'name="((?:value|progress)-[\w-]+-issues_comment)"', page.content.decode(errors="replace")
        )
        if page.status != 200 or not fields:
            self.kinds["write"].note(page, self.grid, time.monotonic() - began)
            return
        name = chance.choice(fields)
        form = form_with(page.content.decode(), name)
        form |= {name: [f"負荷の試験 {chance.random()}"], "save": ["1"], "csrfmiddlewaretoken": ["a" * 32]}
        answer = await connection.post(self.grid, form, cookies)
        self.kinds["write"].note(answer, self.grid, time.monotonic() - began)


def main() -> None:
    wishes = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    wishes.add_argument("--connections", type=int, default=128)
    wishes.add_argument("--seconds", type=float, default=60)
    wishes.add_argument("--command", default=OUR_SERVER, help="another server, with {port} in it")
    wishes.add_argument("--database", default="", help="address of an empty database")
    wish = wishes.parse_args()
    preparing = ("load_plans --real-plans --yes -v 0", "load_samples --yes -v 0", "create_demo_accounts -v 0")
    with served(wish.command, *preparing, database=wish.database) as server:
        sys.exit(_measure(server, wish))


def _measure(server: Served, wish: argparse.Namespace) -> int:
    *sessions, grid = manage(server.environment, "shell", "-v", "0", "-c", SIGNED_IN % (WRITERS,)).split()
    pages, files = asyncio.run(_addresses(server.port))
    began = time.monotonic()
    load = Load(server.port, pages, files, sessions, grid, began + wish.seconds)
    memory = asyncio.run(
        _run(load, wish.connections, lambda: _resident(server.process_id), min(WARM, wish.seconds / 3))
    )
    lasted = time.monotonic() - began
    found = {
        "connections": wish.connections,
        "seconds": round(lasted, 1),
        "cores": os.cpu_count(),
        "pages": len(pages),
        "files": len(files),
        "memory_mb": [round(size / 1e6, 1) for size in memory],
        **{name: kind.as_row(lasted) for name, kind in load.kinds.items()},
    }
    _print(found)
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "load.json").write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    return int(any(kind.bad for kind in load.kinds.values()) or memory[1] > memory[0] * MOST_GROWTH)


async def _run(load: Load, connections: int, resident: Callable[[], int], warm: float) -> tuple[int, int]:
    """Memory of the server's processes in bytes, once it is warm and at the end."""
    visits = [asyncio.create_task(load.visit(number)) for number in range(connections)]
    await asyncio.sleep(warm)
    first = resident()
    await asyncio.gather(*visits)
    return first, resident()


async def _addresses(port: int) -> tuple[list[str], list[str]]:
    """What visitors open and what they take away: pages of every plan, of some indicators, and the files they link to."""
    connection = Connection(port)
    pages = [*SITE, *(plan + page for plan in PLANS for page in PAGES)]
    files: set[str] = set()
    for plan in PLANS:
        for page in ("kpis/", "reports/"):
            html = (await connection.ask("GET", plan + page, {})).content.decode()
            links = set(re.findall(r'href="(/[^"#?]+)"', html))
            files |= {link for link in links if re.search(r"\.(xlsx|csv|pdf|json|zip)$", link)}
            pages += sorted(
                link for link in links if link.startswith(f"{plan}kpis/") and link.count("/") == 5
            )[:10]
    await connection.close()
    return sorted(set(pages)), sorted(files)


def _resident(parent: int) -> int:
    """Of the server's workers: proportional set size, so that shared memory counts once."""
    total = 0
    for place in Path("/proc").glob("[0-9]*"):
        try:
            status = (place / "stat").read_text().rpartition(")")[2].split()
            if int(status[1]) == parent:
                rollup = (place / "smaps_rollup").read_text()
                total += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1]) * 1024
        except (OSError, ValueError, TypeError):
            continue  # it has ended meanwhile
    return total


def _print(found: dict) -> None:
    print(f"{found['connections']} connections, {found['seconds']} s, {found['cores']} cores")
    print(f"{'':<8}{'requests':>9}{'per s':>8}{'median':>9}{'99 %':>9}{'longest':>9}  statuses")
    for name in ("read", "export", "write"):
        row = found[name]
        print(
            f"{name:<8}{row['requests']:>9}{row['per_second']:>8}{row['median_ms']:>6} ms{row['p99_ms']:>6} ms"
            f"{row['longest_ms']:>6} ms  {row['statuses']}"
            + (f", {row['broken']} broken" if row["broken"] else "")
        )
        for line in row["went_wrong"]:
            print(f"        {line}")
    first, last = found["memory_mb"]
    print(f"memory of the workers: {first} MB warm, {last} MB at the end ({last / first - 1:+.1%})")


if __name__ == "__main__":
    main()
