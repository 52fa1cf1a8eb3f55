"""What a target's own words say about how it is to be measured."""

from decimal import Decimal

import pytest

from kpis.lint import wordings


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("市政アンケート参加数 2万件/年", ["20000"]),
        ("令和9年度までに１，２００．５件", ["1200.5"]),
        ("R7.3に3億円、2027年度に90%", ["300000000", "90"]),
        ("4年間で3千人", ["3000"]),
        ("満足度5点満点で4.2点", ["4.2"]),
        ("事故を24時間以内に公表する", []),
        ("待ち時間を20分以内にする", ["20"]),
        ("第2次計画を策定する", []),
        ("５つの手続で待ち時間を短縮する", []),
    ],
)
def test_years_and_places_in_an_order_are_no_amounts(text, found):
    assert wordings.numbers(text) == [Decimal(each) for each in found]


@pytest.mark.parametrize(
    ("text", "trend", "done"),
    [
        ("ターゲット層へのリーチ率向上", True, False),
        ("待機児童数を増加させない", True, False),
        ("条例を制定する。", False, True),
        ("令和8年度に公式サイトを更新する", False, True),
        ("利用率を60%に向上", False, False),
        ("3か所に導入する", False, False),
        ("", False, False),
    ],
)
def test_a_trend_and_what_is_done_have_no_amount(text, trend, done):
    assert wordings.tells_a_trend(text) is trend
    assert wordings.tells_what_is_done(text) is done


@pytest.mark.parametrize(
    ("text", "strict"),
    [
        ("10%未満", True),
        ("5万人を超える", True),
        ("10%以下", False),
        ("10%以上20%未満", None),
        ("10%", None),
        ("80%を上回る", True),
        ("前年を下回る", True),
        ("50%より高くする", True),
        ("県平均よりも低い", True),
    ],
)
def test_whether_the_bound_itself_counts(text, strict):
    assert wordings.is_strict(text) is strict


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("120時間以下に減らす", -1),
        ("90%以上", 1),
        ("待機児童数を増加させない", 0),
        ("温室効果ガスを46%減らす", 0),
        ("紙を20％削減", 0),
        ("120件", 0),
        ("1件15分の短縮で年間500時間を生み出す", 0),
        ("時間外勤務を120時間まで減らす", -1),
        ("申請書を書く時間を年間600時間減らす", 0),
    ],
)
def test_which_way_is_better(text, way):
    assert wordings.way(text) == way


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("県平均を上回る", True),
        ("全国平均以上", True),
        ("前年度比5%増", True),
        ("平成25年度比46%", False),
        ("5年間の平均40件", False),
    ],
)
def test_what_is_held_against_other_values(text, compared):
    assert wordings.compares(text) is compared


@pytest.mark.parametrize(
    ("text", "number"), [("2万件/年", 20000), ("20%削減", None), ("3か所から5か所", None), ("向上", None)]
)
def test_the_only_amount_that_is_to_be_reached(text, number):
    assert wordings.only_number(text) == number


@pytest.mark.parametrize(
    ("unit", "factor"), [("千枚", 1000), ("百万円", 10**6), ("万件", 10**4), ("件", 1), ("", 1)]
)
def test_how_many_a_unit_is(unit, factor):
    assert wordings.unit_factor(unit) == factor
