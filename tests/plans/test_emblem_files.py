"""What may be an emblem: pictures that draw themselves and do nothing else."""

import struct
import zlib

import pytest
from django.core.exceptions import ValidationError

from plans.emblem_files import MOST_BYTES, PNG, SVG, kind_of

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 8 8">'


def svg(inside: str) -> bytes:
    return f"{HEAD}{inside}</svg>".encode()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int = 64, height: int = 64, lines: bytes | None = None) -> bytes:
    """A grey square."""
    drawn = lines if lines is not None else (b"\0" + b"\x80" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(drawn)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_png_is_taken():
    assert kind_of(png()) == PNG


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0h8v8z" fill="#123456"/>',
        '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect fill="url(#a)" width="8" height="8"/>',
        '<g id="b"/><use xlink:href="#b"/>',
        '<style>.a{fill:url(#a)}</style><sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/x"/>',
    ],
)
def test_a_drawing_is_taken(inside):
    assert kind_of(svg(inside)) == SVG
    assert kind_of(b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>\n<!-- drawn -->' + svg(inside)) == SVG


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ("<script>alert(1)</script>", "script"),
        ('<script xlink:href="https://evil.example/a.js"/>', "script"),
        ('<path onload="alert(1)" d=""/>', "onload"),
        ('<path ONCLICK="alert(1)" d=""/>', "ONCLICK"),
        ('<a href="javascript:alert(1)"><path d=""/></a>', "a"),
        ('<use href="https://evil.example/x.svg#a"/>', "href"),
        ('<use xlink:href="data:image/svg+xml;base64,AAAA"/>', "href"),
        ('<image href="https://evil.example/x.png"/>', "image"),
        ('<foreignObject><div xmlns="http://www.w3.org/1999/xhtml">x</div></foreignObject>', "foreignObject"),
        ('<g><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script></g>', "script"),
        ('<g><script xmlns="">alert(1)</script></g>', "script"),
        ("<style>@import 'https://evil.example/a.css';</style>", "style"),
        ('<path style="fill:url(https://evil.example/a)" d=""/>', "style"),
        ('<path fill="url( \'//evil.example/a\')" d=""/>', "fill"),
        ('<set attributeName="href" to="javascript:alert(1)"/>', "set"),
    ],
)
def test_what_acts_or_comes_from_elsewhere_is_refused_by_name(inside, named):
    with pytest.raises(ValidationError) as refused:
        kind_of(svg(inside))
    assert "図ではないもの" in refused.value.message
    assert named in refused.value.message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "PNGでもSVGでもない"),
        (b"GIF89a....", "PNGでもSVGでもない"),
        (b"<html><body>not an emblem</body></html>", "PNGでもSVGでもない"),
        (png() + b"<script>", "壊れています"),
        (png()[:-20], "壊れています"),
        (png().replace(b"IDAT", b"IDAX"), "壊れています"),
        (png(lines=b"\0\x80" * 8), "壊れています"),
        (png(16, 16), "32〜2000ピクセル"),
        (png(64, 2001), "32〜2000ピクセル"),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + svg("<path d='&a;'/>"), "DOCTYPE"),
        (svg("<path"), "読めません"),
        (svg("").decode().encode("utf-16"), "PNGでもSVGでもない"),
        (svg("<title>\xe9</title>").decode().encode("latin-1"), "読めません"),
        (b"<svg></svg>", "読めません"),
        (svg(" " * MOST_BYTES), "大きすぎます（101 KB）"),
    ],
)
def test_another_file_is_refused_with_its_mend(content, said):
    with pytest.raises(ValidationError) as refused:
        kind_of(content)
    assert said in refused.value.message


def test_a_picture_that_unpacks_without_end_is_not_unpacked_to_its_end():
    bomb = png(lines=b"\0" * 50_000_000)
    assert len(bomb) < MOST_BYTES
    assert kind_of(bomb) == PNG  # its first lines are whole; the browser draws no more of it
