"""The pages of the indicators, as a citizen finds, reads, hears and keeps them."""

import re
from collections.abc import Iterable

import pytest
from playwright.sync_api import Page, expect

from kpis.judging.terms import Verdict

from .conftest import EARLIER, MIHON, PHONE
from .test_journey import follow

SCORECARD = MIHON + "kpis/"
LATE = {"遅れ", "基準より悪化", "未達成"}  # the verdicts of the group 遅れ while a plan runs
# A bound is not late, a year nothing happened in is no fault.
OTHER_WORDS = {
    "該当なし", "未達成（基準より悪化）", "範囲の外", "範囲をわずかに外れる", "超過", "わずかに超過", "下回る",
    "わずかに下回る", "終了",
}  # fmt: skip
COLUMNS = ["目指す姿", "内容", "指標（KPI・KGI）", "最新の値", "目標", "判定", "推移"]
STATUSES = [
    "status-achieved",
    "status-on-track",
    "status-attention",
    "status-late",
    "status-missed",
    "status-none",
    "status-stale",
    "progress-completed",
    "progress-as-planned",
    "progress-delayed",
    "progress-cancelled",
    "progress-not-started",
]
# One indicator for each way of drawing: line, bars, moved target, range, bound, incomplete year.
CHARTS = ["2-1", "4-2", "1-2", "4-1", "6-2", "3-4", "5-3", "2-4"]
# Help for the eye that carries nothing: grid, quarters, rims, the ground between two lines and that of the future.
DECORATION = {"#ffffff", "#f2f2f2", "#e6e6e6", "#cccccc", "#fff4ec"}
ADD_STATUSES = """names => names.forEach(name => document.querySelector('main').insertAdjacentHTML('beforeend',
    `<span class="status sample ${name}"><span class="status-sign"></span>語</span>`))"""
STATUS_COLOURS = """() => [...document.querySelectorAll('.status.sample')].map(el => {
    const {color, backgroundColor, borderTopColor, borderTopWidth} = getComputedStyle(el);
    const sign = getComputedStyle(el.firstChild, '::before').content;
    return {name: el.className, color, backgroundColor, borderTopColor, borderTopWidth, sign};
})"""
DRAWN = """svg => ({
    texts: [...svg.querySelectorAll('text')].map(el => el.getAttribute('fill')),
    paths: [...svg.querySelectorAll(':scope > path')].map(el => [el.getAttribute('fill'), el.getAttribute('stroke')]),
})"""


def contrast(one: str, other: str) -> float:
    """Of two colours, as WCAG defines it: 1 for the same, 21 for black on white."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb or rgb(r, g, b)."""
    if colour.startswith("#"):
        parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    else:
        parts = [int(part) for part in re.findall(r"\d+", colour)[:3]]
    shares = [part / 255 for part in parts]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def strongest(colours: Iterable[str | None]) -> float:
    """The best contrast of a mark's colours with the white ground."""
    return max((contrast(c, "#ffffff") for c in colours if c and c != "none"), default=1)


def verdicts(page: Page) -> set[str]:
    """The verdicts of the rows shown."""
    return {word.strip() for word in page.locator(".scorecard .status").all_inner_texts()}


def test_the_contrast_of_two_colours_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)  # (1 + 0.05) / (0 + 0.05)
    assert contrast("rgb(118, 118, 118)", "#ffffff") == pytest.approx(4.54, abs=0.005)  # #767676


def test_a_citizen_finds_what_is_late_and_reads_why(page):
    page.goto("/")
    follow(page, "見本市DX推進計画 第2版", inside=".plan-card h3")
    menu = page.locator(".plan-menu summary")  # on a phone the plan's pages are folded
    if menu.is_visible():
        menu.click()
    follow(page, "KPI・KGI", inside=".plan-menu" if menu.is_visible() else ".plan-nav")
    expect(page.locator(".scorecard").first).to_be_visible()
    assert len(verdicts(page)) > len(LATE)

    page.locator(".wish-fold summary").click()
    page.get_by_label("判定", exact=True).select_option("遅れ")
    page.get_by_role("button", name="表示する").click()
    expect(page.locator(".table-note")).to_contain_text("31件のうち3件を表示")
    assert verdicts(page) == LATE
    expect(page.get_by_label("判定", exact=True)).to_have_value("late")

    follow(page, "KPI 3-3 市民アンケートの回答者数")
    expect(page.locator(".verdict-word")).to_contain_text("遅れ")
    expect(page.locator(".verdict-sentence")).to_contain_text("遅れています。")
    expect(page.get_by_role("img", name="市民アンケートの回答者数")).to_have_count(1)
    expect(page.get_by_role("table", name="グラフの数値")).to_contain_text("2,940人")


def test_a_citizen_goes_back_to_an_earlier_day_and_stays_there_from_page_to_page(page):
    page.goto(f"{SCORECARD}2-1/")
    now = page.locator(".verdict-sentence").inner_text()
    page.get_by_label("表示する時期").select_option(str(EARLIER))
    page.get_by_role("button", name="見る", exact=True).click()
    expect(page.locator(".at-now")).to_contain_text(f"{EARLIER.label}末の時点で判定しています。")
    expect(page.locator(".verdict-sentence")).not_to_have_text(now)
    follow(page, "KPI・KGI", inside=".breadcrumb")
    expect(page.locator(".table-note")).to_contain_text(f"{EARLIER.label}末の時点")
    follow(page, "KPI 2-1 市民課窓口の平均待ち時間", inside=".scorecard:has(a[href*='/2-1/'])")
    follow(page, "今日の時点に戻す")
    expect(page.locator(".verdict-sentence")).to_have_text(now)
    page.go_back()
    expect(page.locator(".at-now")).to_contain_text(EARLIER.label)


