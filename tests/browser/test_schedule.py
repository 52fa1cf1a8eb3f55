"""The picture of the schedule: on a screen that shows it, every item can be read at once."""

import pytest

from .conftest import AMAGASAKI, MIHON, TAKARAZUKA
from .looking import at

# Words of items that are not seen whole: outside of the picture's window, or beyond their own cell.
CUT = """() => {
    const seen = document.querySelector('.timeline-wide .scroller').getBoundingClientRect();
    return [...document.querySelectorAll('.plot-words, .plot-words > :not(.visually-hidden), .timeline .item-state')].filter(words => {
        const cell = words.closest('td').getBoundingClientRect();
        return [...words.getClientRects()].some(box => box.left < Math.max(seen.left, cell.left) - 1
            || box.right > Math.min(seen.right, cell.right) + 1 || box.bottom > cell.bottom + 1);
    }).map(words => words.textContent.trim());
}"""


@pytest.mark.parametrize("plan", [TAKARAZUKA, AMAGASAKI, MIHON])
@pytest.mark.parametrize("language", ["", "/en", "/easy"])
def test_no_words_of_the_picture_are_cut_off(tab, language, plan):
    tab.goto(f"{language}{plan}schedule/")
    assert tab.locator(".plot-words").count() > 1
    for width in (768, 1024, 1280):
        assert at(tab, width).evaluate(CUT) == [], width
        assert tab.locator(".timeline-wide").is_visible()
