"""What was typed, as it is understood: words, a number, a verdict."""

import pytest

from dxportal.finding.query import read_query


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("窓口　予約", ("窓口", "予約")),
        ("窓口、予約，申請", ("窓口", "予約", "申請")),
        ("窓口\x00\x07\u200b予約", ("窓口", "予約")),
        ("AI・RPA", ("AI・RPA",)),
        ("窓口 。", ("窓口",)),
        ("", ()),
    ],
)
def test_words_stand_between_blanks_and_commas(typed, words):
    assert read_query(typed).words == words


@pytest.mark.parametrize(
    ("typed", "of", "digits"),
    [
        ("1-1", "", "1-1"),
        ("１－１", "", "1-1"),
        ("1‐1", "", "1-1"),
        ("1.2", "", "1-2"),
        ("KPI1-1", "kpi", "1-1"),
        ("KPI 1-1", "kpi", "1-1"),
        ("ＫＰＩ　１−１", "kpi", "1-1"),
        ("kpi1‐1", "kpi", "1-1"),
        ("kpi-1-1", "kpi", "1-1"),
        ("KGI 4", "kgi", "4"),
        ("kgi④", "kgi", "4"),
        ("指標2-3", "indicator", "2-3"),
        ("取り組み②", "action", "2"),
        ("柱 3", "goal", "3"),
    ],
)
def test_a_number_is_read_however_it_is_written(typed, of, digits):
    number = read_query(typed).number
    assert number is not None
    assert (number.of, number.digits) == (of, digits)


@pytest.mark.parametrize(
    "typed", ["120", "KPI", "窓口1-1", "1-1 窓口", "2026年", "1-", "KGI 4a", "1-1-1-1-1-1"]
)
def test_what_is_no_number_is_words(typed):
    assert read_query(typed).number is None


def test_a_number_is_looked_for_as_plans_write_it():
    number = read_query("kpi 1-1").number
    assert number.codes == ["1-1", "kpi-1-1"]
    assert {"1-1", "KPI 1-1", "KPI1-1", "１－１"} <= set(number.forms)
    assert not {form for form in number.forms if "KGI" in form}


@pytest.mark.parametrize(
    ("typed", "asked", "rest"),
    [
        ("遅れ", ("late", "", False), ()),
        ("おくれ", ("late", "", False), ()),
        ("達成", ("achieved", "", False), ()),
        ("順調", ("on-track", "", False), ()),
        ("ｏｎ　ｔｒａｃｋ", ("on-track", "", False), ()),
        ("やや遅れ", ("", "SLIGHTLY_BEHIND", False), ()),
        ("未達成", ("", "NOT_ACHIEVED", False), ()),
        ("更新遅れ", ("", "", True), ()),
        ("窓口 遅れ", ("late", "", False), ("窓口",)),
        ("順調 オンライン 申請", ("on-track", "", False), ("オンライン", "申請")),
    ],
)
def test_a_verdict_is_asked_for_by_its_word(typed, asked, rest):
    found = read_query(typed).asked
    assert found is not None
    standing = found.standing
    assert (standing.group, standing.verdict, standing.stale) == asked
    assert found.rest == rest


@pytest.mark.parametrize("typed", ["遅れる理由", "目標", "窓口"])
def test_other_words_are_no_verdict(typed):
    assert read_query(typed).asked is None
