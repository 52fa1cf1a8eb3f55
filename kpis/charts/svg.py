"""A finished figure written down as SVG: the one text of a chart, for pages, files and the report.

By hand rather than by a template: a chart has some eighty parts, a report a hundred charts, and each part is one line.
"""

from dataclasses import dataclass, replace

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from plans.languages import spoken

from .shapes import FONT, WHITE, Path, Text


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Draw `paths` in order, then `texts`. `clip` is the plot, for what must not leave it."""

    uid: str
    title: str
    description: str
    width: int
    height: int
    clip: str
    paths: tuple[Path, ...]
    texts: tuple[Text, ...]
    font: str = FONT
    rim: str = WHITE  # around letters that lie on lines

    @property
    def svg(self) -> SafeString:
        """The picture as text."""
        return svg_of(self)


def svg_of(figure: Figure) -> SafeString:
    """The picture, with its title and description for readers who cannot see."""
    parts = [_head(figure)]
    parts += [_path(path, figure.uid) for path in figure.paths]
    parts += [_text(text, figure.rim) for text in figure.texts]
    return mark_safe("".join([*parts, "</svg>\n"]))  # noqa: S308 every text in it is escaped


def drawing_of(figure: Figure) -> str:
    """The picture without its words: for who sets them with type of their own, and says beside it what it shows."""
    parts = [f"<svg {_size(figure)}>\n{_clip(figure)}"]
    parts += [_path(replace(path, hint=""), figure.uid) for path in figure.paths]
    return "".join([*parts, "</svg>\n"])


def _head(figure: Figure) -> str:
    uid = figure.uid
    return (
        f'<svg {_size(figure)} role="img"\n'
        f' aria-labelledby="{uid}-title {uid}-description" lang="{spoken().code}" font-family="{escape(figure.font)}">\n'
        f'<title id="{uid}-title">{escape(figure.title)}</title>\n'
        f'<desc id="{uid}-description">{escape(figure.description)}</desc>\n'
        f"{_clip(figure)}"
    )


def _size(figure: Figure) -> str:
    width, height = figure.width, figure.height
    return (
        f'xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"\n'
        f' viewBox="0 0 {width} {height}"'
    )


def _clip(figure: Figure) -> str:
    return f'<clipPath id="{figure.uid}-plot"><path d="{figure.clip}"/></clipPath>\n'


def _path(path: Path, uid: str) -> str:
    stroke = f'\n stroke="{path.stroke}" stroke-width="{path.width}"' if path.stroke != "none" else ""
    dash = f'\n stroke-dasharray="{path.dash}"' if path.dash else ""
    clip = f'\n clip-path="url(#{uid}-plot)"' if path.is_clipped else ""
    end = f"><title>{escape(path.hint)}</title></path>\n" if path.hint else "/>\n"
    return f'<path d="{path.d}" fill="{path.fill}"{stroke}{dash}{clip}{end}'


def _text(text: Text, rim: str) -> str:
    around = (
        f'\n stroke="{rim}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
        if text.has_rim
        else ""
    )
    return (
        f'<text x="{text.x}" y="{text.y}" font-size="{text.size}"\n'
        f' font-weight="{text.weight}" text-anchor="{text.anchor}" fill="{text.fill}"{around}>'
        f"{escape(text.text)}</text>\n"
    )
