"""A portal as `make run` starts it, in a process of its own: real sessions, real passwords, several people at once."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.database import TEMPLATES, sqlite_template

ROOT = Path(__file__).resolve().parents[3]
MIHON_PAGE = "/mihon/dx-plan/"
CLERK = "tests.browser.staff.clerk"
expect.set_options(timeout=15_000)  # the portal shares the machine with the browser


@dataclass(frozen=True)
class Office:
    """The running portal: its address, and the passwords of the demo accounts."""

    url: str
    passwords: dict[str, str]
    clerk: subprocess.Popen[str]

    def ask(self, code: str) -> str:
        """What the code prints, run with its settings and database; it may write past the guard of public rows."""
        assert self.clerk.stdin and self.clerk.stdout
        self.clerk.stdin.write(json.dumps(code.strip()) + "\n")
        self.clerk.stdin.flush()
        answer = json.loads(self.clerk.stdout.readline())
        assert not answer["trouble"], answer["trouble"]
        return answer["printed"].strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="package")
def office(tmp_path_factory, django_db_blocker) -> Iterator[Office]:
    with opened(tmp_path_factory.mktemp("office"), django_db_blocker) as office:
        printed = office.ask(
            "from django.core.management import call_command; call_command('create_demo_accounts')"
        )
        office.passwords.update(re.findall(r"^ {2}(\S+) +(\S+)", printed, re.MULTILINE))
        yield office


@contextmanager
def opened(folder: Path, django_db_blocker, host: str = "127.0.0.1", **settings: str) -> Iterator[Office]:
    """A portal of these settings, with all plans loaded, that answers under the host's name."""
    port = _free_port()
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'office.sqlite3'}",
        "SECRET_KEY": "browser-tests-only-" + "x" * 40,
        "ALLOWED_HOSTS": host,
        "DEBUG": "true",
        "HTTPS": "false",
        "DEMO": "true",
        "DJANGO_SETTINGS_MODULE": "dxportal.settings",
        "CACHE_URL": f"filecache://{folder / 'cache'}",
        **settings,
    }
    with django_db_blocker.unblock():
        shutil.copy(sqlite_template(TEMPLATES), folder / "office.sqlite3")
    start = partial(subprocess.Popen, cwd=ROOT, env=env)
    serve = ["manage.py", "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"]
    with (
        start([sys.executable, *serve], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server,
        start(
            [sys.executable, "-m", CLERK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as clerk,
    ):
        office = Office(f"http://{host}:{port}", {}, clerk)
        try:
            _wait_for(office.url + "/healthz")
            yield office
        finally:
            server.terminate()


def _wait_for(address: str) -> None:
    for _attempt in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 our own portal
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")


@pytest.fixture
def arrive(browser: Browser, office: Office) -> Iterator[Callable[..., BrowserContext]]:
    """A fresh browser of somebody in the office."""
    contexts: list[BrowserContext] = []

    def arrive(width: int = 1280, **options) -> BrowserContext:
        screen = {"width": width, "height": 900}
        contexts.append(browser.new_context(viewport=screen, base_url=office.url, locale="ja-JP", **options))
        return contexts[-1]

    yield arrive
    for context in contexts:
        context.close()


def sign_in(page: Page, office: Office, name: str) -> Page:
    page.goto("/admin/")
    page.get_by_label("ユーザー名").fill(name)
    page.get_by_label("パスワード").fill(office.passwords[name])
    page.get_by_role("button", name="サインインする").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("管理の入口")
    return page


@pytest.fixture
def as_(arrive, office: Office) -> Callable[..., Page]:
    """A page of somebody who has signed in."""
    return lambda name, width=1280, **options: sign_in(arrive(width, **options).new_page(), office, name)
