"""Which database, and how the portal uses it."""

from collections.abc import Mapping
from pathlib import Path

from environ import Env

from .environment import address, connects_to_a_file, with_name


def read(values: Mapping[str, str], folder: Path) -> dict:
    """As Django takes it. A file is the same one whatever folder a command is called in. Raises ImproperlyConfigured."""
    found = address(
        values,
        "DATABASE_URL",
        default=f"sqlite:///{folder / 'db.sqlite3'}",
        example="postgres://dxportal:password@127.0.0.1:5432/dxportal",
        read=lambda text: with_name(Env.db_url_config(text)),
    )
    if connects_to_a_file(found):
        found["NAME"] = str(folder / found["NAME"])
    if found["ENGINE"] == "django.db.backends.sqlite3":
        # Readers do not wait for a writer (WAL), and a writer waits its turn instead of failing with "locked"; it takes
        # the turn when it first writes (dxportal/sqlite/base.py).
        found["ENGINE"] = "dxportal.sqlite"
        # A connection stays open: with the last one SQLite takes its -wal and -shm files away, and on a full disk nobody
        # could read any more, because they cannot be made again.
        found.setdefault("CONN_MAX_AGE", None)
        found.setdefault("OPTIONS", {}).update(
            timeout=20,
            transaction_mode="IMMEDIATE",
            init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        )
        return found
    if found["ENGINE"] == "django.db.backends.postgresql":
        found["ENGINE"] = "dxportal.postgresql"
    found.setdefault("CONN_MAX_AGE", 60)
    found["CONN_HEALTH_CHECKS"] = True
    return found
