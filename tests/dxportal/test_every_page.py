"""What holds for every public page: it is well formed, accessible, self-contained, and no link leads nowhere."""

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from urllib.parse import unquote, urldefrag

import html5lib
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import resolve
from html5lib.html5parser import ParseError

from kpis.models import Report
from plans.models import Committee, Plan, PlanRelation, ScheduleTrack, SourceDocument, SourceNote, Statement
from tests.conftest import addresses_of
from tests.factories import make_action, make_city, make_goal, make_item, make_plan, make_term
from tests.reading import Page, text_of

pytestmark = pytest.mark.django_db

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
FILE = re.compile(r"/reports/[^/]+(/r\d+)?\.(pdf|xlsx|csv|actions\.csv|json|html|zip)$|\.xlsx$")
CSS = sorted((settings.BASE_DIR / "static").rglob("*.css"))


@pytest.fixture(scope="module")
def archive() -> dict[str, Page]:
    """Pages that were asked for once: the tests of this file read the same ones."""
    return {}


@pytest.fixture
def fetch(client, archive) -> Callable[[str], Page]:
    def fetch(address: str) -> Page:
        if address not in archive:
            archive[address] = Page(address, client.get(address))
        return archive[address]

    return fetch


@pytest.fixture
def pages(public_pages, fetch) -> list[Page]:
    assert len(public_pages) > 100
    return [fetch(address) for address in public_pages]


def faults(pages: list[Page], look: Callable[[Page], object]) -> dict[str, object]:
    """What the look finds wrong, by page."""
    return {page.address: fault for page in pages if (fault := look(page))}


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
    drawings = [
        "svg"
        for drawing in page.all("svg")
        if drawing.get("aria-hidden") != "true"
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
        if element.tag in ("link", "base", "use", "image"):
            loaded += [element.get("href"), element.get("{http://www.w3.org/1999/xlink}href")]
        if element.tag == "meta" and element.get("http-equiv"):
            loaded.append(element.get("content"))
    return [value for value in loaded if value and not re.match(r"/(?!/)", value)]


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

FAULTY = [
    (malformed, "<p>一<div>二</div></p>"),
    (malformed, "<p>一 & 二 &nosuch; </span>"),
    (heading_faults, "<h3>三</h3>"),
    (heading_faults, "<h1>もう一つ</h1>"),
    (heading_faults, "<h2> </h2>"),
    (repeated_ids, '<p id="a">一</p><p id="a">二</p>'),
    (repeated_ids, '<p id="">一</p>'),
    (unnamed, '<input name="q">'),
    (unnamed, '<label for="q"> </label><input id="q">'),
    (unnamed, '<img src="/a.png">'),
    (unnamed, "<svg></svg>"),
    (unnamed, '<a href="/"> </a>'),
    (unnamed_tables, "<table><tr><td>一</td></tr></table>"),
    (unnamed_tables, '<table aria-labelledby="nowhere"><tr><td>一</td></tr></table>'),
    (unnamed_tables, '<table aria-labelledby="a"><caption id="a"></caption></table>'),
    (dangling_references, '<a href="#nowhere">先</a>'),
    (dangling_references, '<section aria-labelledby="nowhere"></section>'),
    (inline_code, "<style>p { color: red }</style>"),
    (inline_code, "<script>alert(1)</script>"),
    (inline_code, '<p style="color: red">赤</p>'),
    (inline_code, '<p onclick="go()">押す</p>'),
    (inline_code, '<a href="javascript:go()">押す</a>'),
    (other_hosts, '<img alt="" src="https://www.example.jp/a.png">'),
    (other_hosts, '<script src="//www.example.jp/a.js"></script>'),
    (other_hosts, '<link rel="stylesheet" href="http://www.example.jp/a.css">'),
    (other_hosts, '<form action="https://www.example.jp/"></form>'),
    (landmark_faults, "<nav></nav>"),
    (landmark_faults, "<main></main>"),
]


@pytest.mark.parametrize(("look", "html"), FAULTY)
def test_a_look_finds_the_fault_it_is_for_and_nothing_on_a_sound_page(look, html):
    sound = '<!doctype html><html lang="ja"><head><title>題</title></head><body><main><h1>題</h1>{}</main><footer></footer></body></html>'
    assert look(Page("/", HttpResponse(sound.format(html))))
    assert not look(Page("/", HttpResponse(sound.format("<p>本文</p>"))))


def test_every_public_page_answers(pages):
    assert faults(pages, lambda page: page.response.status_code != 200) == {}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.__name__)
def test_on_no_public_page_there_are(pages, look):
    assert faults(pages, look) == {}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.__name__)
def test_nor_on_the_page_of_a_lost_citizen(fetch, look):
    assert not look(fetch("/lost/page/"))


def test_every_page_is_in_japanese_and_fits_a_phone(pages):
    assert {page.all("html")[0].get("lang") for page in pages} == {"ja"}
    viewport = {
        meta.get("content") for page in pages for meta in page.all("meta") if meta.get("name") == "viewport"
    }
    assert viewport == {"width=device-width, initial-scale=1"}


def test_the_first_link_of_every_page_skips_to_its_main_part(pages):
    assert {next(page.tree.iter("a")).get("href") for page in pages} == {"#main"}
    assert {page.main.get("id") for page in pages} == {"main"}


def test_no_two_pages_have_the_same_title(pages):
    titles = Counter(page.title for page in pages)
    assert [title for title, times in titles.items() if times > 1] == []
    assert [page for page in pages if not page.title.endswith(f"| {settings.SITE_NAME}")] == []


