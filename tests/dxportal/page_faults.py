"""What to look for on a page: each look returns the faults it finds, nothing on a sound page."""

import re
from collections import Counter
from itertools import pairwise
from urllib.parse import unquote

import html5lib
from django.conf import settings
from html5lib.html5parser import ParseError

from tests.reading import Page, text_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def malformed(page: Page) -> str:
    try:
        html5lib.HTMLParser(strict=True).parse(page.html)
    except ParseError as error:
        return str(error)
    return ""


def heading_faults(page: Page) -> list[str]:
    levels = [int(heading.tag[1]) for heading in page.all(*HEADINGS)]
    skips = [f"h{a} then h{b}" for a, b in pairwise(levels) if b > a + 1]
    if levels.count(1) != 1 or levels[:1] != [1]:
        skips.append(f"the levels are {levels}")
    return skips + [heading.tag for heading in page.all(*HEADINGS) if not text_of(heading)]


def repeated_ids(page: Page) -> list[str]:
    return [
        name for name, times in Counter(page.ids).items() if times > 1 or not name or re.search(r"\s", name)
    ]


def unnamed(page: Page) -> list[str]:
    """Pictures, fields, links, regions and tables that a screen reader cannot name."""
    labelled = {label.get("for") for label in page.all("label") if text_of(label)}
    fields = [
        field.get("name", "?")
        for field in page.all("input", "select", "textarea")
        if field.get("type") != "hidden" and not (field.get("id") in labelled or field.get("aria-label"))
    ]
    pictures = [image.get("src") for image in page.all("img") if image.get("alt") is None]
    hidden = {
        part for whole in page.tree.iter() if whole.get("aria-hidden") == "true" for part in whole.iter()
    }
    drawings = [
        "svg"
        for drawing in page.all("svg")
        if drawing not in hidden
        and not (
            drawing.get("role") == "img" and (drawing.get("aria-label") or drawing.get("aria-labelledby"))
        )
    ]
    links = [a.get("href") for a in page.all("a", "button") if not (text_of(a) or a.get("aria-label"))]
    return fields + pictures + drawings + links


def unnamed_tables(page: Page) -> list[str]:
    """Tables that neither a caption nor a heading names; those that staff write as Markdown cannot have one."""
    if page.address in ("/about/", "/accessibility/"):
        return []
    return [
        "table"
        for table in page.all("table")
        if not (table.find("caption") is not None and text_of(table.find("caption")))
        and not names_of(page, table)
    ]


def names_of(page: Page, element) -> str:
    """What the elements say that its aria-labelledby refers to."""
    ids = (element.get("aria-labelledby") or "").split()
    return "".join(text_of(page.element(id)) for id in ids if id in page.ids)


def dangling_references(page: Page) -> list[str]:
    """Ids that the page itself refers to and does not have."""
    wanted = [a.get("href")[1:] for a in page.all("a") if a.get("href", "").startswith("#")]
    wanted += [label.get("for") for label in page.all("label") if label.get("for")]
    for element in page.tree.iter():
        for name in ("aria-labelledby", "aria-describedby", "aria-controls"):
            wanted += (element.get(name) or "").split()
    return [name for name in wanted if unquote(name) not in page.ids]


def inline_code(page: Page) -> list[str]:
    found = ["style" for _ in page.all("style")]
    found += ["script" for script in page.all("script") if not script.get("src") or text_of(script)]
    for element in page.tree.iter():
        found += [name for name in element.attrib if name == "style" or name.startswith("on")]
        found += [
            value for value in element.attrib.values() if value.strip().lower().startswith("javascript:")
        ]
    return found


def other_hosts(page: Page) -> list[str]:
    """Whatever the browser would load or send elsewhere; links that people follow may lead outside."""
    loaded = []
    for element in page.tree.iter():
        loaded += [element.get(name) for name in ("src", "srcset", "data", "poster", "action", "formaction")]
        if element.get("rel") in ("canonical", "alternate"):
            loaded.append(without_own_host(element.get("href")))
            continue
        if element.get("property") in ("og:url", "og:image"):
            loaded.append(without_own_host(element.get("content")))
        if element.tag in ("link", "base", "use", "image"):
            loaded += [element.get("href"), element.get("{http://www.w3.org/1999/xlink}href")]
        if element.tag == "meta" and element.get("http-equiv"):
            loaded.append(element.get("content"))
    return [value for value in loaded if value and not re.match(r"/(?!/)", value)]


def without_own_host(address: str) -> str:
    """The path of a whole address of the portal, as search engines and shares need it; any other as it is."""
    return address.removeprefix(settings.SITE_URL)


def landmark_faults(page: Page) -> list[str]:
    names = [nav.get("aria-label") for nav in page.all("nav")]
    wrong = [f"{len(page.all(name))} {name}" for name in ("main", "footer") if len(page.all(name)) != 1]
    return wrong + [f"nav {name}" for name in names if not name or names.count(name) > 1]


LOOKS = [
    malformed,
    heading_faults,
    repeated_ids,
    unnamed,
    unnamed_tables,
    dangling_references,
    inline_code,
    other_hosts,
    landmark_faults,
]
