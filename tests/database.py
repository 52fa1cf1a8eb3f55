"""The test database, loaded once and copied: migrations, the two real plans and the fictional city.

SQLite: a file below the pytest cache, copied into each process's database in memory. PostgreSQL: a template database.
Both are named after what they were made of, the code, the fixtures and the day, so that a stale one is never used.
"""

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterator
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
    """The test database as it was, after a test has emptied it."""
    if template is not None:
        copy_from(template)
        return
    name, loaded = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["TEMPLATE"]
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{loaded}"')


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
