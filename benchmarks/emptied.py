"""The database that a benchmark measures in: a temporary SQLite file, or the empty one named by DATABASE_URL, emptied again."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def emptied_database(settings: str = "dxportal.settings", **environment: str) -> Iterator[None]:
    """Django, set up over an empty database with its tables. `environment`: settings beside those of every benchmark.

    Ends with a sentence where something stands in the database.
    """
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/benchmark.sqlite3")
        os.environ |= {
            "SECRET_KEY": "benchmark-only-" + "x" * 50,
            "ALLOWED_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": settings,
        } | environment
        import django

        django.setup()
        from django.contrib.auth import get_user_model
        from django.core.management import call_command
        from django.db import connection

        from plans.journal import laying
        from plans.ledger import triggers
        from plans.models import Municipality

        call_command("migrate", verbosity=0)
        if Municipality.objects.exists() or get_user_model().objects.exists():
            sys.exit("The database is in use: give an empty one.")
        try:
            yield
        finally:
            triggers.drop(connection)  # they guard public rows, also from a flush
            laying.drop(connection)
            call_command("flush", verbosity=0, interactive=False)
            call_command("migrate", verbosity=0)