def test_a_day_that_cannot_be_shown_is_answered_with_today_and_says_so(page):
    page.goto(f"{SCORECARD}?at=2025年春")
    expect(page.get_by_role("alert")).to_contain_text("今日の時点を表示しています。")
    expect(page.locator(".scorecard").first).to_be_visible()


@pytest.mark.parametrize("code", CHARTS)
def test_the_chart_is_one_picture_whose_name_tells_what_it_shows(page, code):
    page.goto(f"{SCORECARD}{code}/")
    title = page.get_by_role("heading", level=1).inner_text()
    picture = page.locator(".charts").get_by_role("img")
    expect(picture).to_have_count(1)
    expect(picture).to_have_accessible_name(re.compile(rf"^{re.escape(title)} .{{10,}}"))
    assert picture.evaluate("svg => svg.getBoundingClientRect().width") > 280


@pytest.mark.parametrize(("place", "files"), [("", 3), ("2-1/", 3)])
def test_the_links_to_files_answer(visitor, place, files):
    page = visitor()
    page.goto(f"{SCORECARD}{place}?at={EARLIER}")
    links = page.locator("main a[download]")
    assert links.count() == files
    for link in links.all():
        with page.expect_download() as download:
            link.click()
        assert download.value.suggested_filename.startswith("mihon-dx-plan-")
        assert download.value.path().stat().st_size > 500


def test_a_status_is_said_in_words(visitor):
    page = visitor()
    page.goto(SCORECARD)
    assert verdicts(page) <= {str(verdict.label) for verdict in Verdict} | OTHER_WORDS
    assert page.locator(".status-sign:not([aria-hidden=true])").count() == 0


def test_on_a_phone_the_cards_remain_a_table_and_say_which_number_is_the_target(visitor):
    page = visitor(PHONE)
    page.goto(SCORECARD)
    table = page.get_by_role("table").first
    assert table.get_by_role("columnheader").all_text_contents() == COLUMNS
    row = table.get_by_role("row").filter(has=page.get_by_role("link", name="KPI 1-1"))
    expect(row.get_by_role("rowheader")).to_contain_text("オンラインで申請できる手続の数")
    expect(row.locator(".kpi-target")).to_have_text(re.compile(r"^\s*目標\s+120手続"), use_inner_text=True)
    assert row.locator(".kpi-target").bounding_box()["width"] > 200, "a card, not a column"


def test_the_keyboard_goes_through_the_filter_and_then_into_the_table(visitor):
    page = visitor()
    page.goto(SCORECARD)
    page.locator(".wish-fold summary").focus()
    page.keyboard.press("Enter")
    for name in ["group", "goal", "department", "role", "sort", "at"]:
        page.keyboard.press("Tab")
        expect(page.locator(f"#{name}")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".wish-form button")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".scorecard a").first).to_be_focused()


@pytest.mark.parametrize("address", [f"{SCORECARD}1-2/", "/method/"])
def test_the_arrow_keys_scroll_a_wide_table_on_a_phone(visitor, address):
    page = visitor(PHONE)
    page.goto(address)
    wide = page.locator(".scroller").filter(has=page.locator("table")).last
    wide.focus()
    page.keyboard.press("ArrowRight")
    for _attempt in range(50):  # smooth scrolling takes its time
        if wide.evaluate("el => el.scrollLeft") > 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the table stays where it was")


def test_every_status_stands_out_from_its_ground(visitor):
    page = visitor()
    page.goto(SCORECARD)
    page.evaluate(ADD_STATUSES, STATUSES)
    colours = page.evaluate(STATUS_COLOURS)
    assert len(colours) == len(STATUSES)
    for status in colours:
        assert contrast(status["color"], status["backgroundColor"]) >= 4.5, status
        assert contrast(status["borderTopColor"], "#ffffff") >= 3, status


def test_no_two_groups_share_their_sign(visitor):
    page = visitor()
    page.goto(SCORECARD)
    page.evaluate(ADD_STATUSES, STATUSES)
    signs = [status["sign"] for status in page.evaluate(STATUS_COLOURS)]
    assert "none" not in signs
    assert len(set(signs[:7])) == 7  # the first seven are the groups; progress uses the same signs


def test_with_forced_colours_statuses_and_charts_stay_readable(visitor):
    page = visitor(forced_colors="active", color_scheme="dark")
    page.goto(f"{SCORECARD}2-1/")
    page.evaluate(ADD_STATUSES, STATUSES)
    for status in page.evaluate(STATUS_COLOURS):
        assert contrast(status["color"], status["backgroundColor"]) >= 7, status
        assert contrast(status["borderTopColor"], status["backgroundColor"]) >= 3, status
        assert status["borderTopWidth"] == "1px" and status["sign"] != "none", status
    chart = page.locator(".chart-wide svg")
    ground = chart.evaluate("svg => getComputedStyle(svg).backgroundColor")
    letters = chart.locator("text").evaluate_all("all => all.map(el => getComputedStyle(el).fill)")
    assert letters
    assert [fill for fill in letters if contrast(fill, ground) < 4.5] == []


@pytest.mark.parametrize("code", CHARTS)
def test_the_colours_of_a_chart_stand_out_from_white(visitor, code):
    page = visitor()
    page.goto(f"{SCORECARD}{code}/")
    for picture in page.locator(".charts svg").all():
        drawn = picture.evaluate(DRAWN)
        assert drawn["texts"] and drawn["paths"]
        assert [fill for fill in drawn["texts"] if contrast(fill, "#ffffff") < 4.5] == []
        marks = [pair for pair in drawn["paths"] if not set(pair) <= DECORATION | {None, "none"}]
        assert [pair for pair in marks if strongest(pair) < 3] == []
