"""None of a thousand reads shows less than was committed before it began, while somebody writes all the time."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from tests import conftest as suite
from tests.plans.backup.conftest import _drop


@pytest.fixture
def address(db, tmp_path, other_databases) -> Iterator[str]:
    """A loaded site of its own, which another process can reach."""
    if connection.vendor == "sqlite":
        shutil.copy(suite._loaded.template, tmp_path / "site.sqlite3")
        yield f"sqlite:///{tmp_path}/site.sqlite3"
        return
    values = connection.settings_dict
    name = f"{values['NAME']}_read"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{values["TEST"]["TEMPLATE"]}"')
    yield f"postgres://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT'] or 5432}/{name}"
    _drop(name)


@pytest.mark.slow
def test_no_read_after_a_commit_is_stale(address):
    env = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    words = [sys.executable, "-m", "tests.dxportal.page_cache.beside_a_writer"]
    done = subprocess.run(words, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    reads, kept, stale = map(int, done.stdout.split())
    assert stale == 0
    assert reads >= 1_000
    assert kept > 0
