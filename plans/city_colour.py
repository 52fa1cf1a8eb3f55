"""A city's own colour: checked for contrast where it is typed, lightened for dark screens. Pure.

Contrast is WCAG 2.2's (relative luminance, 1.4.3): words in the colour and white words on it are read at 4.5:1.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .colours import COLOURS, DARK

LEAST = 4.5
# What words in the colour stand on, on light and on dark screens.
_PAPERS = ("white", "grey-50", "blue-50")
_FORM = re.compile(r"#[0-9a-fA-F]{6}\Z")

Rgb = tuple[int, int, int]


def validate_colour(colour: str) -> None:
    """Raises ValidationError that says the contrast, and a darker one of the same hue that has enough."""
    if not _FORM.match(colour):
        raise ValidationError(_("色は # と6桁の英数字で書いてください（例: %s）。") % COLOURS["green-900"])
    found = _least_contrast(_rgb(colour), COLOURS)
    if found < LEAST:
        raise ValidationError(
            _(
                "この色では文字が読みにくくなります（白などの地とのコントラスト比 %(found).1f、必要なのは %(least)s 以上）。"
                "同じ色合いで読める色: %(other)s"
            )
            % {"found": int(found * 10) / 10, "least": LEAST, "other": readable(colour, COLOURS, towards=0)}
        )


def dark_of(colour: str) -> str:
    """The colour for dark screens: so much lighter that it is read there."""
    return readable(colour, DARK, towards=255)


def readable(colour: str, on: dict[str, str], *, towards: int) -> str:
    """The nearest colour between it and black (0) or white (255) that has enough contrast on the papers of `on`."""
    own = _rgb(colour)
    for step in range(101):
        mixed = tuple(round(part + (towards - part) * step / 100) for part in own)
        if _least_contrast(mixed, on) >= LEAST:
            break
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    lights = sorted((_light(_rgb(one)), _light(_rgb(other))), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def _least_contrast(colour: Rgb, on: dict[str, str]) -> float:
    written = "#{:02x}{:02x}{:02x}".format(*colour)
    return min(contrast(written, on[paper]) for paper in _PAPERS)


def _rgb(colour: str) -> Rgb:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _light(colour: Rgb) -> float:
    """Relative luminance, from 0 to 1."""
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
