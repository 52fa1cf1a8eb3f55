"""What a page asks of the visitor's computer and network. An office without internet loses nothing, nobody is tracked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from .conftest import ANSWERED_404, KINDS, ONE_OF_EACH

VISITED = ONE_OF_EACH | {kind: KINDS[kind] for kind in ANSWERED_404}
LIMIT = 100_000  # bytes of a page's HTML before compression
LIMIT_WITH_STYLES = 160_000  # with its style sheets, which a browser keeps from page to page
REPORT_LIMIT = 300_000  # of a report: a document of many pages with its charts inside
# What Chromium itself logs about every page that answers 404.
NOT_FOUND = "Failed to load resource: the server responded with a status of 404 (Not Found)"


@dataclass
class Visit:
    """A first visit to one page: everything the browser fetched, stored and complained about."""

    home: str
    requests: list = field(default_factory=list)
    address: str = ""
    missing: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    weights: dict[str, int] = field(default_factory=dict)

    def watch(self, page: Page) -> None:
        page.on("request", lambda request: self.requests.append(request))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self.hear(message.type, message.text))

    def hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and text != NOT_FOUND:
            self.complaints.append(text)

    def read_answers(self) -> None:
        """Note what came back, and the bytes of the page itself and of its style sheets."""
        for request in self.requests:
            answer = request.response()
            missing = tuple(KINDS[kind] for kind in ANSWERED_404)
            expected = 404 if request.url.endswith(missing) else 200
            if answer is None or answer.status != expected:
                self.missing.append(request.url)
            elif request.resource_type in ("document", "stylesheet"):
                self.weights[urlsplit(request.url).path] = len(answer.body())


@pytest.fixture(scope="module", params=VISITED.values(), ids=VISITED)
def visit(request, browser: Browser, portal: str, django_db_blocker) -> Iterator[Visit]:
    """The visit to one page of each kind: made once, asked several questions."""
    context = browser.new_context(base_url=portal, locale="ja-JP")
    page, visit = context.new_page(), Visit(home=portal, address=request.param)
    visit.watch(page)
    with django_db_blocker.unblock():
        page.goto(request.param)
        visit.read_answers()
    visit.cookies = [cookie["name"] for cookie in context.cookies()]
    yield visit
    context.close()


def test_a_terminal_without_internet_gets_the_whole_page(visit):
    elsewhere = [
        request.url for request in visit.requests if not request.url.startswith((visit.home, "data:"))
    ]
    assert visit.requests
    assert not elsewhere, f"asked of other hosts: {elsewhere}"


def test_everything_a_page_asks_for_is_there(visit):
    assert not visit.missing


def test_a_reader_gets_no_cookie(visit):
    assert not visit.cookies


def test_the_browser_has_nothing_to_complain_about(visit):
    assert not visit.complaints


def test_a_page_is_light_enough_for_a_slow_line(visit):
    assert len(visit.weights) >= 4, f"the page and its style sheets: {visit.weights}"
    limit = REPORT_LIMIT if re.search(r"/reports/\d", visit.address) else LIMIT
    page, *styles = visit.weights.values()
    assert page < limit, f"bytes: {visit.weights}"
    assert sum(styles) < LIMIT_WITH_STYLES - LIMIT, f"bytes: {visit.weights}"
