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
    return [...card.querySelectorAll('*')]
        .filter(el => el.checkVisibility() && !el.closest('.visually-hidden') && el.getBoundingClientRect().right > edge)
        .map(el => el.outerHTML.slice(0, 120));
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


@pytest.mark.parametrize(("language", "longest"), [("", 5_200), ("/en", 6_100), ("/easy", 6_600)])
def test_the_scorecard_of_a_phone_is_short(tab, language, longest):
    """Some thirty indicators: each has its name, value, target, verdict and course, and no more."""
    page = at(read(tab, f"{language}{MIHON}kpis/"), PHONE)
    rows = page.locator(".scorecard tbody tr")
    assert rows.count() >= 28
    for part in (".kpi-name a", ".kpi-value strong", ".kpi-target strong", ".status", ".trend"):
        assert rows.first.locator(part).first.is_visible(), part
    assert page.evaluate("document.documentElement.scrollHeight") <= longest


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
