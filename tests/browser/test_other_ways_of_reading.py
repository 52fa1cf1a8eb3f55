"""In another language, with larger letters or more space between them, on a dark screen, by keyboard on a phone."""

import pytest

from .conftest import DESKTOP, MIHON, PHONE
from .looking import STICKING_OUT, TARGETS, at, one_of_each, read, violations

# Line height 1.5, letters 0.12, words 0.16, paragraphs 2 times the letter's size apart, as WCAG asks (1.4.12). Set by script: the
# portal lets no style sheet of somebody else in.
SPACED = """() => {
    const spacing = {'line-height': '1.5', 'letter-spacing': '0.12em', 'word-spacing': '0.16em'};
    for (const el of document.querySelectorAll('body, body *:not(svg *)')) {
        for (const [name, value] of Object.entries(spacing)) el.style.setProperty(name, value, 'important');
        if (el.localName === 'p') el.style.setProperty('margin-bottom', '2em', 'important');
    }
}"""
# Letters of the root twice as large, and nothing else: what a browser does that enlarges texts only.
TWICE_AS_LARGE = "document.documentElement.style.fontSize = '200%'"
# What a card with round corners cuts off.
CUT_OFF = """() => [...document.querySelectorAll('.scorecard tbody')].flatMap(card => {
    const edge = card.getBoundingClientRect().right + 1;
    const isHeardOnly = el => el !== card && (getComputedStyle(el).clipPath !== 'none' || isHeardOnly(el.parentElement));
    return [...card.querySelectorAll('*')]
        .filter(el => el.checkVisibility() && !isHeardOnly(el) && el.getBoundingClientRect().right > edge)
        .map(el => el.outerHTML.slice(0, 120));
})"""
# The smallest letters of what is written, apart from readings and what is drawn.
SIZES = """() => Math.min(...[...document.querySelectorAll('body *:not(svg *, rt, rp, .visually-hidden)')]
    .filter(el => el.checkVisibility() && [...el.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .map(el => parseFloat(getComputedStyle(el).fontSize)))"""
# Whether a meter is seen whole in its place, or stands outside of what is seen.
METERS = """places => places.filter(place => place.checkVisibility()).map(place => {
    const [inner, outer] = [place.firstElementChild.getBoundingClientRect(), place.getBoundingClientRect()];
    return {
        isWithin: inner.left >= outer.left - 1 && inner.right <= outer.right + 1 && inner.bottom <= outer.bottom + 1,
        isOut: inner.top >= outer.bottom - 1,
    };
})"""
# What takes the focus and is then covered in whole, or lies outside of the window: on the way down, and on the way back.
COVERED = """targets => {
    const isSeen = el => [...el.getClientRects()].some(box => {
        const [left, right] = [Math.max(box.left, 0) + 1, Math.min(box.right, innerWidth) - 1];
        const [top, bottom] = [Math.max(box.top, 0) + 1, Math.min(box.bottom, innerHeight) - 1];
        if (left > right || top > bottom) return false;
        return [0, 0.25, 0.5, 0.75, 1].some(x => [0, 0.25, 0.5, 0.75, 1].some(y =>
            el.contains(document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y))));
    });
    const stops = [...document.querySelectorAll(`${targets}, [tabindex="0"]`)].filter(el => el.checkVisibility());
    return [...stops, ...stops.toReversed()].filter(el => { el.focus(); return !isSeen(el); }).map(el => el.outerHTML.slice(0, 120));
}"""


@one_of_each
@pytest.mark.parametrize("language", ["", "/en", "/easy"])
def test_nothing_sticks_out_with_larger_letters_or_more_space_between_them(tab, address, language):
    """In other languages words are longer, and readings stand above them."""
    page = read(tab, f"{language}{address}")
    page.evaluate(TWICE_AS_LARGE)
    assert not page.evaluate(STICKING_OUT), "letters at 200 %"
    page.reload()
    page.evaluate(SPACED)
    for width in (DESKTOP, 320):
        assert not at(page, width).evaluate(STICKING_OUT), f"spaced at {width} px"


