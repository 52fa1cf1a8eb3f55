"""A page in English says of each Japanese text that it is one: it is read out as Japanese."""

import re

import html5lib
import pytest

from dxportal.in_japanese import in_japanese_marked

JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
HTML = "{http://www.w3.org/1999/xhtml}"
NAMES_ITSELF = {"あ/A"}  # the sign of the languages, which nobody reads out
CITY, PLAN = "/en/mihon/", "/en/mihon/dx-plan/"
PAGES = [
    "/en/",
    "/en/search/?q=市民",
    CITY,
    PLAN,
    f"{PLAN}actions/1/",
    f"{PLAN}goals/1-1/",
    f"{PLAN}values/",
    f"{PLAN}sources/",
    f"{PLAN}changes/",
    f"{PLAN}kpis/",
    f"{PLAN}kpis/3-3/",
    f"{PLAN}kpis/?at=2025年春",
    "/en/takarazuka/dx-vision/",
    "/en/amagasaki/kyoso-dx/schedule/",
]


def unmarked(element, language: str = ""):
    """Every Japanese text that stands in an element of another language."""
    language = element.get("lang", language)
    if element.tag in (f"{HTML}head", f"{HTML}select") or "svg" in str(element.tag):
        return
    for text in (element.text, *(child.tail for child in element)):
        if text and JAPANESE.search(text) and not language.startswith("ja") and text not in NAMES_ITSELF:
            yield text
    for child in element:
        if isinstance(child.tag, str):
            yield from unmarked(child, language)


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_every_japanese_text_of_an_english_page_says_that_it_is_one(client, address):
    tree = html5lib.parse(client.get(address).content.decode())
    assert list(unmarked(tree)) == []


@pytest.mark.django_db
def test_the_texts_of_a_published_report_say_that_they_are_japanese(client, mihon):
    report = mihon.reviews.filter(reports__isnull=False).first()
    html = client.get(f"{PLAN}reports/{report.period}/").content.decode()
    assert list(unmarked(html5lib.parse(html))) == []
    assert "Comments and other texts that people wrote are shown in Japanese" in html


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["", "/easy"])
def test_a_japanese_page_needs_no_mark(client, prefix):
    assert "<bdi" not in client.get(f"{prefix}/mihon/dx-plan/kpis/3-3/").content.decode()


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<p>Source: 概要版 3</p>", '<p>Source: <bdi lang="ja">概要版</bdi> 3</p>'),
        ("<p>令和7年度のDX推進</p>", '<p><bdi lang="ja">令和7年度のDX推進</bdi></p>'),
        (
            '<p lang="ja">計画 <b>市</b></p><p>市</p>',
            '<p lang="ja">計画 <b>市</b></p><p><bdi lang="ja">市</bdi></p>',
        ),
        ('<div lang="ja"><div>市</div>市</div>', '<div lang="ja"><div>市</div>市</div>'),
        ("<head><title>計画</title></head>", "<head><title>計画</title></head>"),
        ("<select><option>計画</option></select>", "<select><option>計画</option></select>"),
        ('<a title="計画"><!-- 計画 -->plan</a>', '<a title="計画"><!-- 計画 -->plan</a>'),
    ],
)
def test_only_what_is_text_is_marked(page, shown):
    assert in_japanese_marked(page) == shown
