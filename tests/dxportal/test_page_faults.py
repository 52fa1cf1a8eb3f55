"""Each look finds the fault it is for."""

import pytest
from django.http import HttpResponse

from tests.reading import Page

from .page_faults import (
    dangling_references,
    heading_faults,
    inline_code,
    landmark_faults,
    malformed,
    other_hosts,
    repeated_ids,
    unnamed,
    unnamed_tables,
)

FAULTY = [
    (malformed, "<p>一<div>二</div></p>"),
    (malformed, "<p>一 & 二 &nosuch; </span>"),
    (heading_faults, "<h3>三</h3>"),
    (heading_faults, "<h1>もう一つ</h1>"),
    (heading_faults, "<h2> </h2>"),
    (repeated_ids, '<p id="a">一</p><p id="a">二</p>'),
    (repeated_ids, '<p id="">一</p>'),
    (unnamed, '<input name="q">'),
    (unnamed, '<label for="q"> </label><input id="q">'),
    (unnamed, '<img src="/a.png">'),
    (unnamed, "<svg></svg>"),
    (unnamed, '<a href="/"> </a>'),
    (unnamed_tables, "<table><tr><td>一</td></tr></table>"),
    (unnamed_tables, '<table aria-labelledby="nowhere"><tr><td>一</td></tr></table>'),
    (unnamed_tables, '<table aria-labelledby="a"><caption id="a"></caption></table>'),
    (dangling_references, '<a href="#nowhere">先</a>'),
    (dangling_references, '<section aria-labelledby="nowhere"></section>'),
    (inline_code, "<style>p { color: red }</style>"),
    (inline_code, "<script>alert(1)</script>"),
    (inline_code, '<p style="color: red">赤</p>'),
    (inline_code, '<p onclick="go()">押す</p>'),
    (inline_code, '<a href="javascript:go()">押す</a>'),
    (other_hosts, '<img alt="" src="https://www.example.jp/a.png">'),
    (other_hosts, '<script src="//www.example.jp/a.js"></script>'),
    (other_hosts, '<link rel="stylesheet" href="http://www.example.jp/a.css">'),
    (other_hosts, '<form action="https://www.example.jp/"></form>'),
    (landmark_faults, "<nav></nav>"),
    (landmark_faults, "<main></main>"),
]


@pytest.mark.parametrize(("look", "html"), FAULTY)
def test_a_look_finds_the_fault_it_is_for_and_nothing_on_a_sound_page(look, html):
    sound = '<!doctype html><html lang="ja"><head><title>題</title></head><body><main><h1>題</h1>{}</main><footer></footer></body></html>'
    assert look(Page("/", HttpResponse(sound.format(html))))
    assert not look(Page("/", HttpResponse(sound.format("<p>本文</p>"))))
