"""A real browser against a running portal. Debian's chromium is used; Playwright downloads nothing."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Playwright's synchronous interface keeps an event loop running in the thread that also uses the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def portal(django_db_setup, django_db_blocker) -> Iterator[str]:
    """Address of a running portal with all plans loaded. For reading: what a test writes there stays."""
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        reason = "No Chromium found: install the package chromium, or set CHROMIUM to its path."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(params=[1280, 375], ids=["desktop", "phone"])
def page(request, browser: Browser, portal: str) -> Iterator[Page]:
    """A fresh visitor, once on a wide screen and once on a phone; addresses may be relative."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 800}, base_url=portal, locale="ja-JP"
    )
    yield context.new_page()
    context.close()
