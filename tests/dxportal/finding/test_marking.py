"""Where the words stand, marked and quoted."""

import re

import pytest

from dxportal.finding.marking import AROUND, mark_words, snippet


@pytest.mark.parametrize(
    ("text", "word", "marked"),
    [
        ("コンピューターシステムの更新", "コンピュータ", "<mark>コンピューター</mark>システムの更新"),
        ("3ヶ所の窓口", "か所", "3<mark>ヶ所</mark>の窓口"),
        ("デジタル・デバイドの解消", "デジタルデバイド", "<mark>デジタル・デバイド</mark>の解消"),
        ("取り組みの一覧", "取組", "<mark>取り組み</mark>の一覧"),
        ("サーバーとサーバ", "サーバ", "<mark>サーバー</mark>と<mark>サーバ</mark>"),
        ("KPI １－１", "1-1", "KPI <mark>１－１</mark>"),
        ("何もない", "窓口", "何もない"),
        ("a & b", "b", "a &amp; <mark>b</mark>"),
    ],
)
def test_what_is_found_is_marked_however_it_is_written(text, word, marked):
    assert mark_words(text, [word]) == marked


def test_a_piece_of_text_stands_around_the_first_word():
    found = snippet(f"{'前' * 200}窓口{'後' * 200}", ["窓口"])
    assert found == f"…{'前' * AROUND}<mark>窓口</mark>{'後' * AROUND}…"


def test_a_little_more_is_shown_rather_than_cut():
    text = f"{'前' * (AROUND + 5)}窓口{'後' * (AROUND + 5)}"
    assert re.sub("</?mark>", "", snippet(text, ["窓口"])) == text


def test_without_a_word_it_begins_at_the_beginning():
    assert snippet(f"始め{'長' * 200}", []).startswith("始め長")