def is_there(address: str, client) -> bool:
    """Whether that file can be had; of a report that there is one: what is in its files, other tests read."""
    named = resolve(address).kwargs
    if "period" not in named:
        return client.get(address).status_code == 200
    return Report.objects.filter(
        review__plan__municipality__slug=named["city"],
        review__plan__slug=named["plan"],
        review__period=named["period"],
        revision=named.get("revision", 1),
    ).exists()


def test_every_link_of_every_page_leads_to_a_page_and_to_its_place_there(pages, fetch, client):
    broken = set()
    for page in pages:
        for href in {a.get("href") for a in page.all("a") if a.get("href", "").startswith("/")}:
            address, fragment = urldefrag(href)
            if FILE.search(address):
                if not is_there(address, client):
                    broken.add((page.address, href))
                continue
            target = fetch(address)
            if target.response.status_code not in (200, 301) or (
                fragment and unquote(fragment) not in target.ids
            ):
                broken.add((page.address, href))
    assert broken == set()


def test_every_link_is_an_address_of_the_portal_a_place_on_the_page_or_another_site(pages):
    hrefs = {a.get("href") for page in pages for a in page.all("a")}
    assert {href for href in hrefs if not href or not re.match(r"/(?!/)|#.|https?://|\?", href)} == set()


def test_a_link_to_another_site_says_so(pages):
    outside = [a for page in pages for a in page.all("a") if a.get("href", "").startswith("http")]
    assert outside
    assert {a.get("href") for a in outside if "external" not in (a.get("rel") or "").split()} == set()


def test_style_sheets_icon_and_scripts_exist(pages, client):
    files = {
        element.get("href") or element.get("src") for page in pages for element in page.all("link", "script")
    }
    assert len(files) > 3
    assert {file for file in files if client.get(file).status_code != 200} == set()


def test_nobody_who_only_reads_gets_a_cookie(pages):
    assert faults(pages, lambda page: dict(page.response.cookies)) == {}


def test_the_browser_is_told_to_load_nothing_from_elsewhere_and_to_run_nothing_inline(pages):
    policies = {page.response.get("Content-Security-Policy", "") for page in pages}
    assert len(policies) == 1
    rules = dict(rule.strip().split(" ", 1) for rule in policies.pop().split(";") if rule.strip())
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    sources = set(" ".join(rules.values()).split())
    assert sources <= {"'none'", "'self'", "data:"}


def test_pages_are_not_to_be_framed_or_guessed_at(pages):
    assert {page.response["X-Frame-Options"] for page in pages} == {"DENY"}
    assert {page.response["X-Content-Type-Options"] for page in pages} == {"nosniff"}
    assert {page.response["Referrer-Policy"] for page in pages} == {"same-origin"}


@pytest.mark.parametrize("sheet", CSS, ids=lambda sheet: sheet.name)
def test_a_style_sheet_loads_nothing_from_elsewhere(sheet):
    css = sheet.read_text(encoding="utf-8")
    assert "http" not in css
    assert "//" not in re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    for target in re.findall(r"url\(\s*[\"']?(.*?)[\"']?\s*\)", css):
        assert (sheet.parent / target).resolve().exists(), target
    assert "@import" not in css


def test_no_page_with_its_style_sheets_is_heavier_than_100_kilobytes_and_no_report_than_300(pages, client):
    """A report is a document of many pages with its charts inside, read on paper or whole."""
    weight = {}

    def load(page: Page) -> int:
        sheets = [link.get("href") for link in page.all("link") if link.get("rel") == "stylesheet"]
        for sheet in sheets:
            if sheet not in weight:
                weight[sheet] = len(client.get(sheet).getvalue())
        return len(page.html.encode()) + sum(weight[sheet] for sheet in sheets)

    def limit(page: Page) -> int:
        return 300_000 if re.search(r"/reports/\d", page.address) else 100_000

    assert faults(pages, lambda page: load(page) if load(page) > limit(page) else 0) == {}


def test_a_plan_with_nothing_in_it_has_every_page_and_each_is_sound(client):
    plan = make_plan(make_city())
    make_action(plan, "1", number="", title="取組")
    make_goal(plan, "1", number="", title="柱")
    empty = [Page(address, client.get(address)) for address in ["/kitayama/", *addresses_of(plan)]]
    bare = make_plan(make_city("minami"), "bare")
    empty += [Page(address, client.get(address)) for address in addresses_of(bare)]
    assert faults(empty, lambda page: page.response.status_code != 200) == {}
    for look in LOOKS:
        assert faults(empty, look) == {}


def make_rows_called(plan: Plan, code: str) -> None:
    """One row of every type, all with the same code."""
    make_action(plan, code, make_goal(plan, code))
    make_term(plan, code, "語")
    make_item(ScheduleTrack.objects.create(plan=plan, code=code, title="列"), code, "2024-Q1")
    Statement.objects.create(plan=plan, code=code, kind="mission", title="言葉")
    SourceDocument.objects.create(plan=plan, code=code, title="原本")
    PlanRelation.objects.create(plan=plan, code=code, kind="upper", title="計画")
    SourceNote.objects.create(plan=plan, code=code, kind="silent", title="注記", found="無", chosen="空")
    Committee.objects.create(plan=plan, code=code, name="会議")


@pytest.mark.parametrize(
    "code",
    [
        "main",
        "q",
        "plan",
        "site-search",
        "notes",
        "documents",
        "relations",
        "departments",
        "group-1",
        "mission",
        "matrix",
    ],
)
def test_a_row_may_have_any_code_without_upsetting_the_page(client, code):
    plan = make_plan(make_city())
    make_rows_called(plan, code)
    pages = [Page(address, client.get(address)) for address in addresses_of(plan)]
    assert faults(pages, repeated_ids) == {}
