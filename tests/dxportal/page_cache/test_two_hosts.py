"""Two servers of one site, each a process of its own as on two machines: one PostgreSQL, one Redis, one key."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.database import TEMPLATES, postgres_template
from tests.tools import redis_url

ROOT = Path(settings.BASE_DIR)
pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="several servers share a PostgreSQL"
)
SIGN_IN = """
from django.contrib.auth import get_user_model, BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
boss = get_user_model().objects.create_superuser("boss")
session = SessionStore()
session.update({SESSION_KEY: str(boss.pk), BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
    HASH_SESSION_KEY: boss.get_session_auth_hash()})
session.save()
print(session.session_key)
"""


@dataclass(frozen=True)
class Host:
    url: str
    log: Path

    def get(self, path: str, **headers: str) -> tuple[int, str, str]:
        """Status, text and ETag, asked for under the site's own name."""
        headers = {"Host": "localhost"} | headers
        request = urllib.request.Request(self.url + path, headers=headers)  # noqa: S310 our own server
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.status, answer.read().decode(), answer.headers["ETag"] or ""

    def how(self, path: str) -> list[str]:
        """For each answer to that path where its page came from, as the log of accesses says it."""
        lines = [
            json.loads(line) for line in self.log.read_text("utf-8").splitlines() if line.startswith("{")
        ]
        return [line["cache"] for line in lines if line.get("path") == path]


@pytest.fixture(scope="module")
def site(django_db_blocker) -> Iterator[dict[str, str]]:
    """The settings of a site with all plans, in a database of its own."""
    name = f"dxportal_hosts_{os.getpid()}"
    parts = connection.settings_dict
    with django_db_blocker.unblock():
        loaded = postgres_template(TEMPLATES)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{loaded}"')
    address = f"{parts['USER']}:{parts['PASSWORD']}@{parts['HOST'] or 'localhost'}:{parts['PORT'] or 5432}"
    try:
        yield os.environ | {
            "DATABASE_URL": f"postgres://{address}/{name}",
            "CACHE_URL": redis_url(),
            "SITE_NAME": uuid4().hex,  # nobody else's pages lie under it
            "LOG_FORMAT": "json",
            "LOG_LEVEL": "INFO",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
    finally:
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def started(site: dict[str, str], log: Path) -> Iterator[Host]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    words = ("dxportal.wsgi", "--config", "python:dxportal.gunicorn_conf", "--bind", f"127.0.0.1:{port}")
    with log.open("w") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *words, "--workers", "1"], cwd=ROOT, env=site, stderr=written
        )
        host = Host(f"http://127.0.0.1:{port}", log)
        try:
            for _attempt in range(300):
                try:
                    host.get("/healthz")
                    break
                except OSError:
                    time.sleep(0.1)
            yield host
        finally:
            process.terminate()
            process.wait(60)


@pytest.fixture(scope="module")
def hosts(site, tmp_path_factory) -> Iterator[tuple[Host, Host]]:
    folder = tmp_path_factory.mktemp("hosts")
    with started(site, folder / "one") as one, started(site, folder / "other") as other:
        yield one, other


def test_what_one_has_made_the_other_sends(hosts):
    one, other = hosts
    assert one.get("/about/") == other.get("/about/")
    assert one.how("/about/") == ["made"]
    assert other.how("/about/") == ["kept"]


def test_after_a_commit_neither_sends_what_was(hosts, site):
    one, other = hosts
    for host in hosts:
        assert "新しい題" not in host.get("/about/")[1]
    with psycopg.connect(site["DATABASE_URL"]) as shell:
        shell.execute("UPDATE plans_sitepage SET title = '新しい題'")
    pages = [host.get("/about/")[1] for host in (other, one)]
    assert all("新しい題" in page for page in pages)
    assert other.how("/about/")[-1] == "made"
    assert one.how("/about/")[-1] == "kept"


def test_who_signs_in_at_one_is_known_at_the_other(hosts, site):
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "--verbosity", "0", "-c", SIGN_IN],
        cwd=ROOT, env=site, capture_output=True, text=True, check=True,
    )  # fmt: skip
    cookie = f"{settings.SESSION_COOKIE_NAME}={done.stdout.split()[-1]}"
    for host in hosts:
        status, text, _etag = host.get("/admin/change-records/", Cookie=cookie)
        assert status == 200
        assert "変更記録" in text


def test_without_the_cache_each_makes_its_own(site, tmp_path):
    away = site | {"CACHE_URL": "redis://127.0.0.1:1/0", "SITE_NAME": uuid4().hex}
    with started(away, tmp_path / "alone") as alone:
        assert alone.get("/about/")[0] == 200
        assert alone.get("/about/")[0] == 200
        assert alone.how("/about/") == ["made", "kept"]
        assert "The shared page cache does not answer" in alone.log.read_text("utf-8")
