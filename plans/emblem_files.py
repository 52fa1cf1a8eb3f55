"""What may be stored as a city's emblem: a PNG or an SVG that is a picture and nothing else.

A browser shows it as an image, in which no script runs, and the answer forbids it everything (dxportal/identity.py). That it is
refused here all the same keeps such a file out of the database, of backups and of what a city passes on.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_BYTES = 100 * 1024
SMALLEST, LARGEST = 32, 2000  # pixels of a side
PNG, SVG = "png", "svg"
MEDIA_TYPES = {PNG: "image/png", SVG: "image/svg+xml"}

_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by the colour type
_SVG_SPACE = "{http://www.w3.org/2000/svg}"
_SVG_PARTS = frozenset(
    [
        *("svg", "g", "defs", "symbol", "use", "style", "title", "desc", "metadata"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"),
        *("linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask"),
    ]
)
# Drawing programs leave notes of their own in a file: those say nothing to a browser.
_ACTIVE_SPACES = ("{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/1998/Math/MathML}")
_ELSEWHERE = re.compile(r"javascript:|@import|url\(\s*['\"]?\s*(?!['\"#\s])", re.IGNORECASE)


def kind_of(content: bytes) -> str:
    """PNG or SVG. Raises ValidationError with what is wrong with the file and what would mend it."""
    if len(content) > MOST_BYTES:
        raise ValidationError(
            _("市章の図が大きすぎます（%(size)d KB）。%(most)d KB以下にして、もう一度選んでください。")
            % {"size": -(-len(content) // 1024), "most": MOST_BYTES // 1024}
        )
    if content.startswith(_PNG_HEAD):
        _check_png(content)
        return PNG
    if b"<svg" in content[:4096]:
        _check_svg(content)
        return SVG
    raise ValidationError(_("PNGでもSVGでもないファイルです。市章の図をPNGかSVGで保存して、選んでください。"))


def validate_emblem(content: bytes | memoryview) -> None:
    kind_of(bytes(content))


def _check_png(content: bytes) -> None:
    try:
        chunks = list(_chunks(content))
        head = next(data for name, data in chunks if name == b"IHDR")
        width, height, depth, colour = struct.unpack(">IIBB", head[:10])
        line = 1 + (width * depth * _CHANNELS[colour] + 7) // 8
        # Interlaced pictures have further lines, of fewer pixels.
        most = 2 * height * (line + 8)
        if max(width, height) <= LARGEST:
            drawn = zlib.decompressobj().decompress(
                b"".join(data for name, data in chunks if name == b"IDAT"), most
            )
            is_whole = len(drawn) >= height * (line - 1)
        else:
            is_whole = True  # refused below
    except (ValueError, KeyError, StopIteration, struct.error, zlib.error):
        is_whole = False
    if not is_whole:
        raise ValidationError(_("PNGファイルが壊れています。図を保存し直して、選んでください。"))
    if not (min(width, height) >= SMALLEST and max(width, height) <= LARGEST):
        raise ValidationError(
            _(
                "図の大きさは縦横%(least)d〜%(most)dピクセルにしてください（このファイルは%(width)d×%(height)d）。"
            )
            % {"least": SMALLEST, "most": LARGEST, "width": width, "height": height}
        )


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG file to its end. Raises ValueError where they are not what their checksums say."""
    place = len(_PNG_HEAD)
    while place < len(content):
        size, name = struct.unpack(">I4s", content[place : place + 8])
        data = content[place + 8 : place + 8 + size]
        (checksum,) = struct.unpack(">I", content[place + 8 + size : place + 12 + size])
        if zlib.crc32(name + data) != checksum:
            raise ValueError(name)
        yield name, data
        place += 12 + size
        if name == b"IEND":
            break
    else:
        raise ValueError("no end")
    if place != len(content):
        raise ValueError("more after the end")


def _check_svg(content: bytes) -> None:
    try:
        text = content.decode("utf-8-sig")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise ValidationError(
                _(
                    "SVGに文書型の宣言（DOCTYPE）があります。「プレーンSVG」や「最適化SVG」で保存し直して、選んでください。"
                )
            )
        root = ElementTree.fromstring(text)  # noqa: S314 without a DOCTYPE there are no entities
    except (UnicodeDecodeError, ElementTree.ParseError):
        raise ValidationError(
            _("SVGファイルを読めません。UTF-8のSVGで保存し直して、選んでください。")
        ) from None
    if root.tag != f"{_SVG_SPACE}svg":
        raise ValidationError(_("SVGファイルを読めません。UTF-8のSVGで保存し直して、選んでください。"))
    for element in root.iter():
        found = _what_acts(element)
        if found:
            raise ValidationError(
                _(
                    "SVGに、図ではないもの（%s）があります。取り除いて保存し直すか、PNGで保存して、選んでください。"
                )
                % found[:40]
            )


def _what_acts(element: ElementTree.Element) -> str:
    """Its name, where it is more than a drawing: a script, an event, a page in the picture, anything from elsewhere."""
    tag = str(element.tag)
    own = tag.removeprefix(_SVG_SPACE)
    if own == tag:
        # Another program's note; or a page inside the picture.
        return tag.rpartition("}")[2] if tag.startswith(_ACTIVE_SPACES) or "}" not in tag else ""
    if own not in _SVG_PARTS:
        return own
    if own == "style" and _ELSEWHERE.search(element.text or ""):
        return own
    for full, value in element.attrib.items():
        name = full.rpartition("}")[2]
        if name.lower().startswith("on"):
            return name
        if name == "href" and not value.strip().startswith("#"):
            return f"{name}={value}"
        if _ELSEWHERE.search(value):
            return name
    return ""
