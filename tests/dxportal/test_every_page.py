"""What holds for every public page: it is well formed, accessible, self-contained, and no link leads nowhere."""

import re
from collections import Counter
from collections.abc import Callable
from urllib.parse import unquote, urldefrag

import pytest
from django.conf import settings
from django.urls import resolve

from kpis.models import Report
from plans.models import Committee, Plan, PlanRelation, ScheduleTrack, SourceDocument, SourceNote, Statement
from tests.conftest import addresses_of
from tests.factories import make_action, make_city, make_goal, make_item, make_plan, make_term
from tests.reading import Page

from .page_faults import LOOKS, repeated_ids

pytestmark = pytest.mark.django_db

FILE = re.compile(r"/reports/[^/]+(/r\d+)?\.(pdf|xlsx|csv|actions\.csv|json|html|zip)$|\.(xlsx|png|svg|ics)$")
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


def test_every_public_page_answers(pages):
    assert faults(pages, lambda page: page.response.status_code != 200) == {}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.__name__)
def test_on_no_public_page_there_are(pages, look):
    assert faults(pages, look) == {}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.__name__)
def test_nor_on_the_page_of_a_lost_citizen(fetch, look):
    assert not look(fetch("/lost/page/"))


def test_no_address_however_lost_makes_a_link_to_another_host(client):
    page = Page("lost", client.get("/en//other.example/"))
    hrefs = [element.get("href") for element in page.all("a", "link")]
    assert "/%2Fother.example/" in hrefs
    assert [href for href in hrefs if href.startswith("//")] == []


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
        # The same page in another language: tests/dxportal/test_pages_in_languages.py asks for each.
        links = (a for a in page.all("a") if a.get("hreflang") is None)
        for href in {a.get("href") for a in links if a.get("href", "").startswith("/")}:
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
    assert {
        href for href in hrefs if not href or not re.match(r"/(?!/)|#.|https?://|tel:|mailto:|\?", href)
    } == set()


def test_a_link_to_another_site_says_so(pages):
    outside = [a for page in pages for a in page.all("a") if a.get("href", "").startswith("http")]
    assert outside
    assert {a.get("href") for a in outside if "external" not in (a.get("rel") or "").split()} == set()


def test_style_sheets_icon_and_scripts_exist(pages, client):
    files = {
        element.get("href") or element.get("src")
        for page in pages
        for element in page.all("link", "script")
        if element.get("rel") != "canonical" and element.get("hreflang") is None
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


def test_no_page_is_heavier_than_100_kilobytes_and_no_report_than_300(pages):
    """A report is a document of many pages with its charts inside, read on paper or whole."""

    def limit(page: Page) -> int:
        return 300_000 if re.search(r"/reports/\d", page.address) else 100_000

    def excess(page: Page) -> int:
        return max(0, len(page.html.encode()) - limit(page))

    assert faults(pages, excess) == {}


def test_the_style_sheets_of_no_page_are_heavier_than_60_kilobytes(pages, client):
    """A browser keeps them from page to page."""
    weight = {}

    def excess(page: Page) -> int:
        sheets = [link.get("href") for link in page.all("link") if link.get("rel") == "stylesheet"]
        for sheet in sheets:
            if sheet not in weight:
                weight[sheet] = len(client.get(sheet).getvalue())
        return max(0, sum(weight[sheet] for sheet in sheets) - 60_000)

    assert faults(pages, excess) == {}


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
