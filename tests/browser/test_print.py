"""What comes out of the printer: the picture of the plan on one A4 sheet, ready for a meeting."""

import functools
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

import pytest
from playwright.sync_api import Browser
from pypdf import PageObject, PdfReader

from plans.models import Plan

from .conftest import DESKTOP, PHONE

A4_PORTRAIT = pytest.approx((595, 842), abs=1)  # points
A4_LANDSCAPE = pytest.approx((842, 595), abs=1)
SMALLEST = 6.5  # points that an office worker still reads without a magnifier
# Glyphs that a PDF reader gives back as a look-alike of the character that was printed.
LOOK_ALIKES = str.maketrans("⺠⻑⻄⻘⻝⻩⻭⻯⻲‧∕‒–〜", "民長西青食黄歯竜亀・/--~")
SMALLEST_SIZE = """() => Math.min(...[...document.querySelectorAll(".map *, .matrix *, .timeline *")]
    .filter(el => [...el.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(el => el.checkVisibility() && !el.closest(".visually-hidden"))
    .map(el => parseFloat(getComputedStyle(el).fontSize) * 0.75))"""
CUT_OFF = """() => [...document.body.querySelectorAll("*")]
    .filter(el => el.checkVisibility() && !el.closest(".visually-hidden"))
    .filter(el => el.getBoundingClientRect().right > innerWidth + 1)
    .map(el => `${el.outerHTML.slice(0, 120)} ends at ${el.getBoundingClientRect().right} px`)"""


@pytest.fixture(scope="module", params=["takarazuka", "amagasaki", "mihon"])
def city(request) -> str:
    return request.param


@pytest.fixture
def plan(request, city: str) -> Plan:
    return request.getfixturevalue(city)


@pytest.fixture(scope="module")
def printed(browser: Browser, portal: str) -> Iterator[Callable[[str], list[PageObject]]]:
    """Prints a page as its author meant it, once: the sheets of paper at an address."""
    context = browser.new_context(base_url=portal, locale="ja-JP")

    @functools.cache
    def sheets(address: str) -> list[PageObject]:
        page = context.new_page()
        page.goto(address)
        return PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages

    yield sheets
    context.close()


def plain(text: str) -> str:
    """As printed or as written: the same letters, no spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text).translate(LOOK_ALIKES))


def size(sheet: PageObject) -> tuple[float, float]:
    return float(sheet.mediabox.width), float(sheet.mediabox.height)


def missing(words: Iterable[object], *sheets: PageObject) -> list[str]:
    """Those of the words that cannot be read on the sheets."""
    text = plain("".join(sheet.extract_text() for sheet in sheets))
    return [str(word) for word in words if plain(str(word)) not in text]


def test_the_plan_manager_gets_the_picture_on_one_landscape_sheet(printed, plan):
    sheets = printed(f"{plan.get_absolute_url()}map/")
    assert [size(sheet) for sheet in sheets] == [A4_LANDSCAPE, A4_LANDSCAPE], "the picture, then the matrix"


def test_the_first_sheet_holds_the_plan_from_its_vision_to_its_last_action(printed, plan):
    sheet = printed(f"{plan.get_absolute_url()}map/")[0]
    promises = plan.statements.filter(kind__in=["mission", "vision", "value"]).values_list("title", flat=True)
    assert not missing([plan.full_title, *promises, *plan.goals.all(), *plan.actions.all()], sheet)


def test_the_second_sheet_holds_the_matrix_of_goals_and_actions(printed, plan):
    sheet = printed(f"{plan.get_absolute_url()}map/")[1]
    served = [goal for goal in plan.goals.all() for _ in goal.actions.all()]
    assert not missing(["目標と取組の対応表", *served, *plan.actions.all()], sheet)
    assert sheet.extract_text().count("●") == len(served), "one mark for each action that serves a goal"


def test_the_schedule_prints_on_landscape_sheets(printed, plan):
    sheets = printed(f"{plan.get_absolute_url()}schedule/")
    assert all(size(sheet) == A4_LANDSCAPE for sheet in sheets)
    assert not missing(plan.schedule_items.values_list("title", flat=True), *sheets)


@pytest.mark.parametrize("page_name", ["map", "schedule"])
def test_nothing_is_printed_too_small_to_read(visitor, plan, page_name):
    reader = visitor()
    reader.goto(f"{plan.get_absolute_url()}{page_name}/")
    reader.emulate_media(media="print")
    assert reader.evaluate(SMALLEST_SIZE) >= SMALLEST


def test_other_pages_print_upright_and_without_the_navigation(printed, takarazuka):
    sheets = printed(f"{takarazuka.get_absolute_url()}goals/1-1/")
    assert all(size(sheet) == A4_PORTRAIT for sheet in sheets)
    read, navigation = ["② マイナンバーカードの普及促進"], ["検索", "用語集", "このポータルについて"]
    assert missing([*read, *navigation], *sheets) == navigation


def test_the_scorecard_prints_on_at_most_four_landscape_sheets_with_its_head_on_each(printed, mihon):
    sheets = printed(f"{mihon.get_absolute_url()}kpis/")
    assert len(sheets) <= 4
    assert all(size(sheet) == A4_LANDSCAPE for sheet in sheets)
    for sheet in sheets:
        assert not missing(["指標（KPI・KGI）", "最新の値", "目標", "判定", "推移"], sheet)
    assert not missing(mihon.indicators.values_list("name", flat=True), *sheets)


@pytest.mark.parametrize(("name", "paper"), [("kpis/", 279), ("kpis/1-2/", 182), ("kpis/4-2/", 182)])
def test_nothing_of_the_indicators_is_cut_off_at_the_edge_of_the_paper(visitor, mihon, name, paper):
    reader = visitor(width=round(paper / 25.4 * 96))  # mm between the margins
    reader.goto(f"{mihon.get_absolute_url()}{name}")
    reader.emulate_media(media="print")
    assert not reader.evaluate(CUT_OFF)


def test_an_indicator_prints_upright_with_its_chart_once(visitor, printed, mihon):
    address = f"{mihon.get_absolute_url()}kpis/1-2/"
    sheets = printed(address)
    assert all(size(sheet) == A4_PORTRAIT for sheet in sheets)
    assert not missing(["今の判定", "順調", "グラフの数値", "目標の記録", "この指標について"], *sheets)
    for width in (DESKTOP, PHONE):  # whatever the screen was
        reader = visitor(width)
        reader.goto(address)
        reader.emulate_media(media="print")
        assert reader.locator(".chart-wide svg").is_visible()
        assert not reader.locator(".chart-narrow svg").is_visible()
