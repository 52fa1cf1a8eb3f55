"""A real browser against a running portal. Debian's chromium is used; Playwright downloads nothing."""

import os
from collections.abc import Callable, Iterator

import pytest
from django.db import connections
from django.urls import resolve
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from plans.era import Quarter
from tests.tools import tool

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = 1280, 375
TAKARAZUKA, AMAGASAKI, MIHON = "/takarazuka/dx-vision/", "/amagasaki/kyoso-dx/", "/mihon/dx-plan/"
# A year ago: in the second year of the fictional city's plan, whose third year is always the present one.
EARLIER = Quarter.from_index(Quarter.of(timezone.localdate()).index - 4)
# One page of each kind; a screen that looks different for another plan stands here for that plan too.
KINDS = {
    "home": "/",
    "city": "/takarazuka/",
    "sample city": "/mihon/",
    "search": "/search/",
    "search results": "/search/?q=市民",
    "nothing found": "/search/?q=ないことば",
    "about": "/about/",
    "accessibility": "/accessibility/",
    "overview": TAKARAZUKA,
    "overview with directions": AMAGASAKI,
    "sample overview": MIHON,
    "map": TAKARAZUKA + "map/",
    "map with directions": AMAGASAKI + "map/",
    "pillar": TAKARAZUKA + "goals/1/",
    "sub-goal": TAKARAZUKA + "goals/1-1/",
    "goal with schedule": AMAGASAKI + "goals/5/",
    "actions": TAKARAZUKA + "actions/",
    "action": TAKARAZUKA + "actions/2/",
    "values": TAKARAZUKA + "values/",
    "glossary": TAKARAZUKA + "glossary/",
    "schedule": AMAGASAKI + "schedule/",
    "organization": AMAGASAKI + "organization/",
    "sources": TAKARAZUKA + "sources/",
    "source notes": TAKARAZUKA + "sources/silent/",
    "method": "/method/",
    "scorecard": MIHON + "kpis/",
    "scorecard without values": AMAGASAKI + "kpis/",
    "scorecard without indicators": TAKARAZUKA + "kpis/",
    "scorecard filtered": MIHON + "kpis/?group=late",
    "scorecard filtered to nothing": MIHON + "kpis/?group=missed",
    "scorecard sorted": MIHON + "kpis/?sort=verdict",
    "scorecard of an earlier day": MIHON + "kpis/?at=" + str(EARLIER),
    "scorecard of no known day": MIHON + "kpis/?at=2025年春",
    "indicator": MIHON + "kpis/2-1/",
    "indicator of a real city": AMAGASAKI + "kpis/1-1/",
    "indicator of an earlier day": MIHON + "kpis/2-1/?at=" + str(EARLIER),
    "indicator with a moved target": MIHON + "kpis/1-2/",
    "indicator that sums up a year": MIHON + "kpis/4-2/",
    "indicator that keeps a bound": MIHON + "kpis/6-2/",
    "indicator that keeps a range": MIHON + "kpis/4-1/",
    "indicator without a target": MIHON + "kpis/1-4/",
    "indicator without values": MIHON + "kpis/kgi-3/",
    "indicator that cannot be judged": MIHON + "kpis/3-4/",
    "indicator for reference": MIHON + "kpis/ref-1/",
    "indicator of steps": "/mihon/service/kpis/s-1/",
    "indicator with a target in words": "/mihon/service/kpis/s-6/",
    "changes": MIHON + "changes/",
    "changes compared": MIHON + "changes/compare/",
    "reports": MIHON + "reports/",
    "report": MIHON + f"reports/{EARLIER}/",
    "no such report": MIHON + "reports/2099-Q1/",
    "reports compared": MIHON + "reports/compare/",
    "goal with indicators": MIHON + "goals/1-1/",
    "action with progress": MIHON + "actions/1/",
    "not found": "/no/such/page/",
}
ANSWERED_404 = ("not found", "no such report")


def _one_of_each() -> dict[str, str]:
    """Of the pages that one template makes, the first: what is built alike works alike."""
    found: dict[str, str] = {}
    for kind, address in KINDS.items():
        if kind not in ANSWERED_404:
            found.setdefault(resolve(address.partition("?")[0]).url_name, kind)
    return {kind: KINDS[kind] for kind in found.values()}


ONE_OF_EACH = _one_of_each()
# Playwright's synchronous interface keeps an event loop running in the thread that also uses the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def database(db) -> None:
    """Every test here needs the test database: pytest-django makes one only for tests that say so.

    Without it, a run of a single test would load the plans into the database of one's own portal.
    """


@pytest.fixture(scope="package")
def portal(django_db_setup, django_db_blocker) -> Iterator[str]:
    """Address of a running portal with all plans loaded. For reading: what a test writes there stays."""
    # Open as long as the portal runs: its threads answer the browser also after a test has read what it wanted.
    with django_db_blocker.unblock():
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture(scope="package")
def browser(django_db_setup, django_db_blocker) -> Iterator[Browser]:
    chromium = tool("chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()
        with django_db_blocker.unblock():
            connections.close_all()  # those that Django keeps for the event loop


@pytest.fixture
def visitor(browser: Browser, portal: str) -> Iterator[Callable[..., Page]]:
    """Makes a fresh visitor with a screen of the given width; addresses may be relative."""
    contexts = []

    def arrive(width: int = DESKTOP, **options) -> Page:
        screen = {"width": width, "height": 800}
        contexts.append(browser.new_context(viewport=screen, base_url=portal, locale="ja-JP", **options))
        return contexts[-1].new_page()

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request, visitor) -> Page:
    """A fresh visitor, once on a wide screen and once on a phone."""
    return visitor(request.param)


@pytest.fixture(scope="module")
def context(browser: Browser, portal: str) -> Iterator[BrowserContext]:
    """One reader for all tests of a file, whose browser need not fetch the style sheets again for each page."""
    context = browser.new_context(base_url=portal, locale="ja-JP")
    yield context
    context.close()


@pytest.fixture
def tab(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    yield page
    page.close()
