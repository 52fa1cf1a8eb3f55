"""Readings above kanji: of words, counted things and names, and only where HTML allows them."""

import re

import pytest

from dxportal.ruby.html import with_readings
from dxportal.ruby.readings import pieces


def read(text, names=None):
    """手続[てつづ]き"""
    return "".join(f"{part}[{reading}]" if reading else part for part, reading in pieces(text, names))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("手続き", "手続[てつづ]き"),
        ("引っこしの", "引[ひ]っこしの"),
        ("取り残しません", "取[と]り残[のこ]しません"),
        ("目標に とどいて いません。", "目標[もくひょう]に とどいて いません。"),
        ("ひらがなと カタカナ ABC 123", "ひらがなと カタカナ ABC 123"),
        ("28日", "28日[にち]"),
        ("11月1日", "11月[がつ]1日[ついたち]"),
        ("11人と 1人", "11人[にん]と 1人[ひとり]"),
        ("令和8年度", "令和[れいわ]8年度[ねんど]"),
        ("1,200時間", "1,200時間[じかん]"),
        ("上半期の数字", "上半期[かみはんき]の数字[すうじ]"),
        ("① 窓口を 予約", "① 窓口[まどぐち]を 予約[よやく]"),
        ("数え方と 数える もの", "数[かぞ]え方[かた]と 数[かぞ]える もの"),
        ("前の 年と その 間の 数", "前[まえ]の 年[とし]と その 間[あいだ]の 数[かず]"),
        ("10位以内", "10位以内[いいない]"),
        ("市の 印", "市[し]の 印[しるし]"),
        ("", ""),
    ],
)
def test_kanji_are_read_as_people_read_them(text, wanted):
    assert read(text) == wanted


def test_a_city_is_called_as_it_calls_itself():
    assert read("神戸市 三田市", {"三田市": "さんだし"}).endswith("三田市[さんだし]")


def test_nothing_of_the_text_is_lost_or_added():
    text = "令和7年度（2025年度）の 取組の 数は 28件で、目標の 30件に とどいて いません。＜注＞"
    assert "".join(part for part, _reading in pieces(text)) == text


def test_readings_stand_between_the_tags_only_and_never_where_html_has_plain_text():
    page = (
        "<html><head><title>計画</title></head><body title='計画'><!-- 計画 --><p>計画 &amp; 市</p>"
        "<select><option>計画</option></select><textarea>計画</textarea><svg><text>計画</text><g><title>市</title></g></svg>"
        "<button aria-label='計画'>見る</button></body></html>"
    )
    shown = with_readings(page)
    assert re.sub("<rt>.*?(?=</r)|</?(ruby|rt|span)>", "", shown) == page
    assert shown.count("<ruby>") == 3
    assert "<p><ruby>計画<rt>けいかく</ruby> &amp; <ruby>市<rt>し</ruby></p>" in shown
    # One box in a row of boxes, not a box for each piece.
    assert "<span><ruby>見<rt>み</ruby>る</span></button>" in shown


def test_a_line_may_break_between_neighbours():
    assert with_readings("<p>進捗状況</p>") == (
        "<p><ruby>進捗<rt>しんちょく</ruby><ruby>状況<rt>じょうきょう</ruby></p>"
    )


def test_running_text_needs_no_box():
    assert with_readings('<span class="when">4月の数</span>') == (
        '<span class="when">4<ruby>月<rt>がつ</ruby>の<ruby>数<rt>かず</ruby></span>'
    )
    chip = with_readings('<span class="chip"><span>4月の数</span>4月の数</span>')
    assert chip.startswith('<span class="chip"><span>4<ruby>') and chip.count("<span>") == 2