@pytest.mark.parametrize("language", ["", "/en", "/easy"])
def test_no_card_of_the_scorecard_is_cut_off_at_its_edge(tab, language):
    page = read(tab, f"{language}{MIHON}kpis/")
    for spaced in (False, True):
        if spaced:
            page.evaluate(SPACED)
        for width in (320, PHONE, 640):
            assert not at(page, width).evaluate(CUT_OFF), f"at {width} px, spaced: {spaced}"


@pytest.mark.parametrize("language", ["", "/en", "/easy"])
def test_the_scorecard_of_a_phone_is_short(tab, language):
    """Each indicator has its name, value, target, verdict and course, and no more: 28 of them in 5,000 px."""
    page = at(tab, PHONE)
    page.goto(f"{language}{MIHON}kpis/")
    rows = page.locator(".scorecard tbody tr")
    for part in (".kpi-name a", ".kpi-value strong", ".kpi-target strong", ".status", ".trend"):
        assert rows.first.locator(part).first.is_visible(), part
    heights = rows.evaluate_all("all => all.map(row => row.getBoundingClientRect().height)")
    whole = page.evaluate("document.documentElement.scrollHeight")
    assert len(heights) >= 28
    assert whole - sum(heights) + 28 * sum(heights) / len(heights) <= 5_000


@pytest.mark.parametrize("language", ["", "/en", "/easy"])
def test_nothing_on_the_scorecard_of_a_phone_is_written_too_small(tab, language):
    """Readings above kanji are half as large as their letters everywhere."""
    page = at(tab, PHONE)
    page.goto(f"{language}{MIHON}kpis/")
    assert page.evaluate(SIZES) >= 12


@pytest.mark.parametrize("language", ["", "/en", "/easy"])
def test_a_meter_without_room_is_left_out_never_cut(tab, language):
    page = tab
    page.goto(f"{language}{MIHON}kpis/")
    for width in (320, PHONE, 640):
        boxes = at(page, width).locator(".kpi-way:has(svg)").evaluate_all(METERS)
        assert boxes
        assert [box for box in boxes if not (box["isWithin"] or box["isOut"])] == [], width


@pytest.mark.parametrize("language", ["", "/en", "/easy"])
def test_the_legend_of_the_charts_is_folded_on_a_phone_only(tab, language):
    page = tab
    page.goto(f"{language}{MIHON}kpis/")
    summary, legend = page.locator(".key-fold summary"), page.locator(".chart-key")
    assert at(page, DESKTOP) and legend.is_visible() and not summary.is_visible()
    assert at(page, PHONE) and summary.is_visible() and not legend.is_visible()
    summary.click()
    assert legend.is_visible()


@one_of_each
def test_what_has_the_focus_is_never_covered(visitor, address):
    page = visitor(PHONE, reduced_motion="reduce")  # a page that scrolls smoothly is not there yet
    page.goto(address)
    assert not page.evaluate(COVERED, TARGETS)


@pytest.mark.parametrize("language", ["en", "easy"])
@one_of_each
def test_in_another_language_axe_finds_no_violation_and_nothing_is_lost_on_a_narrow_screen(
    tab, address, language
):
    page = read(tab, f"/{language}{address}")
    assert not violations(page)
    assert not at(page, 320).evaluate(STICKING_OUT)


@one_of_each
def test_axe_finds_no_violation_on_a_dark_screen(visitor, address):
    assert not violations(read(visitor(color_scheme="dark"), address))


def test_on_a_dark_screen_only_drawings_with_colours_of_their_own_lie_on_white(visitor):
    page = visitor(color_scheme="dark")
    grounds = "all => [...new Set(all.map(el => getComputedStyle(el).backgroundColor))]"
    for address, drawings, ground in (
        (f"{MIHON}schedule/", ".plot-key svg, .plot-strip, .timeline-lines", "rgba(0, 0, 0, 0)"),
        (f"{MIHON}kpis/", ".chart-key svg", "rgba(0, 0, 0, 0)"),
        (f"{MIHON}kpis/", ".kpi-trend svg, .kpi-target svg", "rgba(0, 0, 0, 0)"),
        (f"{MIHON}kpis/2-1/", ".charts svg", "rgb(255, 255, 255)"),
    ):
        page.goto(address)
        assert page.locator(drawings).evaluate_all(grounds) == [ground], drawings
