"""What people come for: how many clicks it takes on a phone, and how much they read before the answer.

A click is a link, a button or a fold; typing is none. Characters are those that can be seen from the top of the page's own part
to the answer, without spaces. docs/accessibility/tasks.md tells the same to people.
"""

import re
from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from .conftest import MIHON, PHONE

PLAN = "見本市DX推進計画 第2版"
BEFORE = """answer => {
    let count = 0;
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode, parent = node.parentElement;
        if (answer.contains(node) || answer.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) break;
        const {clipPath} = getComputedStyle(parent);
        if (!parent.checkVisibility() || clipPath !== 'none') continue;
        count += node.textContent.replace(/\\s/g, '').length;
    }
    return count;
}"""


class Visitor:
    """Somebody with a phone, who begins on the home page."""

    def __init__(self, page: Page):
        self.page, self.clicks = page, 0
        page.goto("/")

    def click(self, found: Locator) -> None:
        found.first.click()
        self.clicks += 1

    def follow(self, name: str | re.Pattern, inside: str = "main") -> None:
        self.click(self.page.locator(inside).get_by_role("link", name=name, exact=isinstance(name, str)))

    def ask(self, words: str) -> None:
        self.page.locator("main").get_by_role("searchbox").fill(words)
        self.click(self.page.locator("main").get_by_role("button", name="検索"))

    def open_plan(self) -> None:
        self.follow(PLAN)

    def reads(self, answer: Locator) -> int:
        """Characters before the answer, which stands there and can be seen."""
        expect(answer.first).to_be_visible()
        return answer.first.evaluate(BEFORE)


@pytest.fixture(scope="module", autouse=True)
def as_after_a_night(django_db_setup, django_db_blocker) -> None:
    """Search tells verdicts that are stored: after loading, after an edit and after each night they are."""
    with django_db_blocker.unblock():
        call_command("refresh_standings", verbosity=0)


@pytest.fixture
def citizen(visitor) -> Visitor:
    return Visitor(visitor(PHONE))


def is_online_on_course(citizen: Visitor) -> Locator:
    citizen.ask("見本市 オンライン")
    expect(citizen.page.locator(".hit-short").first).to_contain_text(
        re.compile(r"(達成|順調).*実績.*目標", re.DOTALL)
    )
    return citizen.page.locator(".hit-short .status")


def how_the_plan_stands(citizen: Visitor) -> Locator:
    citizen.open_plan()
    return citizen.page.get_by_text(re.compile(r"\d+の指標のうち\d+が達成・順調です"))


def what_is_late_since_when_and_what_is_done(citizen: Visitor) -> Locator:
    citizen.open_plan()
    citizen.follow("KPI 3-3 市民アンケートの回答者数")
    page = citizen.page
    expect(page.locator("main")).to_contain_text("最初に判定した令和6年度から、ずっと遅れています")
    expect(page.locator("main")).to_contain_text("今後の対応")
    return page.get_by_text("ずっと遅れています")


def which_targets_were_moved(citizen: Visitor) -> Locator:
    citizen.open_plan()
    citizen.follow("目標や計画の変更をすべて見る")
    return citizen.page.locator("main article, main .report, main del").first


def what_changed_lately(citizen: Visitor) -> Locator:
    citizen.open_plan()
    return citizen.page.get_by_role("heading", name="この四半期に変わったこと")


def what_the_city_wants(citizen: Visitor) -> Locator:
    return citizen.page.locator(".plan-card", has_text=PLAN).get_by_text("いつでも、どこからでも。")


def whom_to_ask(citizen: Visitor) -> Locator:
    citizen.ask("アンケートの回答者数")
    citizen.follow(re.compile("市民アンケートの回答者数"))
    asking = citizen.page.locator("#asking")
    expect(asking).to_contain_text("kikaku@mihon.example.jp")
    return asking


def when_the_committee_meets(citizen: Visitor) -> Locator:
    citizen.open_plan()
    return citizen.page.get_by_text(re.compile("第11回 DX推進会議"))


def the_newest_report_as_pdf(citizen: Visitor) -> Locator:
    citizen.open_plan()
    citizen.follow("最新の四半期報告")
    return citizen.page.locator("main").get_by_role("link", name=re.compile("PDF"))


def how_an_action_goes(citizen: Visitor) -> Locator:
    citizen.open_plan()
    citizen.follow("取組を見る")
    row = citizen.page.locator(".action-list > li", has_text="オンライン申請")
    return row.locator(".action-status")


def what_late_means(citizen: Visitor) -> Locator:
    citizen.follow("判定の方法", inside="footer")
    return citizen.page.get_by_role("rowheader", name=re.compile("^遅れ|▼ 遅れ|遅れ"))


def the_plan_in_english(citizen: Visitor) -> Locator:
    citizen.open_plan()
    citizen.click(citizen.page.locator(".languages summary"))
    citizen.follow("English", inside=".languages")
    return citizen.page.get_by_text(re.compile("indicators"))


# The most clicks, and the most characters on the last page before the answer; None: it is told by its place at the page's end.
TASKS: dict[Callable[[Visitor], Locator], tuple[int, int | None]] = {
    is_online_on_course: (2, 400),
    how_the_plan_stands: (1, 100),
    what_is_late_since_when_and_what_is_done: (3, 400),
    which_targets_were_moved: (2, 400),
    what_changed_lately: (1, 400),
    what_the_city_wants: (0, 600),
    whom_to_ask: (2, None),
    when_the_committee_meets: (1, 1300),
    the_newest_report_as_pdf: (2, 400),
    how_an_action_goes: (2, 400),
    what_late_means: (1, 850),
    the_plan_in_english: (3, 200),
}


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__)
def test_it_takes_few_clicks_and_little_reading(citizen, task, record_property):
    most_clicks, most_characters = TASKS[task]
    answer = task(citizen)
    characters = citizen.reads(answer)
    record_property("measured", f"{citizen.clicks} clicks, {characters} characters")
    print(task.__name__, citizen.clicks, characters)
    assert citizen.clicks <= most_clicks
    if most_characters is not None:
        assert characters <= most_characters


def test_from_the_top_of_an_indicator_one_click_leads_to_whom_to_ask(visitor):
    page = visitor(PHONE)
    page.goto(f"{MIHON}kpis/3-3/")
    page.get_by_role("link", name="お問い合わせ").click()
    expect(page.locator("#asking")).to_be_in_viewport()
