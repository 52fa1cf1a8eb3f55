"""A server of the portal for measuring: its own temporary database, a free port, ended by its own process."""

import os
import secrets
import shlex
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUR_SERVER = "gunicorn dxportal.wsgi --config python:dxportal.gunicorn_conf --bind 127.0.0.1:{port}"


# The triggers guard public rows, also from a flush.
EMPTIED = """
from django.core.management import call_command
from django.db import connection
from plans.journal import laying
from plans.ledger import triggers

triggers.drop(connection)
laying.drop(connection)
call_command("flush", verbosity=0, interactive=False)
call_command("migrate", verbosity=0)
"""


def environment(folder: str, database: str = "") -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": database or f"sqlite:///{folder}/benchmark.sqlite3",
        "DJANGO_SETTINGS_MODULE": "dxportal.settings",
        "DXPORTAL_ENV": "",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DEBUG": "false",
        "HTTPS": "false",
        "DEMO": "true",
    }


def manage(env: dict[str, str], *words: str) -> str:
    """What the command prints."""
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603


@dataclass(frozen=True)
class Served:
    port: int
    environment: dict[str, str]
    process_id: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def served(command: str, *preparing: str, database: str = "") -> Iterator[Served]:
    """The portal, served by `command` once these commands of manage.py have run.

    `database`: the address of an empty one, which is emptied again; blank: a temporary SQLite file.
    """
    with tempfile.TemporaryDirectory() as folder:
        env = environment(folder, database)
        for words in ("migrate -v 0", *preparing, "collectstatic --no-input -v 0"):
            manage(env, *words.split())
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        words = shlex.split(command.format(port=port))
        words[0] = str(Path(sys.executable).parent / words[0])
        server = subprocess.Popen(words, cwd=ROOT, env=env)  # noqa: S603
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", server)
            yield Served(port, env, server.pid)
        finally:
            server.terminate()
            server.wait(timeout=60)
            if database:
                manage(env, "shell", "-v", "0", "-c", EMPTIED)


def wait_for(address: str, server: subprocess.Popen) -> None:
    for _ in range(120):
        if server.poll() is not None:
            sys.exit(f"The server ended with code {server.returncode}.")
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310
        except OSError:
            time.sleep(0.25)
        else:
            return
    sys.exit("The server does not answer.")


def seconds_for(address: str, *, patience: float) -> float | None:
    """How long a visitor with a connection of their own waits for the page; None when it does not come."""
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(address, timeout=patience) as answer:  # noqa: S310
            answer.read()
    except OSError:
        return None
    return time.perf_counter() - began


def in_words(found: Sequence[float | None]) -> str:
    waits = [wait for wait in found if wait is not None]
    figures = (
        f"median {statistics.median(waits) * 1000:.0f} ms, longest {max(waits) * 1000:.0f} ms, "
        if waits
        else ""
    )
    return f"{figures}{len(found) - len(waits)} of {len(found)} visits without an answer"
