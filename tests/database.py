"""The test database, loaded once and copied: migrations, the two real plans and the fictional city.

SQLite: a file below the pytest cache, copied into each process's database in memory. PostgreSQL: a template database.
Both are named after what they were made of, the code, the fixtures and the day, so that a stale one is never used.
"""

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

MADE_OF = ("plans", "kpis", "fixtures", "dxportal", "tests/settings.py", "requirements.txt")
TEMPLATES = Path(settings.BASE_DIR) / ".pytest_cache" / "loaded-database"
# With the checkout in the name: one must not sweep away what another is being tested with.
PLACE = hashlib.sha256(str(settings.BASE_DIR).encode()).hexdigest()[:6]
TEMPLATE_PREFIX = f"dxportal_template_{PLACE}_"


def fingerprint() -> str:
    """Of everything that a loaded database depends on."""
    digest = hashlib.sha256(timezone.localdate().isoformat().encode())
    for name in MADE_OF:
        place = Path(settings.BASE_DIR) / name
        paths = sorted(place.rglob("*")) if place.is_dir() else [place]
        for path in paths:
            if path.suffix in (".py", ".yaml", ".txt", ".json"):
                digest.update(str(path).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def fill() -> None:
    """What every test finds in the database."""
    call_command("migrate", verbosity=0)
    call_command("load_plans", real_plans=True, verbosity=0)
    call_command("load_samples", verbosity=0)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time: the others wait and find what it has made."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def sqlite_template(folder: Path) -> Path:
    """The loaded database as a file; made where there is none of today's code and day."""
    target = folder / f"{fingerprint()}.sqlite3"
    with _alone(folder):
        if not target.exists():
            for stale in folder.glob("*.sqlite3"):
                stale.unlink()
            _in_database(":memory:", lambda: _save(target))
    return target


def _save(target: Path) -> None:
    fill()
    part = target.with_suffix(".part")
    with sqlite3.connect(part) as file:
        connection.connection.backup(file)
    file.close()
    part.rename(target)


def copy_from(template: Path) -> None:
    """The connection's own database becomes a copy of the file."""
    connection.ensure_connection()
    with sqlite3.connect(template) as file:
        file.backup(connection.connection)
    file.close()


def reload(template: Path | None) -> None:
    """The test database as it was, after a test has written to it."""
    if template is not None:
        copy_from(template)
        return
    connections.close_all()
    connection.settings_dict["NAME"] = copies.instead_of(connection.settings_dict["NAME"])


class Copies:
    """Copies of PostgreSQL's loaded database, each for one test that commits.

    Meanwhile the next one is made, and those that were used go: before a drop the server writes out all that it holds,
    once for several that wait.
    """

    def __init__(self) -> None:
        self._number = 0
        self._making, self._dropping = ThreadPoolExecutor(1), ThreadPoolExecutor(8)
        self._next: Future[str] | None = None

    def instead_of(self, used: str) -> str:
        """The name of an untouched copy."""
        ready = self._next or self._begin(used)
        self._next = self._begin(used)
        self._dropping.submit(_drop, used)
        return ready.result()

    def _begin(self, after: str) -> Future[str]:
        self._number += 1
        return self._making.submit(_copy, f"{after.partition('_copy')[0]}_copy{self._number}")

    def put_away(self) -> None:
        if self._next:
            self._dropping.submit(_drop, self._next.result())
        self._making.shutdown()
        self._dropping.shutdown()


copies = Copies()


def _copy(name: str) -> str:
    _drop(name)  # of a run that was cut off
    _ask_server(f'CREATE DATABASE "{name}" TEMPLATE "{connection.settings_dict["TEST"]["TEMPLATE"]}"')
    return name


def _drop(name: str) -> None:
    _ask_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _ask_server(statement: str) -> None:
    """Also between two tests, when pytest-django lets nobody use Django's connections."""
    import psycopg  # only where there is such a server

    values = connection.settings_dict
    where = {
        "host": values["HOST"],
        "port": values["PORT"],
        "user": values["USER"],
        "password": values["PASSWORD"],
    }
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as server:
        server.execute(statement)


def postgres_template(folder: Path) -> str:
    """The name of the loaded database; made where there is none of today's code and day."""
    name = TEMPLATE_PREFIX + fingerprint()
    with _alone(folder):
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [TEMPLATE_PREFIX + "%"])
            known = {row[0] for row in cursor.fetchall()}
            if name in known:
                return name
            for stale in known:
                cursor.execute(f'DROP DATABASE IF EXISTS "{stale}"')
            unready = f"{name}_{os.getpid()}"
            cursor.execute(f'CREATE DATABASE "{unready}"')
        _in_database(unready, fill)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{unready}" RENAME TO "{name}"')
    return name


def _in_database(name: str, work) -> None:
    """Does the work with the default connection turned to that database."""
    own = connection.settings_dict["NAME"]
    connections.close_all()
    connection.settings_dict["NAME"] = name
    try:
        work()
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own
