"""How cells look: one font, few colours, and never a colour without its word."""

from typing import TypedDict

from kpis.charts.palette import LOOK_OF_STATUS, LOOKS
from kpis.charts.palette import MARK as MARK_COLOURS
from plans.colours import COLOURS

FONT = "游ゴシック"
SIZE = 10  # points
LINE, HEAD_FILL, BAND_FILL, GOAL_FILL = (
    COLOURS[name] for name in ("grey-420", "blue-100", "blue-50", "grey-50")
)
QUIET, BLUE = COLOURS["grey-700"], COLOURS["blue-1000"]


class Look(TypedDict, total=False):
    """The properties of a cell's format, as the library names them."""

    font_name: str
    font_family: int
    font_charset: int
    font_size: float  # points; every look that begins with TEXT has one
    font_color: str
    bold: bool
    underline: int
    align: str
    valign: str
    indent: int
    text_wrap: bool
    shrink: bool
    bg_color: str
    border: int
    border_color: str
    bottom: int
    bottom_color: str
    num_format: str
    quote_prefix: bool


TEXT: Look = {
    "font_name": FONT,
    "font_family": 3,
    "font_charset": 128,
    "font_size": SIZE,
    "valign": "top",
    "text_wrap": True,
}
BOX = TEXT | {"border": 1, "border_color": LINE}
HEAD = BOX | {"bold": True, "align": "center", "valign": "vcenter", "bg_color": HEAD_FILL}
ROOMY = BOX | {"align": "left", "indent": 1}  # where there is room for it
BAND = ROOMY | {"bold": True, "font_size": 11, "valign": "vcenter", "bg_color": BAND_FILL, "font_color": BLUE}
GOAL = ROOMY | {"bold": True, "font_size": 9.5, "valign": "vcenter", "bg_color": GOAL_FILL}
GOAL_NOTE = ROOMY | {"font_size": 8, "valign": "vcenter", "bg_color": GOAL_FILL, "font_color": QUIET}
TERM = ROOMY | {"bold": True, "bg_color": HEAD_FILL}
NUMBER = BOX | {"align": "right", "text_wrap": False}
CENTRE = BOX | {"align": "center"}
SMALL = BOX | {"font_size": 8, "font_color": QUIET}
TITLE = TEXT | {"bold": True, "font_size": 16, "text_wrap": False, "valign": "vcenter"}
SUBTITLE = TEXT | {"font_color": QUIET, "text_wrap": False, "valign": "vcenter"}
HEADING = TEXT | {
    "bold": True,
    "font_size": 12,
    "text_wrap": False,
    "valign": "bottom",
    "font_color": BLUE,
    "bottom": 2,
    "bottom_color": BLUE,
}
LINK = TEXT | {"font_color": COLOURS["blue-900"], "underline": 1}
MARK = TEXT | {
    "bold": True,
    "font_size": 14,
    "valign": "vcenter",
    "align": "left",
    "indent": 1,
    "font_color": MARK_COLOURS["text"],
    "bg_color": MARK_COLOURS["fill"],
    "border": 2,
    "border_color": MARK_COLOURS["edge"],
}

# By the key of a verdict's group, or the status of an action: background and font, as on the portal's pages.
GROUP_COLOURS = {key: (look.named()["fill"], look.named()["text"]) for key, look in LOOKS.items()}
STATUS_COLOURS = {status: GROUP_COLOURS[key] for status, key in LOOK_OF_STATUS.items()}


def badge(colours: tuple[str, str] | None) -> Look:
    """A cell with a verdict or a status in it."""
    background, font = colours or GROUP_COLOURS["none"]
    return CENTRE | {"bold": True, "bg_color": background, "font_color": font}
