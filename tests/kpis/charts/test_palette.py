"""The portal's colours stand in one place, and style sheets, charts, PDF and Excel have theirs from there."""

import re

import pytest
from django.conf import settings

from kpis.charts.palette import LOOK_OF_STATUS, LOOKS, dark_css, renewed
from kpis.judging.terms import Group
from kpis.models import ActionProgress
from plans.colours import COLOURS, DARK

HEX = re.compile(
    r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b(?=[;, )])|\"(?:00|FF)?(?=[A-F]*[0-9])[0-9A-F]{6}\"|rgba?\([0-9]"
)
STATIC = settings.BASE_DIR / "static"
TOKENS = STATIC / "css" / "tokens.css"
DARK_SHEET = STATIC / "css" / "dark.css"
THEMES = {"light": COLOURS, "dark": DARK}


def test_the_style_sheet_has_todays_colours():
    text = TOKENS.read_text(encoding="utf-8")
    assert text == renewed(text), "python -m kpis.charts.palette writes them"
    assert DARK_SHEET.read_text(encoding="utf-8") == dark_css(), "python -m kpis.charts.palette writes it"


@pytest.mark.parametrize(
    "pattern", ["static/css/*.css", "kpis/**/*.py", "plans/**/*.py", "kpis/**/*.typ", "templates/**/*.svg"]
)
def test_no_other_file_declares_a_colour(pattern):
    own = {TOKENS, DARK_SHEET, settings.BASE_DIR / "plans" / "colours.py"}
    files = set(settings.BASE_DIR.glob(pattern)) - own
    assert files
    found = {
        path.name: colours for path in files if (colours := HEX.findall(path.read_text(encoding="utf-8")))
    }
    assert not found


def test_every_group_and_every_status_of_an_action_has_its_look():
    assert set(LOOKS) == {group.key for group in Group}
    assert set(LOOK_OF_STATUS) == {*ActionProgress.Status.values, ""}
    assert set(LOOK_OF_STATUS.values()) <= set(LOOKS)


def luminance(colour: str) -> float:
    """As WCAG defines it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("key", LOOKS)
def test_a_badge_can_be_read_and_stands_out(key, theme):
    look = LOOKS[key].named(THEMES[theme])
    assert contrast(look["text"], look["fill"]) >= 4.5
    assert contrast(look["edge"], THEMES[theme]["white"]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("key", LOOKS)
def test_the_number_on_a_bar_can_be_read(key, theme):
    look = LOOKS[key].named(THEMES[theme])
    assert contrast(look["ink"], look["bar"]) >= 4.5


def test_both_themes_name_the_same_colours():
    assert list(DARK) == list(COLOURS)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["white", "grey-50", "blue-50"])
@pytest.mark.parametrize(
    "ink", ["grey-900", "grey-800", "grey-700", "blue-900", "blue-1000", "blue-1200", "visited"]
)
def test_texts_and_links_can_be_read_on_every_ground(ink, ground, theme):
    assert contrast(THEMES[theme][ink], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [("white", "blue-900"), ("white", "blue-1000"), ("white", "rust-900"), ("rust-900", "orange-50"),
     ("brown-900", "yellow-50"), ("brown-900", "white"), ("green-900", "green-50"), ("grey-900", "yellow-300"),
     ("grey-900", "orange-50"), ("grey-900", "yellow-50")],
)  # fmt: skip
def test_what_is_written_on_colours_can_be_read(ink, ground, theme):
    assert contrast(THEMES[theme][ink], THEMES[theme][ground]) >= 4.5
