"""How a page is opened and looked at: in every width, by axe, for what sticks out."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .conftest import DESKTOP, ONE_OF_EACH

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"], "preload": False}
# What one can operate. A region that scrolls takes the focus too, but is not a target.
TARGETS = "a[href], button, input, select, textarea, summary"
STICKING_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [
    `the page is ${document.documentElement.scrollWidth} px wide`,
    ...[...document.body.querySelectorAll('*')]
        .filter(el => el.getBoundingClientRect().right > innerWidth + 0.5)
        .map(el => `${el.outerHTML.slice(0, 120)} ends at ${el.getBoundingClientRect().right} px`),
]"""

one_of_each = pytest.mark.parametrize("address", ONE_OF_EACH.values(), ids=ONE_OF_EACH, scope="module")


def read(page: Page, address: str) -> Page:
    """Open the page on a desk and unfold everything that is folded, but the menu that lies over the page while it is open."""
    page.set_viewport_size({"width": DESKTOP, "height": 800})
    page.goto(address)
    page.evaluate("document.querySelectorAll('details:not(.languages > *)').forEach(el => el.open = true)")
    return page


def at(page: Page, width: int) -> Page:
    """The same page on a screen of another width."""
    page.set_viewport_size({"width": width, "height": 800})
    return page


def violations(page: Page) -> list[str]:
    """What axe finds on the page, one line each: which rule, why, and where."""
    found = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    return [
        f"{page.url}: {rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:200]}"
        for rule in found
        for node in rule["nodes"]
    ]
