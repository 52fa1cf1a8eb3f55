"""Everybody can use the portal: without a mouse, without sight, without JavaScript, on a small or a magnified screen."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver, resolve
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dxportal.pages import server_error

from .conftest import AMAGASAKI, ANSWERED_404, DESKTOP, KINDS, MIHON, PHONE, TAKARAZUKA
from .looking import STICKING_OUT, TARGETS, at, one_of_each, read, violations

REPORT_FILES = {"report-file", "report-revision-file"}
# For machines; goals redirects to the map; files to keep; a correction's page is a report's with a notice above.
NO_PAGES = {
    "healthz",
    "readyz",
    "robots",
    "goals",
    "scorecard-csv",
    "changes-csv",
    "scorecard-xlsx",
    "kpi-values-csv",
    "indicator-csv",
    "indicator-chart",
    "indicator-picture",
    "indicator-card",
    "emblem",
    "city-colour",
    "plan-card",
    "site-card",
    "feed",
    "plan-feed",
    "indicator-feed",
    "calendar",
    "sitemap",
    "sitemap-part",
    "security-txt",
    "report-revision",
    *REPORT_FILES,
}

# Buttons, fields and what folds are as large as a thumb; links as WCAG 2.2 asks (2.5.8: 24 px): lists of dozens stand on a phone.
# Exempt from the size of a target, as in WCAG: a link in a sentence, whose height is that of the line. That is a
# glossary term, or a link of a paragraph (on the editable pages also of a list or table) that has words of its own.
SMALL_TARGETS = """targets => {
    const hasWords = el => [...el.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const inSentence = el => el.matches('.term')
        || el.matches('p > a, .text :is(p, li, td) > a') && hasWords(el.parentElement);
    return [...document.querySelectorAll(targets)]
        .filter(el => el.checkVisibility() && !inSentence(el)
            && el.getBoundingClientRect().height < (el.matches('button, input, select, textarea') ? 43.9 : 23.9))
        .map(el => `${el.outerHTML.slice(0, 120)} is ${el.getBoundingClientRect().height} px high`);
}"""
# Elements named for the ear otherwise than for the eye: who speaks to a computer says what stands on the screen.
MISNAMED = """() => [...document.querySelectorAll('a[aria-label], button[aria-label]')]
    .filter(el => !el.getAttribute('aria-label').includes(el.innerText.trim()))
    .map(el => el.outerHTML)"""
# Everything that should take the focus, in reading order.
FOCUSABLE = """targets => {
    window.focusable = [...document.querySelectorAll(`${targets}, [tabindex="0"]`)]
        .filter(el => el.checkVisibility());
    return window.focusable.map(el => el.outerHTML);
}"""
# Notes every stop of the focus: which of those it is, how thick the line around it is, where it leads.
NOTE_STOPS = """() => {
    window.stops = [];
    document.addEventListener('focusin', ({target}) => {
        const style = getComputedStyle(target);
        window.stops.push({
            place: window.focusable.indexOf(target),
            line: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
            href: target.getAttribute('href'),
            inPicture: Boolean(target.closest('.map')),
        });
    });
}"""
# Tables wider than their place that do not lie in a group one can find by its name, reach by keyboard and scroll.
TRAPPED_TABLES = """() => [...document.querySelectorAll('table')]
    .filter(el => el.checkVisibility() && el.scrollWidth > el.parentElement.clientWidth)
    .map(el => [el, el.closest('[role=group][tabindex="0"]:is([aria-label], [aria-labelledby])')])
    .filter(([el, region]) => !region || getComputedStyle(region).overflowX !== 'auto')
    .map(([el]) => el)
    .map(el => el.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def without_javascript(browser: Browser, portal: str) -> Iterator[Page]:
    context = browser.new_context(base_url=portal, locale="ja-JP", java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module", params=KINDS.values(), ids=KINDS)
def address(request) -> str:
    """Address of one page of each kind."""
    return request.param


@pytest.fixture(scope="module")
def tab(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    yield page
    page.close()


@pytest.fixture
def opened(tab: Page, address: str, django_db_blocker) -> Page:
    """The page at the address, opened once for all questions that are asked of it one behind the other.

    By what the tab shows, and not by the scope of a fixture: `address` comes from two lists, and pytest would not notice
    that it is another one.
    """
    if urlsplit(tab.url)._replace(scheme="", netloc="").geturl() != address:
        with django_db_blocker.unblock():
            read(tab, address)
    return tab


def walk(page: Page) -> tuple[list[str], list[dict]]:
    """Press Tab from the top of the page to its end: what should take the focus, and where it stopped."""
    focusable = page.evaluate(FOCUSABLE, TARGETS)
    page.evaluate(NOTE_STOPS)
    for _ in focusable:
        page.keyboard.press("Tab")
    return focusable, page.evaluate("window.stops")


def page_names(patterns: list) -> set[str]:
    """Names of all addresses of the portal but the admin's."""
    names = {pattern.name for pattern in patterns if isinstance(pattern, URLPattern)}
    below = [p for p in patterns if not isinstance(p, URLPattern) and p.app_name != "admin"]
    return names.union(*(page_names(resolver.url_patterns) for resolver in below))


def test_every_kind_of_public_page_is_among_those_that_are_checked():
    found = [address.split("?")[0] for kind, address in KINDS.items() if kind not in ANSWERED_404]
    checked = {resolve(address).url_name for address in found}
    assert checked == page_names(get_resolver().url_patterns) - NO_PAGES, "see KINDS in conftest.py"


@one_of_each
def test_axe_finds_no_violation_on_a_desk_or_a_phone(opened):
    """One page of each template: what may differ between pages of a template is looked at on every page, without a browser."""
    for width in (DESKTOP, PHONE):
        assert not violations(at(opened, width)), f"at {width} px"


def test_axe_finds_no_violation_on_the_page_that_tells_of_a_breakdown(visitor):
    page, answer = visitor(), server_error(RequestFactory().get("/"))
    broken = {"status": 500, "body": answer.content, "content_type": "text/html"}
    page.route("**/broken/", lambda route: route.fulfill(**broken))
    assert not violations(read(page, "/broken/"))


def test_a_thumb_hits_every_link_and_button(opened):
    for width in (DESKTOP, PHONE):
        assert not at(opened, width).evaluate(SMALL_TARGETS, TARGETS), f"at {width} px"


def test_who_speaks_to_the_computer_can_say_what_stands_on_the_screen(opened):
    assert not opened.evaluate(MISNAMED)


def test_the_first_tab_stop_skips_to_the_text(page):
    page.goto(TAKARAZUKA)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main a").first).to_be_focused()


@one_of_each
def test_a_keyboard_reaches_everything_in_reading_order_and_shows_where_it_is(tab, address):
    focusable, stops = walk(read(tab, address))
    assert "本文へ移動" in focusable[0]
    assert [stop["place"] for stop in stops] == list(range(len(focusable))), focusable
    assert not [focusable[stop["place"]] for stop in stops if stop["line"] < 2], "an outline of 2 px at least"


@pytest.mark.parametrize(
    ("plan", "codes"),
    [
        (TAKARAZUKA, "1 1-1 1-2 1-3 2 2-1 2-2 2-3 3 3-1 3-2 3-3 3-4 3-5"),
        (AMAGASAKI, "shimin 1 2 3 shokuin 4 5 6"),
    ],
)
def test_a_keyboard_goes_down_the_picture_from_the_promise_goal_by_goal_to_the_actions(tab, plan, codes):
    _, stops = walk(read(tab, f"{plan}map/"))
    goals = [f"{plan}goals/{code}/" for code in codes.split()]
    hrefs = [stop["href"] for stop in stops if stop["inPicture"]]
    assert hrefs[0].startswith(f"{plan}values/#")
    assert [href for href in hrefs if href in goals] == goals
    assert hrefs[hrefs.index(goals[-1]) + 1].startswith(f"{plan}actions/")


@pytest.mark.parametrize("plan", [TAKARAZUKA, AMAGASAKI, MIHON])
def test_on_a_phone_the_picture_is_one_column_from_the_vision_down(tab, plan):
    links = at(read(tab, f"{plan}map/"), PHONE).locator(".map a")
    tops = links.evaluate_all("links => links.map(link => Math.round(link.getBoundingClientRect().top))")
    assert tops == sorted(tops)


def test_nothing_is_lost_on_a_narrow_screen_or_with_letters_twice_as_large(opened):
    for width in (320, 640):  # 1280 px at 200 % leave 640
        assert not at(opened, width).evaluate(STICKING_OUT), f"at {width} px"


def test_a_table_that_is_too_wide_scrolls_in_a_region_of_its_own(opened):
    for width in (320, PHONE, 640, 800):
        assert not at(opened, width).evaluate(TRAPPED_TABLES), f"at {width} px"


def test_the_arrow_keys_scroll_the_matrix_to_its_last_column_on_a_phone(tab):
    page = at(read(tab, f"{TAKARAZUKA}map/"), PHONE)
    last_column = page.locator(".matrix thead th").last
    page.locator(".scroller").focus()
    expect(last_column).not_to_be_in_viewport()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    expect(last_column).to_be_in_viewport()


@one_of_each
def test_without_javascript_every_page_says_the_same(opened, without_javascript, address):
    texts = [page.inner_text("body") for page in (read(without_javascript, address), at(opened, DESKTOP))]
    assert len(texts[0]) > 100
    assert texts[0] == texts[1]
